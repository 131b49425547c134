/** `event-wiring check`: the findings of a folder; the exit code says whether there are any that count. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { diagnostics, severities, type CheckedGraph } from '../diagnostics';
import { printBaseline, readBaseline, type BaselineEntry } from '../diagnostics/baseline';
import type { Severity } from '../diagnostics/diagnostic';
import { reasonOf } from '../files';
import { findingReports } from '../reports';
import { findingChanges } from '../reports/changes';
import { severityCounts } from '../reports/findingsText';
import { counted, inkFor } from '../reports/ink';
import { UsageError, type Arguments } from './arguments';
import { commonOptions, type Command } from './command';
import { openFolder, type Opened } from './open';
import { watch } from './watch';

const usualBaseline = '.event-wiring-baseline.json';

export const check: Command = {
  name: 'check',
  operands: '[FOLDER]',
  summary: 'find what is broken: nobody listens, never dispatched, not registered, rings …',
  about:
    'Checks FOLDER, or the current folder. Exit code 0: nothing found; 1: findings; 2: it could not be checked. ' +
    'A comment "event-wiring-ignore-next-line CODE -- reason" (or -ignore-line, -ignore-file) suppresses a finding; ' +
    'severities are set in .event-wiring.json.',
  examples: [
    ['event-wiring check', 'this folder'],
    ['event-wiring check --fail-on error', 'warnings are shown, errors fail'],
    ['event-wiring check --format github', 'annotations in a GitHub workflow'],
    ['event-wiring check --format sarif > wiring.sarif', 'for code scanning'],
    ['event-wiring check --update-baseline', `accept today's findings, in ${usualBaseline}`],
    [`event-wiring check --baseline ${usualBaseline}`, 'from then on only new ones'],
  ],
  options: {
    format: {
      value: 'FORMAT',
      choices: findingReports.map(({ id }) => id),
      help: 'text (default), json, sarif or github',
    },
    'fail-on': {
      value: 'SEVERITY',
      choices: severities,
      help: 'least severity that fails: error, warning (default), information or hint',
    },
    baseline: { value: 'FILE', help: 'hold back the findings that FILE lists' },
    'update-baseline': { help: `write the findings of today into the baseline (default: ${usualBaseline})` },
    watch: { short: 'w', help: 'stay, and print new and fixed findings; Ctrl+C ends' },
    ...commonOptions,
  },
  details: () => [
    'Diagnostics:',
    ...diagnostics.map(
      ({ code, severity, title, enabledByDefault }) =>
        `  ${code.padEnd(26)} ${severity.padEnd(11)} ${title}${enabledByDefault ? '' : ' (off by default)'}`,
    ),
  ],
  async run(args, terminal) {
    const [folder = '.', ...rest] = args.positionals;
    if (rest.length) throw new UsageError(`check takes one folder, not also "${rest.join(' ')}".`);
    const format = args.value('format') ?? 'text';
    if (args.flag('watch') && format !== 'text')
      throw new UsageError('--watch prints text; it goes with no other format.');
    if (args.flag('watch') && args.flag('update-baseline'))
      throw new UsageError('--update-baseline writes once; it does not go with --watch.');
    const report = findingReports.find(({ id }) => id === format);
    if (!report) throw new UsageError(`There is no format ${format}.`);
    const opened = openFolder(folder, args, terminal);
    if (opened.settingsProblems.length) throw new UsageError(opened.settingsProblems.join('\n'));

    if (args.flag('update-baseline')) {
      const { findings } = await opened.session.check([]);
      const file = baselineFile(args, opened);
      writeBaseline(file, printBaseline(findings));
      await terminal.print(`${file} now lists ${counted(findings.length, 'finding')}.\n`);
      opened.keep();
      return 0;
    }
    const known = args.value('baseline') === undefined ? undefined : givenBaseline(args.value('baseline') ?? '');
    const checked = await opened.session.check(known);
    await terminal.print(report.print(checked, opened.options()));
    opened.keep();
    if (args.flag('watch'))
      return watch(opened, args, terminal, checked, async (session, before, header) => {
        const after = await session.check(known);
        const ink = inkFor(opened.options());
        const lines = findingChanges(before, after, ink);
        const left = after.findings.length ? severityCounts(after.findings, ink) : ink.good('no problems');
        await terminal.print(`${[`${header}: ${left}`, ...lines].join('\n')}\n`);
        return after;
      });
    return fails(checked, args.value('fail-on')) ? 1 : 0;
  },
};

function fails({ findings }: CheckedGraph, least: string | undefined): boolean {
  const limit = severities.indexOf((least ?? 'warning') as Severity);
  return findings.some(({ severity }) => severities.indexOf(severity) <= limit);
}

/** Named on the command line: from here; in the settings: from the workspace. */
function baselineFile(args: Arguments, { root, session }: Opened): string {
  const given = args.value('baseline');
  return given === undefined ? join(root, session.settings.baseline ?? usualBaseline) : resolve(given);
}

function writeBaseline(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`The baseline ${file} cannot be written: ${reasonOf(error)}.`);
  }
}

function givenBaseline(file: string): readonly BaselineEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(
      `The baseline ${file} cannot be read: ${reasonOf(error)}. event-wiring check --baseline ${file} --update-baseline writes it.`,
    );
  }
  const read = readBaseline(text);
  if (read.kind === 'unreadable') throw new UsageError(`The baseline ${file} cannot be used: ${read.reason}.`);
  return read.entries;
}
