/** Laravel's event discovery: listeners found by the type of their handle methods, exactly where the framework looks. */
import { scopeOf, whole, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression, PhpFacts } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import { joinPath } from '../languages/php/roots';
import type { Project } from '../languages/php/project';
import type { Context, PhpFramework, RawListen, Sink } from './phpFramework';
import { readProviders } from './laravelProviders';
import { forEachCall } from './phpCalls';
import { listItems } from './phpReading';

const id = 'laravelDiscovery';
const base = 'Illuminate\\Foundation\\Support\\Providers\\EventServiceProvider';

export const laravelDiscovery: PhpFramework = {
  id,
  title: 'Laravel event discovery',
  packages: ['laravel/framework'],
  needles: [
    'withEvents(',
    'shouldDiscoverEvents',
    'discoverEventsWithin',
    'disableEventDiscovery',
    'EventDiscoveryPaths',
    'Application::configure(',
  ],

  /** Providers registered by calls count for discovery as much as for everything else. */
  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind === 'new' || call.name === null) return;
    if (call.name === 'withProviders') {
      const list = context.evaluator.argument(call.args, 0, 'providers');
      if (list)
        for (const item of listItems(list, scope, context))
          for (const name of context.evaluator.textsOf(item.value, item.scope))
            sink.registration({ kind: 'provider', name, file: scope.file, at: item.at });
      return;
    }
    if (call.name !== 'register' || call.kind !== 'method' || call.args.length === 0) return;
    const argument = call.args[0]?.value;
    if (!argument) return;
    const by = scope.self === '' ? {} : { by: scope.self };
    for (const meaning of context.evaluator.evaluate(argument, scope)) {
      const name = meaning.kind === 'object' ? meaning.of : whole(meaning);
      if (name !== undefined && /^[\w\\]+$/.test(name)) {
        if (context.project.isA(name, 'Illuminate\\Support\\ServiceProvider') || /Provider$/.test(name))
          sink.registration({ kind: 'provider', name, file: scope.file, at: call.at, ...by });
      } else if (name === undefined && isApplication(call.of, scope, context))
        sink.registration({ kind: 'anyProvider', file: scope.file, at: call.at, ...by });
    }
  },

  workspace(context, sink) {
    for (const { folder, registration } of discoveryFolders(context)) discoverIn(folder, registration, context, sink);
  },
};

function isApplication(of: Expression, scope: Scope, context: Context): boolean {
  return (
    context.evaluator
      .typesOf(of, scope)
      .some((type) => context.project.isA(type, 'Illuminate\\Container\\Container')) ||
    (of.kind === 'variable' && of.name === 'app')
  );
}

interface Folder {
  readonly folder: string;
  readonly registration: { readonly file: string; readonly at: number };
}

/** Folders in which the framework looks, with the line that makes it look. */
function discoveryFolders(context: Context): Folder[] {
  const { project } = context;
  const { workspace } = project;
  const folders: Folder[] = [];
  const disabled = [...workspace.search(['disableEventDiscovery']).values()]
    .flat()
    .some((file) => !/(^|\/)tests?\//i.test(file) && !file.includes('vendor/'));
  for (const file of disabled ? [] : filesIn(/(^|\/)bootstrap\/app\.php$/, project)) {
    const facts = workspace.facts(file);
    const root = file.slice(0, -'bootstrap/app.php'.length);
    if (facts) folders.push(...configuredFolders(file, facts, root, context));
  }
  const overriding = [...workspace.search(['shouldDiscoverEvents']).values()].flat();
  for (const file of new Set(overriding)) {
    const facts = workspace.facts(file);
    for (const fact of facts?.classes ?? []) {
      if (!facts || !project.isA(fact.name, base)) continue;
      const should = project.method(fact.name, 'shouldDiscoverEvents');
      const answer = should?.body.statements.find((statement) => statement.kind === 'return');
      if (
        !should ||
        answer?.kind !== 'return' ||
        !answer.value ||
        (answer.value.kind === 'literal' && answer.value.value === 'false')
      )
        continue;
      if (readProviders(project, context.registrations).missing(fact.name) !== undefined) continue;
      const within = project.method(fact.name, 'discoverEventsWithin');
      const paths = within
        ? returnedPaths(within.entry.file, within.entry.facts, within.index, context)
        : [`${appFolder(file)}Listeners/`];
      for (const folder of paths) folders.push({ folder, registration: { file, at: should.body.at } });
    }
  }
  const seen = new Set<string>();
  return folders.filter(({ folder }) => !seen.has(folder) && seen.add(folder));
}

/** The application folder (`app/`) a provider's own path belongs to. */
function appFolder(file: string): string {
  return file.includes('app/') ? file.slice(0, file.indexOf('app/') + 4) : 'app/';
}

function configuredFolders(file: string, facts: PhpFacts, root: string, context: Context): Folder[] {
  let at = -1;
  let off = false;
  let paths: string[] | undefined;
  forEachCall(file, facts, ({ call, scope }) => {
    if (call.kind === 'static' && call.name === 'configure') at = at < 0 ? call.at : at;
    if (call.kind !== 'method' || call.name !== 'withEvents') return;
    const discover = context.evaluator.argument(call.args, 0, 'discover');
    if (!discover) return;
    if (discover.kind === 'literal') off = discover.value === 'false';
    else paths = pathsOf(discover, scope, root, context);
  });
  if (at < 0 || off) return [];
  const extra = [...context.project.workspace.search(['EventDiscoveryPaths(']).values()].flat().flatMap((other) => {
    const known = context.project.workspace.facts(other);
    const found: string[] = [];
    if (known)
      forEachCall(other, known, ({ call, scope }) => {
        if (
          call.kind === 'static' &&
          call.args[0] &&
          (call.name === 'setEventDiscoveryPaths' || call.name === 'addEventDiscoveryPaths')
        )
          found.push(...pathsOf(call.args[0].value, scope, root, context));
      });
    return found;
  });
  return [...(paths ?? [`${root}app/Listeners/`]), ...extra].map((folder) => ({ folder, registration: { file, at } }));
}

function returnedPaths(file: string, facts: PhpFacts, body: number, context: Context): string[] {
  const scope = scopeOf(file, facts, body);
  const root = file.includes('app/') ? file.slice(0, file.indexOf('app/')) : '';
  return (facts.bodies[body]?.statements ?? []).flatMap((statement) =>
    statement.kind === 'return' && statement.value ? pathsOf(statement.value, scope, root, context) : [],
  );
}

/** Paths written as `app_path('X')`, `base_path('X')`, `__DIR__.'/../X'` or a plain string, `*` standing for any folder. */
function pathsOf(expression: Expression, scope: Scope, root: string, context: Context): string[] {
  const items = listItems(expression, scope, context);
  if (items.length > 0) return items.flatMap((item) => pathsOf(item.value, item.scope, root, context));
  const path = pathOf(expression, scope, root, context);
  return path === undefined ? [] : [path];
}

function pathOf(expression: Expression, scope: Scope, root: string, context: Context): string | undefined {
  const folderOf = (text: string): string => joinPath('', text);
  switch (expression.kind) {
    case 'string':
      return folderOf(root + expression.value.replace(/^\//, ''));
    case 'constant':
      return expression.name === '__DIR__' ? scope.file.slice(0, scope.file.lastIndexOf('/') + 1) : undefined;
    case 'concat': {
      const parts = expression.parts.map((part) =>
        part.kind === 'string' ? part.value : pathOf(part, scope, root, context),
      );
      return parts.some((part) => part === undefined) ? undefined : folderOf(parts.join('/'));
    }
    case 'method':
    case 'call': {
      const inner = expression.args[0]?.value;
      const text = inner ? context.evaluator.textsOf(inner, scope)[0] : '';
      if (text === undefined) return undefined;
      const name = expression.name ?? '';
      if (name === 'app_path' || name === 'path') return folderOf(`${root}app/${text}`);
      if (name === 'base_path' || name === 'basePath') return folderOf(`${root}${text}`);
      return undefined;
    }
    default:
      return undefined;
  }
}

const filesOf = new WeakMap<Project, Map<string, readonly string[]>>();

/** Files whose path matches; found once, since a project is opened anew when a file appears or vanishes. */
function filesIn(pattern: RegExp, project: Project): readonly string[] {
  const known = filesOf.get(project) ?? new Map<string, readonly string[]>();
  filesOf.set(project, known);
  const found = known.get(pattern.source) ?? project.workspace.files.filter((file) => pattern.test(file));
  known.set(pattern.source, found);
  return found;
}

const listenersOf = new WeakMap<PhpFacts, readonly Omit<RawListen, 'file'>[]>();

function discoverIn(folder: string, registration: Folder['registration'], context: Context, sink: Sink): void {
  const { project } = context;
  void registration;
  const inside = new RegExp(
    `^${folder
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*')}`,
  );
  for (const file of filesIn(inside, project)) {
    const facts = project.workspace.facts(file);
    if (!facts) continue;
    let found = listenersOf.get(facts);
    if (!found) {
      found = facts.classes.flatMap((_, index) => listenersIn(facts, index));
      listenersOf.set(facts, found);
    }
    for (const listener of found) {
      const name = listener.handler.kind === 'method' ? listener.handler.of : '';
      if (
        project.isA(
          name,
          'Illuminate\\Contracts\\Events\\ShouldBeDiscovered',
          'Illuminate\\Events\\ShouldBeDiscovered',
        ) &&
        refuses(name, context)
      )
        continue;
      sink.listen({ ...listener, file });
    }
    for (const fact of facts.classes) inherited(file, facts, fact.name, context, sink);
  }
}

function refuses(name: string, context: Context): boolean {
  const method = context.project.method(name, 'shouldBeDiscovered');
  const answer = method?.body.statements.find((statement) => statement.kind === 'return');
  return answer?.kind === 'return' && answer.value?.kind === 'literal' && answer.value.value === 'false';
}

/** Handle methods that come from a parent class or a trait are found by reflection as well. */
function inherited(file: string, facts: PhpFacts, name: string, context: Context, sink: Sink): void {
  const { project } = context;
  const entry = project.classNamed(name);
  if (!entry || entry.fact.abstract || entry.fact.kind !== 'class') return;
  const own = new Set(entry.fact.methods.map((index) => facts.bodies[index]?.name));
  for (const ancestor of project.lineage(name).slice(1)) {
    const parent = project.classNamed(ancestor);
    if (!parent || parent.fact.kind === 'interface') continue;
    for (const index of parent.fact.methods) {
      const body = parent.facts.bodies[index];
      if (!body || own.has(body.name)) continue;
      own.add(body.name);
      for (const listener of methodListeners(parent.facts, index, name))
        sink.listen({ ...listener, file, at: entry.fact.nameAt, end: entry.fact.nameAt });
    }
  }
}

function listenersIn(facts: PhpFacts, index: number): Omit<RawListen, 'file'>[] {
  const fact = facts.classes[index];
  if (!fact || fact.kind !== 'class' || fact.abstract || fact.anonymous) return [];
  return fact.methods.flatMap((method) => methodListeners(facts, method, fact.name));
}

function methodListeners(facts: PhpFacts, method: number, name: string): Omit<RawListen, 'file'>[] {
  const body = facts.bodies[method];
  if (
    !body ||
    body.visibility !== 'public' ||
    body.abstract ||
    !(body.name.startsWith('handle') || body.name === '__invoke')
  )
    return [];
  const [first] = body.parameters;
  if (!first) return [];
  return first.types
    .filter((type) => !builtinTypes.has(type) && type !== 'self')
    .map(
      (event) =>
        ({
          at: body.nameAt,
          end: body.end,
          via: 'discovery',
          framework: id,
          event,
          form: 'class',
          handler: { kind: 'method', of: name, method: body.name },
          certainty: 'exact',
          match: 'interfaces',
          discovered: true,
          in: `${name}@${body.name}`,
        }) as const,
    );
}
