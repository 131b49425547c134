/** Enum events sent through channels and matched where they arrive: the event is the variant. Knows channels, not buses. */
import type { Dispatch, EventNode, LanguageGraph, Listen } from '../graph/graph';
import { lastSegment } from '../languages/rust/inferred';
import { insideMay } from '../languages/rust/insides';
import { isIntegrationTest } from '../languages/rust/read';
import { carriedIn, hubsIn } from './rust/channelEnums';
import { channelsId, type EnumItem, type FoundEnums, type Survey, type Wrapper } from './rust/channelFound';
import { readMatches } from './rust/channelMatches';
import { onlyIntoQueue, readCallback, readSend, sends } from './rust/channelSends';
import { framework, type RustWorld } from './rust/contract';
import { callsOf, placeOf } from './rust/sites';
import { fieldOf, idOf } from './rust/eventNodes';

const hasChannel =
  /\b(?:VecDeque\s*<\s*\w*(?:Event|Evt|Msg|Message|Action|Signal|Notification)|channel|unbounded|bounded|Sender|Receiver|EventLoopProxy|EventEmitter)\b|[TR]x\b/;
const hasHub = /\bdyn\s+Fn(?:Mut)?\b|(?:Vec|Map)\s*<[^;{}]*(?:Listener|Callback|Subscriber|Handler|Observer)/;
const hasSend =
  /\.\s*(?:try_|blocking_|unbounded_)?(?:send|broadcast|emit)\w*\s*\(|\.\s*(?:push|push_back|add|add_event|put|insert|schedule)\s*\(\s*\w*(?:Event|Evt|Msg|Message|Action|Command|Signal|Notification)s?::/;

function survey(world: RustWorld): Survey | undefined {
  const enums = new Map<string, EnumItem>();
  const hubs = new Map<string, readonly string[]>();
  for (const file of world.candidates) {
    if (world.reads(file, hasHub)) {
      const found = world.derive(file, hubsIn, world);
      if (found.size > 0) hubs.set(file, [...found.keys()]);
      for (const item of found.values()) enums.set(item.path, item);
    }
    if (!world.reads(file, hasChannel)) continue;
    for (const [path, item] of world.derive(file, carriedIn, world)) enums.set(path, item);
  }
  return { enums, wrappers: new Map(), hubs };
}

const namedAs = new Map<string, RegExp>();

/** A call of one of the functions, as one pattern for each set of names. */
function callOf(names: readonly string[]): RegExp {
  const all = [...new Set(names)].sort().join('|');
  let known = namedAs.get(all);
  if (!known) namedAs.set(all, (known = new RegExp(`\\b(?:${all})\\s*\\(`)));
  return known;
}

function files(world: RustWorld, { enums, wrappers, hubs }: Survey): readonly string[] {
  const found = new Set([...hubs.keys(), ...world.candidates.filter((file) => world.reads(file, hasSend))]);
  const names = [...new Set([...enums.values()].map((item) => item.facts.name))];
  const callers = [...wrappers.values()]
    .map((wrapper) => wrapper.name)
    .filter((name) => name.length > 3 && !sends.test(name));
  const hits = world.search([...names.map((name) => `${name}::`), ...names.map((name) => `${name} as `), ...callers]);
  const called = callers.length > 0 ? callOf(callers) : undefined;
  for (const [word, list] of hits)
    for (const file of list) if (!callers.includes(word) || (called && world.reads(file, called))) found.add(file);
  return [...found];
}

function read(world: RustWorld, known: Survey, file: string): FoundEnums {
  const found = {
    dispatches: [] as Dispatch[],
    listens: [] as (Listen & { enumPath: string })[],
    sent: [] as string[],
    wrappers: [] as Wrapper[],
    learned: [] as { path: string; item: EnumItem }[],
  };
  const { calls, variants } = wordsOf(known);
  for (const site of callsOf(world, file, calls)) {
    if (site.call.kind === 'macro') continue;
    readSend(world, known, site, found);
  }
  const hub = known.hubs.get(file);
  if (hub)
    for (const site of callsOf(
      world,
      file,
      new RegExp(`\\b(?:${hub.join('|')})\\b`),
      (_name, { kind }) => kind === 'call',
    ))
      readCallback(world, known, hub, site, found);
  const facts = world.facts(file);
  // A variant may be called otherwise where it is brought in by another name.
  const renames = facts?.uses.some(({ name, path }) => name !== '*' && name !== lastSegment(path)) ?? false;
  const mayAsk = (text: string): boolean => takesApart.test(text) && (renames || namesOne(text, variants));
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, mayAsk) || !fn.body) continue;
    readMatches(world, known, world.inference.contextOf(file, facts, fn), fn.body, found.listens);
  }
  return found;
}

const takesApart = /match|\blet\b[^;=]*=|\belse\b|select/;
const words = new WeakMap<Survey, { readonly calls: RegExp; readonly variants: ReadonlySet<string> }>();

/** How the calls that may send look in the text, and the names of the variants that may arrive. */
function wordsOf(known: Survey): { readonly calls: RegExp; readonly variants: ReadonlySet<string> } {
  let made = words.get(known);
  if (!made) {
    const names = [sends, onlyIntoQueue].map((verb) => verb.source.slice(2, -2));
    for (const wrapper of known.wrappers.values()) names.push(wrapper.name);
    made = {
      calls: new RegExp(`\\b(?:${[...new Set(names)].join('|')})\\b`),
      variants: new Set(
        [...known.enums.values()].flatMap((item) => item.facts.variants.map((variant) => variant.name)),
      ),
    };
    words.set(known, made);
  }
  return made;
}

function namesOne(text: string, names: ReadonlySet<string>): boolean {
  for (const [word] of text.matchAll(/\b[A-Za-z_]\w*/g)) if (names.has(word)) return true;
  return false;
}

function grow(known: Survey, found: ReadonlyMap<string, FoundEnums>): Survey | undefined {
  const wrappers = new Map(known.wrappers);
  for (const one of found.values())
    for (const wrapper of one.wrappers) if (!wrappers.has(wrapper.key)) wrappers.set(wrapper.key, wrapper);
  const enums = new Map(known.enums);
  for (const one of found.values())
    for (const { path, item } of one.learned) if (!enums.has(path)) enums.set(path, item);
  return wrappers.size > known.wrappers.size || enums.size > known.enums.size
    ? { ...known, enums, wrappers }
    : undefined;
}

/**
 * What is sent is told by its type, and what becomes of it when everything is known: only matches are looked for by
 * what the survey knows, by the names of variants.
 */
function differs(before: Survey, after: Survey): readonly string[] {
  const words = new Set<string>();
  for (const [path, { facts }] of after.enums)
    if (before.enums.get(path)?.facts !== facts) for (const { name } of facts.variants) words.add(name);
  return [...words];
}

function finish(_world: RustWorld, { enums }: Survey, found: ReadonlyMap<string, FoundEnums>): Partial<LanguageGraph> {
  const sent = new Set<string>();
  const matched = new Set<string>();
  /** Where no variant is ever sent by its name and none taken out of a channel, matches ask what something is. */
  const certain = new Set<string | null>();
  for (const one of found.values()) {
    for (const path of one.sent) sent.add(path);
    for (const { eventId } of one.dispatches) certain.add(eventId);
    for (const listen of one.listens) {
      matched.add(listen.enumPath);
      if (listen.certainty === 'exact') certain.add(listen.eventId);
    }
  }
  const isCertain = (path: string, item: EnumItem): boolean =>
    item.facts.variants.some((variant) => certain.has(idOf(path, variant.name)));
  const live = [...enums].filter(
    ([path, item]) =>
      sent.has(path) &&
      matched.has(path) &&
      isCertain(path, item) &&
      (!item.facts.test || isIntegrationTest(item.file)),
  );
  const liveIds = new Set(
    live.flatMap(([path, item]) => item.facts.variants.map((variant) => idOf(path, variant.name))),
  );
  const liveNames = new Set(
    live.flatMap(([, item]) => item.facts.variants.map((variant) => `${item.facts.name}::${variant.name}`)),
  );
  const all = [...found.values()];
  const dispatches = all
    .flatMap((one) => one.dispatches)
    .filter((site) =>
      site.eventId !== null
        ? liveIds.has(site.eventId)
        : site.wrapper
          ? liveIds.size > 0
          : (site.candidates ?? []).some((name) => liveNames.has(name)),
    );
  const listens = all
    .flatMap((one) => one.listens)
    .filter((site) => site.eventId !== null && liveIds.has(site.eventId));
  const events = live.flatMap(([path, item]) =>
    item.facts.variants.map((variant): EventNode => ({
      id: idOf(path, variant.name),
      name: `${item.facts.name}::${variant.name}`,
      language: 'rust',
      kind: 'enumMember',
      ...placeOf(item.file, variant.spot),
      endColumn: variant.spot[1] + variant.name.length,
      fields: variant.fields.map(fieldOf),
      framework: channelsId,
    })),
  );
  return { events, dispatches, listens };
}

export const enumChannels = framework<Survey, FoundEnums>({
  id: channelsId,
  title: 'Enums through channels',
  packages: ['crossbeam-channel', 'flume', 'async-channel', 'winit'],
  needles: [
    'VecDeque<',
    'Sender<',
    'Receiver<',
    'channel(',
    'channel::<',
    'bounded(',
    'bounded::<',
    'EventLoopProxy',
    'EventEmitter<',
  ],
  survey,
  files,
  wrappers: ({ wrappers }) =>
    new Map(Array.from(wrappers, ([key, { name, index }]) => [`${key}|${String(index)}`, name])),
  meets: (world, file, names) => new RegExp(`\\b(?:${names.join('|')})\\b`).test(world.text(file)),
  read,
  grow,
  differs,
  finish,
});
