/** The command line, a thin shell: finds the command, reads its arguments and turns slips into one sentence. */
import { commands } from './commands';
import { readArguments, UsageError } from './commands/arguments';
import { commandHelp, programHelp } from './commands/help';
import { version } from './installation';
import { openTerminal, type Terminal } from './commands/terminal';
import { similar } from './graph/names';

async function main([name, ...args]: readonly string[], terminal: Terminal): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const about = commands.find((command) => command.name === args[0]);
    await terminal.print(about ? commandHelp(about) : programHelp(commands, version));
    return 0;
  }
  if (name === '--version' || name === '-V') {
    await terminal.print(`${version}\n`);
    return 0;
  }
  const command = commands.find((one) => one.name === name);
  if (!command) {
    const names = commands.map((one) => one.name);
    const [near] = similar(name, names, 1);
    const hint = near === undefined ? `The commands are ${names.join(', ')}` : `Did you mean ${near}`;
    throw new UsageError(
      name.startsWith('-')
        ? `There is no option ${name} before the command; event-wiring --help shows how to begin.`
        : `There is no command "${name}". ${hint}${near === undefined ? '.' : '?'}`,
    );
  }
  const read = readArguments(args, command.options);
  if (read.flag('help')) {
    await terminal.print(commandHelp(command));
    return 0;
  }
  return command.run(read, terminal);
}

const terminal = openTerminal();
main(process.argv.slice(2), terminal).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const known = error instanceof UsageError;
    terminal.tell(
      known
        ? `event-wiring: ${error.message}`
        : `event-wiring failed, and that is its own mistake: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    process.exitCode = 2;
  },
);
