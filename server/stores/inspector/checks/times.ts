/** Whether later positions have later times. */
import { counted, durationText, grouped } from '../words';
import { at, held, overall, type Check, type Findings } from './check';
import type { EventColumns } from '../../store';

/** Writers at the same time take their positions and their times in different order. */
const tolerated = 1_000;
const usual = 0.2;

export function times(columns: EventColumns, findings: Findings): Check {
  const earlier = held();
  let last: number | undefined;
  let seen = 0;
  let missing = 0;
  let slightly = 0;
  let most = 0;
  return {
    see(event) {
      if (columns.time === undefined) return;
      const { milliseconds, invalidTime } = event;
      if (invalidTime !== undefined) {
        findings.add(
          at(event, 'order', 'warning', `What stands where a time should be is none: ${invalidTime.slice(0, 60)}`),
        );
      } else if (milliseconds === null) missing++;
      if (milliseconds === null) return;
      seen++;
      const back = last === undefined ? 0 : last - milliseconds;
      if (back > tolerated)
        earlier.add(at(event, 'order', 'warning', `It is ${durationText(back)} earlier than the event before it`));
      else if (back > 0) {
        slightly++;
        most = Math.max(most, back);
      }
      last = milliseconds;
    },
    end() {
      if (missing > 0 && seen > 0)
        findings.add(overall('order', 'information', `${counted(missing, 'event has', 'events have')} no time`));
      if (seen === 0) return [];
      if (earlier.count() > 10 && earlier.count() > seen * usual) {
        const message = `The order of the log is not that of time: ${grouped(earlier.count())} of ${counted(seen, 'event')} are earlier than the one before`;
        findings.add(overall('order', 'information', message));
        return [];
      }
      for (const finding of earlier.list()) findings.add(finding);
      findings.omit(earlier.count() - earlier.list().length);
      if (earlier.count() > 0) return [];
      const rest =
        slightly > 0 ? ` (${grouped(slightly)} of them up to ${durationText(most)} earlier than the one before)` : '';
      return [`${counted(seen, 'event')} in the order of time${rest}`];
    },
  };
}
