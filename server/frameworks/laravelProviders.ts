/** Which service providers of a Laravel workspace are really registered, and by what; knows nothing of events. */
import type { Expression, PhpFacts } from '../languages/php/facts';
import { readJson, record } from '../languages/php/roots';
import type { Project } from '../languages/php/project';
import { walk } from '../languages/php/walk';
import type { RawRegistration } from './phpFramework';

export interface Providers {
  /** Undefined when registered; otherwise one sentence saying why not. */
  missing(name: string): string | undefined;
  /** Where a registration would have to stand, for people. */
  readonly home: string;
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
  readonly home: string;
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
  const home =
    workspace.files.find((file) => /(^|\/)bootstrap\/providers\.php$/.test(file)) ??
    lists.find((file) => /config\/app\.php$/.test(file)) ??
    'bootstrap/providers.php';
  const layout = { lists, named, home };
  layouts.set(project, layout);
  return layout;
}

export function readProviders(project: Project, registrations: readonly RawRegistration[]): Providers {
  const { workspace } = project;
  const { lists, named, home } = layoutOf(project);
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
    home,
    missing: (name) => {
      if (!isApplication || open || isIn(registered, name, project)) return undefined;
      if (asked.has(name)) return asked.get(name);
      const answer = mentioned(name, project)
        ? undefined
        : `${name.slice(name.lastIndexOf('\\') + 1)} is not registered in ${home}`;
      asked.set(name, answer);
      return answer;
    },
  };
}

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
