/** From an event of the code to its stored ones: what a lens hands over, or the event at the cursor among open stores. */
import * as vscode from 'vscode';
import type { StoredArgument } from '../../server/protocol';
import type { StoreEditor } from '../panels/storeEditor';
import { subjectOf } from '../subject';
import { nameOf } from './place';
import { filterForType, shortName } from './rows';
import type { Services } from './services';

/** A stored type in one of the stores. */
interface Stored {
  readonly uri: vscode.Uri;
  readonly type: string;
}

export async function showStored(services: Services, editor: StoreEditor, argument: unknown): Promise<void> {
  if (isStored(argument)) await showArgument(services, editor, argument);
  else await showChosen(editor, await storedAtCursor(services, editor, argument));
}

async function showArgument(
  { opened }: Services,
  editor: StoreEditor,
  { id, type, types = [type], projection }: StoredArgument,
): Promise<void> {
  const uri = opened.get(id);
  if (!uri) void vscode.window.showInformationMessage('The store is not open any more.');
  else if (projection !== undefined) await editor.show(uri, { tab: 'projections' });
  else
    await showChosen(
      editor,
      types.map((each) => ({ uri, type: each })),
    );
}

/** Undefined when there is no event there, which has then been said. */
async function storedAtCursor(
  { connection }: Services,
  editor: StoreEditor,
  argument: unknown,
): Promise<readonly Stored[] | undefined> {
  const subject = await subjectOf(connection, argument);
  if (!subject) return undefined;
  const found = await Promise.all(
    editor.open.map(async ({ uri, store }): Promise<Stored[]> => {
      const { types } = await store.ask('overview', {});
      const code = await store.code({ types: types.map(({ type }) => type), classes: [] });
      return code.types
        .filter(({ eventId }) => eventId !== undefined && eventId === subject.eventId)
        .map(({ type }) => ({ uri, type }));
    }),
  );
  return found.flat();
}

/** A filter has one type: of an event that is stored under several names one is chosen. */
async function showChosen(editor: StoreEditor, stored: readonly Stored[] | undefined): Promise<void> {
  if (!stored) return;
  const [first, ...others] = stored;
  if (!first) void vscode.window.showInformationMessage('None of it is in a store that is open.');
  const chosen = others.length ? await choose(stored) : first;
  if (chosen) await editor.show(chosen.uri, { tab: 'events', filter: filterForType(chosen.type) });
}

function choose(stored: readonly Stored[]): Thenable<Stored | undefined> {
  const items = stored.map(({ uri, type }) => ({
    label: shortName(type),
    description: nameOf(uri),
    detail: type,
    uri,
    type,
  }));
  return vscode.window.showQuickPick(items, { placeHolder: 'Show stored events' });
}

function isStored(value: unknown): value is StoredArgument {
  return typeof value === 'object' && value !== null && 'id' in value && 'type' in value;
}
