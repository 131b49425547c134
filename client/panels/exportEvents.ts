/** Writes a selection of events into a new file that the user names, part by part, so that its size does not matter. */
import { access, open, rm } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Questions } from '../../server/protocol';
import type { OpenStore } from '../stores/openStore';
import { connectionOf, nameOf } from '../stores/place';
import { type Services, openAt } from '../stores/services';
import { count } from '../words';

type Format = Questions['export']['ask']['format'];
export type Selection = Pick<Questions['export']['ask'], 'format' | 'filter' | 'keys'>;

export const formats: Readonly<Record<Format, { readonly label: string; readonly ending: string }>> = {
  jsonl: { label: 'JSON Lines', ending: 'jsonl' },
  csv: { label: 'CSV', ending: 'csv' },
  markdown: { label: 'Markdown', ending: 'md' },
};

export async function exportEvents(services: Services, uri: vscode.Uri, selection: Selection): Promise<void> {
  const target = await askForFile(uri, selection.format);
  if (!target) return;
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `Exporting to ${nameOf(target)}`,
    cancellable: true,
  };
  // Its own, so that it goes on when the tab is closed.
  const store = openAt(services, uri, false);
  const writing = vscode.window.withProgress(options, (progress, token) =>
    writeExport(store, selection, target, progress, token),
  );
  const written = await Promise.resolve(writing).finally(() => {
    store.dispose();
  });
  if (written === undefined) return;
  const choice = await vscode.window.showInformationMessage(
    `${count(written, 'event')} exported to ${nameOf(target)}.`,
    'Open',
  );
  if (choice === 'Open') await vscode.commands.executeCommand('vscode.open', target);
}

/** Asks until the name is new or none is given: an export never takes the place of a file. */
async function askForFile(uri: vscode.Uri, format: Format): Promise<vscode.Uri | undefined> {
  const { label, ending } = formats[format];
  let proposed = await unusedName(uri, ending);
  for (;;) {
    const target = await vscode.window.showSaveDialog({
      ...(proposed ? { defaultUri: proposed } : {}),
      filters: { [label]: [ending] },
      saveLabel: 'Export',
      title: 'Export Events',
    });
    if (!target || !(await exists(target))) return target;
    proposed = target;
    const again = await vscode.window.showWarningMessage(
      `${nameOf(target)} is there already, and an export replaces no file.`,
      { modal: true },
      'Choose Another Name…',
    );
    if (again === undefined) return undefined;
  }
}

async function unusedName(uri: vscode.Uri, ending: string): Promise<vscode.Uri | undefined> {
  const folder =
    connectionOf(uri) === undefined ? vscode.Uri.joinPath(uri, '..') : vscode.workspace.workspaceFolders?.[0]?.uri;
  if (!folder) return undefined;
  const name = nameOf(uri)
    .replace(/\.\w+$/, '')
    .replace(/[^\w.-]+/g, '-');
  for (let number = 1; ; number++) {
    const proposed = vscode.Uri.joinPath(folder, `${name}-events${number === 1 ? '' : `-${number}`}.${ending}`);
    if (!(await exists(proposed))) return proposed;
  }
}

/** How many events; undefined when it was cancelled. A part of an export is worse than none: it goes again. */
export async function writeExport(
  store: Pick<OpenStore, 'ask'>,
  { format, filter, keys }: Selection,
  target: vscode.Uri,
  progress: vscode.Progress<{ readonly message?: string; readonly increment?: number }>,
  token: vscode.CancellationToken,
): Promise<number | undefined> {
  const selected = { ...(filter ? { filter } : {}), ...(keys ? { keys } : {}) };
  const file = await open(target.fsPath, 'wx');
  let whole = false;
  try {
    const total = keys?.length ?? (await store.ask('count', filter ? { filter } : {}, token)).count;
    let events = 0;
    let cursor: string | undefined;
    while (!whole && !token.isCancellationRequested) {
      const part = await store.ask(
        'export',
        { ...selected, format, ...(cursor === undefined ? {} : { cursor }) },
        token,
      );
      await file.write(part.text);
      events += part.events;
      cursor = part.next;
      whole = cursor === undefined;
      progress.report({
        message: `${events.toLocaleString()} of ${count(total, 'event')}`,
        increment: total === 0 ? 0 : (100 * part.events) / total,
      });
    }
    return whole ? events : undefined;
  } catch (error) {
    if (token.isCancellationRequested) return undefined;
    throw error;
  } finally {
    await file.close();
    if (!whole) await rm(target.fsPath, { force: true });
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return access(uri.fsPath).then(
    () => true,
    () => false,
  );
}
