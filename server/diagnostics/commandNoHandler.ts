/** A command or query that is sent and that no handler takes. */
import { byPlace } from '../graph/assemble';
import { placeOf } from '../graph/links';
import { shortName } from '../graph/wording';
import type { Diagnostic } from './diagnostic';

export const commandNoHandler: Diagnostic = {
  code: 'command-no-handler',
  title: 'Command without a handler',
  severity: 'error',
  enabledByDefault: true,
  check: (graph) =>
    graph.commands.flatMap((command) => {
      if (command.handler !== null || command.external || command.test) return [];
      const [first, ...others] = [...command.dispatches].sort(byPlace);
      if (!first) return [];
      return [
        {
          severity: 'error' as const,
          message: `The ${command.kind} ${shortName(command.command)} is sent here and has no handler, so sending it fails.`,
          place: placeOf(first),
          related: [
            { place: placeOf(command), message: `${shortName(command.command)} is declared here.` },
            ...others.map((place) => ({ place: placeOf(place), message: 'It is sent here as well.' })),
          ],
          subject: command.commandId,
        },
      ];
    }),
};
