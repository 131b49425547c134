/** Every project in fixtures/storedDiagnostics/CODE beside its `store.json`: each marked finding is found and no other. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Diagnostic, WorkspaceDiagnosticReport } from 'vscode-languageserver';
import { findingsOf } from '../server/diagnostics';
import { storedDiagnostics } from '../server/diagnostics/stored';
import { findingsIn, filesWithFindings } from '../server/features/findings';
import { workspaceDiagnostic } from '../server/features/workspaceDiagnostic';
import type { ConnectedStore } from '../server/graph/stored';
import { differences, findingsAsFound } from './support/compare';
import { snapshotOf } from './support/features';
import { checkedOf } from './support/graphs';
import { filesBelow, fixtures, marksOf, openFolder } from './support/project';

const noon = Date.parse('2026-06-01T12:00:00Z');

interface Fixture extends Omit<ConnectedStore, 'id'> {
  readonly problems?: readonly string[];
}

async function opened(code: string, change: Partial<Parameters<typeof snapshotOf>[3]> = {}, now = noon) {
  const folder = join(fixtures, 'storedDiagnostics', code);
  const { problems = [], ...store } = JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8')) as Fixture;
  const graph = await openFolder(folder).graph();
  const text = (file: string): string | undefined => {
    const path = join(folder, file);
    // A mark names what the code does not.
    return existsSync(path) ? readFileSync(path, 'utf8').replace(/^\/\/ +\^.*$/gm, '') : undefined;
  };
  const snapshot = {
    ...snapshotOf(graph, { ...checkedOf(graph), findings: [] }, text, change),
    files: () => filesBelow(folder).filter((file) => !file.endsWith('.json')),
    stored: [{ id: 'store1', ...store }],
    now,
  };
  return { folder, snapshot, problems };
}

const ofStores = ({ items }: WorkspaceDiagnosticReport): readonly Diagnostic[] =>
  items.flatMap((report) =>
    report.uri.endsWith('.php') || report.uri.endsWith('.ts') || report.kind !== 'full' ? [] : report.items,
  );

for (const { code } of storedDiagnostics)
  void test(`stored diagnostics: ${code}`, async () => {
    const { folder, snapshot, problems } = await opened(code);
    const marks = marksOf(folder).filter((mark) => mark.kind === 'problem');
    assert.ok(marks.length + problems.length > 0, 'nothing is planted');
    const found = filesWithFindings(snapshot).flatMap((file) => findingsIn(snapshot, file));
    const lines = differences(marks, findingsAsFound(found));
    assert.deepEqual(lines, [], `\n${lines.join('\n')}`);
    const report = workspaceDiagnostic.answer([snapshot], { previousResultIds: [] });
    assert.deepEqual(
      ofStores(report).map(({ message }) => message),
      problems,
    );
    // Without the store there is nothing to say, and nothing is said when nobody wants to hear it.
    const silent = { ...snapshot, settings: { ...snapshot.settings, diagnostics: { enabled: true, stored: false } } };
    for (const one of [silent, { ...snapshot, stored: [] }])
      assert.deepEqual(workspaceDiagnostic.answer([one], { previousResultIds: [] }).items, []);
  });

void test('stored diagnostics: the settings file switches one off or makes it an error, a comment silences it', async () => {
  const { snapshot } = await opened('event-never-stored');
  const severity = (configured: Readonly<Record<string, 'off' | 'error'>>): readonly string[] =>
    findingsIn({ ...snapshot, configured }, 'src/Events.php').map((finding) => finding.severity);
  assert.deepEqual(severity({}), ['information']);
  assert.deepEqual(severity({ 'event-never-stored': 'off' }), []);
  assert.deepEqual(severity({ 'event-never-stored': 'error' }), ['error']);
  const commented = (file: string): string | undefined =>
    snapshot.text(file)?.replace('final class OrderArchived', '// event-wiring-ignore-file event-never-stored\n$&');
  const { graph } = snapshot;
  const silenced = { ...snapshot, graph: { ...graph }, checked: () => checkedOf({ ...graph }), text: commented };
  assert.deepEqual(
    findingsIn(silenced, 'src/Events.php').filter(({ code }) => code === 'event-never-stored'),
    [],
  );
  // Without a store the comment is not called useless.
  assert.deepEqual(findingsOf(graph, { diagnostics: {} }, commented).unusedSuppressions, []);
});

void test('stored diagnostics: a projection that follows has a minute to catch up', async () => {
  const within = await opened('projection-behind', {}, Date.parse('2026-06-01T10:00:30Z'));
  const codes = findingsIn(within.snapshot, 'src/projections.ts').map(({ message }) => message);
  assert.deepEqual(codes, ['OrdersProjection has failed and is 1,204 events behind (shop.sqlite at 47)']);
});

void test('stored diagnostics: nothing is missing while the workspace cannot be read whole', async () => {
  const { snapshot } = await opened('stored-without-class');
  const graph = { ...snapshot.graph, files: { ...snapshot.graph.files, failed: 1 } };
  assert.deepEqual(ofStores(workspaceDiagnostic.answer([{ ...snapshot, graph }], { previousResultIds: [] })), []);
  const unlisted = { ...snapshot, graph: { ...snapshot.graph }, files: () => [] as const };
  assert.ok(ofStores(workspaceDiagnostic.answer([unlisted], { previousResultIds: [] })).length > 0);
});

void test('stored diagnostics: what went is taken back at the store', async () => {
  const { snapshot } = await opened('stored-without-class');
  const [first] = workspaceDiagnostic.answer([snapshot], { previousResultIds: [] }).items;
  assert.ok(first?.kind === 'full');
  assert.equal(first.uri, 'event-wiring-store:/shop.sqlite');
  const previousResultIds = [{ uri: first.uri, value: first.resultId ?? '' }];
  const again = workspaceDiagnostic.answer([snapshot], { previousResultIds }).items;
  assert.deepEqual(
    again.map(({ kind }) => kind),
    ['unchanged'],
  );
  const gone = workspaceDiagnostic.answer([{ ...snapshot, stored: [] }], { previousResultIds }).items;
  assert.deepEqual(gone, [{ kind: 'full', uri: first.uri, version: null, resultId: 'none', items: [] }]);
});
