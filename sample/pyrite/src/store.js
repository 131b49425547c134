import { upcast } from './events/upcasters.js';

export class ConcurrencyError extends Error {}

/** Append-only table of events; one version per event, checked and written in one transaction. */
export class EventStore {
  constructor(database) {
    this.database = database;
    database.exec(`CREATE TABLE IF NOT EXISTS events (
      position INTEGER PRIMARY KEY AUTOINCREMENT,
      stream_id TEXT NOT NULL,
      event_type TEXT NOT NULL,
      event_data TEXT NOT NULL,
      version INTEGER NOT NULL,
      timestamp INTEGER NOT NULL,
      UNIQUE (stream_id, version)
    )`);
  }

  append(stream, events, expectedVersion) {
    const insert = this.database.prepare(
      'INSERT INTO events (stream_id, event_type, event_data, version, timestamp) VALUES (?, ?, ?, ?, ?)',
    );
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const { version } = this.database
        .prepare('SELECT coalesce(max(version), 0) AS version FROM events WHERE stream_id = ?')
        .get(stream);
      if (version !== expectedVersion) throw new ConcurrencyError(`${stream} is at ${version}, not at ${expectedVersion}`);
      events.forEach((event, index) => {
        insert.run(stream, event.type, JSON.stringify(event), version + index + 1, event.timestamp);
      });
      this.database.exec('COMMIT');
    } catch (error) {
      this.database.exec('ROLLBACK');
      throw error;
    }
  }

  read(stream, fromVersion = 1) {
    return this.database
      .prepare('SELECT event_data FROM events WHERE stream_id = ? AND version >= ? ORDER BY version')
      .all(stream, fromVersion)
      .map((row) => upcast(JSON.parse(row.event_data)));
  }

  readAll(from = 1) {
    return this.database
      .prepare('SELECT event_data FROM events WHERE position >= ? ORDER BY position')
      .all(from)
      .map((row) => upcast(JSON.parse(row.event_data)));
  }
}
