/**
 * The list of places that a lens or a row opens: moving through it shows each place in the editor, Escape goes back to
 * where one was, and a button opens VS Code's own peek.
 */
import * as vscode from 'vscode';
import type { SiteRow, SitesArgument } from '../server/protocol';
import { openAt, placeName, toLocation, toPosition, toRange } from './places';

interface SiteItem extends vscode.QuickPickItem {
  readonly site?: SiteRow;
}

const peek: vscode.QuickInputButton = { iconPath: new vscode.ThemeIcon('open-preview'), tooltip: 'Peek All' };
const aside: vscode.QuickInputButton = {
  iconPath: new vscode.ThemeIcon('split-horizontal'),
  tooltip: 'Open to the Side',
};

/** One place is gone to at once; several are offered. */
export async function goToSites(argument: SitesArgument): Promise<void> {
  const [first, ...others] = argument.sites;
  if (!first) void vscode.window.showInformationMessage(`${argument.title}: nothing to go to.`);
  else if (others.length === 0) await openAt(first.location);
  else pickSite(argument);
}

function pickSite({ title, uri, position, sites }: SitesArgument): void {
  const home = vscode.window.activeTextEditor;
  const back = home && { document: home.document, selection: home.selection, viewColumn: home.viewColumn };
  const line = vscode.window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.rangeHighlightBackground'),
  });
  const pick = vscode.window.createQuickPick<SiteItem>();
  let chosen = false;
  let shown: SiteRow | undefined;

  const close = (): void => {
    chosen = true;
    pick.hide();
  };
  const preview = async (site: SiteRow): Promise<void> => {
    shown = site;
    const editor = await openAt(site.location, { preview: true, preserveFocus: true });
    if (shown === site && !chosen) editor.setDecorations(line, [toRange(site.location.range)]);
  };

  pick.title = title;
  pick.placeholder = 'Go to a place';
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.buttons = [peek];
  pick.items = sites.map((site) => ({
    label: site.name,
    description: site.detail ?? '',
    detail: placeName(site.location),
    buttons: [aside],
    site,
  }));
  pick.onDidChangeActive(([item]) => {
    if (item?.site) void preview(item.site);
  });
  pick.onDidAccept(() => {
    const site = pick.activeItems[0]?.site;
    if (!site) return;
    close();
    void openAt(site.location, { preview: false });
  });
  pick.onDidTriggerItemButton(({ item }) => {
    if (!item.site) return;
    close();
    void openAt(item.site.location, { viewColumn: vscode.ViewColumn.Beside });
  });
  pick.onDidTriggerButton(() => {
    close();
    void vscode.commands.executeCommand(
      'editor.action.peekLocations',
      vscode.Uri.parse(uri),
      toPosition(position),
      sites.map(({ location }) => toLocation(location)),
      'peek',
    );
  });
  pick.onDidHide(() => {
    line.dispose();
    pick.dispose();
    if (!chosen && back && shown) void vscode.window.showTextDocument(back.document, back);
  });
  pick.show();
}
