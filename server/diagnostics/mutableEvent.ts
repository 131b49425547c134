/** An event class whose properties can be changed after it was dispatched. */
import { listed, shortName } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const mutableEvent: Diagnostic = {
  code: 'mutable-event',
  title: 'Event can be changed after the fact',
  severity: 'hint',
  enabledByDefault: false,
  check: (graph) =>
    graph.events.flatMap((event) => {
      const mutable = (event.fields ?? []).filter((field) => field.mutable);
      const [first] = mutable;
      if (!first || event.external || event.file === undefined || event.kind !== 'class') return [];
      const names = listed(mutable.map(({ name }) => name));
      return [
        {
          severity: 'hint' as const,
          message: `${shortName(event.name)} can be changed by any of its listeners: ${names} should be read-only.`,
          place: {
            file: event.file,
            line: first.line ?? event.line ?? 1,
            column: first.line === undefined ? (event.column ?? 1) : (first.column ?? 1),
          },
          subject: event.id,
        },
      ];
    }),
};
