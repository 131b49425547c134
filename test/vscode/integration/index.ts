/** The suite that runs inside the extension host; which part of it depends on the folders that are open. */
import * as vscode from 'vscode';
import type { Cases } from './cases';
import { activation } from './activation';
import { commands } from './commands';
import { editing } from './editing';
import { openStores } from './openStores';
import { reading } from './reading';
import { storeEditors } from './storeEditors';
import { severalFolders } from './severalFolders';

export async function run(): Promise<void> {
  const several = (vscode.workspace.workspaceFolders?.length ?? 0) > 1;
  const cases: Cases = several
    ? severalFolders
    : { ...activation, ...commands, ...reading, ...openStores, ...storeEditors, ...editing };
  let failed = 0;
  for (const [name, test] of Object.entries(cases)) {
    const started = performance.now();
    try {
      await test().catch((error: unknown) => {
        console.log(`  told once more: ${error instanceof Error ? error.message : String(error)}`);
        return test();
      });
      console.log(`✔ vscode: ${name} (${Math.round(performance.now() - started)} ms)`);
    } catch (error) {
      failed++;
      console.log(`✖ vscode: ${name}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }
  if (failed > 0) throw new Error(`${failed} of ${Object.keys(cases).length} tests failed.`);
}
