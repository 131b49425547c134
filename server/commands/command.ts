/** The contract of a command of the command line; `index.ts` lists them. */
import type { Arguments, Options } from './arguments';
import type { Terminal } from './terminal';

export interface Command {
  readonly name: string;
  /** What stands behind the name: `[FOLDER]`. */
  readonly operands: string;
  readonly summary: string;
  /** One paragraph below the summary. */
  readonly about: string;
  readonly examples: readonly (readonly [command: string, meaning: string])[];
  readonly options: Options;
  /** Further lines of the help. */
  readonly details?: (() => readonly string[]) | undefined;
  /** Answers with the exit code. */
  run(args: Arguments, terminal: Terminal): Promise<number>;
}

/** Options that every command has. */
export const commonOptions: Options = {
  buses: {
    value: 'JSON',
    help: 'house-made buses beyond those of .event-wiring.json, as the list that "buses" is there',
  },
  cache: { value: 'DIR', help: 'keep what was read in DIR instead of your cache folder' },
  'no-cache': { help: 'read everything anew, and keep nothing' },
  color: { help: 'colours even when the output is no terminal' },
  'no-color': { help: 'no colours (as does NO_COLOR in the environment)' },
  help: { short: 'h', help: 'show this help' },
};
