/** Whether every payload can be read. */
import { counted, grouped } from '../words';
import { at, held, overall, type Check, type Findings } from './check';

export function payloads(findings: Findings): Check {
  const unreadable = held();
  let seen = 0;
  let reason = '';
  return {
    see(event) {
      seen++;
      const { data } = event;
      if (data.kind === 'json') return;
      reason ||= data.reason;
      unreadable.add(at(event, 'unreadable', 'warning', `The payload cannot be read. ${data.reason}`));
    },
    end() {
      if (seen === 0) return [];
      // A format that is not known is no damage.
      if (unreadable.count() > 10 && unreadable.count() * 2 > seen) {
        const message = `${grouped(unreadable.count())} of ${counted(seen, 'payload')} cannot be read. ${reason}`;
        findings.add(overall('unreadable', 'information', message));
        return [];
      }
      for (const finding of unreadable.list()) findings.add(finding);
      findings.omit(unreadable.count() - unreadable.list().length);
      return unreadable.count() > 0 ? [] : [`${counted(seen, 'payload')} readable`];
    },
  };
}
