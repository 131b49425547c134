/** The command line as people run it: dist/cli.js in a process of its own, over small folders. */
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { listenTo, type Started } from './support/commandLine';

declare const __ROOT__: string;
const cli = join(__ROOT__, 'dist', 'cli.js');

const folders: string[] = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const shop: Readonly<Record<string, string>> = {
  'package.json': '{"name":"shop"}',
  'src/orders.ts': `import { EventEmitter } from 'node:events';

export class Orders extends EventEmitter {
  place() {
    this.emit('placed', 1);
  }
  lose() {
    this.emit('lost', 1);
  }
}

export const orders = new Orders();
orders.on('placed', function bill() {});
`,
};

function folderWith(files: Readonly<Record<string, string>> = shop): string {
  const folder = mkdtempSync(join(tmpdir(), 'event-wiring-cli-'));
  folders.push(folder);
  for (const [path, content] of Object.entries(files)) write(folder, path, content);
  return folder;
}

function write(folder: string, path: string, content: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

/** Nothing of the machine's own settings; a cache folder that no other test shares. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const rest = Object.entries(process.env).filter(
    ([name]) => !['NO_COLOR', 'FORCE_COLOR', 'NODE_OPTIONS'].includes(name),
  );
  return { ...Object.fromEntries(rest), XDG_CACHE_HOME: caches, ...more };
}
const caches = mkdtempSync(join(tmpdir(), 'event-wiring-caches-'));
folders.push(caches);

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    cwd,
    encoding: 'utf8',
    env: environment(env),
  });
  return { code: status, out: stdout, err: stderr };
}

const lostIsNeverHeard = /src\/orders\.ts:8:10 {2}warning .*never-heard\n/;

void test('help, version, and help of a command', () => {
  const help = run(tmpdir(), ['--help']);
  assert.equal(help.code, 0);
  assert.match(help.out, /Usage: event-wiring COMMAND/);
  assert.equal(run(tmpdir(), []).out, help.out);
  assert.match(run(tmpdir(), ['--version']).out, /^\d+\.\d+\.\d+\n$/);
  for (const command of ['map', 'explain', 'check']) {
    const own = run(tmpdir(), [command, '--help']);
    assert.equal(own.code, 0);
    assert.match(own.out, new RegExp(`Usage: event-wiring ${command} `));
    assert.match(own.out, /Examples:\n {2}event-wiring /);
    assert.equal(run(tmpdir(), ['help', command]).out, own.out);
    for (const line of own.out.split('\n')) assert.ok(line.length <= 120, line);
  }
});

void test('slips: one sentence, the nearest name, exit code 2', () => {
  const folder = folderWith();
  const slip = (args: readonly string[], sentence: RegExp): void => {
    const { code, out, err } = run(folder, args);
    assert.equal(code, 2, args.join(' '));
    assert.equal(out, '');
    assert.match(err, sentence);
    assert.equal(err.trim().split('\n').length, 1, err);
  };
  slip(['mpa'], /There is no command "mpa"\. Did you mean map\?/);
  slip(['--format', 'json'], /no option --format before the command/);
  slip(['map', '--fromat', 'json'], /There is no option --fromat\. Did you mean --format\?/);
  slip(['map', '--format', 'jsn'], /--format cannot be "jsn": it is text, json, mermaid or dot\. Did you mean json\?/);
  slip(['map', '--format'], /--format needs a value: text, json, mermaid or dot/);
  slip(['map', '--event', '--watch'], /--event needs a value/);
  slip(['map', '--watch=yes'], /--watch takes no value/);
  slip(['map', 'nowhere'], /nowhere cannot be mapped: it does not exist/);
  slip(['check', 'nowhere'], /nowhere cannot be mapped: it does not exist/);
  slip(['map', 'package.json'], /package\.json cannot be mapped: it is a file, not a folder/);
  slip(['map', '.', 'src'], /map takes one folder/);
  slip(['explain'], /explain needs a name/);
  slip(['check', '--fail-on', 'warn'], /Did you mean warning\?/);
  slip(['check', '--baseline', 'none.json'], /The baseline none\.json cannot be read: it does not exist/);
  slip(['map', '--watch', '--format=json'], /--watch prints text/);
  slip(['map', '--buses', '[{"name":"Audit"}]'], /"buses\[0\]" names no call/);
});

void test('--buses: house-made buses as the editor hands them over', () => {
  const folder = folderWith({
    'package.json': '{"name":"audit"}',
    'src/audit.ts':
      "import { audit } from './hub';\naudit.track('user.invited', {});\naudit.whenever('user.invited', mail);\nfunction mail() {}\n",
    'src/hub.ts': 'export const audit = makeHub();\ndeclare function makeHub(): any;\n',
  });
  const buses = JSON.stringify([
    { name: 'Audit', dispatch: [{ call: 'track', on: 'audit' }], listen: [{ call: 'whenever', on: 'audit' }] },
  ]);
  const names = (args: readonly string[]): unknown[] => {
    const report = JSON.parse(run(folder, ['map', '--format', 'json', ...args]).out) as Report;
    return [...report.dispatches, ...report.listens].map(({ event, line }) => `${line} ${event}`);
  };
  assert.deepEqual(names(['--buses', buses]), ['2 user.invited', '3 user.invited']);
  assert.deepEqual(names([]), [], 'a cache of other settings was believed');
});

interface Report {
  readonly dispatches: readonly { readonly event: string; readonly line: number }[];
  readonly listens: readonly { readonly event: string; readonly line: number }[];
}

void test('map: every format, places relative to the current folder', () => {
  const folder = folderWith();
  const text = run(folder, ['map']);
  assert.equal(text.code, 0);
  assert.equal(text.err, '');
  assert.match(text.out, /listen {4}src\/orders\.ts:13:8 {2}→ bill/);
  assert.match(
    run(dirname(folder), ['map', folder]).out,
    new RegExp(`${folder.split('/').at(-1) ?? ''}/src/orders\\.ts:5:10`),
  );
  const json = JSON.parse(run(folder, ['map', '--format=json']).out) as {
    dispatches: unknown[];
    problems: { code: string }[];
  };
  assert.equal(json.dispatches.length, 2);
  assert.ok(json.problems.some(({ code }) => code === 'never-heard'));
  assert.match(run(folder, ['map', '--format', 'mermaid']).out, /^flowchart LR\n/);
  assert.match(run(folder, ['map', '--format', 'dot']).out, /^digraph /);
});

void test('map --event: one event whole; near names and exit code 1 when there is none', () => {
  const folder = folderWith();
  const one = run(folder, ['map', '--event', 'placed']);
  assert.equal(one.code, 0);
  assert.match(one.out, /^placed/);
  assert.doesNotMatch(one.out, /lost/);
  const json = JSON.parse(run(folder, ['map', '--event', 'placed', '--format', 'json']).out) as {
    dispatches: object[];
  };
  assert.equal(json.dispatches.length, 1);
  const none = run(folder, ['map', '--event', 'plaecd']);
  assert.equal(none.code, 1);
  assert.match(none.err, /No event is called "plaecd"\. Did you mean placed\?/);
});

void test('explain: a name, a slip', () => {
  const folder = folderWith();
  const told = run(folder, ['explain', 'LOST']);
  assert.equal(told.code, 0);
  assert.match(told.out, /Not heard: nobody in this folder listens to it\./);
  const slip = run(folder, ['explain', 'bil']);
  assert.equal(slip.code, 1);
  assert.match(slip.err, /Nothing in the wiring is called "bil"\. Did you mean bill\?/);
});

void test('check: exit codes follow --fail-on and the settings', () => {
  const folder = folderWith();
  const found = run(folder, ['check']);
  assert.match(found.out, lostIsNeverHeard);
  assert.equal(found.code, 1);
  assert.equal(run(folder, ['check', '--fail-on', 'error']).code, 0);
  write(folder, '.event-wiring.json', '{"diagnostics":{"never-heard":"error"}}');
  assert.equal(run(folder, ['check', '--fail-on', 'error']).code, 1);
  write(folder, '.event-wiring.json', '{"diagnostics":{"never-heard":"off"}}');
  const off = run(folder, ['check']);
  assert.equal(off.code, 0);
  assert.match(off.out, /^No problems among 2 dispatches and 1 listener/);
  write(folder, '.event-wiring.json', '{"diagnostics":{"never-heard":"loud"},"colour":1}');
  const wrong = run(folder, ['check']);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /"colour" is not a setting/);
  assert.match(wrong.err, /"diagnostics\.never-heard" must be/);
  const warned = run(folder, ['map']);
  assert.equal(warned.code, 0);
  assert.match(warned.err, /warning: \.event-wiring\.json: "colour" is not a setting/);
});

void test('check: json, sarif and github', () => {
  const folder = folderWith();
  const json = run(folder, ['check', '--format', 'json']);
  assert.equal(json.code, 1);
  assert.equal((JSON.parse(json.out) as { findings: { code: string }[] }).findings[0]?.code, 'never-heard');
  const sarif = JSON.parse(run(folder, ['check', '--format', 'sarif']).out) as {
    runs: { results: { ruleId: string }[]; tool: { driver: { rules: { helpUri: string }[] } } }[];
  };
  assert.equal(sarif.runs[0]?.results[0]?.ruleId, 'never-heard');
  for (const { helpUri } of sarif.runs[0]?.tool.driver.rules ?? []) assert.ok(URL.canParse(helpUri), helpUri);
  assert.match(
    run(folder, ['check', '--format', 'github']).out,
    /^::warning file=src\/orders\.ts,line=8,.*title=never-heard::/,
  );
});

void test('check: comments suppress, and say so when they are not needed', () => {
  const source = shop['src/orders.ts'] ?? '';
  const at = (comment: string, place: 'above' | 'beside' | 'top'): Ran => {
    const changed =
      place === 'above'
        ? source.replace("    this.emit('lost'", `    ${comment}\n    this.emit('lost'`)
        : place === 'beside'
          ? source.replace("this.emit('lost', 1);", `this.emit('lost', 1); ${comment}`)
          : `${comment}\n${source}`;
    return run(folderWith({ ...shop, 'src/orders.ts': changed }), ['check']);
  };
  for (const ran of [
    at('// event-wiring-ignore-next-line never-heard -- the audit reads the log', 'above'),
    at('// event-wiring-ignore-next-line event-cycle, never-heard', 'above'),
    at('/* event-wiring-ignore-next-line never-heard --\n     the audit reads the log */', 'above'),
    at('/* event-wiring-ignore-next-line never-heard */', 'above'),
    at('// event-wiring-ignore-line never-heard', 'beside'),
    at('// event-wiring-ignore-file never-heard', 'top'),
  ]) {
    assert.equal(ran.code, 0, ran.out);
    assert.match(ran.out, /1 suppressed/);
  }
  const unused = at('// event-wiring-ignore-file event-cycle', 'top');
  assert.equal(unused.code, 1);
  assert.match(unused.out, /orders\.ts:1:4 {2}note {2}Nothing here needs event-cycle suppressed/);
  const nameless = at('// event-wiring-ignore-next-line -- because', 'above');
  assert.equal(nameless.code, 1);
  assert.match(nameless.out, /names no code/);
});

void test('check: a baseline holds back what is known, and nothing new', () => {
  const folder = folderWith();
  const written = run(folder, ['check', '--update-baseline']);
  assert.equal(written.code, 0, written.err);
  assert.match(written.out, /\.event-wiring-baseline\.json now lists 1 finding\./);
  const baseline = ['check', '--baseline', '.event-wiring-baseline.json'];
  const held = run(folder, baseline);
  assert.equal(held.code, 0);
  assert.match(held.out, /1 in the baseline/);
  const source = shop['src/orders.ts'] ?? '';
  // Moved lines are no news; a second event is.
  write(folder, 'src/orders.ts', `\n\n${source}`);
  assert.equal(run(folder, baseline).code, 0);
  write(
    folder,
    'src/orders.ts',
    source.replace("this.emit('lost', 1);", "this.emit('lost', 1);\n    this.emit('gone', 1);"),
  );
  const news = run(folder, baseline);
  assert.equal(news.code, 1);
  assert.match(news.out, /1 problem .*1 in the baseline/);
  write(folder, 'src/orders.ts', source.replace("this.emit('lost', 1);", ''));
  const tidy = run(folder, baseline);
  assert.equal(tidy.code, 0);
  assert.match(tidy.out, /The baseline lists 1 finding of never-heard about .* that is gone/);
  write(folder, '.event-wiring.json', '{"baseline":".event-wiring-baseline.json"}');
  write(folder, 'src/orders.ts', source);
  assert.equal(run(folder, ['check']).code, 0);
  write(folder, '.event-wiring-baseline.json', '{');
  assert.match(run(folder, baseline).err, /cannot be used: it is not valid JSON/);
});

void test('colours: only where someone wants them', () => {
  const folder = folderWith();
  const colored = (args: readonly string[], env?: NodeJS.ProcessEnv): boolean =>
    run(folder, ['check', ...args], env).out.includes('\u001b[');
  assert.equal(colored([]), false);
  assert.equal(colored([], { CI: 'true' }), false, 'CI is no terminal');
  assert.equal(colored([], { FORCE_COLOR: '1' }), true);
  assert.equal(colored([], { FORCE_COLOR: '0' }), false);
  assert.equal(colored([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
  assert.equal(colored(['--color'], { NO_COLOR: '1' }), true);
  assert.equal(colored(['--no-color'], { FORCE_COLOR: '1' }), false);
});

void test('cache: the same map from it, none with --no-cache, elsewhere with --cache', () => {
  const folder = folderWith();
  const cache = join(folderWith({}), 'cache');
  const map = (...more: readonly string[]): string =>
    run(folder, ['map', '--format', 'json', ...more]).out.replace(/"milliseconds": \d+/, '');
  assert.equal(map('--no-cache', '--cache', cache), map());
  assert.equal(existsSync(cache), false);
  const cold = map('--cache', cache);
  assert.equal(readdirSync(cache).length > 0, true);
  assert.equal(map('--cache', cache), cold);
  write(folder, 'src/more.ts', "import { orders } from './orders';\norders.emit('placed', 2);\n");
  assert.equal(
    (JSON.parse(run(folder, ['map', '--format', 'json', '--cache', cache]).out) as { dispatches: object[] }).dispatches
      .length,
    3,
  );
});

void test('a reader that stops early is no failure', () => {
  const lines = Array.from(
    { length: 3000 },
    (_, index) => `  a${index}() { this.emit('event-with-a-long-name-${index}'); }`,
  );
  const folder = folderWith({
    ...shop,
    'src/many.ts': `import { EventEmitter } from 'node:events';\nexport class Many extends EventEmitter {\n${lines.join('\n')}\n}\n`,
  });
  const { status, stderr, stdout } = spawnSync('sh', ['-c', `"${process.execPath}" "${cli}" map --all | head -1`], {
    cwd: folder,
    encoding: 'utf8',
    env: environment(),
  });
  assert.equal(status, 0);
  assert.equal(stderr, '');
  assert.equal(stdout, 'Event wiring of .\n');
});

function watching(cwd: string, args: readonly string[]): Started {
  const child = spawn(process.execPath, [cli, ...args, '--watch'], {
    cwd,
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { child, ...listenTo(child) };
}

void test(
  'map --watch: prints what a change does, takes a burst as one, ends on SIGINT',
  { timeout: 300_000 },
  async () => {
    const folder = folderWith();
    const source = shop['src/orders.ts'] ?? '';
    const watcher = watching(folder, ['map']);
    await watcher.said(/Watching \. Ctrl\+C ends\.|Watching \.\. Ctrl\+C ends\./);
    write(folder, 'src/orders.ts', source.replace("orders.on('placed'", "orders.on('lost'"));
    const change = await watcher.said(/\+ listen .*\n/);
    assert.match(change, /src\/orders\.ts changed\n- listen {2}placed .*\n\+ listen {2}lost .*\n/);
    write(folder, 'node_modules/noise/index.js', 'require("events").on("placed")');
    for (let index = 0; index < 30; index++)
      write(folder, `src/part${index}.ts`, `import { orders } from './orders';\norders.emit('placed', ${index});\n`);
    const burst = await watcher.said(/src\/part29\.ts.*\n/);
    assert.match(burst, /src\/part0\.ts and 29 more files changed\n/);
    assert.equal(burst.match(/^\+ dispatch/gm)?.length, 30);
    assert.doesNotMatch(burst, /node_modules/);
    watcher.child.kill('SIGINT');
    assert.equal(await watcher.ended, 0);
  },
);

void test('check --watch: new and fixed findings; a vanished folder ends it', { timeout: 300_000 }, async () => {
  const folder = folderWith();
  const source = shop['src/orders.ts'] ?? '';
  const watcher = watching(folder, ['check']);
  await watcher.said(/Watching/);
  write(folder, 'src/orders.ts', `${source}orders.on('lost', () => {});\n`);
  assert.match(
    await watcher.said(/- fixed: .*\n/),
    /src\/orders\.ts changed: no problems\n- fixed: src\/orders\.ts:8:10/,
  );
  write(folder, 'src/orders.ts', source);
  await watcher.said(/\+ src\/orders\.ts:8:10 {2}warning .*never-heard\n/);
  write(folder, '.event-wiring.json', '{"diagnostics":{"never-heard":"off"}}');
  await watcher.said(/\.event-wiring\.json changed: no problems\n/);
  renameSync(folder, `${folder}-gone`);
  folders.push(`${folder}-gone`);
  await watcher.said(/cannot be watched any longer: it does not exist\.\n/);
  assert.equal(await watcher.ended, 2);
});

void test('the scripts that start it exist', () => {
  assert.match(readFileSync(join(__ROOT__, 'package.json'), 'utf8'), /"start": "node scripts\/start\.mjs"/);
  assert.equal(existsSync(join(__ROOT__, 'scripts', 'start.mjs')), true);
});
