/** Times as stores have them: sources read them by the same rules. */
export * from '../moments';
