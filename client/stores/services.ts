/** What the panels of stores, their tree and their commands share. */
import type * as vscode from 'vscode';
import type { StorePlace } from '../../server/protocol';
import type { Connection } from '../connection';
import { type Connections } from './connections';
import type { Facts } from './facts';
import type { Memory } from './memory';
import { type OpenStore, openStore } from './openStore';
import { connectionOf, nameOf } from './place';

export interface Services {
  readonly connection: Connection;
  readonly connections: Connections;
  readonly memory: Memory;
  readonly facts: Facts;
  /** Ids in the server of all that is open. */
  readonly opened: Map<string, vscode.Uri>;
  readonly extensionUri: vscode.Uri;
}

export function openAt(services: Services, uri: vscode.Uri, follow: boolean): OpenStore {
  return openStore(services.connection, {
    place: () => placeOf(services.connections, uri),
    layout: () => services.memory.of(uri).layout,
    follow,
    opened: (id) => {
      services.opened.set(id, uri);
    },
    closed: (id) => {
      services.opened.delete(id);
    },
  });
}

async function placeOf(connections: Connections, uri: vscode.Uri): Promise<StorePlace> {
  const name = connectionOf(uri);
  if (name === undefined) {
    if (uri.scheme !== 'file')
      throw new Error(`${nameOf(uri)} is not a file of this machine, and only those can be read as event stores.`);
    return { kind: 'file', uri: uri.toString() };
  }
  const connection = await connections.textOf(name);
  if (connection === undefined)
    throw new Error(`What “${name}” is connected with is not in the secret storage of this machine. Add it once more.`);
  return { kind: 'connection', name, connection };
}
