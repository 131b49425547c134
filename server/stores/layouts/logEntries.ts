/** Entries of a structured log, of monolog, pino, winston and the like: what is logged is the event, with its context. */
import { layout } from './layout';
import { events } from './part';

export const logEntries = layout({
  id: 'log-entries',
  title: 'Structured log',
  parts: [
    events(
      'log',
      {
        position: 'rowid',
        type: 'event_type|event_name|event|message|msg',
        data: 'context|meta|*',
        stream: 'channel?|logger?|logger_name?|service?',
        streamType: 'level|severity|level_name',
        metadata: 'extra?',
        time: 'time|timestamp|datetime|date|ts|logged_at|created_at',
        correlation: 'correlation_id?|request_id?|trace_id?',
      },
      { also: 'message?|msg? pid? hostname? v?' },
    ),
  ],
});
