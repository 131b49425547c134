/**
 * Every project in fixtures/diagnostics/CODE: each marked finding is found and no other, of any diagnostic. Hints are
 * switched on by the fixture's own settings file.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { diagnostics } from '../server/diagnostics';
import { storedDiagnostics } from '../server/diagnostics/stored';
import { differences, findingsAsFound } from './support/compare';
import { fixtures, marksOf, membersOf, openFolder, root } from './support/project';

for (const { code } of diagnostics)
  for (const project of membersOf(`diagnostics/${code}`))
    void test(`diagnostics: ${code} in ${project}`, async () => {
      const folder = join(fixtures, 'diagnostics', code, project);
      const marks = marksOf(folder).filter((mark) => mark.kind === 'problem');
      assert.ok(
        marks.every((mark) => mark.name === code),
        'a fixture is healthy except for the fault it is named after',
      );
      const { findings, graph } = await openFolder(folder).check();
      assert.ok(graph.events.length + graph.commands.length + graph.channels.length > 0, 'nothing was read at all');
      const lines = differences(marks, findingsAsFound(findings));
      assert.deepEqual(lines, [], `\n${lines.join('\n')}`);
    });

for (const system of membersOf('systems'))
  void test(`diagnostics: the planted faults of ${system}, and no other`, async () => {
    const folder = join(fixtures, 'systems', system);
    const marks = marksOf(folder).filter((mark) => mark.kind === 'problem');
    assert.ok(marks.length > 0, 'nothing is planted');
    const { findings } = await openFolder(folder).check();
    const lines = differences(marks, findingsAsFound(findings));
    assert.deepEqual(lines, [], `\n${lines.join('\n')}`);
  });

void test('diagnostics: every one is found somewhere in its fixture', () => {
  for (const { code } of diagnostics) {
    const marked = membersOf(`diagnostics/${code}`).flatMap((project) =>
      marksOf(join(fixtures, 'diagnostics', code, project)),
    );
    assert.ok(
      marked.some((mark) => mark.name === code && mark.message !== undefined),
      `${code} has no mark with a message`,
    );
  }
});

void test('diagnostics: the table in the documentation is the list in the code', () => {
  const table = readFileSync(join(root, 'docs', 'diagnostics', 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ['))
    .map((line) => line.replace(/ +/g, ' '));
  assert.deepEqual(
    table,
    [...diagnostics, ...storedDiagnostics].map(
      ({ code, title, severity, enabledByDefault }) =>
        `| [${code}](${code}.md) | ${title} | ${severity} | ${enabledByDefault ? 'on' : 'off'} |`,
    ),
  );
});

void test('diagnostics: every page says what, why, how to silence, with an example, and nothing else is there', () => {
  for (const { code, title } of [...diagnostics, ...storedDiagnostics]) {
    const page = readFileSync(join(root, 'docs', 'diagnostics', `${code}.md`), 'utf8');
    assert.ok(page.startsWith(`# ${title} (\`${code}\`)\n`), `${code}: the heading`);
    for (const part of ['## Example', '## Why', '## How to silence it', '## Source'])
      assert.ok(page.includes(`\n${part}\n`), `${code}: ${part}`);
    assert.match(page, /```(?:php|ts|js|rust)\n/, `${code}: no code`);
    assert.ok(page.includes(`event-wiring-ignore-next-line ${code}`), `${code}: the comment that silences it`);
  }
});
