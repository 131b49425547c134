/** What can drift from the code: the extension's manifest, its package, the settings schema, the scripts that README names. */
import { PackageManager, listFiles } from '@vscode/vsce';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languages } from '../client/languages';
import { defaultEditorSettings, linkCommands, showSitesCommand, showStoredCommand } from '../server/protocol';
import { readSettings } from '../server/settings';
import { filesBelow, root } from './support/project';

interface Command {
  readonly command: string;
  readonly title: string;
  readonly category: string;
  readonly icon?: string;
  readonly enablement?: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Setting {
  readonly default: unknown;
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly items?: unknown;
}

interface Step {
  readonly id: string;
  readonly description: string;
  readonly media: { readonly svg?: string; readonly markdown?: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly main: string;
  readonly icon: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly Command[];
    readonly keybindings: readonly MenuItem[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string; readonly when: string }[];
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
    readonly configuration: readonly {
      readonly title: string;
      readonly properties: Readonly<Record<string, Setting>>;
    }[];
    readonly customEditors: readonly {
      readonly viewType: string;
      readonly priority: string;
      readonly selector: readonly { readonly filenamePattern: string }[];
    }[];
    readonly jsonValidation: readonly { readonly url: string }[];
  };
}

const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const { contributes } = manifest;
const settings = Object.assign({}, ...contributes.configuration.map(({ properties }) => properties)) as Readonly<
  Record<string, Setting>
>;
const declared = contributes.commands.map(({ command }) => command).sort();
const views = Object.values(contributes.views)
  .flat()
  .map(({ id }) => id);
const clauses = [
  ...Object.values(contributes.menus).flat(),
  ...contributes.keybindings,
  ...contributes.viewsWelcome,
  ...contributes.commands.map(({ enablement }) => ({ when: enablement })),
].flatMap(({ when }) => (when === undefined ? [] : [when]));
const client = filesBelow(join(root, 'client'))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => text(join('client', file)))
  .join('\n');
const schema = JSON.parse(text('media/event-wiring.schema.json')) as {
  readonly properties: Readonly<Record<string, { readonly items?: unknown }>>;
};

const found = (source: string, pattern: RegExp): string[] => [
  ...new Set([...source.matchAll(pattern)].map((match) => match[1] ?? '')),
];

void test('every command of the manifest is registered by the client, and the reverse', () => {
  const named: Readonly<Record<string, string>> = {
    showSitesCommand,
    showStoredCommand,
    goCommand: 'eventWiring.stores.go',
    ...Object.fromEntries(Object.entries(linkCommands).map(([key, command]) => [`linkCommands.${key}`, command])),
  };
  const registered = found(client, /registerCommand\(\s*([^,\s]+),/g).map((name) => named[name] ?? name.slice(1, -1));
  assert.deepEqual(registered.sort(), declared);
});

void test('every command has the one category, and an icon where a menu shows one', () => {
  assert.deepEqual([...new Set(contributes.commands.map(({ category }) => category))], ['Event Wiring']);
  const shown = Object.values(contributes.menus)
    .flat()
    .filter(({ group = '' }) => /^(?:inline|navigation)/.test(group));
  assert.ok(shown.length > 0);
  for (const { command } of shown)
    assert.match(
      contributes.commands.find((candidate) => candidate.command === command)?.icon ?? '',
      /^\$\([a-z-]+\)$/,
    );
});

void test('menus, keys, welcome texts, walkthrough and status bar name commands and views that exist', () => {
  const own = new Set([...declared, ...views.map((view) => `${view}.focus`)]);
  const texts = [
    ...contributes.viewsWelcome.map(({ contents }) => contents),
    ...contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap(({ description, completionEvents }) => [description, ...completionEvents]),
    ),
  ].join('\n');
  const used = [
    ...[...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command),
    ...found(texts, /(?:command|onCommand):([\w.]+)/g),
    ...found(client, /(?:executeCommand\(|\.command = |command: )'(\w+\.[\w.]+)'/g),
  ];
  const builtIn = /^(?:vscode|workbench|editor|markdown)\.|^setContext$/;
  assert.deepEqual(
    used.filter((command) => !own.has(command) && !builtIn.test(command)),
    [],
  );
  assert.deepEqual(
    [
      ...found(clauses.join('\n'), /view == ([\w.]+)/g),
      ...found(clauses.join('\n'), /focusedView == ([\w.]+)/g),
    ].filter((view) => !views.includes(view)),
    [],
  );
  assert.deepEqual(
    contributes.viewsWelcome.map(({ view }) => view).filter((view) => !views.includes(view)),
    [],
  );
  assert.deepEqual(found(client, /viewId = '([\w.]+)'/g).sort(), [...views].sort());
  assert.deepEqual(
    Object.keys(contributes.views),
    contributes.viewsContainers.activitybar.map(({ id }) => id),
  );
});

void test('every editor of the manifest has its provider, and the files that the client knows it for', () => {
  const place = text('client/stores/place.ts');
  const ids = found(place, /ditorId = '([\w.]+)'/g);
  assert.deepEqual(
    contributes.customEditors.map(({ viewType, priority }) => `${viewType} ${priority}`),
    ids.map((id, index) => `${id} ${index === 0 ? 'default' : 'option'}`),
  );
  const endings = found(place, /Files: readonly string\[\] = \[([^\]]+)\]/g).map((list) =>
    list.split(',').map((ending) => `*.${ending.trim().slice(1, -1)}`),
  );
  assert.deepEqual(
    contributes.customEditors.map(({ selector }) => selector.map(({ filenamePattern }) => filenamePattern)),
    endings,
  );
  for (const name of found(place, /(\w*[eE]ditorId) = '/g))
    assert.match(client, new RegExp(`registerCustomEditorProvider\\(${name},`));
});

void test('every key has a when', () => {
  assert.deepEqual(
    contributes.keybindings.filter(({ when }) => when === undefined),
    [],
  );
});

void test('every context key of the manifest is set by the client, and the reverse', () => {
  const used = found(clauses.join('\n'), /(eventWiring\.(?:state|filtered|\w+)\b)(?!\.)/g).filter(
    (key) => !views.includes(key),
  );
  assert.deepEqual([...new Set(used)].sort(), found(client, /'setContext',\s*'([\w.]+)'/g).sort());
  const states = found(clauses.join('\n'), /eventWiring\.state == (\w+)/g);
  for (const state of states) assert.ok(text('client/contextKeys.ts').includes(`'${state}'`), state);
});

void test('menus of rows ask for words that rows have', () => {
  const asked = found(clauses.join('\n'), /viewItem =~ \/\\b([\w-]+)\\b\//g);
  assert.ok(asked.length > 0);
  const rows = text('client/tree/rowItem.ts') + text('client/stores/storeItem.ts');
  for (const word of asked) assert.ok(rows.includes(`'${word}'`), word);
});

void test('every setting of the manifest is known to the server or read by the client, and the reverse', () => {
  const ofServer = Object.entries(defaultEditorSettings).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value)
      ? Object.entries(value as object).map(
          ([inner, each]) => [`eventWiring.${key}.${inner}`, each as unknown] as const,
        )
      : [[`eventWiring.${key}`, value as unknown] as const],
  );
  const ofClient = found(client, /\.get<[^>]*>\('([^']+)'/g).map((key) => `eventWiring.${key}`);
  // Read by the language client itself.
  const ofLibrary = ['eventWiring.trace.server'];
  const known = new Set([...ofServer.map(([key]) => key), ...ofClient, ...ofLibrary]);
  assert.deepEqual(Object.keys(settings).sort(), [...known].sort());
  for (const [key, value] of ofServer) assert.deepEqual(settings[key]?.default, value, key);
  for (const [key, setting] of Object.entries(settings))
    assert.ok(/\.$/.test(setting.markdownDescription ?? setting.description ?? ''), `${key} needs a sentence`);
});

void test('the table of settings in the documentation is the one of the manifest', () => {
  const rows = Object.entries(settings).map(
    ([key, setting]) => `\`${key}\`: ${JSON.stringify(setting.default)}: ${setting.markdownDescription ?? ''}`,
  );
  const table = [...text('docs/extension.md').matchAll(/^\| `(eventWiring\.[\w.]+)` +\| `([^`]+)` +\| (.+?) +\|$/gm)];
  assert.deepEqual(
    table.map(([, key = '', value = '', meaning = '']) => `\`${key}\`: ${value}: ${meaning}`),
    rows,
  );
});

void test('the extension wakes up for the languages that it tells the server of, and for nothing else', () => {
  assert.deepEqual([...manifest.activationEvents].sort(), languages.map((language) => `onLanguage:${language}`).sort());
});

void test('the schema of the settings file knows the keys that the reader knows', () => {
  for (const key of Object.keys(schema.properties)) {
    const { problems } = readSettings(JSON.stringify({ [key]: null }));
    assert.ok(!problems.some((problem) => problem.includes('is not a setting')), key);
  }
  assert.deepEqual(readSettings('{"bus": []}').problems, ['"bus" is not a setting.']);
});

void test('the setting in the editor has the shape of the one in the file', () => {
  assert.deepEqual(settings['eventWiring.buses']?.items, schema.properties['buses']?.items);
});

/** What the page of a store asks for, beside what the manifest names. */
const page = found(text('client/panels/page.ts'), /media\('([^']+)'\)/g).map((name) => `dist/media/${name}`);
const media = [
  manifest.icon,
  ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
  ...Object.values(contributes.views).flatMap((list) => list.map(({ icon }) => icon)),
  ...contributes.walkthroughs.flatMap(({ steps }) =>
    steps.map(({ media: { svg, markdown } }) => svg ?? markdown ?? ''),
  ),
  ...contributes.jsonValidation.map(({ url }) => url.replace(/^\.\//, '')),
];

void test('what the manifest names exists after a build', () => {
  for (const path of [manifest.main, 'dist/server.js', ...Object.values(manifest.bin), ...page, ...media])
    assert.ok(existsSync(join(root, path)), path);
  assert.deepEqual(
    filesBelow(join(root, 'media'))
      .map((file) => `media/${file}`)
      .filter((file) => !media.includes(file) && !/^media\/(?:store\/|tsconfig\.json$)/.test(file)),
    [],
    'nothing names it',
  );
});

void test('the package holds what runs and what is read, and nothing else', async () => {
  const files = await listFiles({ cwd: root, packageManager: PackageManager.None });
  const pictures = found(text('docs/extension.md'), /\]\((pictures\/[\w-]+\.png)\)/g).map((name) => `docs/${name}`);
  const kinds = [
    /^dist\/(?:aheadThread|cli|commandLine|engine|extension|server|stores|storeThread|worker|chokidar|mysql2|pg|typescript)\.js$/,
    /^dist\/(?:sql-wasm|web-tree-sitter|tree-sitter-php|tree-sitter-rust)\.wasm$/,
    /^media\/(?!store\/|tsconfig)/,
    /^dist\/media\/(?:store\.js|store\.css|codicon\.(?:css|ttf|LICENSE\.txt))$/,
    /^docs\/settings\.md$/,
    /^docs\/diagnostics\/[\w-]+\.md$/,
    // Listed as it is here; what is packed in its place is docs/extension.md.
    /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE)$/,
  ];
  assert.deepEqual(
    files.filter((file) => !pictures.includes(file) && !kinds.some((kind) => kind.test(file))),
    [],
  );
  for (const file of [
    ...pictures,
    manifest.main,
    'dist/server.js',
    'dist/cli.js',
    'dist/commandLine.js',
    'dist/engine.js',
    'package.json',
    ...page,
    ...media,
  ])
    assert.ok(files.includes(file.replace(/^\.\//, '')), file);
});
