/** Find Event…: every event of the workspace in one quick pick, and the way to its declaration. */
import * as vscode from 'vscode';
import { type EventItem, eventsRequest } from '../server/protocol';
import type { Connection } from './connection';
import { openAt } from './places';
import { type Subject } from './subject';

interface EventPick extends vscode.QuickPickItem {
  readonly event: EventItem;
}

const listeners: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('call-incoming'),
  tooltip: 'Go to Listeners',
};
const dispatchers: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('call-outgoing'),
  tooltip: 'Go to Dispatchers',
};

export function findEvent(connection: Connection): vscode.Disposable {
  return vscode.commands.registerCommand('eventWiring.findEvent', () => {
    const pick = vscode.window.createQuickPick<EventPick>();
    pick.placeholder = 'Name of an event';
    pick.matchOnDescription = true;
    pick.busy = true;
    pick.onDidAccept(() => {
      const event = pick.activeItems[0]?.event;
      pick.hide();
      if (event) void go(event);
    });
    pick.onDidTriggerItemButton(({ item, button }) => {
      const subject: Subject = { name: item.event.name, eventId: item.event.id };
      pick.hide();
      void vscode.commands.executeCommand(
        button === listeners ? 'eventWiring.goToListeners' : 'eventWiring.goToDispatchers',
        subject,
      );
    });
    pick.onDidHide(() => {
      pick.dispose();
    });
    pick.show();
    void connection.request<readonly EventItem[]>(eventsRequest).then((events = []) => {
      pick.items = events.map((event) => ({
        label: `$(symbol-event) ${event.name}`,
        description: event.detail,
        buttons: [dispatchers, listeners],
        event,
      }));
      pick.busy = false;
    });
  });
}

/** An event without a declaration is gone to where it is dispatched. */
async function go({ id, name, location }: EventItem): Promise<void> {
  if (location) await openAt(location);
  else await vscode.commands.executeCommand('eventWiring.goToDispatchers', { eventId: id, name } satisfies Subject);
}
