/** Listener classes of a Laravel application that no map, no call and no discovery names; knows where the framework looks. */
import type { Expression, PhpFacts } from '../languages/php/facts';
import type { ClassEntry, Project } from '../languages/php/project';
import { walk } from '../languages/php/walk';
import { isPair } from './laravelListening';
import type { Providers } from './laravelProviders';
import type { RawListen, Spot } from './phpFramework';

const provider = 'Illuminate\\Foundation\\Support\\Providers\\EventServiceProvider';

export interface Forgotten extends Spot {
  readonly name: string;
  readonly events: readonly string[];
  readonly reason: string;
  /** The array in the one `$listen` in which it would have to stand, with what is missing there if that is one entry. */
  readonly map?: Spot & { readonly step?: 'listener' | 'event' };
}

/** What an application registers, as far as it matters to a listener that is not registered. */
export interface Registered {
  readonly listens: readonly RawListen[];
  readonly providers: Providers;
  /** Whether the workspace dispatches or declares such an event. */
  isEvent(name: string): boolean;
}

/** Only where nothing else could register it: a claim that it never runs has to be true. */
export function forgottenListeners(project: Project, registered: Registered): Forgotten[] {
  const { folders, listeners } = layoutOf(project);
  if (listeners.length === 0 || isOpen(project, registered)) return [];
  const known = new Set<string>();
  const knownFiles = new Set<string>();
  for (const { handler } of registered.listens) {
    if (handler.kind !== 'method' || known.has(handler.of)) continue;
    known.add(handler.of);
    const file = project.classNamed(handler.of)?.file;
    if (file !== undefined) knownFiles.add(file);
  }
  const candidates = listeners
    .filter((file) => !knownFiles.has(file))
    .flatMap((file) => listenersOf(file, project, registered))
    .filter(({ entry }) => ![...known].some((one) => project.isA(one, entry.fact.name)));
  const used = usedOf(candidates, project);
  return candidates
    .filter(({ entry }) => !used.has(entry.fact.name))
    .map(({ entry, events }): Forgotten => {
      const map = mapFor(entry, events, folders, project, registered.providers);
      return {
        name: entry.fact.name,
        file: entry.file,
        at: entry.fact.nameAt,
        events,
        reason: map
          ? `$listen of ${map.of} does not name it, and Laravel does not discover listeners here.`
          : 'No $listen and no Event::listen names it, and Laravel does not discover listeners here.',
        ...(map && { map }),
      };
    });
}

/** Folders of applications, and the files of listeners in them, by their paths. */
interface Layout {
  readonly folders: readonly string[];
  readonly listeners: readonly string[];
}

const layouts = new WeakMap<Project, Layout>();

/** Found once: a project is opened anew when a file appears or vanishes. */
function layoutOf(project: Project): Layout {
  const known = layouts.get(project);
  if (known) return known;
  const { files } = project.workspace;
  const folders = files.flatMap((file) =>
    /(^|\/)bootstrap\/app\.php$/.test(file) ? [`${file.slice(0, -'bootstrap/app.php'.length)}app/`] : [],
  );
  const listeners = files.filter(
    (file) => file.includes('/Listeners/') && folders.some((folder) => file.startsWith(folder)),
  );
  layouts.set(project, { folders, listeners });
  return { folders, listeners };
}

/** Something registers listeners, or folders with listeners, that are only known at run time. */
function isOpen(project: Project, { listens }: Registered): boolean {
  if (listens.some(({ handler, file }) => handler.kind === 'unknown' && !isTest(file))) return true;
  const elsewhere = project.workspace.search(['discoverEventsWithin', 'EventDiscoveryPaths(', 'withEvents(']);
  for (const [needle, files] of elsewhere)
    for (const file of files) {
      if (isTest(file)) continue;
      if (needle !== 'withEvents(' || !takesLiterals(project.workspace.facts(file))) return true;
    }
  return false;
}

/** `withEvents()` and `withEvents(discover: false)` say all; paths may be anything. */
function takesLiterals(facts: PhpFacts | undefined): boolean {
  let literal = facts !== undefined;
  const visit = (part: Expression): void => {
    if (part.kind === 'method' && part.name === 'withEvents')
      literal &&= part.args.every(({ value }) => value.kind === 'literal');
  };
  for (const body of facts?.bodies ?? []) for (const statement of body.statements) walk(statement, visit);
  return literal;
}

interface Candidate {
  readonly entry: ClassEntry;
  readonly events: readonly string[];
}

/** Classes with the one method that a registration by class calls, for events that exist. */
function listenersOf(file: string, project: Project, { isEvent }: Registered): Candidate[] {
  const facts = project.workspace.facts(file);
  return (facts?.classes ?? []).flatMap((fact): Candidate[] => {
    if (!facts || fact.kind !== 'class' || fact.abstract || fact.anonymous || fact.attributes.length > 0) return [];
    if (project.method(fact.name, 'subscribe')) return [];
    // What a parent of a package does with its subclasses, nobody here can tell.
    if (project.lineage(fact.name).some((one) => !project.classNamed(one) && !one.startsWith('Illuminate\\')))
      return [];
    const method = project.method(fact.name, 'handle') ?? project.method(fact.name, '__invoke');
    const [first, ...others] = method?.body.parameters ?? [];
    if (!first || method?.body.visibility !== 'public' || others.some(({ optional }) => !optional)) return [];
    const events = first.types.filter((type) => isEvent(type));
    return events.length > 0 && events.length === first.types.length ? [{ entry: { file, facts, fact }, events }] : [];
  });
}

/** Those that other code than tests names for anything but importing it. */
function usedOf(candidates: readonly Candidate[], project: Project): ReadonlySet<string> {
  const shortOf = ({ entry }: Candidate): string => entry.fact.name.slice(entry.fact.name.lastIndexOf('\\') + 1);
  const found = project.workspace.search([...new Set(candidates.map(shortOf))]);
  const used = new Set<string>();
  for (const candidate of candidates) {
    const { name } = candidate.entry.fact;
    for (const file of found.get(shortOf(candidate)) ?? []) {
      if (file === candidate.entry.file || isTest(file)) continue;
      const facts = project.workspace.facts(file);
      if (facts && namesIn(facts).has(name)) {
        used.add(name);
        break;
      }
    }
  }
  return used;
}

const namesOf = new WeakMap<PhpFacts, ReadonlySet<string>>();

/** Every class that the code of a file names, in whatever role; `use` lines and comments are no code. */
function namesIn(facts: PhpFacts): ReadonlySet<string> {
  const known = namesOf.get(facts);
  if (known) return known;
  const names = new Set<string>();
  const visit = (expression: Expression): void =>
    walk(expression, (part) => {
      if (part.kind === 'string') names.add(part.value.replace(/^\\/, '').replace(/@.*$/, ''));
      else if ('of' in part && typeof part.of === 'string') names.add(part.of);
    });
  for (const body of facts.bodies) {
    for (const { types } of body.parameters) for (const type of types) names.add(type);
    body.statements.forEach(visit);
  }
  for (const fact of facts.classes) {
    for (const name of [...fact.extends, ...fact.implements, ...fact.traits]) names.add(name);
    for (const { value } of fact.constants) visit(value);
    for (const { types, default: value } of fact.properties) {
      for (const type of types) names.add(type);
      if (value) visit(value);
    }
    for (const { args } of fact.attributes) for (const { value } of args) visit(value);
  }
  namesOf.set(facts, names);
  return names;
}

/** The `$listen` of the application's one registered event service provider. */
function mapFor(
  { file }: ClassEntry,
  events: readonly string[],
  folders: readonly string[],
  project: Project,
  providers: Providers,
): (NonNullable<Forgotten['map']> & { readonly of: string }) | undefined {
  const [folder] = folders.filter((one) => file.startsWith(one)).sort((a, b) => b.length - a.length);
  const maps = project.workspace.files
    .filter((one) => folder !== undefined && one.startsWith(`${folder}Providers/`))
    .flatMap((one) => (project.workspace.facts(one)?.classes ?? []).map((fact) => ({ file: one, fact })))
    .filter(({ fact }) => !fact.abstract && project.isA(fact.name, provider))
    .filter(({ fact }) => providers.missing(fact.name) === undefined)
    .flatMap((one) =>
      one.fact.properties.flatMap(({ name, default: value }) =>
        name === 'listen' && value?.kind === 'array'
          ? [
              {
                file: one.file,
                ...entryIn(value, events),
                of: one.fact.name.slice(one.fact.name.lastIndexOf('\\') + 1),
              },
            ]
          : [],
      ),
    );
  return maps.length === 1 ? maps[0] : undefined;
}

type List = Extract<Expression, { kind: 'array' }>;

/** The event's own list where it has one; the map where it has no entry. */
function entryIn(map: List, events: readonly string[]): Pick<NonNullable<Forgotten['map']>, 'at' | 'step'> {
  const [event] = events;
  // A key that is only known at run time may be this very event, and the later of two keys wins.
  const isPlain = map.items.every(({ key, spread }) => !spread && key && classIn(key) !== undefined);
  if (event === undefined || events.length > 1 || !isPlain) return { at: map.at };
  const own = map.items.filter(({ key }) => key && classIn(key) === event);
  if (own.length === 0) return { at: map.at, step: 'event' };
  const [only] = own;
  if (own.length > 1 || only?.value.kind !== 'array' || isPair(only.value)) return { at: only?.at ?? map.at };
  return { at: only.value.at, step: 'listener' };
}

function classIn(key: Expression): string | undefined {
  if (key.kind === 'string') return key.value.replace(/^\\/, '');
  return key.kind === 'classConstant' && key.name === 'class' && typeof key.of === 'string' ? key.of : undefined;
}

const isTest = (file: string): boolean => /(^|\/)tests?\//i.test(file);
