/** Each feature over the fixtures' systems and a bell tower of its own, against the very answers it must give. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentHighlight,
  Hover,
  Location,
  LocationLink,
  SymbolInformation,
  TextDocumentEdit,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { features } from '../server/features';
import { Refusal } from '../server/features/feature';
import { appendEntry } from '../server/features/phpEntries';
import type {
  EventItem,
  MarkdownAnswer,
  RevealAnswer,
  SiteRow,
  LensArgument,
  SitesArgument,
  TreePage,
  TreeRow,
} from '../server/protocol';
import { askedOf, edited, openFeatures, snapshotOf, type Asked } from './support/features';
import { checkedOf, dispatch, event, finding, graphOf, listen } from './support/graphs';
import { fixtures } from './support/project';

const system = (name: string): string => join(fixtures, 'systems', name);
const bellFolder = join(fixtures, 'features', 'bell');
const bell = openFeatures(bellFolder);
const nest = openFeatures(system('nest-shop'));
const tickets = openFeatures(system('hd-tickets'));
const generator = openFeatures(system('laravel-model-generator'));
const rust = openFeatures(system('async-events'));

/** `line: text`, lines from 1. */
function lensesOf(asked: Asked, file: string): string[] {
  const lenses = asked.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: asked.uri(file) } });
  return lenses.map(({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ''}`);
}
const at = ({ uri, range }: Location): string =>
  `${uri.replace('file:///shop/', '')}:${range.start.line + 1}:${range.start.character + 1}-${range.end.character + 1}`;
const hoverAt = (asked: Asked, file: string, marked: string): string | undefined => {
  const hover = asked.ask<Hover | null>('textDocument/hover', asked.spot(file, marked));
  return hover ? (hover.contents as { value: string }).value : undefined;
};
const treeOf = (asked: Asked, params: object = {}): TreePage =>
  asked.ask<TreePage>('eventWiring/tree', { grouping: 'flat', offset: 0, limit: 100, ...params });
const show = ({ label, description }: TreeRow): string =>
  description === undefined ? label : `${label} | ${description}`;
const child = (rows: readonly TreeRow[], label: string): TreeRow => {
  const row = rows.find((one) => one.label === label);
  assert.ok(row, `no row ${label} among ${rows.map((one) => one.label).join(', ')}`);
  return row;
};
/** The rows below a way of labels. */
const below = (asked: Asked, labels: readonly string[], params: object = {}): readonly TreeRow[] =>
  labels.reduce<readonly TreeRow[]>(
    (rows, label) => treeOf(asked, { ...params, parent: child(rows, label).id }).rows,
    treeOf(asked, params).rows,
  );

void test('codeLens: counts above events, dispatches and listeners', async () => {
  assert.deepEqual(lensesOf(await bell, 'src/names.ts'), [
    '2: 1 listener',
    '2: 1 dispatcher',
    '3: 1 listener',
    '3: 1 dispatcher',
  ]);
  assert.deepEqual(lensesOf(await bell, 'src/tower.ts'), [
    '7: hears echo',
    '7: leads to 1 event',
    '8: heard by 1',
    '8: leads to 1 event',
    '15: hears 2 events',
    '15: leads to 1 event',
    '16: heard by 1',
    '16: leads to 1 event',
    '19: hears bell.cracked, once',
  ]);
  const shop = await tickets;
  assert.ok(
    lensesOf(shop, 'app/Domain/Ticket/Ticket.php').some((lens) => lens.endsWith(': heard by 3, 1 of them queued')),
  );
  assert.deepEqual(
    lensesOf(shop, 'app/Projections/TicketReadModelProjection.php').map((lens) => lens.slice(lens.indexOf(' ') + 1)),
    ['projection of 4 event types'],
  );
});

void test('codeLens: several sites of one line are one lens, order only where it is known, nothing is plural', () => {
  const order = { in: 'wire', handlerFile: 'src/listeners.ts', file: 'src/wiring.ts' };
  const asked = askedOf([
    snapshotOf(
      graphOf({
        events: [
          event('Placed'),
          event('Paid', { line: 2 }),
          event('Lost', { line: 3 }),
          event('Base', { line: 4, abstract: true }),
        ],
        dispatches: [dispatch('Placed', 3), dispatch('Paid', 3, { column: 30 }), dispatch('Lost', 9)],
        listens: [
          listen('Placed', 'Stock.reserve', 10, { ...order, line: 1 }),
          listen('Placed', 'Mail.confirm', 20, { ...order, line: 2, queued: true, afterCommit: true }),
          listen('Paid', 'Ledger.book', 30, { queued: true }),
          listen('Paid', 'Audit.log', 40, { file: 'src/elsewhere.ts' }),
        ],
      }),
    ),
  ]);
  assert.deepEqual(lensesOf(asked, 'src/shop.ts'), ['3: 2 events, heard by 4, 2 of them queued', '9: heard by nobody']);
  assert.deepEqual(lensesOf(asked, 'src/events.ts'), [
    '1: 2 listeners',
    '1: 1 dispatcher',
    '2: 2 listeners',
    '2: 1 dispatcher',
    '3: no listeners',
    '3: 1 dispatcher',
  ]);
  assert.deepEqual(lensesOf(asked, 'src/listeners.ts'), [
    '10: hears Placed, 1st of 2',
    '20: hears Placed, 2nd of 2, queued after commit',
    '30: hears Paid, queued',
    '40: hears Paid',
  ]);
});

void test('tree: an event says which half it lacks, and one that only stands declared lacks both', () => {
  const asked = askedOf([
    snapshotOf(
      graphOf({
        events: [event('Heard'), event('Sent', { line: 2 }), event('Unused', { line: 3 })],
        dispatches: [dispatch('Sent', 3)],
        listens: [listen('Heard', 'Audit.log', 4)],
      }),
    ),
  ]);
  assert.deepEqual(below(asked, ['Events']).map(show), [
    'Heard | 1 listener, no dispatcher',
    'Sent | heard by nobody',
    'Unused | not used',
  ]);
});

void test('what the platform hears by itself is said where listeners would be', () => {
  const asked = askedOf([
    snapshotOf(
      graphOf({
        events: [event('input', { heardBy: 'the browser' }), event('lost', { line: 2 })],
        dispatches: [dispatch('input', 3), dispatch('lost', 4)],
      }),
    ),
  ]);
  assert.deepEqual(lensesOf(asked, 'src/shop.ts'), ['3: heard by the browser', '4: heard by nobody']);
  assert.deepEqual(lensesOf(asked, 'src/events.ts').slice(0, 1), ['1: heard by the browser']);
  assert.deepEqual(below(asked, ['Events']).map(show), ['input | heard by the browser', 'lost | heard by nobody']);
});

void test('codeLens: a lens carries its sites by the method around them; one without sites is text', async () => {
  const asked = await bell;
  const lenses = asked.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: asked.uri('src/names.ts') } });
  const [heard] = lenses;
  assert.equal(heard?.command?.command, 'eventWiring.showSites');
  const argument = (heard.command.arguments as unknown[])[0] as SitesArgument;
  assert.deepEqual(
    { ...argument, sites: argument.sites.map((row) => `${row.name} ${row.detail ?? ''} ${at(row.location)}`) },
    {
      title: 'bell.struck: 1 listener',
      uri: 'file:///shop/src/names.ts',
      position: { line: 1, character: 2 },
      sites: ['answer same call src/tower.ts:15:10-16'],
    },
  );
  const silent = askedOf([snapshotOf(graphOf({ events: [event('Lost')] }))]);
  const [none] = silent.ask<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: silent.uri('src/events.ts') },
  });
  assert.deepEqual(none?.command, { title: 'no listeners', command: '' });
});

void test('codeLens/resolve: a client that knows our commands asks for a list when it is clicked', () => {
  const graph = graphOf({ events: [event('Placed')], listens: [listen('Placed', 'Mail.on', 20)] });
  const asked = askedOf([snapshotOf(graph, undefined, () => '', { commandLinks: true })]);
  const uri = asked.uri('src/events.ts');
  const [heard] = asked.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri } });
  const [{ lens: title, position, ...list }] = heard?.command?.arguments as [LensArgument];
  assert.deepEqual(
    [title, heard?.command?.title, list],
    ['1 listener', '1 listener', { title: 'Placed: 1 listener', uri }],
  );
  const seen = { range: { start: position, end: position }, data: { uri, title } };
  const [{ sites }] = asked.ask<CodeLens>('codeLens/resolve', seen).command?.arguments as [SitesArgument];
  assert.deepEqual(
    sites.map(({ name }) => name),
    ['Mail.on'],
  );
});

void test('codeLens/resolve: of very long lists each comes with its lens only when the lens is seen', () => {
  const forty = Array.from({ length: 40 }, (_, index) => index);
  const asked = askedOf([
    snapshotOf(
      graphOf({
        events: [event('Placed')],
        dispatches: forty.map((index) => dispatch('Placed', 10 + index)),
        listens: forty.map((index) => listen('Placed', `Mail.on${index}`, 10 * index + 10)),
      }),
    ),
  ]);
  const lenses = asked.ask<CodeLens[]>('textDocument/codeLens', { textDocument: { uri: asked.uri('src/shop.ts') } });
  assert.equal(lenses.length, 40);
  const sites = (lens: CodeLens | undefined): number | undefined =>
    (lens?.command?.arguments as SitesArgument[] | undefined)?.[0]?.sites.length;
  assert.deepEqual(lenses.map(sites), [...Array<number>(7).fill(40), ...Array<undefined>(33).fill(undefined)]);
  const last = lenses[39];
  assert.ok(last);
  const resolved = asked.ask<CodeLens>('codeLens/resolve', last);
  assert.equal(resolved.command?.title, 'heard by 40');
  assert.equal(sites(resolved), 40);
  const gone = asked.ask<CodeLens>('codeLens/resolve', {
    ...last,
    range: { start: { line: 900, character: 0 }, end: { line: 900, character: 0 } },
  });
  assert.deepEqual(gone.command, { title: 'heard by 40', command: '' });
  assert.deepEqual(asked.ask<CodeLens>('codeLens/resolve', { range: last.range }), { range: last.range });
});

void test('codeLens: each kind has its switch', async () => {
  const off = { events: false, dispatches: false, listeners: false, projections: false, stored: false };
  const only = async (on: Partial<typeof off>): Promise<string[]> =>
    lensesOf(await openFeatures(bellFolder, {}, { codeLens: { ...off, ...on } }), 'src/tower.ts');
  assert.deepEqual(await only({}), []);
  assert.deepEqual(await only({ dispatches: true }), [
    '8: heard by 1',
    '8: leads to 1 event',
    '16: heard by 1',
    '16: leads to 1 event',
  ]);
  assert.equal((await only({ listeners: true })).length, 5);
});

void test('hover: an event with its listeners, fields and dispatchers', async () => {
  const value =
    hoverAt(await tickets, 'app/Domain/Ticket/Events/TicketPriceChanged.php', 'class Ticket|PriceChanged') ?? '';
  const blocks = value.split('\n\n---\n\n');
  assert.equal(blocks.length, 4);
  assert.equal(
    blocks[0],
    '```php\nfinal class TicketPriceChanged extends AbstractDomainEvent\n```\n\nDispatched once, heard by 3 listeners.',
  );
  assert.match(
    blocks[1] ?? '',
    /\[NotifyPriceWatchers::handle\]\(file:\/\/\/shop\/app\/Listeners\/NotifyPriceWatchers\.php#L\d+,\d+\), queued/,
  );
  assert.match(blocks[2] ?? '', /^\| Field \| Type \|\n\| --- \| --- \|\n\| `ticketId` \| `string` \|\n/);
  assert.match(blocks[3] ?? '', /^Dispatched by \[Ticket::changePrice\]/);
});

void test('hover: verb, name and constant of a call, a handler, a channel; nothing beside them', async () => {
  const asked = await bell;
  const ring = hoverAt(asked, 'src/bell.ts', "bell.em|it('ring'") ?? '';
  assert.match(ring, /'ring' {2}\/\/ of bell\n```\n\nDispatched twice, heard by 1 listener\./);
  assert.match(ring, /\[answer\]\([^)]*\), same call leads to echo/);
  assert.equal(hoverAt(asked, 'src/bell.ts', "'ri|ng'"), ring);
  assert.match(hoverAt(asked, 'src/bell.ts', 'Names.Str|uck') ?? '', /bell\.struck/);
  assert.match(hoverAt(asked, 'src/tower.ts', 'function ans|wer') ?? '', /\*\*answer\*\*\n\nListener of 2 events\./);
  assert.equal(hoverAt(asked, 'src/bell.ts', 'tim|es, größe'), undefined);
  assert.equal(hoverAt(asked, 'src/tower.ts', 'Ring, ec|ho'), undefined);
  assert.match(
    hoverAt(await generator, 'routes/channels.php', 'model-gen|eration') ?? '',
    /Private channel, authorised here\./,
  );
});

void test('hover: what is not certain says so with its reason, and names cannot break the Markdown', () => {
  const text = "emit('a|b`c](x)')";
  const asked = askedOf([
    snapshotOf(
      graphOf({
        dispatches: [
          dispatch('a|b`c](x)', 1, {
            column: 1,
            via: 'emit',
            certainty: 'inferred',
            reason: 'The receiver has no type.',
          }),
        ],
        listens: [listen('a|b`c](x)', 'On_[x].run', 2)],
      }),
      undefined,
      (file) => (file === 'src/shop.ts' ? text : ''),
      { commandLinks: true },
    ),
  ]);
  const hover = asked.ask<Hover>('textDocument/hover', {
    textDocument: { uri: asked.uri('src/shop.ts') },
    position: { line: 0, character: 1 },
  });
  const { value } = hover.contents as { value: string };
  assert.match(value, /\*probable: the receiver has no type\\?\.\*/);
  assert.match(value, /\[On\\_\\\[x\\\]\.run\]/);
  assert.match(value, /\[Explain\]\(command:eventWiring\.explain\?[^()\s]*\)/);
});

void test('definition: to the declaration, and without one to the other side', async () => {
  const asked = await bell;
  const to = (shop: Asked, file: string, marked: string): string[] =>
    (shop.ask<LocationLink[] | null>('textDocument/definition', shop.spot(file, marked)) ?? []).map(
      ({ targetUri, targetRange }) => at({ uri: targetUri, range: targetRange }),
    );
  assert.deepEqual(to(asked, 'src/bell.ts', 'emit(Names.Str|uck'), ['src/names.ts:2:3-9']);
  assert.deepEqual(to(asked, 'src/bell.ts', "'ri|ng'"), ['src/tower.ts:15:10-16']);
  assert.deepEqual(to(asked, 'src/tower.ts', "on('ri|ng'"), ['src/bell.ts:7:30-34', 'src/tower.ts:8:10-14']);
  assert.deepEqual(to(await rust, 'src/orders.rs', 'dispatcher.disp|atch'), ['src/events/orders.rs:9:12-28']);
});

void test('implementation: the handlers of an event', async () => {
  const asked = await nest;
  const found = asked.ask<Location[]>(
    'textDocument/implementation',
    asked.spot('src/orders/events/order.events.ts', 'class OrderPla|cedEvent'),
  );
  assert.deepEqual(
    found.map(({ uri }) => uri.slice(uri.lastIndexOf('/') + 1)),
    ['order-history.projection.ts', 'send-order-confirmation.handler.ts', 'orders.saga.ts'],
  );
});

void test('references: every site of the event, the declaration when asked for; from a handler as well', async () => {
  const asked = await bell;
  const found = (file: string, marked: string, includeDeclaration: boolean): string[] =>
    (
      asked.ask<Location[] | null>('textDocument/references', {
        ...asked.spot(file, marked),
        context: { includeDeclaration },
      }) ?? []
    ).map(at);
  assert.deepEqual(found('src/bell.ts', 'Names.Str|uck', false), ['src/bell.ts:8:8-12', 'src/tower.ts:10:8-10']);
  assert.deepEqual(found('src/bell.ts', 'Names.Str|uck', true), [
    'src/bell.ts:8:8-12',
    'src/names.ts:2:3-9',
    'src/tower.ts:10:8-10',
  ]);
  assert.deepEqual(found('src/tower.ts', 'function me|nd', false), ['src/bell.ts:12:8-12', 'src/tower.ts:11:8-12']);
});

void test('documentHighlight: the places of this file alone', async () => {
  const asked = await bell;
  const found = asked.ask<DocumentHighlight[]>(
    'textDocument/documentHighlight',
    asked.spot('src/tower.ts', "on('ri|ng'"),
  );
  assert.deepEqual(
    found.map(({ range, kind }) => `${range.start.line + 1} ${kind ?? 0}`),
    ['6 2', '8 3'],
  );
});

void test('workspace/symbol: near names of every kind, the very name first', async () => {
  const find = async (asked: Promise<Asked>, query: string): Promise<string[]> =>
    (await asked).ask<SymbolInformation[]>('workspace/symbol', { query }).map(({ name, kind }) => `${name} ${kind}`);
  assert.deepEqual(await find(bell, 'ring'), ['ring 24']);
  assert.deepEqual((await find(tickets, 'TicketPriceChanged'))[0], 'TicketPriceChanged 24');
  assert.deepEqual((await find(tickets, 'tktprice'))[0], 'TicketPriceChanged 24');
  assert.ok((await find(generator, 'AnalyzeModelJob')).includes('AnalyzeModelJob 5'));
  assert.ok((await find(generator, 'model-gen')).includes('model-generation.{id} 20'));
  assert.ok((await find(nest, 'ShipOrder')).includes('ShipOrderCommand 5'));
  assert.deepEqual(await find(bell, 'nothing like it'), []);
});

/** What is offered at `|` in a file's text. */
async function offered(
  folder: string,
  file: string,
  marked: string,
): Promise<{ labels: string[]; list: CompletionList | null; asked: Asked }> {
  const text = marked.replace('|', '');
  const asked = await openFeatures(folder, { [file]: text });
  const before = marked.slice(0, marked.indexOf('|'));
  const position = { line: before.split('\n').length - 1, character: before.length - before.lastIndexOf('\n') - 1 };
  const list = asked.ask<CompletionList | null>('textDocument/completion', {
    textDocument: { uri: asked.uri(file) },
    position,
  });
  return { labels: (list?.items ?? []).map(({ label }) => label).sort(), list, asked };
}

void test('completion: event names inside the string of a call that takes one, in code that is being written', async () => {
  const head = "import { bell } from './bell';\n";
  const all = ['bell.cracked', 'bell.struck', 'echo', 'ring'];
  const { labels, list } = await offered(bellFolder, 'src/new.ts', `${head}bell.emit('ri|`);
  assert.deepEqual(labels, all);
  assert.deepEqual(list?.items.find(({ label }) => label === 'ring')?.textEdit, {
    range: { start: { line: 1, character: 11 }, end: { line: 1, character: 13 } },
    newText: 'ring',
  });
  assert.equal(list.items.find(({ label }) => label === 'ring')?.detail, '1 listener, 2 dispatchers');
  assert.deepEqual(
    (await offered(bellFolder, 'src/new.ts', `${head}function f() { if (x) { bell.on('|', () => {`)).labels,
    all,
  );
  assert.deepEqual((await offered(bellFolder, 'src/new.ts', `${head}bell.once(|`)).labels, all);
});

void test('completion: the name that is being written is not offered, though a pattern would hear it', async () => {
  const code =
    "import { OnEvent } from '@nestjs/event-emitter';\nexport class Late {\n  @OnEvent('payment.f|')\n  hear() {}\n}\n";
  const { labels } = await offered(system('nest-shop'), 'src/notifications/late.ts', code);
  assert.deepEqual(
    labels.filter((label) => label.startsWith('payment.f')),
    ['payment.failed'],
  );
});

void test('completion: nothing in other arguments, other calls, comments and plain strings', async () => {
  const head = "import { bell } from './bell';\n";
  for (const code of [
    "bell.emit('ring', '|",
    "console.log('|",
    "const a = '|",
    "// bell.emit('|",
    "list.on('|",
    "bell.emit(names['|",
    "'bell.emit(|",
    '|',
  ])
    assert.deepEqual((await offered(bellFolder, 'src/new.ts', head + code)).labels, [], code);
});

void test('completion: classes in PHP bring their import', async () => {
  const head = '<?php\n\nnamespace App\\Services;\n\nuse App\\Foo;\n\nclass New_ {\n  function f() {\n';
  const { labels, list } = await offered(
    system('laravel-model-generator'),
    'app/Services/New_.php',
    `${head}    event(new ModelGen|`,
  );
  assert.ok(labels.includes('ModelGenerated'));
  const item = list?.items.find(({ label }) => label === 'ModelGenerated');
  assert.deepEqual(item?.additionalTextEdits, [
    {
      range: { start: { line: 4, character: 12 }, end: { line: 4, character: 12 } },
      newText: '\nuse App\\Events\\ModelGenerated;',
    },
  ]);
  assert.deepEqual(item?.textEdit, {
    range: { start: { line: 8, character: 14 }, end: { line: 8, character: 22 } },
    newText: 'ModelGenerated',
  });
});

void test('completion: house-made buses of the settings', async () => {
  const text = "import { tower } from './x';\ntower.peal(1, '";
  const buses = [{ name: 'bell', dispatch: [{ call: 'peal', event: 1 }] }, 'not a bus'];
  const asked = await openFeatures(bellFolder, { 'src/new.ts': text }, { buses });
  const list = asked.ask<CompletionList | null>('textDocument/completion', {
    textDocument: { uri: asked.uri('src/new.ts') },
    position: { line: 1, character: 15 },
  });
  assert.deepEqual(list?.items.map(({ label }) => label).sort(), ['bell.cracked', 'bell.struck', 'echo', 'ring']);
});

function renamed(asked: Asked, file: string, marked: string, newName: string): Record<string, string> {
  const edit = asked.ask<WorkspaceEdit>('textDocument/rename', { ...asked.spot(file, marked), newName });
  return Object.fromEntries(
    ((edit.documentChanges ?? []) as TextDocumentEdit[]).map(({ textDocument, edits }) => {
      const path = textDocument.uri.replace('file:///shop/', '');
      for (const one of edits)
        assert.equal(
          edit.changeAnnotations?.['annotationId' in one ? (one.annotationId ?? '') : '']?.needsConfirmation,
          true,
        );
      const text = asked.snapshots[0]?.text(path) ?? '';
      return [path, edited(text, edits as Parameters<typeof edited>[1])];
    }),
  );
}
/** The lines of a text in which it differs from the file. */
const changed = (asked: Asked, files: Readonly<Record<string, string>>): string[] =>
  Object.entries(files).flatMap(([file, text]) => {
    const before = (asked.snapshots[0]?.text(file) ?? '').split('\n');
    return text
      .split('\n')
      .flatMap((line, index) => (line === before[index] ? [] : [`${file}:${index + 1} ${line.trim()}`]));
  });

void test('rename: a name wherever it is spelt, columns behind other scripts included; a constant at its value', async () => {
  const asked = await bell;
  assert.deepEqual(changed(asked, renamed(asked, 'src/tower.ts', "on('ri|ng'", 'bell.rung')), [
    "src/bell.ts:7 const größe = 'Ä€😀'; bell.emit('bell.rung', times, größe);",
    "src/tower.ts:6 bell.on('bell.rung', answer);",
    "src/tower.ts:8 bell.emit('bell.rung', 0);",
  ]);
  assert.deepEqual(changed(asked, renamed(asked, 'src/names.ts', "'bell.st|ruck'", 'bell.hit')), [
    "src/names.ts:2 Struck: 'bell.hit',",
    "src/tower.ts:10 bell.on('bell.hit', answer);",
  ]);
});

void test('prepareRename: the name without its quotes; identifiers and other text are not ours', async () => {
  const asked = await bell;
  assert.deepEqual(asked.ask('textDocument/prepareRename', asked.spot('src/tower.ts', "on('ri|ng'")), {
    range: { start: { line: 5, character: 11 }, end: { line: 5, character: 15 } },
    placeholder: 'ring',
  });
  assert.equal(asked.ask('textDocument/prepareRename', asked.spot('src/bell.ts', 'Names.Str|uck')), null);
  assert.equal(asked.ask('textDocument/prepareRename', asked.spot('src/bell.ts', 'bell.em|it')), null);
});

void test('rename: refuses in one sentence', async () => {
  const refuses = (asked: Asked, method: string, file: string, marked: string, newName: string, why: RegExp): void => {
    assert.throws(
      () => asked.ask(method, { ...asked.spot(file, marked), newName }),
      (error: unknown) => error instanceof Refusal && why.test(error.message),
      `${file} ${marked}`,
    );
  };
  const tower = await bell;
  refuses(tower, 'textDocument/rename', 'src/tower.ts', "on('ri|ng'", 'echo', /^'echo' is an event already/);
  refuses(tower, 'textDocument/rename', 'src/tower.ts', "on('ri|ng'", "it's", /quotes/);
  refuses(tower, 'textDocument/rename', 'src/tower.ts', "on('ri|ng'", '', /begins and ends/);
  const shop = await nest;
  refuses(
    shop,
    'textDocument/rename',
    'src/shared/shop-events.ts',
    "'catalog.st|ock.low'",
    'stock.low',
    /pattern 'catalog\.\*\*' hears/,
  );
  refuses(
    shop,
    'textDocument/prepareRename',
    'src/catalog/price-cache.listener.ts',
    "'catalog.*|*'",
    '',
    /is a pattern/,
  );
  refuses(
    shop,
    'textDocument/prepareRename',
    'src/orders/events/order.events.ts',
    'class OrderPla|cedEvent',
    '',
    /is a class or a type/,
  );
  const dynamic = await openFeatures(bellFolder, {
    'src/any.ts':
      "import { bell } from './bell';\nexport function f(name: 'ring' | 'echo'): void {\n  bell.emit(name);\n}\n",
  });
  refuses(dynamic, 'textDocument/prepareRename', 'src/tower.ts', "on('ri|ng'", '', /decided at run time/);
});

void test('call hierarchy: a handler is called by who dispatches its events, and calls the handlers of its own', async () => {
  const asked = await bell;
  const [answer] = asked.ask<CallHierarchyItem[]>(
    'textDocument/prepareCallHierarchy',
    asked.spot('src/tower.ts', 'function ans|wer'),
  );
  assert.equal(answer?.name, 'answer');
  const incoming = asked.ask<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', { item: answer });
  assert.deepEqual(
    incoming.map(({ from, fromRanges }) => `${from.name} ${fromRanges.map(({ start }) => start.line + 1).join()}`),
    ['strike 7,8', 'closure in tower.ts:7 8'],
  );
  const outgoing = asked.ask<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: answer });
  assert.deepEqual(
    outgoing.map(({ to, fromRanges }) => `${to.name} ${fromRanges.map(({ start }) => start.line + 1).join()}`),
    ['closure in tower.ts:7 16'],
  );
  const [strike] = asked.ask<CallHierarchyItem[]>(
    'textDocument/prepareCallHierarchy',
    asked.spot('src/bell.ts', "em|it('ring'"),
  );
  assert.deepEqual(
    asked
      .ask<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', { item: strike })
      .map(({ to, fromRanges }) => `${to.name} ${fromRanges.length}`),
    ['answer 2'],
  );
  assert.deepEqual(asked.ask('callHierarchy/incomingCalls', { item: { ...answer, data: 'nonsense' } }), []);
});

void test('diagnostics: problems with page, related places and what they are about; unchanged ones are not sent again', async () => {
  const asked = await pyrite;
  const uri = asked.uri('src/wiring.js');
  const first = asked.ask<{ kind: string; resultId: string; items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri },
  });
  const [miss] = first.items;
  assert.equal(miss?.code, 'near-miss');
  assert.equal(miss.source, 'event-wiring');
  assert.equal(miss.severity, 2);
  assert.equal(miss.codeDescription?.href, 'https://example.org/near-miss.md');
  assert.match(miss.relatedInformation?.[0]?.message ?? '', /stands here/);
  assert.equal(
    asked.snapshots[0]
      ?.text('src/wiring.js')
      ?.split('\n')
      [miss.range.start.line]?.slice(miss.range.start.character, miss.range.end.character),
    "'WorkEfortCompleted'",
  );
  const again = asked.ask('textDocument/diagnostic', { textDocument: { uri }, previousResultId: first.resultId });
  assert.deepEqual(again, { kind: 'unchanged', resultId: first.resultId });
  const all = asked.ask<WorkspaceDiagnosticReport>('workspace/diagnostic', {
    previousResultIds: [
      { uri, value: first.resultId },
      { uri: asked.uri('src/gone.js'), value: '3-x' },
    ],
  });
  assert.deepEqual(
    all.items.map(
      (item) => `${item.kind} ${item.uri.replace('file:///shop/', '')} ${'items' in item ? item.items.length : ''}`,
    ),
    ['full src/live.js 1', 'unchanged src/wiring.js ', 'full src/gone.js 0'],
  );
  const off = await openFeatures(system('pyrite'), {}, { diagnostics: { enabled: false, stored: false } });
  assert.deepEqual(off.ask<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] }).items, []);
});
const pyrite = openFeatures(system('pyrite'));

/** Titles of the actions on a line, and its file with the one of a title done. */
function actionsAt(asked: Asked, file: string, marked: string, only?: readonly string[]): CodeAction[] {
  const position = asked.at(file, marked);
  return asked.ask<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: asked.uri(file) },
    range: { start: { line: position.line, character: 0 }, end: { line: position.line, character: 999 } },
    context: { diagnostics: [], ...(only && { only }) },
  });
}
function done(asked: Asked, action: CodeAction | undefined): string[] {
  const files = Object.entries(action?.edit?.changes ?? {}).map(([uri, edits]) => {
    const file = uri.replace('file:///shop/', '');
    return [file, edited(asked.snapshots[0]?.text(file) ?? '', edits)] as const;
  });
  return files.flatMap(([file, text]) => {
    const before = new Set((asked.snapshots[0]?.text(file) ?? '').split('\n'));
    const after = text.split('\n');
    const lost = [...before].filter((line) => !after.includes(line)).map((line) => `-${line.trim()}`);
    return [...lost, ...after.filter((line) => !before.has(line)).map((line) => `+${line.trim()}`)];
  });
}

void test('queues: lens, hover, tree and explanation name the queue that the code names', async () => {
  const paid = await openFeatures(join(fixtures, 'frameworks', 'laravelDiscovery'));
  assert.match(lensesOf(paid, 'app/Listeners/PostLetter.php').join('\n'), /hears Paid, .*queued on mail$/m);
  assert.doesNotMatch(lensesOf(paid, 'app/Listeners/AskOracle.php').join('\n'), /queued on/);
  const hover = hoverAt(paid, 'app/Events/Paid.php', 'class P|aid') ?? '';
  assert.match(hover, /CallBank::handle\]\([^)]*\), queued on slow/);
  assert.match(hover, /AskOracle::handle\]\([^)]*\), queued(?:,|$)/m);
  assert.match(below(paid, ['Events', 'Paid']).map(show).join('\n'), /^PrintPaper::handle \| .*queued on print$/m);
  const explained = paid.ask<MarkdownAnswer>('eventWiring/explain', { name: 'App\\Events\\Paid' }).markdown;
  assert.match(explained, /PostPostcard@handle .*queued on mail/);

  const jobs = await openFeatures(join(fixtures, 'frameworks', 'laravelJobs'));
  assert.match(
    hoverAt(jobs, 'app/Http/LaneController.php', 'new Shar|pen()') ?? '',
    /store\]\([^)]*\), queued on late/,
  );
  assert.match(below(jobs, ['Jobs and Commands']).map(show).join('\n'), /^Sharpen \| job, queued on images$/m);
});

void test('codeAction: the suggested name, the second registration, the provider, a comment', async () => {
  const bus = await pyrite;
  const [change, silence] = actionsAt(bus, 'src/wiring.js', "'WorkEf|ortCompleted'");
  assert.equal(change?.title, "Change to 'WorkEffortCompleted'");
  assert.equal(change.isPreferred, true);
  assert.match(done(bus, change).join('\n'), /^-bus\.on\('WorkEfortCompleted'.*\n\+bus\.on\('WorkEffortCompleted'/);
  assert.equal(silence?.title, 'Suppress near-miss for this line');
  assert.deepEqual(done(bus, silence), ['+// event-wiring-ignore-next-line near-miss']);

  const laravel = await generator;
  const [remove] = actionsAt(laravel, 'app/Providers/EventServiceProvider.php', '|LogSchemaAnalysis::class,');
  assert.equal(remove?.title, 'Remove the second registration');
  assert.deepEqual(done(laravel, remove), ['-LogSchemaAnalysis::class,']);

  const shop = await tickets;
  const [register] = actionsAt(shop, 'app/Providers/AlertServiceProvider.php', 'class |AlertServiceProvider');
  assert.equal(register?.title, 'Add AlertServiceProvider to bootstrap/providers.php');
  assert.deepEqual(done(shop, register), ['+App\\Providers\\AlertServiceProvider::class,']);
  assert.deepEqual(actionsAt(bus, 'src/wiring.js', "'WorkEf|ortCompleted'", ['refactor']), []);
  assert.deepEqual(actionsAt(bus, 'src/wiring.js', "'WorkEffort:*|'"), []);
});

void test('codeAction: a listener that nothing registers goes where its application registers listeners', async () => {
  const archive = await openFeatures(join(fixtures, 'diagnostics', 'never-registered', 'listen-map'));
  const mend = (file: string, marked: string): CodeAction | undefined =>
    actionsAt(archive, file, marked).find(({ isPreferred }) => isPreferred);

  const listed = mend('app/Listeners/PrintLabel.php', 'class |PrintLabel');
  assert.equal(listed?.title, 'Add PrintLabel for ScanFiled to $listen in app/Providers/EventServiceProvider.php');
  assert.deepEqual(done(archive, listed), ['+PrintLabel::class,']);

  const mapped = mend('app/Listeners/CheckSignature.php', 'class |CheckSignature');
  assert.equal(mapped?.title, 'Add CheckSignature for ScanSigned to $listen in app/Providers/EventServiceProvider.php');
  assert.deepEqual(done(archive, mapped), [
    '+use App\\Events\\ScanSigned;',
    '+use App\\Listeners\\CheckSignature;',
    '+ScanSigned::class => [CheckSignature::class],',
  ]);

  const provided = mend('app/Providers/CatalogueServiceProvider.php', 'class |CatalogueServiceProvider');
  assert.equal(provided?.title, 'Add CatalogueServiceProvider to config/app.php');
  assert.deepEqual(done(archive, provided), ['+App\\Providers\\CatalogueServiceProvider::class,']);

  const [owners, ...others] = actionsAt(archive, 'app/Listeners/FileCard.php', 'class |FileCard');
  assert.equal(owners?.title, provided.title);
  assert.deepEqual(owners.edit, provided.edit);
  assert.deepEqual(others, []);

  for (const action of [listed, mapped, provided]) {
    const [[uri, edits] = ['', []]] = Object.entries(action?.edit?.changes ?? {});
    const file = uri.replace('file:///shop/', '');
    const after = await openFeatures(join(fixtures, 'diagnostics', 'never-registered', 'listen-map'), {
      [file]: edited(archive.snapshots[0]?.text(file) ?? '', edits),
    });
    const subjects = after.snapshots[0]?.checked().findings.map(({ subject }) => subject) ?? [];
    assert.equal(subjects.length, 2, `${action?.title ?? ''} leaves ${subjects.join(', ')}`);
  }
});

void test('codeAction: no entry for $listen where a key is decided at run time, or the file has changed since', async () => {
  const folder = join(fixtures, 'diagnostics', 'never-registered', 'listen-map');
  const file = 'app/Providers/EventServiceProvider.php';
  const text = (await openFeatures(folder)).snapshots[0]?.text(file) ?? '';
  const open = await openFeatures(folder, { [file]: text.replace('ScanLost::class => [', 'self::LOST => [') });
  assert.deepEqual(
    actionsAt(open, 'app/Listeners/CheckSignature.php', 'class |CheckSignature').map(({ title }) => title),
    ['Suppress never-registered for this line'],
  );
  const archive = await openFeatures(folder);
  const [snapshot] = archive.snapshots;
  assert.ok(snapshot);
  const stale = askedOf([{ ...snapshot, text: (one) => (one === file ? `\n${text}` : snapshot.text(one)) }]);
  assert.deepEqual(
    actionsAt(stale, 'app/Listeners/CheckSignature.php', 'class |CheckSignature').map(({ title }) => title),
    ['Suppress never-registered for this line'],
  );
});

void test('codeAction: an entry is laid out and spelled as its file does it', () => {
  const added = (text: string, classes: readonly string[] = ['App\\Late']): string | undefined => {
    const edits = appendEntry(text, text.search(/\[|array\(/), {
      classes,
      written: (spelled) => spelled.map((one) => `${one}::class`).join(' => '),
    });
    return edits && edited(text, edits);
  };
  const layouts: readonly (readonly [string, string | undefined])[] = [
    ['return [];', 'return [\n    App\\Late::class,\n];'],
    ['  x([A::class]);', '  x([A::class, App\\Late::class]);'],
    ['x([A::class,]);', 'x([A::class, App\\Late::class,]);'],
    ['x(array(f(1, 2)));', 'x(array(f(1, 2), App\\Late::class));'],
    ['[\n  A,\n  // last\n]', '[\n  A,\n  // last\n  App\\Late::class,\n]'],
    ['[\n  A // ] first\n]', '[\n  A, // ] first\n  App\\Late::class,\n]'],
    ["[\r\n\t']',\r\n]", "[\r\n\t']',\r\n\tApp\\Late::class,\r\n]"],
    ['[A,\n    B]', '[A,\n    B,\n    App\\Late::class]'],
    ['[\n  A => [\n    1,\n  ],\n]', '[\n  A => [\n    1,\n  ],\n  App\\Late::class,\n]'],
    ['[\n]', '[\n    App\\Late::class,\n]'],
    ['[<<<X\n]\nX]', undefined],
    ['[A', undefined],
  ];
  for (const [before, after] of layouts) assert.equal(added(before), after, before);

  const file = (uses: string, rest = ''): string => `<?php\nnamespace App\\P;\n\n${uses}\n$a = [1];${rest}`;
  const spellings: readonly (readonly [string, string, string])[] = [
    ['use A\\B;\nuse Z\\Y;\n', '', 'use A\\B;\nuse App\\Late;\nuse Z\\Y;\n|[1, Late::class]'],
    ['use Z\\Y;\nuse A\\B;\n', '', 'use Z\\Y;\nuse A\\B;\nuse App\\Late;\n|[1, Late::class]'],
    ['use App\\Late as Tardy;\n', '', 'use App\\Late as Tardy;\n|[1, Tardy::class]'],
    ['use A\\Late;\n', '', 'use A\\Late;\n|[1, \\App\\Late::class]'],
    ['use A\\{C\\Late, D};\n', '', 'use A\\{C\\Late, D};\n|[1, \\App\\Late::class]'],
    ['use A\\B;\n', ' new Late;', 'use A\\B;\n|[1, \\App\\Late::class]'],
    ['', '', '|[1, \\App\\Late::class]'],
  ];
  for (const [uses, rest, expected] of spellings) {
    const [head = '', array = ''] = expected.split('|');
    assert.equal(added(file(uses, rest)), file(head, rest).replace('[1]', array), uses);
  }
  assert.equal(added(file('use A\\B;\n'), ['App\\P\\Near']), file('use A\\B;\n').replace('[1]', '[1, Near::class]'));
  assert.equal(
    added(file('use A\\B;\n'), ['App\\X', 'App\\C']),
    file('use A\\B;\nuse App\\C;\nuse App\\X;\n').replace('[1]', '[1, X::class => C::class]'),
  );
  assert.equal(
    added(file('use A\\B;\n'), ['App\\E\\Late', 'App\\L\\Late']),
    file('use A\\B;\nuse App\\E\\Late;\n').replace('[1]', '[1, Late::class => \\App\\L\\Late::class]'),
  );
});

void test('codeAction: a suppression silences its finding in every language', async () => {
  for (const [name, file, code, marked] of [
    ['pyrite', 'src/wiring.js', 'near-miss', "'WorkEf|ortCompleted'"],
    ['hd-tickets', 'app/Providers/AlertServiceProvider.php', 'never-registered', 'class |AlertServiceProvider'],
    ['async-events', 'src/listeners/audit_trail.rs', 'near-miss', '"OrderSh|iped"'],
  ] as const) {
    const asked = await openFeatures(system(name));
    const silence = actionsAt(asked, file, marked).find(({ title }) => title.startsWith('Suppress'));
    const [edits] = Object.values(silence?.edit?.changes ?? {});
    const after = await openFeatures(system(name), {
      [file]: edited(asked.snapshots[0]?.text(file) ?? '', edits ?? []),
    });
    const left = after.snapshots[0]?.checked().findings.filter((one) => one.place.file === file && one.code === code);
    assert.deepEqual(left, [], name);
  }
});

void test('tree: sections with counts, groups, events, and what hangs below them', async () => {
  const asked = await generator;
  assert.deepEqual(treeOf(asked).rows.map(show), [
    'Events | 11',
    'Listeners and Subscribers | 15',
    'Jobs and Commands | 5',
    'Channels | 2',
    'Problems | 4',
  ]);
  assert.deepEqual(below(asked, ['Events'], { grouping: 'namespace' }).map(show), [
    'App\\Contracts | 1',
    'App\\Events | 10',
  ]);
  assert.deepEqual(below(asked, ['Events'], { grouping: 'folder' }).map(show), [
    'app/Contracts | 1',
    'app/Events | 10',
  ]);
  const events = below(asked, ['Events']);
  assert.equal(show(child(events, 'RelationshipsDetected')), 'RelationshipsDetected | heard by nobody');
  assert.deepEqual(child(events, 'RelationshipsDetected').problems, { severity: 'warning', count: 1 });
  assert.deepEqual(
    below(asked, ['Events', 'ModelGenerated']).map(({ icon, ...row }) => `${icon} ${show(row as TreeRow)}`),
    [
      'call-outgoing GenerateModelHandler::handle | dispatches, :48',
      'symbol-method GenerateModelFactory::handle | same call',
      'symbol-method RecordDomainEvent::handle | same call',
      'symbol-method UpdateModelDocumentation::handle | same call',
      'symbol-method RecordGenerationMetrics::handle | same call',
      'symbol-method ModelGenerationSubscriber::handleModelGenerated | subscriber, same call',
      'broadcast model-generation.{id} | private',
    ],
  );
  assert.deepEqual(below(asked, ['Jobs and Commands', 'AnalyzeModelJob']).map(show), [
    'TriggerModelAnalysis::handle | pushes, :18',
    'ModelGenerationSubscriber::handleModelGenerated | pushes, :24',
    'ModelAnalyzed | leads to',
  ]);
  assert.equal(at(child(events, 'ModelGenerated').location as Location).split(':')[0], 'app/Events/ModelGenerated.php');
});

void test('tree: a circle of events ends where it comes back', async () => {
  const asked = await bell;
  const way = ['Events', 'ring', 'answer', 'echo', 'closure in tower.ts:7'];
  assert.deepEqual(below(asked, way.slice(0, 3)).map(show), ['echo | leads to']);
  const [again] = below(asked, way);
  assert.equal(show(again ?? ({} as TreeRow)), 'ring | comes back');
  assert.equal(again?.expandable, false);
});

void test('tree: a filter leaves what has it in its name and the way there, and marks it', async () => {
  const asked = await generator;
  const params = { filter: ' MODELgen', grouping: 'namespace' };
  const page = treeOf(asked, params);
  assert.deepEqual(page.events, { shown: 3, total: 11 });
  assert.deepEqual(page.rows.map(show), ['Events | 3', 'Listeners and Subscribers | 5']);
  const rows = below(asked, ['Events', 'App\\Events'], params);
  assert.deepEqual(
    rows.map(({ label, highlights }) => `${label} ${JSON.stringify(highlights)}`),
    ['ModelGenerated [[0,8]]', 'ModelGenerationFailed [[0,8]]', 'ModelGenerationStarted [[0,8]]'],
  );
});

void test('tree: pages of a level, ids that stay when lines move, several folders', async () => {
  const asked = await generator;
  const whole = below(asked, ['Events']);
  const page = treeOf(asked, { parent: child(treeOf(asked).rows, 'Events').id, offset: 3, limit: 2 });
  assert.equal(page.total, whole.length);
  assert.equal(page.version, 7);
  assert.deepEqual(page.rows, whole.slice(3, 5));
  const moved = await openFeatures(bellFolder, {
    'src/tower.ts': `\n\n${(await bell).snapshots[0]?.text('src/tower.ts') ?? ''}`,
  });
  for (const way of [['Events'], ['Events', 'ring'], ['Events', 'ring', 'answer'], ['Listeners and Subscribers']])
    assert.deepEqual(
      below(moved, way).map(({ id }) => id),
      below(await bell, way).map(({ id }) => id),
      way.join(),
    );
  const [one] = (await bell).snapshots;
  const [two] = asked.snapshots;
  assert.ok(one && two);
  const both = askedOf([one, { ...two, root: 'file:///other folder', name: 'other' }]);
  assert.deepEqual(treeOf(both).rows.map(show), ['shop | 4', 'other | 11']);
  assert.equal(treeOf(both).version, 14);
  assert.deepEqual(below(both, ['shop', 'Events', 'ring', 'answer']).map(show), ['echo | leads to']);
  assert.match(below(both, ['other', 'Events'])[0]?.location?.uri ?? '', /^file:\/\/\/other folder\//);
  assert.deepEqual(
    both
      .ask<RevealAnswer>('eventWiring/reveal', {
        uri: both.uri('src/bell.ts'),
        position: both.at('src/bell.ts', "'ri|ng'"),
        grouping: 'flat',
      })
      .path.map(({ label }) => label),
    ['shop', 'Events', 'ring', 'strike'],
  );
});

void test('reveal: from the root to the row, nothing where a filter hides it', async () => {
  const asked = await bell;
  const path = (file: string, marked: string, filter?: string): string[] =>
    asked
      .ask<RevealAnswer>('eventWiring/reveal', {
        uri: asked.uri(file),
        position: asked.at(file, marked),
        grouping: 'folder',
        ...(filter !== undefined && { filter }),
      })
      .path.map(({ label }) => label);
  assert.deepEqual(path('src/tower.ts', 'function ans|wer'), ['Events', 'src', 'ring', 'answer']);
  assert.deepEqual(path('src/names.ts', 'Str|uck'), ['Events', 'src', 'bell.struck']);
  assert.deepEqual(path('src/names.ts', 'Str|uck', 'ring'), []);
  assert.deepEqual(path('src/names.ts', 'as con|st'), []);
});

void test('tooltip: every kind of row that has something to say', async () => {
  const asked = await generator;
  const tip = (way: readonly string[], label: string): string =>
    asked.ask<MarkdownAnswer | null>('eventWiring/tooltip', { id: child(below(asked, way), label).id })?.markdown ?? '';
  assert.match(tip(['Events'], 'ModelGenerated'), /heard by 5 listeners, broadcast on 1 channel/);
  assert.match(tip(['Events', 'ModelGenerated'], 'RecordDomainEvent::handle'), /Listener of 3 events/);
  assert.match(tip(['Listeners and Subscribers'], 'RecordDomainEvent::handle'), /Listener of 3 events/);
  assert.match(tip(['Jobs and Commands'], 'AnalyzeModelJob'), /Job, pushed twice|Job, pushed 2 times/);
  assert.match(tip(['Jobs and Commands'], 'GenerateModelCommand'), /Command, 1 handler, sent from 3 places/);
  assert.match(tip(['Channels'], 'model-documentation'), /no authorisation here/);
  assert.equal(asked.ask('eventWiring/tooltip', { id: 'section:%' }), null);
});

void test('sites, events, explain and chain', async () => {
  const asked = await bell;
  const items = asked.ask<EventItem[]>('eventWiring/events', {});
  assert.deepEqual(
    items.map(({ name, detail }) => `${name}: ${detail}`),
    [
      'bell.cracked: 1 listener, 1 dispatcher · bell',
      'bell.struck: 1 listener, 1 dispatcher · bell',
      'echo: 1 listener, 1 dispatcher · bell',
      'ring: 1 listener, 2 dispatchers · bell',
    ],
  );
  const eventId = items.at(-1)?.id;
  const rows = (role: string): string[] =>
    asked.ask<SiteRow[]>('eventWiring/sites', { eventId, role }).map(({ name, location }) => `${name} ${at(location)}`);
  assert.deepEqual(rows('dispatchers'), ['strike src/bell.ts:7:30-34', 'listen src/tower.ts:8:10-14']);
  assert.deepEqual(rows('listeners'), ['answer src/tower.ts:15:10-16']);
  const chain = asked.ask<MarkdownAnswer>('eventWiring/chain', { eventId });
  assert.match(
    chain.markdown,
    /^# ring\n\n<pre><code>ring\n {2}└─ → answer[\s\S]*<a href="[^"]+\/src\/tower\.ts#L15">src\/tower\.ts:15:\d+<\/a>[\s\S]*comes back[\s\S]*<\/code><\/pre>\n\n```mermaid\nflowchart LR\n/,
  );
  assert.match(
    asked.ask<MarkdownAnswer>('eventWiring/explain', { name: 'ring' }).markdown,
    /^# ring\n\n<pre><code>[\s\S]*Wired: 2 dispatches and 1 listener meet here/,
  );
  assert.match(
    asked.ask<MarkdownAnswer>('eventWiring/explain', { name: 'rinng' }).markdown,
    /Nothing here is named `rinng`\. Did you mean `ring`\?/,
  );
  assert.equal(asked.ask('eventWiring/chain', { eventId: 'none' }), null);
});

void test('every feature answers to broken positions, unknown files, odd ids and an empty graph', async () => {
  const empty = askedOf([snapshotOf(graphOf({}))]);
  const broken = [
    { line: 0, character: 0 },
    { line: -1, character: -5 },
    { line: 6, character: 1e9 },
    { line: 1e9, character: 0 },
    { line: 2 ** 31, character: 2 ** 31 },
    { line: NaN, character: NaN },
    { line: 0.5, character: 0.5 },
  ];
  const uris = [
    'file:///shop/src/bell.ts',
    'file:///shop/src/none.ts',
    'file:///elsewhere/bell.ts',
    'untitled:Untitled-1',
    '%',
    'file:///shop/%E0%A4%A',
  ];
  for (const asked of [await bell, empty])
    for (const uri of uris)
      for (const position of broken) {
        const item = {
          name: '',
          kind: 6,
          uri,
          range: { start: position, end: position },
          selectionRange: { start: position, end: position },
        };
        const params = {
          textDocument: { uri },
          uri,
          position,
          item,
          range: item.range,
          context: { diagnostics: [], includeDeclaration: true },
          newName: 'other',
          query: '((',
          previousResultIds: [{ uri, value: 'x' }],
          parent: `event:${uri}/listener:%`,
          id: '/::/%',
          eventId: uri,
          role: 'listeners',
          name: '***(',
          grouping: 'namespace',
          filter: '[',
          offset: position.line,
          limit: position.character,
        };
        for (const feature of features)
          assert.doesNotThrow(
            () => JSON.stringify(feature.answer(asked.snapshots, params as never)),
            `${feature.method} ${uri} ${JSON.stringify(position)}`,
          );
      }
});

void test('half-written and binary-looking text costs nothing but its own answers', async () => {
  const file = 'src/tower.ts';
  const whole = (await bell).snapshots[0]?.text(file) ?? '';
  const [snapshot] = (await bell).snapshots;
  assert.ok(snapshot);
  const texts = [
    whole.slice(0, 120),
    '',
    '\u0000\ufffd(((((((',
    `${'('.repeat(5000)}'`,
    whole.replace(/\n/g, '\r\n'),
    `\ufeff${whole}`,
  ];
  for (const text of texts) {
    // The graph is one edit behind the text: what it says need not stand there any more.
    const asked = askedOf([{ ...snapshot, text: (path) => (path === file ? text : snapshot.text(path)) }]);
    for (let line = 0; line < 20; line++)
      for (const feature of features) {
        if (feature.method === 'workspace/symbol') continue;
        const position = { line, character: 12 };
        const params = {
          ...{
            textDocument: { uri: asked.uri(file) },
            uri: asked.uri(file),
            position,
            range: { start: position, end: position },
          },
          ...{
            context: { diagnostics: [] },
            newName: 'other',
            previousResultIds: [],
            item: { uri: asked.uri(file) },
            id: '',
            name: 'ring',
          },
        };
        assert.doesNotThrow(() => feature.answer(asked.snapshots, params as never), `${feature.method} ${line}`);
      }
  }
});

void test('five thousand events: a page, a hover and lenses without work for the rest', () => {
  const count = 5000;
  const events = Array.from({ length: count }, (_, index) =>
    event(`Event${index}`, { line: index + 1, column: 1, endColumn: 11 }),
  );
  const graph = graphOf({
    events,
    dispatches: events.map(({ name }, index) => dispatch(name, index + 1, { file: `src/shop${index % 50}.ts` })),
    listens: events.map(({ name }, index) => listen(name, `On${index}.handle`, 10 * index + 2)),
  });
  let read = 0;
  const asked = askedOf([
    snapshotOf(graph, checkedOf(graph, [finding('never-heard', 3)]), () => {
      read++;
      return '';
    }),
  ]);
  const page = treeOf(asked, { parent: 'section:events', offset: 4000, limit: 50 });
  assert.equal(page.total, count);
  assert.equal(page.rows.length, 50);
  assert.ok(read <= 50, `a page of 50 rows read ${read} texts`);
  read = 0;
  asked.ask('textDocument/hover', {
    textDocument: { uri: asked.uri('src/shop3.ts') },
    position: { line: 3, character: 5 },
  });
  assert.ok(read <= 3, `a hover read ${read} texts`);
});
