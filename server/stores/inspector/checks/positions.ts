/** Positions of the log: none twice, and which are missing. */
import type { EventColumns } from '../../store';
import { counted, grouped } from '../words';
import { at, held, overall, type Check, type Findings } from './check';

/** So many gaps are the store's way of numbering: ids that carry a time, a sequence shared with other tables. */
const usual = 0.1;

export function positions(columns: EventColumns, findings: Findings): Check {
  const gaps = held();
  let seen = 0;
  let twice = 0;
  let missing = 0n;
  let last: bigint | undefined;
  // Where only some of the table's rows are events, the others have the positions between.
  const isWhole = columns.where === undefined;
  return {
    see(event) {
      const { position } = event;
      if (columns.position === 'rowid' || (typeof position !== 'number' && typeof position !== 'bigint')) return;
      if (typeof position === 'number' && !Number.isInteger(position)) return;
      const number = BigInt(position);
      seen++;
      if (last !== undefined && number === last && columns.tie === undefined) {
        twice++;
        findings.add(at(event, 'duplicate position', 'error', `Position ${grouped(number)} is there twice`));
      }
      if (isWhole && last !== undefined && number > last + 1n) {
        missing += number - last - 1n;
        gaps.add(at(event, 'gap', 'information', gapText(last + 1n, number - 1n)));
      }
      last = number;
    },
    end() {
      if (seen === 0) return [];
      if (gaps.count() > 10 && gaps.count() > seen * usual) {
        const message = `Positions are not consecutive: between ${counted(seen, 'event')} there are ${counted(gaps.count(), 'gap')}. This store does not number its events one by one`;
        findings.add(overall('gap', 'information', message));
        return twice === 0 ? [`${counted(seen, 'position')}, none twice`] : [];
      }
      for (const gap of gaps.list()) findings.add(gap);
      findings.omit(gaps.count() - gaps.list().length);
      if (twice > 0) return [];
      if (gaps.count() > 0)
        return [`${counted(seen, 'position')}, none twice (${grouped(missing)} missing between them)`];
      return [`${counted(seen, 'position')} ${isWhole ? 'without a gap' : 'in order, none twice'}`];
    },
  };
}

const why = 'rolled back, deleted or archived';

function gapText(from: bigint, to: bigint): string {
  if (from === to) return `Position ${grouped(from)} is missing: ${why}`;
  return `Positions ${grouped(from)} to ${grouped(to)} are missing (${grouped(to - from + 1n)}): ${why}`;
}
