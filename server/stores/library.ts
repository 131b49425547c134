/** What `dist/stores.js` holds: all that opens and reads event stores, loaded only when there is one. */
export { inspect, openInspector } from './inspector';
export { isConnection, parseConnection, placeOf } from './sources/connection';
export { openDatabase } from './sources/database';
export { StoreProblem } from './store';
