/** Reads a command's arguments by its own table of options; every slip becomes one sentence. */
import { parseArgs } from 'node:util';
import { similar } from '../graph/names';

export interface Option {
  /** What stands for the value in the help; a flag has none. */
  readonly value?: string;
  readonly short?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

export type Options = Readonly<Record<string, Option>>;

export interface Arguments {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
}

/** Ends the program with one sentence on stderr and exit code 2. */
export class UsageError extends Error {}

export function readArguments(args: readonly string[], options: Options): Arguments {
  const { tokens } = parseArgs({
    args: [...args],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value, short }]) => [
        name,
        { type: value === undefined ? 'boolean' : 'string', ...(short !== undefined && { short }) } as const,
      ]),
    ),
  });
  const values = new Map<string, string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!option) throw new UsageError(unknown(token.rawName, options));
    values.set(
      token.name,
      valueOf(
        token.rawName,
        option,
        token.inlineValue === false && token.value.startsWith('--') ? undefined : token.value,
      ),
    );
  }
  return { positionals, flag: (name) => values.has(name), value: (name) => values.get(name) };
}

function unknown(raw: string, options: Options): string {
  const [near] = similar(raw.replace(/^-+/, ''), Object.keys(options), 1);
  return `There is no option ${raw}.${near === undefined ? '' : ` Did you mean --${near}?`}`;
}

function valueOf(raw: string, { value, choices }: Option, given: string | undefined): string {
  if (value === undefined) {
    if (given !== undefined) throw new UsageError(`${raw} takes no value.`);
    return '';
  }
  // `--format --all` forgets the value; a value that really begins with a dash is written with "=".
  if (given === undefined || given === '')
    throw new UsageError(`${raw} needs a value: ${choices ? listed(choices) : value}.`);
  if (choices && !choices.includes(given)) {
    const [near] = similar(given, choices, 1);
    throw new UsageError(
      `${raw} cannot be "${given}": it is ${listed(choices)}.${near === undefined ? '' : ` Did you mean ${near}?`}`,
    );
  }
  return given;
}

function listed(choices: readonly string[]): string {
  return choices.length < 2 ? choices.join('') : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1) ?? ''}`;
}
