/** Ids of events: each once. */
import type { EventColumns } from '../../store';
import { counted, grouped, positionText } from '../words';
import { at, overall, type Check, type Findings } from './check';
import { seenOf } from './seen';

const idsAtMost = 5_000_000;

export function ids(columns: EventColumns, findings: Findings, atMost = idsAtMost): Check {
  const seen = seenOf(atMost);
  let checked = 0;
  let twice = 0;
  let missing = 0;
  let unknown = 0;
  const isChecked = columns.id !== undefined && columns.id !== columns.position;
  return {
    see(event) {
      if (!isChecked) return;
      const { id } = event;
      if (id === null || id === '') missing++;
      else {
        const known = seen.add(id);
        if (known === undefined) unknown++;
        else checked++;
        if (known !== true) return;
        twice++;
        const place = event.position === null ? '' : `, the last time at position ${positionText(event.position)}`;
        findings.add(at(event, 'duplicate id', 'error', `The id ${id.slice(0, 100)} is there more than once${place}`));
      }
    },
    end() {
      if (missing > 0 && checked > 0)
        findings.add(overall('duplicate id', 'warning', `${counted(missing, 'event has', 'events have')} no id`));
      if (checked === 0 || twice > 0) return [];
      const rest =
        unknown > 0 ? ` (only the first ${grouped(checked)} were compared; ${grouped(unknown)} were not)` : '';
      return [`${counted(checked, 'event id')}, each once${rest}`];
    },
  };
}
