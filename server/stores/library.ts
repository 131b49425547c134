/** What `dist/stores.js` holds: all that opens and reads event stores, loaded only when there is one. */
export { inspect, openInspector } from './inspector';
export { isConnection, parseConnection, placeOf } from './sources/connection';
export { openDatabase } from './sources/database';
export { StoreProblem } from './store';
export { databaseWriter } from './writers/database';
export { sqliteWriter } from './writers/sqlite';
export { carryOut } from './writers/writer';
