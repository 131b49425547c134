/** `event-wiring explain`: all about one name, and why it is or is not wired. */
import { explain as explanation } from '../reports/explanation';
import { UsageError } from './arguments';
import { commonOptions, type Command } from './command';
import { openFolder } from './open';

export const explain: Command = {
  name: 'explain',
  operands: 'NAME [FOLDER]',
  summary: 'tell all about one event, listener, class, job, command or channel',
  about:
    'Tells where NAME is declared, dispatched and listened to, what it fires in turn, and why it is not wired when it ' +
    'is not. NAME may be the last part of a longer name, in any case, or a pattern with *.',
  examples: [
    ['event-wiring explain OrderPlaced', 'an event'],
    ['event-wiring explain SendInvoice@handle', 'a listener'],
    ["event-wiring explain 'orders.*' packages/api", 'all names of that pattern in that folder'],
  ],
  options: commonOptions,
  async run(args, terminal) {
    const [name, folder = '.', ...rest] = args.positionals;
    if (name === undefined) throw new UsageError('explain needs a name: event-wiring explain OrderPlaced.');
    if (rest.length) throw new UsageError(`explain takes one name and one folder, not also "${rest.join(' ')}".`);
    const opened = openFolder(folder, args, terminal);
    for (const problem of opened.settingsProblems) terminal.tell(`warning: ${problem}`);
    const answer = explanation(await opened.session.check(), name, opened.options());
    if (answer.kind === 'text') await terminal.print(answer.text);
    else
      terminal.tell(
        `Nothing in the wiring is called "${name}".${answer.near.length ? ` Did you mean ${answer.near.join(' or ')}?` : ''}`,
      );
    opened.keep();
    return answer.kind === 'text' ? 0 : 1;
  },
};
