/** Help by example, for the program and for each command. */
import type { Options } from './arguments';
import type { Command } from './command';

export function programHelp(commands: readonly Command[], version: string): string {
  return lines([
    `Event Wiring ${version}: who dispatches, who listens, what fires in turn and what is broken,`,
    'in TypeScript, JavaScript, PHP and Rust code.',
    '',
    'Usage: event-wiring COMMAND [OPTIONS]',
    '',
    ...commands.map(({ name, operands, summary }) => `  ${`${name} ${operands}`.padEnd(24)} ${summary}`),
    '',
    'Examples:',
    ...commands.flatMap(({ examples }) => examples.slice(0, 2)).map(exampleLine),
    '',
    'event-wiring COMMAND --help tells more about one command; --version shows the version.',
  ]);
}

export function commandHelp({ name, operands, summary, about, examples, options, details }: Command): string {
  return lines([
    `event-wiring ${name}: ${summary}`,
    '',
    `Usage: event-wiring ${name} ${operands} [OPTIONS]`,
    '',
    ...paragraph(about),
    '',
    'Examples:',
    ...examples.map(exampleLine),
    '',
    'Options:',
    ...optionLines(options),
    ...(details ? ['', ...details()] : []),
  ]);
}

function optionLines(options: Options): string[] {
  return Object.entries(options).map(([name, { value, short, help }]) => {
    const left = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`;
    return `  ${left.padEnd(26)} ${help}`;
  });
}

const exampleLine = ([command, meaning]: readonly [string, string]): string => `  ${command.padEnd(52)} ${meaning}`;
const lines = (all: readonly string[]): string => `${all.join('\n')}\n`;

function paragraph(text: string): string[] {
  const broken: string[] = [''];
  for (const word of text.split(' ')) {
    const line = broken.at(-1) ?? '';
    if (line.length + word.length > 92) broken.push(word);
    else broken[broken.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return broken;
}
