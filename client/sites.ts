/** The way from an event to those who dispatch it and those who hear it: lens, row and link lead to the same list. */
import * as vscode from 'vscode';
import {
  type LensArgument,
  type SiteRow,
  type SitesArgument,
  type SitesParams,
  showSitesCommand,
  sitesRequest,
} from '../server/protocol';
import type { Connection } from './connection';
import { goToSites } from './sitePick';
import { subjectOf } from './subject';
import { count } from './words';

export function sites(connection: Connection): vscode.Disposable {
  const goTo = (role: SitesParams['role']) => async (argument: unknown) => {
    const subject = await subjectOf(connection, argument);
    if (!subject?.eventId) return;
    const params: SitesParams = { eventId: subject.eventId, role };
    const found = (await connection.request<readonly SiteRow[]>(sitesRequest, params)) ?? [];
    const title = `${subject.name ?? 'Event'}: ${count(found.length, role.slice(0, -1))}`;
    await goToSites({ title, ...whereToPeek(found), sites: found });
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(showSitesCommand, async (argument: SitesArgument | LensArgument) =>
      goToSites('sites' in argument ? argument : { ...argument, sites: await listOf(connection, argument) }),
    ),
    vscode.commands.registerCommand('eventWiring.goToDispatchers', goTo('dispatchers')),
    vscode.commands.registerCommand('eventWiring.goToListeners', goTo('listeners')),
  );
}

interface Lens {
  readonly command?: { readonly arguments?: readonly Partial<SitesArgument>[] };
}

/** What stands behind a lens is asked for when it is clicked. */
async function listOf(connection: Connection, { uri, position, lens }: LensArgument): Promise<readonly SiteRow[]> {
  const seen = { range: { start: position, end: position }, data: { uri, title: lens } };
  const whole = await connection.request<Lens>('codeLens/resolve', seen);
  const [argument] = whole?.command?.arguments ?? [];
  return argument?.sites ?? [];
}

/** Peek opens in the editor one is in; without one, at the first place. */
function whereToPeek(found: readonly SiteRow[]): Pick<SitesArgument, 'uri' | 'position'> {
  const editor = vscode.window.activeTextEditor;
  const first = found[0]?.location;
  if (!editor && first) return { uri: first.uri, position: first.range.start };
  const { line, character } = editor?.selection.active ?? new vscode.Position(0, 0);
  return { uri: editor?.document.uri.toString() ?? '', position: { line, character } };
}
