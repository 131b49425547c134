/** What `dist/stores.js` holds: all that opens and reads event stores, loaded only when there is one. */
export { openInspector } from './inspector';
export { StoreProblem } from './store';
