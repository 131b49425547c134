/** The events of the graph: every class and name that is declared, dispatched, listened to or talked about. */
import type { EventNode, Listen } from '../../graph/graph';
import type { Project } from '../../languages/php/project';
import { channelsOf } from '../../frameworks/laravelBroadcasting';
import { doctrineEvents, doctrineToolEvents } from '../../frameworks/symfonyNames';
import type { Context, RawEvent } from '../../frameworks/phpFramework';
import { fieldsOf, shouldBroadcast, shouldQueue } from './handlers';
import { openFlat, openMade, type Memory } from './memory';
import { placeAt } from './places';
import type { Findings } from './scan';
import { inOrder, type Share } from './shares';

export const idOf = (name: string): string => `php:${name}`;

const vendors: Readonly<Record<string, string>> = {
  Illuminate: 'Laravel',
  Laravel: 'Laravel',
  Symfony: 'Symfony',
  Doctrine: 'Doctrine',
  Spatie: 'Spatie',
  Livewire: 'Livewire',
  Filament: 'Filament',
  Sylius: 'Sylius',
};

/** Its classes come from its package, though the workspace may hold changed ones under the same namespace. */
export const isOfFramework = (name: string): boolean => Object.hasOwn(vendors, name.split('\\')[0] ?? '');

export interface Events {
  /** Replaces what the file says of events; nothing when it is gone. */
  put(file: string, share: Share | undefined): void;
  /** Every event that is spoken of; listeners count where they are live. */
  nodes(live: readonly Listen[]): readonly EventNode[];
}

/** An event is named, by a framework, as a class or as a plain name. */
interface Naming {
  readonly name: string;
  readonly form: 'class' | 'string';
  readonly framework: string;
}

/** What one file says of events. */
interface Notes {
  readonly named: readonly Naming[];
  readonly heard: readonly Naming[];
  readonly aliases: readonly { readonly of: string; readonly name: string }[];
  readonly spelled: readonly { readonly name: string; readonly by: NonNullable<RawEvent['spelledBy']> }[];
}

/** What all files say of events. */
interface Known {
  readonly names: ReadonlyMap<string, Naming>;
  /** By class, the names under which maps store it. */
  readonly mapped: ReadonlyMap<string, readonly string[]>;
  readonly spelled: ReadonlyMap<string, NonNullable<RawEvent['spelledBy']>>;
}

export function openEvents(context: Context, memory: Memory): Events {
  const notes = new Map<string, { readonly notes: Notes; readonly text: string }>();
  /** Replaced whenever some file says something else. */
  let ordered: readonly Notes[] | undefined;
  const heardNow = openFlat<string>();
  const known = openMade<Known>();
  const made = openMade<readonly EventNode[]>();
  return {
    put(file, share) {
      const now = share && notesOf(share);
      const text = now ? JSON.stringify(now) : nothing;
      if (text === (notes.get(file)?.text ?? nothing)) return;
      if (now && text !== nothing) notes.set(file, { notes: now, text });
      else notes.delete(file);
      ordered = undefined;
    },
    nodes(live) {
      ordered ??= [...notes.keys()].sort(inOrder).flatMap((file) => notes.get(file)?.notes ?? []);
      const all = ordered;
      const heard = heardNow([[...new Set(live.flatMap(({ event }) => event ?? []))]]);
      const { names, mapped, spelled } = known([all, heard], () => gather(all, new Set(heard)));
      return made([names, memory.version('class'), memory.version('string')], () =>
        Array.from(names.values(), ({ name, form, framework }) => {
          const at = form === 'string' ? spelled.get(name) : undefined;
          const also = mapped.get(name) ?? [];
          const from = at ? `${framework}|${at.of}::${at.constant}` : framework;
          return memory.of(form, name, [from, ...also], () => nodeOf(name, form, framework, at, also, context));
        }),
      );
    },
  };
}

function notesOf(share: Findings): Notes {
  const naming = (name: string | null, form: Naming['form'], framework: string): readonly Naming[] =>
    name === null || name.includes('*') || name === 'object' ? [] : [{ name, form, framework }];
  return {
    named: [
      ...share.events.flatMap(({ name, spelledBy, framework }) =>
        spelledBy === undefined ? naming(name, 'class', framework) : [],
      ),
      ...[...share.dispatches, ...share.references].flatMap(({ event, form, framework }) =>
        naming(event, form, framework),
      ),
    ],
    heard: share.listens.flatMap(({ event, form, framework }) => naming(event, form, framework)),
    aliases: share.aliases.map(({ of, name }) => ({ of, name })),
    spelled: share.events.flatMap(({ name, spelledBy }) => (spelledBy === undefined ? [] : [{ name, by: spelledBy }])),
  };
}

const nothing = JSON.stringify({ named: [], heard: [], aliases: [], spelled: [] } satisfies Notes);

/** Whoever names a class has the last word on it, whoever names a plain name the first. */
function gather(all: readonly Notes[], heard: ReadonlySet<string>): Known {
  const names = new Map<string, Naming>();
  const note = (naming: Naming): void => {
    if (naming.form === 'class' || !names.has(naming.name)) names.set(naming.name, naming);
  };
  const mapped = new Map<string, string[]>();
  const spelled = new Map<string, NonNullable<RawEvent['spelledBy']>>();
  for (const part of all) {
    for (const { of, name } of part.aliases) {
      const list = mapped.get(of);
      if (list) list.push(name);
      else mapped.set(of, [name]);
    }
    for (const { name, by } of part.spelled) if (!spelled.has(name)) spelled.set(name, by);
    part.named.forEach(note);
  }
  for (const part of all) for (const naming of part.heard) if (heard.has(naming.name)) note(naming);
  return { names, mapped, spelled };
}

function nodeOf(
  name: string,
  form: 'class' | 'string',
  framework: string,
  spelled: RawEvent['spelledBy'],
  mapped: readonly string[],
  context: Context,
): EventNode {
  const { project } = context;
  const base = { id: idOf(name), name, language: 'php', framework } as const;
  const entry = project.classNamed(name);
  if (!entry) {
    if (form === 'string')
      return { ...base, kind: 'string', ...constantOf(spelled, project), ...publisherOf(name, project) };
    const own = project.isOwn(name) && !isOfFramework(name);
    const vendor = vendors[name.split('\\')[0] ?? ''] ?? name.split('\\')[0];
    return { ...base, kind: 'class', ...(!own && { external: true, publishedBy: vendor }) };
  }
  const { facts, fact, file } = entry;
  const place = placeAt(
    file,
    facts,
    fact.nameAt,
    fact.anonymous ? undefined : fact.nameAt + name.slice(name.lastIndexOf('\\') + 1).length,
  );
  const broadcast = project.isA(name, shouldBroadcast);
  const channels = broadcast ? [...new Set(channelsOf(name, context).map((channel) => channel.pattern))] : [];
  const as = broadcast ? broadcastName(name, context) : undefined;
  const fields = fieldsOf(name, project);
  const parents = parentsOf(name, project);
  const aliases = [...aliasesOf(name, context), ...(as === undefined ? [] : [as]), ...mapped];
  return {
    ...base,
    kind: 'class',
    file,
    line: place.line,
    column: place.column,
    ...(place.endColumn !== undefined && { endColumn: place.endColumn }),
    ...((broadcast && !project.isA(name, 'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcastNow')) ||
    project.isA(name, shouldQueue)
      ? { queued: true }
      : {}),
    ...(broadcast && { broadcast: true }),
    ...(as !== undefined && { broadcastAs: as }),
    ...(channels.length > 0 && { channels }),
    ...(project.isA(name, 'Illuminate\\Contracts\\Events\\ShouldDispatchAfterCommit') && { afterCommit: true }),
    ...(fields.length > 0 && { fields }),
    ...(parents.length > 0 && { parents }),
    ...((fact.abstract || fact.kind !== 'class') && { abstract: true }),
    ...(aliases.length > 0 && { aliases: [...new Set(aliases)] }),
  };
}

/** Where the constant stands that spells an event's name. */
function constantOf(
  spelled: RawEvent['spelledBy'],
  project: Project,
): Pick<EventNode, 'file' | 'line' | 'column'> & { kind?: 'constant' | 'enumMember' } {
  const found = spelled && project.constant(spelled.of, spelled.constant);
  const at = found?.entry.fact.constants.find(({ name }) => name === spelled?.constant)?.at;
  if (!found || at === undefined) return {};
  return { ...placeAt(found.entry.file, found.entry.facts, at), kind: found.isCase ? 'enumMember' : 'constant' };
}

const doctrine: ReadonlySet<string> = new Set([...doctrineEvents, ...doctrineToolEvents]);

/** Who publishes a name, or a pattern of names, that the workspace only listens to. */
export function publisherOf(name: string, project: Project): { external?: true; publishedBy?: string } {
  if (/^eloquent\.(?:\w+(?:$|:)|\*|\w+\*)/.test(name)) return { external: true, publishedBy: 'Eloquent' };
  if (doctrine.has(name)) return { external: true, publishedBy: 'Doctrine' };
  if (/^(kernel|console|workflow|security|form)\.[\w.]+$/.test(name)) return { external: true, publishedBy: 'Symfony' };
  if (/^(?:creating|composing|bootstrapping|bootstrapped):/.test(name)) return { publishedBy: 'Laravel' };
  // A class of a package, written as a string.
  const [vendor = ''] = /^\w+(?=\\)/.exec(name) ?? [];
  return vendor !== '' && !project.isOwn(name) ? { publishedBy: vendors[vendor] ?? vendor } : {};
}

function parentsOf(name: string, project: Project): NonNullable<EventNode['parents']> {
  const parents: { id: string; how: 'extends' | 'implements' }[] = [];
  for (const ancestor of project.lineage(name)) {
    const fact = project.classNamed(ancestor)?.fact;
    for (const parent of fact?.extends ?? [])
      parents.push({ id: idOf(parent), how: fact?.kind === 'interface' ? 'implements' : 'extends' });
    for (const parent of fact?.implements ?? []) parents.push({ id: idOf(parent), how: 'implements' });
  }
  const seen = new Set<string>();
  return parents.filter(({ id }) => !seen.has(id) && seen.add(id));
}

function broadcastName(name: string, context: Context): string | undefined {
  return literalAnswer(name, 'broadcastAs', context);
}

function literalAnswer(name: string, method: string, context: Context): string | undefined {
  const found = context.project.method(name, method);
  const answer = found?.body.statements.find((statement) => statement.kind === 'return');
  if (!found || answer?.kind !== 'return' || !answer.value) return undefined;
  return context.evaluator.textsOf(answer.value, {
    file: found.entry.file,
    facts: found.entry.facts,
    body: found.index,
    self: name,
  })[0];
}

/** Names under which the event is stored: `eventName()`, `EVENT_NAME`, an attribute that names it. */
function aliasesOf(name: string, context: Context): string[] {
  const { project } = context;
  const answered = [
    'eventName',
    'getEventName',
    'eventType',
    'getEventType',
    'messageName',
    'eventAlias',
    'name',
  ].flatMap((method) => {
    const own = project.method(name, method);
    if (!own || own.body.parameters.length > 0) return [];
    return literalAnswer(name, method, context) ?? [];
  });
  const constants = ['EVENT_NAME', 'EVENT_TYPE', 'MESSAGE_NAME', 'NAME', 'TYPE'].flatMap((constant) => {
    const value = project.constant(name, constant)?.entry.fact.constants.find((one) => one.name === constant)?.value;
    return value?.kind === 'string' && /^[\p{L}\p{N}_.:\\/-]{2,200}$/u.test(value.value) ? [value.value] : [];
  });
  const attributes = (project.classNamed(name)?.fact.attributes ?? []).flatMap((attribute) => {
    const short = attribute.name.slice(attribute.name.lastIndexOf('\\') + 1);
    const value = attribute.args[0]?.value;
    return naming.test(short) && value?.kind === 'string' ? [value.value] : [];
  });
  return [...answered, ...constants, ...attributes];
}

/** `#[Event('order.placed')]` of patchlevel, `#[NamedEvent('…')]` of Ecotone, and what projects call their own. */
const naming = /^(?:Named|Stored|Domain)?(?:Event|Message)(?:Name|Type|Alias)?$/;
