/** A listener, subscriber or provider that exists and that nothing wires. */
import type { Unwired } from '../graph/graph';
import { placeOf } from '../graph/links';
import { asClause, listed, shortName } from '../graph/wording';
import type { Diagnostic, Fix } from './diagnostic';

export const neverRegistered: Diagnostic = {
  code: 'never-registered',
  title: 'Exists and is never registered',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    graph.unwired
      .filter(({ problem }) => problem)
      .map((unwired) => {
        const fix = fixOf(unwired);
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
          ...(fix && { fix }),
        };
      }),
};

function fixOf({ name, events, related, step }: Unwired): Fix | undefined {
  if (!related || !step) return undefined;
  const place = placeOf(related);
  if (step === 'provider') return { kind: 'register', name, place };
  const [event] = events;
  if (event === undefined || events.length > 1) return undefined;
  return { kind: 'listen', event, listener: name, under: step === 'listener' ? 'event' : 'map', place };
}
