/** A listener, subscriber or provider that exists and that nothing wires. */
import { placeOf } from '../graph/links';
import { asClause, listed, shortName } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const neverRegistered: Diagnostic = {
  code: 'never-registered',
  title: 'Exists and is never registered',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    graph.unwired
      .filter(({ problem }) => problem)
      .map((unwired) => {
        const events = unwired.events.map(shortName);
        const hears = events.length ? ` for ${listed(events)}` : '';
        return {
          severity: 'warning',
          message: `The ${unwired.kind} ${shortName(unwired.name)} is never called${hears}: ${asClause(unwired.reason)}`,
          place: placeOf(unwired),
          ...(unwired.related && {
            related: [{ place: placeOf(unwired.related), message: 'The missing step would stand here.' }],
          }),
          subject: unwired.name,
          ...(unwired.kind === 'provider' && { fix: { kind: 'register' as const, name: unwired.name } }),
        };
      }),
};
