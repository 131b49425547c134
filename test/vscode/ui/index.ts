/** What people see and do, in the real workbench with the installed package. */
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, after, before, test } from 'node:test';
import { root } from '../host/place';
import { editing } from './editing';
import { inspecting } from './inspecting';
import { inspectorThemes } from './inspectorThemes';
import { looking } from './looking';
import { type Stage, openStage } from './stage';
import { states } from './states';
import { themeStories } from './themes';

let stage: Stage;
before(async () => {
  stage = await openStage();
});
after(() => stage.close());

void test('ui: the package is small', () => {
  assert.ok(statSync(join(root, 'dist', 'event-wiring.vsix')).size < 5 * 2 ** 20);
});

for (const [name, tale] of Object.entries({
  ...looking,
  ...editing,
  ...states,
  ...themeStories,
  ...inspecting,
  ...inspectorThemes,
}))
  void test(`ui: ${name}`, (context) => tell(tale, context));

/** Once more from the beginning when it fails: a loaded machine loses a key now and then, a fault is there both times. */
async function tell(tale: (stage: Stage) => Promise<void>, context: TestContext): Promise<void> {
  try {
    await tale(stage);
  } catch (error) {
    context.diagnostic(`told once more: ${error instanceof Error ? error.message : String(error)}`);
    await tale(stage);
  }
}
