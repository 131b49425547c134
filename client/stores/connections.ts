/**
 * Connections to databases: names in the memory of the workspace, what they are opened with in the editor's secret
 * storage. A password is read when a store is opened, handed to the server and kept nowhere else.
 */
import * as vscode from 'vscode';

export interface Connections extends vscode.Disposable {
  readonly names: readonly string[];
  readonly onDidChange: vscode.Event<void>;
  /** Undefined when the secret storage has lost it, or there is no connection of this name. */
  textOf(name: string): Promise<string | undefined>;
  add(name: string, text: string): Promise<void>;
  remove(name: string): Promise<void>;
}

interface Named {
  readonly name: string;
  readonly secret: string;
}

const key = 'eventWiring.connections';

export function connectionsOf({
  workspaceState,
  secrets,
}: Pick<vscode.ExtensionContext, 'workspaceState' | 'secrets'>): Connections {
  const changed = new vscode.EventEmitter<void>();
  const all = (): readonly Named[] => workspaceState.get<readonly Named[]>(key, []);
  const keep = async (next: readonly Named[]): Promise<void> => {
    await workspaceState.update(key, next);
    changed.fire();
  };
  return {
    get names() {
      return all().map(({ name }) => name);
    },
    onDidChange: changed.event,
    textOf: async (name) => {
      const found = all().find((each) => each.name === name);
      return found && (await secrets.get(found.secret));
    },
    add: async (name, text) => {
      // Secrets are the extension's, names the workspace's: two workspaces may have a connection of one name.
      const secret = `eventWiring.connection.${crypto.randomUUID()}`;
      await secrets.store(secret, text);
      await keep([...all().filter((each) => each.name !== name), { name, secret }]);
    },
    remove: async (name) => {
      const found = all().find((each) => each.name === name);
      if (!found) return;
      await secrets.delete(found.secret);
      await keep(all().filter((each) => each !== found));
    },
    dispose: () => {
      changed.dispose();
    },
  };
}
