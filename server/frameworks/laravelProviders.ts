/** Which service providers of a Laravel workspace are really registered, and by what; knows nothing of events. */
import type { Expression, PhpFacts } from '../languages/php/facts';
import { readJson, record } from '../languages/php/roots';
import type { Project } from '../languages/php/project';
import { walk } from '../languages/php/walk';
import type { RawRegistration, Spot } from './phpFramework';

export interface Providers {
  /** Undefined when registered; otherwise one sentence saying why not. */
  missing(name: string): string | undefined;
  /** The list in which the class would have to stand; undefined when no array of the application can only be that. */
  listFor(name: string): Spot | undefined;
}

const classNames = new WeakMap<PhpFacts, readonly string[]>();

/** Classes a file names in arrays and calls: `X::class` and strings that read like a class. */
function namedClasses(facts: PhpFacts): readonly string[] {
  const known = classNames.get(facts);
  if (known) return known;
  const found = new Set<string>();
  const visit = (expression: Expression): void =>
    walk(expression, (part) => {
      if (part.kind === 'classConstant' && part.name === 'class' && typeof part.of === 'string') found.add(part.of);
      else if (part.kind === 'string' && /^\\?[A-Z]\w*(\\\w+)+$/.test(part.value))
        found.add(part.value.replace(/^\\/, ''));
      else if (part.kind === 'new' && typeof part.of === 'string') found.add(part.of);
    });
  for (const body of facts.bodies) body.statements.forEach(visit);
  for (const fact of facts.classes)
    for (const property of fact.properties) if (property.default) visit(property.default);
  const list = [...found];
  classNames.set(facts, list);
  return list;
}

/** What the list of files and the manifests say, found once: a project is opened anew when those change. */
interface Layout {
  /** Files that list providers. */
  readonly lists: readonly string[];
  /** Providers the manifests name. */
  readonly named: readonly string[];
}

const layouts = new WeakMap<Project, Layout>();

function layoutOf(project: Project): Layout {
  const known = layouts.get(project);
  if (known) return known;
  const { workspace } = project;
  const lists = workspace.files.filter((file) =>
    /(^|\/)(bootstrap\/(providers|app)|config\/(app|concord))\.php$/.test(file),
  );
  const manifests = workspace
    .named(['composer.json'])
    .map((file) => record(record(readJson(workspace.text(file))['extra'])['laravel']));
  const modules = workspace.named(['module.json']).map((file) => readJson(workspace.text(file)));
  const named: string[] = [];
  for (const { providers } of [...manifests, ...modules])
    if (Array.isArray(providers))
      for (const name of providers) if (typeof name === 'string') named.push(name.replace(/^\\/, ''));
  const layout = { lists, named };
  layouts.set(project, layout);
  return layout;
}

export function readProviders(project: Project, registrations: readonly RawRegistration[]): Providers {
  const { workspace } = project;
  const { lists, named } = layoutOf(project);
  const registered = new Set(named);
  for (const file of lists) {
    const facts = workspace.facts(file);
    if (facts) for (const name of namedClasses(facts)) registered.add(name);
  }
  const isApplication = lists.length > 0;
  const chains = registrations.filter((step) => step.kind === 'provider' || step.kind === 'anyProvider');
  let open = false;
  for (let again = true; again;) {
    again = false;
    for (const step of chains) {
      const active =
        step.by === undefined ||
        !project.isA(step.by, 'Illuminate\\Support\\ServiceProvider') ||
        isIn(registered, step.by, project);
      if (!active) continue;
      if (step.kind === 'anyProvider') open = true;
      else if (step.kind === 'provider' && !registered.has(step.name)) {
        registered.add(step.name);
        again = true;
      }
    }
  }
  const asked = new Map<string, string | undefined>();
  return {
    listFor: (name) => {
      const file = homeOf(name, lists, project);
      const facts = workspace.facts(file);
      const at = facts && listIn(facts);
      return at === undefined ? undefined : { file, at };
    },
    missing: (name) => {
      if (!isApplication || open || isIn(registered, name, project)) return undefined;
      if (asked.has(name)) return asked.get(name);
      const answer = mentioned(name, project)
        ? undefined
        : `${name.slice(name.lastIndexOf('\\') + 1)} is not registered in ${homeOf(name, lists, project)}`;
      asked.set(name, answer);
      return answer;
    },
  };
}

const newHome = 'bootstrap/providers.php';
const oldHome = 'config/app.php';

/** The file of its own application that lists providers: the nearest above the class. */
function homeOf(name: string, lists: readonly string[], project: Project): string {
  const own = project.classNamed(name)?.file ?? '';
  const rootOf = (list: string): string => list.slice(0, -(list.endsWith(newHome) ? newHome : oldHome).length);
  const homes = lists.filter((file) => file.endsWith(newHome) || file.endsWith(oldHome));
  const above = homes.filter((file) => own.startsWith(rootOf(file)));
  const [nearest] = [...(above.length > 0 ? above : homes)].sort(
    (a, b) => rootOf(b).length - rootOf(a).length || Number(b.endsWith(newHome)) - Number(a.endsWith(newHome)),
  );
  return nearest ?? newHome;
}

/** Where the one array begins that lists providers, if there is one such array. */
function listIn(facts: PhpFacts): number | undefined {
  const found: number[] = [];
  for (const statement of facts.bodies[0]?.statements ?? []) {
    if (statement.kind !== 'return' || !statement.value) continue;
    if (statement.value.kind === 'array' && statement.value.items.every(({ key }) => key === null))
      return statement.value.at;
    walk(statement.value, (part) => {
      if (part.kind === 'array' && part.items.some(({ key, value }) => key === null && isProvider(value)))
        found.push(part.at);
    });
  }
  return found.length === 1 ? found[0] : undefined;
}

const isProvider = (value: Expression): boolean =>
  value.kind === 'classConstant' && typeof value.of === 'string' && /Provider$/.test(value.of);

/** Registered itself, or through a subclass that inherits what it says. */
function isIn(registered: ReadonlySet<string>, name: string, project: Project): boolean {
  if (registered.has(name)) return true;
  const fact = project.classNamed(name)?.fact;
  if (!fact) return false;
  if (fact.kind === 'trait' || fact.abstract || !fact.final)
    for (const one of registered) if (one !== name && project.isOwn(one) && project.isA(one, name)) return true;
  return false;
}

/** Named by other code than tests and its own file: some registration this reading does not know may use it. */
function mentioned(name: string, project: Project): boolean {
  const shortName = name.slice(name.lastIndexOf('\\') + 1);
  const own = project.classNamed(name)?.file;
  const needles = [`${shortName}::class`, `${name}'`, `${name}"`, name.replaceAll('\\', '\\\\')];
  for (const files of project.workspace.search(needles).values())
    for (const file of files) {
      if (file === own || /(^|\/)tests?\//i.test(file)) continue;
      const facts = project.workspace.facts(file);
      if (facts && namedClasses(facts).includes(name)) return true;
    }
  return false;
}
