/** From an event of the code to its stored ones: what a lens hands over, or the event at the cursor among open stores. */
import * as vscode from 'vscode';
import type { ShowStoredArgument, StoreName } from '../../server/protocol';
import type { StoreEditor } from '../panels/storeEditor';
import { subjectOf } from '../subject';
import { connectionUri, nameOf } from './place';
import { filterForType, shortName } from './rows';
import type { Services } from './services';

type Stored = ShowStoredArgument['stores'][number];

export async function showStored(services: Services, editor: StoreEditor, argument: unknown): Promise<void> {
  const stores = isArgument(argument) ? argument.stores : await storesOf(services, editor, argument);
  if (!stores) return;
  const chosen = await choose(stores);
  if (chosen) await editor.show(chosen.uri, { tab: 'events', filter: filterForType(chosen.type) });
}

/** Undefined when there is no event there, which has then been said. */
async function storesOf(
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
      const own = code.types.filter(({ eventId }) => eventId !== undefined && eventId === subject.eventId);
      const names = own.map(({ type }) => type);
      const stored = types.reduce((sum, each) => sum + (names.includes(each.type) ? each.stored : 0), 0);
      return names.length ? [{ store: storeName(uri), types: names, stored }] : [];
    }),
  );
  return found.flat();
}

/** A filter has one type: of an event that is stored under several names one is chosen. */
async function choose(
  stores: readonly Stored[],
): Promise<{ readonly uri: vscode.Uri; readonly type: string } | undefined> {
  const items = stores.flatMap(({ store, types }) => {
    const uri = uriOf(store);
    return types.map((type) => ({ label: shortName(type), description: nameOf(uri), detail: type, uri, type }));
  });
  const [first, ...others] = items;
  if (!first) void vscode.window.showInformationMessage('None of it is in a store that is open.');
  if (!first || others.length === 0) return first;
  return vscode.window.showQuickPick(items, { placeHolder: 'Show stored events' });
}

function uriOf(store: StoreName): vscode.Uri {
  return store.kind === 'file' ? vscode.Uri.parse(store.uri) : connectionUri(store.name);
}

function storeName(uri: vscode.Uri): StoreName {
  return uri.scheme === 'file' ? { kind: 'file', uri: uri.toString() } : { kind: 'connection', name: nameOf(uri) };
}

function isArgument(value: unknown): value is ShowStoredArgument {
  return typeof value === 'object' && value !== null && 'stores' in value && Array.isArray(value.stores);
}
