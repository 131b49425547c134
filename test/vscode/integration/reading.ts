/** Lenses, hovers, definitions and problems as every extension of VS Code gets them. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Cases, fileAt, placeOf, show, until } from './cases';

async function lensesOf(uri: vscode.Uri): Promise<readonly string[]> {
  const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 50);
  return lenses.flatMap(({ command }) => (command ? [command.title] : []));
}

async function hoverAt(uri: vscode.Uri, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (typeof content === 'string' ? content : content.value))
    .join('\n');
}

async function definitionsAt(uri: vscode.Uri, position: vscode.Position): Promise<readonly string[]> {
  const found = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
    'vscode.executeDefinitionProvider',
    uri,
    position,
  );
  return found.map((each) => {
    const [target, range] = 'uri' in each ? [each.uri, each.range] : [each.targetUri, each.targetRange];
    return `${vscode.workspace.asRelativePath(target)}:${range.start.line + 1}`;
  });
}

export const reading: Cases = {
  'lenses stand over events, dispatches and listeners': async () => {
    const { uri: event } = (await show('hd-tickets/app/Domain/Ticket/Events/TicketPriceChanged.php')).document;
    const over = await until(
      'lenses of the event',
      () => lensesOf(event),
      (titles) => titles.length > 0,
    );
    assert.ok(over.includes('3 listeners'), over.join(' | '));
    assert.ok(over.includes('1 dispatcher'), over.join(' | '));
    const dispatch = await lensesOf((await show('nest-shop/src/orders/payments.service.ts')).document.uri);
    assert.ok(
      dispatch.some((title) => /heard by/.test(title)),
      dispatch.join(' | '),
    );
    const listener = await lensesOf((await show('nest-shop/src/notifications/customer.listener.ts')).document.uri);
    assert.ok(
      listener.some((title) => /hears/.test(title)),
      listener.join(' | '),
    );
  },
  'lenses of a kind that is switched off are gone, and come back': async () => {
    const { uri: event } = (await show('hd-tickets/app/Domain/Ticket/Events/TicketPriceChanged.php')).document;
    const settings = vscode.workspace.getConfiguration('eventWiring');
    await settings.update('codeLens.events', false, vscode.ConfigurationTarget.Workspace);
    await until(
      'lenses without those of events',
      () => lensesOf(event),
      (titles) => !titles.includes('3 listeners'),
    );
    await settings.update('codeLens.events', undefined, vscode.ConfigurationTarget.Workspace);
    await until(
      'lenses of events again',
      () => lensesOf(event),
      (titles) => titles.includes('3 listeners'),
    );
  },
  'a hover over an event names its listeners and links to them': async () => {
    const { document } = await show('hd-tickets/app/Domain/Ticket/Events/TicketPriceChanged.php');
    const text = await until(
      'the hover',
      () => hoverAt(document.uri, placeOf(document, 'TicketPriceChanged extends', 3)),
      (value) => value !== '',
    );
    assert.match(text, /NotifyPriceWatchers/);
    assert.match(text, /command:eventWiring\.explain/);
  },
  'the definition of a dispatched name leads to the wiring': async () => {
    const { document } = await show('nest-shop/src/shared/shop-events.ts');
    const places = await until(
      'the definitions',
      () => definitionsAt(document.uri, placeOf(document, 'PaymentSucceeded', 4)),
      (found) => found.length > 0,
    );
    assert.equal(new Set(places).size, places.length, places.join(', '));
  },
  'problems are in the Problems view, with their code': async () => {
    const uri = fileAt('nest-shop/src/notifications/customer.listener.ts');
    await show('nest-shop/src/notifications/customer.listener.ts');
    const problems = await until(
      'problems',
      () => vscode.languages.getDiagnostics(uri),
      (all) => all.some(({ source }) => source === 'event-wiring'),
    );
    const own = problems.filter(({ source }) => source === 'event-wiring');
    assert.deepEqual(
      own.map(({ code }) => (typeof code === 'object' ? code.value : code)),
      ['near-miss'],
    );
    assert.match(own[0]?.message ?? '', /payment\.succeeded/);
  },
};
