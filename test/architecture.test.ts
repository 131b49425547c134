/** Which folder may know which, and that every member of an open set has its file, list line, fixture and page. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { diagnostics } from '../server/diagnostics';
import { storedDiagnostics } from '../server/diagnostics/stored';
import { features } from '../server/features';
import { layouts } from '../server/stores/layouts';
import { filesBelow, membersOf, root } from './support/project';

/** Folder (or file directly in `server`) → what it may import from other folders of `server`. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  languages: ['graph'],
  frameworks: ['languages', 'graph'],
  linking: ['graph', 'languages', 'frameworks'],
  diagnostics: ['graph'],
  reports: ['graph', 'diagnostics', 'session', 'settings'],
  features: ['graph', 'diagnostics', 'reports', 'protocol'],
  stores: [],
};
/** The only files that may touch the disk or start a process; the shells hand their world to everything below. */
const shells =
  /^(?:files|cache|compiled|cli|server|worker|storeThread|aheadThread|startAhead|commands\/.*|stores\/disk)\.ts$/;
const disk = /^(?:node:)?(?:fs|child_process|worker_threads)(?:\/|$)/;

interface Import {
  readonly file: string;
  readonly to: string;
}

function importsOf(folder: string): Import[] {
  return filesBelow(join(root, folder))
    .filter((file) => /\.[mc]?tsx?$/.test(file))
    .flatMap((file) => {
      const text = readFileSync(join(root, folder, file), 'utf8');
      const found = text.matchAll(
        /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s+'([^']+)'|\bimport\(\s*'([^']+)'|(?:^|\n)import\s+'([^']+)'/g,
      );
      return [...found].map((match) => ({ file, to: match[1] ?? match[2] ?? match[3] ?? '' }));
    });
}

const server = importsOf('server').map(({ file, to }) => ({
  file,
  to,
  from: partOf(file),
  into: to.startsWith('.') ? partOf(relative('.', join(dirname(file), to))) : undefined,
}));

function partOf(path: string): string {
  return path.includes('/') ? (path.split('/')[0] ?? '') : path.replace(/\.ts$/, '');
}

void test('architecture: there are imports to look at', () => {
  assert.ok(server.length > 100);
  assert.ok(server.some(({ from, into }) => from === 'diagnostics' && into === 'graph'));
});

for (const [folder, allowed] of Object.entries(mayImport))
  void test(`architecture: ${folder} imports ${allowed.join(', ') || 'nobody'}`, () => {
    const wrong = server.filter(
      ({ from, into }) => from === folder && into !== undefined && into !== folder && !allowed.includes(into),
    );
    assert.deepEqual(
      wrong.map(({ file, to }) => `${file} imports ${to}`),
      [],
    );
  });

void test('architecture: only the language server knows the features', () => {
  const wrong = server.filter(
    ({ from, into }) => into === 'features' && !['features', 'server', 'worker', 'lsp'].includes(from),
  );
  assert.deepEqual(
    wrong.map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});

void test('architecture: nothing but the command line imports it', () => {
  const wrong = server.filter(
    ({ from, into }) =>
      ['cli', 'commandLine'].includes(into ?? '') ||
      (into === 'commands' && !['commandLine', 'commands'].includes(from)),
  );
  assert.deepEqual(
    wrong.map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});

void test('architecture: only the shells touch the disk', () => {
  const wrong = server.filter(({ file, to }) => disk.test(to) && !shells.test(file));
  assert.deepEqual(
    wrong.map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});

void test('architecture: server and client meet in the protocol alone', () => {
  const client = importsOf('client').filter(({ to }) => /\/server\//.test(to) && !/\/server\/protocol$/.test(to));
  const wrong = server.filter(({ to, into }) => to === 'vscode' || into === '..' || /(?:^|\/)client\//.test(to));
  assert.deepEqual(
    [...client, ...wrong].map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});

void test('architecture: a panel knows types of the server, and nothing of the editor or of Node', () => {
  const wrong = importsOf('media').filter(
    ({ to }) =>
      (/\/(?:server|client)\//.test(to) && !/\/server\/(?:protocol|stores\/questions)$/.test(to)) ||
      /^(?:vscode|node:.*)$/.test(to),
  );
  assert.deepEqual(
    wrong.map(({ file, to }) => `${file} imports ${to}`),
    [],
  );
});

/** Files of an open set: those that a list names, which leaves out what its members share. */
function listed(list: string): string[] {
  const path = join(root, list);
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^import \{[^}]*\} from '\.\/(\w+)';$/gm)].flatMap(([, name = '']) => {
    const file = join(dirname(path), `${name}.ts`);
    return existsSync(file) ? [name] : [];
  });
}

const camelCase = (code: string): string => code.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());

void test('architecture: every diagnostic has its file, line, fixture and page, and nothing else pretends to be one', () => {
  const codes = diagnostics.map(({ code }) => code);
  assert.deepEqual([...new Set(codes)], codes, 'a code is there twice');
  const files = readdirSync(join(root, 'server', 'diagnostics')).map((name) => name.replace(/\.ts$/, ''));
  const shared = ['index', 'diagnostic', 'baseline', 'suppressions', 'stored'];
  assert.deepEqual(files.filter((name) => !shared.includes(name)).sort(), codes.map(camelCase).sort());
  assert.deepEqual(membersOf('diagnostics').sort(), [...codes].sort());
  const pages = readdirSync(join(root, 'docs', 'diagnostics')).filter((name) => name !== 'README.md');
  const all = [...codes, ...storedDiagnostics.map(({ code }) => code)];
  assert.deepEqual(pages.sort(), all.map((code) => `${code}.md`).sort());
});

void test('architecture: every diagnostic of stores has its file, line, fixture and page', () => {
  const codes = storedDiagnostics.map(({ code }) => code);
  const files = readdirSync(join(root, 'server', 'diagnostics', 'stored')).map((name) => name.replace(/\.ts$/, ''));
  const shared = ['index', 'storedDiagnostic'];
  assert.deepEqual(files.filter((name) => !shared.includes(name)).sort(), codes.map(camelCase).sort());
  assert.deepEqual(membersOf('storedDiagnostics').sort(), [...codes].sort());
});

void test('architecture: every framework has its file, line and fixture', () => {
  const lists = ['javascript', 'php', 'rust'].map((language) => join('server', 'frameworks', `${language}.ts`));
  const present = lists.filter((list) => existsSync(join(root, list)));
  const members = present.flatMap((list) => {
    const text = readFileSync(join(root, list), 'utf8');
    const array = /:\s*readonly \w+(?:<\w+>)?\[\]\s*=\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
    const names = [...array.matchAll(/\w+/g)].map(([name]) => name);
    assert.ok(names.length > 0, `${list} lists no framework`);
    return names;
  });
  // One fixture shows one framework in all its languages: `phpBuses` and `rustBuses` are in `buses`.
  const folderOf = (member: string): string =>
    member.replace(/^(?:php|rust)(?=[A-Z])(.)/, (_, first: string) => first.toLowerCase());
  assert.deepEqual(membersOf('frameworks').sort(), [...new Set(members.map(folderOf))].sort());
});

void test('architecture: every layout of a store has its file, its line and its fixture', () => {
  const folder = join(root, 'server', 'stores', 'layouts');
  const files = readdirSync(folder)
    .filter((name) => /^export const \w+(?:: Layout = \{| = layout\()/m.test(readFileSync(join(folder, name), 'utf8')))
    .map((name) => name.replace(/\.ts$/, ''));
  assert.deepEqual(files.sort(), listed(join('server', 'stores', 'layouts', 'index.ts')).sort());
  assert.equal(layouts.length, files.length, 'an imported layout is not in the list');
  // `laravel-queue.without-uuid` is another store of `laravel-queue`.
  const shown = membersOf('layouts').map((name) => name.replace(/\..*/, ''));
  assert.deepEqual([...new Set(shown)].sort(), layouts.map(({ id }) => id).sort());
});

void test('architecture: every report has its file and line', () => {
  const names = listed(join('server', 'reports', 'index.ts'));
  assert.ok(names.length > 0);
  for (const name of names) assert.ok(statSync(join(root, 'server', 'reports', `${name}.ts`)).size > 0);
});

void test('architecture: every feature has its file, its line and its own method', () => {
  const folder = join(root, 'server', 'features');
  const members = readdirSync(folder)
    .filter((name) => /: Feature<[^;=]*> = \{/.test(readFileSync(join(folder, name), 'utf8')))
    .map((name) => name.replace(/\.ts$/, ''));
  assert.ok(members.length > 20);
  assert.deepEqual(
    members.sort(),
    listed(join('server', 'features', 'index.ts'))
      .filter((name) => name !== 'feature')
      .sort(),
  );
  const methods = features.map(({ method }) => method);
  assert.deepEqual([...new Set(methods)], methods, 'two features answer one request');
  assert.equal(methods.length, members.length, 'an imported feature is not in the list');
});

void test('architecture: no file grows without a reason', () => {
  const long = filesBelow(join(root, 'server'))
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, lines: readFileSync(join(root, 'server', file), 'utf8').split('\n').length }))
    .sort((a, b) => a.lines - b.lines);
  const median = long[Math.floor(long.length / 2)]?.lines ?? 0;
  assert.ok(median <= 150, `the median file has ${median} lines`);
});
