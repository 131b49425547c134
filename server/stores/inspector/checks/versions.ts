/** Versions of every stream: one by one, each once. */
import type { EventColumns } from '../../store';
import { counted, grouped } from '../words';
import { at, held, overall, type Check, type Findings } from './check';

const streamsAtMost = 500_000;

export function versions(columns: EventColumns, findings: Findings, atMost = streamsAtMost): Check {
  const last = new Map<string, number>();
  const breaches = held();
  let counting = 0;
  let conflicts = 0;
  let seen = 0;
  let unknown = 0;
  // What is not an event may have the versions between.
  const gap = columns.where === undefined ? ('error' as const) : ('information' as const);
  return {
    see(event) {
      const { stream, streamType, version } = event;
      if (columns.version === undefined || stream === null || version === null) return;
      const number = Number(version);
      const key = streamType === null ? stream : `${streamType}\0${stream}`;
      const before = last.get(key);
      if (before === undefined && last.size >= atMost) {
        unknown++;
        return;
      }
      seen++;
      if (before === undefined) {
        if (number > 1)
          breaches.add(
            at(
              event,
              'version gap',
              gap === 'error' ? 'warning' : gap,
              `${stream} begins at version ${grouped(number)}`,
            ),
          );
      } else if (number === before) {
        conflicts++;
        breaches.add(
          at(event, 'version conflict', 'error', `Version ${grouped(number)} of ${stream} is there more than once`),
        );
      } else if (number < before) {
        conflicts++;
        breaches.add(
          at(
            event,
            'version conflict',
            'error',
            `Version ${grouped(number)} of ${stream} stands after version ${grouped(before)}`,
          ),
        );
      } else {
        counting++;
        if (number > before + 1)
          breaches.add(
            at(event, 'version gap', gap, `${stream} goes from version ${grouped(before)} to ${grouped(number)}`),
          );
      }
      last.set(key, Math.max(number, before ?? number));
    },
    end() {
      if (seen === 0) return [];
      if (counting === 0 && conflicts > 2) {
        const message = `The column ${columns.version ?? ''} does not count the events of a stream: it never goes up`;
        findings.add(overall('version conflict', 'information', message));
        return [];
      }
      for (const finding of breaches.list()) findings.add(finding);
      findings.omit(breaches.count() - breaches.list().length);
      if (breaches.count() > 0) return [];
      const rest =
        unknown > 0
          ? ` (the first ${grouped(atMost)} alone; ${counted(unknown, 'event')} of others ${unknown === 1 ? 'was' : 'were'} not compared)`
          : '';
      return [`${counted(last.size, 'stream')} without a gap or conflict of versions${rest}`];
    },
  };
}
