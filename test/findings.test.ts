/** How findings come about: severities, members that fail, comments that suppress, baselines. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findingsOf, type CheckedGraph, type CheckSettings } from '../server/diagnostics';
import { printBaseline, readBaseline, withoutKnown } from '../server/diagnostics/baseline';
import type { Diagnostic, Finding, Severity } from '../server/diagnostics/diagnostic';
import { dispatch, finding, graphOf } from './support/graphs';

function member(code: string, findings: readonly Finding[], more: Partial<Diagnostic> = {}): Diagnostic {
  return { code, title: code, severity: 'warning', enabledByDefault: true, check: () => findings, ...more };
}

const graph = graphOf({ dispatches: [dispatch('OrderPlaced', 2)] });
function check(
  members: readonly Diagnostic[],
  settings: CheckSettings['diagnostics'] = {},
  texts: Readonly<Record<string, string>> = {},
): CheckedGraph {
  return findingsOf(graph, { diagnostics: settings }, (file) => texts[file], undefined, members);
}

void test('findings come by place, whichever member found them', () => {
  const { findings } = check([
    member('b', [finding('b', 9), finding('b', 2)]),
    member('a', [finding('a', 9), finding('a', 1, { place: { file: 'src/zoo.ts', line: 1, column: 1 } })]),
  ]);
  assert.deepEqual(
    findings.map(({ code, place }) => `${place.file}:${place.line} ${code}`),
    ['src/shop.ts:2 b', 'src/shop.ts:9 a', 'src/shop.ts:9 b', 'src/zoo.ts:1 a'],
  );
});

void test('a member that throws costs its own findings and is named', () => {
  const broken = member('broken', [], {
    check: () => {
      throw new Error('no such index');
    },
  });
  const { findings, problems } = check([broken, member('fine', [finding('fine', 1)])]);
  assert.equal(findings.length, 1);
  assert.deepEqual(problems, ['The diagnostic broken failed: no such index']);
});

void test('settings switch members off and on and set severities; a milder finding stays milder', () => {
  const both = [finding('x', 1), finding('x', 2, { severity: 'information' })];
  const severities = (settings: Readonly<Record<string, Severity | 'off'>>, more: Partial<Diagnostic> = {}): string[] =>
    check([member('x', both, more)], settings).findings.map(({ severity }) => severity);
  assert.deepEqual(severities({}), ['warning', 'information']);
  assert.deepEqual(severities({ x: 'error' }), ['error', 'information']);
  assert.deepEqual(severities({ x: 'hint' }), ['hint', 'hint']);
  assert.deepEqual(severities({ x: 'off' }), []);
  assert.deepEqual(severities({}, { enabledByDefault: false }), []);
  assert.deepEqual(severities({ x: 'warning' }, { enabledByDefault: false }), ['warning', 'information']);
  assert.deepEqual(severities({}, { severity: 'hint' }), []);
});

/** What is left, what is suppressed, and which comments are not needed, of findings on lines 2 and 4. */
function suppressing(source: string): string {
  const { findings, suppressed, unusedSuppressions } = check(
    [member('x', [finding('x', 2), finding('x', 4)]), member('y', [finding('y', 2)])],
    {},
    { 'src/shop.ts': source },
  );
  const left = findings.map(({ code, place }) => `${code}${place.line}`).join(' ');
  const unused = unusedSuppressions.map(({ code, place }) => `${code || 'nothing'}@${place.line}:${place.column}`);
  return `${left} | ${suppressed} | ${unused.join(' ')}`;
}

void test('comments: the next line, this line, the whole file', () => {
  assert.equal(suppressing('code();\nemit();\n\nemit();'), 'x2 y2 x4 | 0 | ');
  assert.equal(suppressing('// event-wiring-ignore-next-line x\nemit();\n\nemit();'), 'y2 x4 | 1 | ');
  assert.equal(suppressing('\nemit(); // event-wiring-ignore-line x, y -- on purpose\n\nemit();'), 'x4 | 2 | ');
  assert.equal(suppressing('/* event-wiring-ignore-file x */\nemit();\n\nemit();'), 'y2 | 2 | ');
});

void test('comments: in every style, and over several lines', () => {
  assert.equal(suppressing('# event-wiring-ignore-next-line x\nemit();'), 'y2 x4 | 1 | ');
  assert.equal(suppressing('    /* event-wiring-ignore-next-line x */\r\nemit();'), 'y2 x4 | 1 | ');
  assert.equal(suppressing('{{-- event-wiring-ignore-next-line x --}}\nemit();'), 'y2 x4 | 1 | ');
  assert.equal(
    suppressing('code();\n\n/* event-wiring-ignore-next-line x -- the\n */ emit();'),
    'x2 y2 x4 | 0 | x@3:4',
  );
  assert.equal(suppressing('code();\n/* event-wiring-ignore-next-line x --\n because */\nemit();'), 'x2 y2 | 1 | ');
  assert.equal(
    suppressing('// event-wiring-ignore-next-line x\n// event-wiring-ignore-next-line y\n\nemit();'),
    'x2 y2 x4 | 0 | x@1:4 y@2:4',
  );
  assert.equal(
    suppressing('\n// event-wiring-ignore-next-line z\n// event-wiring-ignore-next-line x\nemit();'),
    'x2 y2 | 1 | z@2:4',
  );
});

void test('comments: no code is no suppression, and code that is no comment neither', () => {
  assert.equal(suppressing('// event-wiring-ignore-next-line\nemit();'), 'x2 y2 x4 | 0 | nothing@1:4');
  assert.equal(suppressing('// event-wiring-ignore-next-line -- x\nemit();'), 'x2 y2 x4 | 0 | nothing@1:4');
  assert.equal(suppressing('const event_wiring_ignore_file = x;\nemit();'), 'x2 y2 x4 | 0 | ');
});

void test('baseline: counted by code, file and subject; lines do not matter', () => {
  const findings = [finding('x', 2), finding('x', 4), finding('y', 2)];
  const text = printBaseline(findings);
  assert.equal(
    text,
    `{
  "version": 1,
  "findings": [
    {"code":"x","file":"src/shop.ts","subject":"subject of x","count":2},
    {"code":"y","file":"src/shop.ts","subject":"subject of y","count":1}
  ]
}
`,
  );
  const read = readBaseline(text);
  assert.equal(read.kind, 'baseline');
  const entries = read.kind === 'baseline' ? read.entries : [];
  const now = [finding('x', 20), finding('x', 40), finding('x', 60), finding('z', 1)];
  const { fresh, known, stale } = withoutKnown(now, entries);
  assert.deepEqual(
    fresh.map(({ code, place }) => `${code}${place.line}`),
    ['x60', 'z1'],
  );
  assert.equal(known, 2);
  assert.deepEqual(stale, [{ code: 'y', file: 'src/shop.ts', subject: 'subject of y', count: 1 }]);
});

void test('baseline: one that cannot be read holds nothing back and says so', () => {
  const members = [member('x', [finding('x', 2)])];
  const of = (content: string | undefined): CheckedGraph =>
    findingsOf(graph, { diagnostics: {}, baseline: 'known.json' }, () => content, undefined, members);
  assert.match(of(undefined).problems[0] ?? '', /The baseline known\.json cannot be read/);
  assert.match(of('{').problems[0] ?? '', /The baseline known\.json cannot be used: it is not valid JSON/);
  assert.match(of('{"version":2}').problems[0] ?? '', /it was not written by --update-baseline/);
  assert.equal(of(undefined).findings.length, 1);
  assert.equal(of(printBaseline([finding('x', 9)])).findings.length, 0);
});
