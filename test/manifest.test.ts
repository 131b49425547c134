/** What can drift from the code: the extension's manifest, the settings schema, the scripts that README names. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSettings } from '../server/settings';
import { root } from './support/project';

interface Manifest {
  readonly main: string;
  readonly bin: Readonly<Record<string, string>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly jsonValidation: readonly { readonly url: string }[];
  };
}

const text = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const schema = JSON.parse(text('media/event-wiring.schema.json')) as {
  readonly properties: Readonly<Record<string, { readonly items?: unknown }>>;
};

void test('every command of the manifest is registered by the client, and the reverse', () => {
  const registered = [...text('client/extension.ts').matchAll(/registerCommand\('([^']+)'/g)].map((match) => match[1]);
  assert.deepEqual(registered.sort(), manifest.contributes.commands.map(({ command }) => command).sort());
});

void test('every setting of the manifest is read by the client, and the reverse', () => {
  const read = [...text('client/extension.ts').matchAll(/\.get<[^>]*>\('([^']+)'/g)].map(
    (match) => `eventWiring.${match[1] ?? ''}`,
  );
  assert.deepEqual(read.sort(), Object.keys(manifest.contributes.configuration.properties).sort());
});

void test('the schema of the settings file knows the keys that the reader knows', () => {
  for (const key of Object.keys(schema.properties)) {
    const { problems } = readSettings(JSON.stringify({ [key]: null }));
    assert.ok(!problems.some((problem) => problem.includes('is not a setting')), key);
  }
  assert.deepEqual(readSettings('{"bus": []}').problems, ['"bus" is not a setting.']);
});

void test('the setting in the editor has the shape of the one in the file', () => {
  const setting = manifest.contributes.configuration.properties['eventWiring.buses'] as { readonly items?: unknown };
  assert.deepEqual(setting.items, schema.properties['buses']?.items);
});

void test('what the manifest names exists after a build', () => {
  for (const path of [
    manifest.main,
    ...Object.values(manifest.bin),
    ...manifest.contributes.jsonValidation.map(({ url }) => url),
  ])
    assert.ok(existsSync(join(root, path)), path);
});
