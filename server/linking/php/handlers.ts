/** What is known of a handler: where it stands, whether it exists and can take the event, how it is queued. */
import type { Field, Handler, Job, Place } from '../../graph/graph';
import type { Body, Expression, PhpFacts } from '../../languages/php/facts';
import { builtinTypes } from '../../languages/php/names';
import { walk } from '../../languages/php/walk';
import type { Project } from '../../languages/php/project';
import type { HandlerReference, RawListen } from '../../frameworks/phpFramework';
import { shouldBroadcast } from '../../frameworks/laravelBroadcasting';
import { placeAt } from './places';

const shouldQueue = 'Illuminate\\Contracts\\Queue\\ShouldQueue';
const handleAfterCommit = 'Illuminate\\Contracts\\Events\\ShouldHandleEventsAfterCommit';
const queueAfterCommit = 'Illuminate\\Contracts\\Queue\\ShouldQueueAfterCommit';

export interface HandlerFacts extends Handler {
  readonly queued?: boolean;
  readonly afterCommit?: boolean;
  readonly afterCommitIgnored?: string;
  readonly fields?: readonly Field[];
}

export function describeHandler(listen: RawListen, project: Project): HandlerFacts {
  const { handler } = listen;
  switch (handler.kind) {
    case 'closure': {
      const facts = project.facts(handler.file);
      const body = facts?.bodies[handler.body];
      return facts && body
        ? {
            handler: 'closure',
            ...placeOf(handler.file, facts, body, body.at),
            ...returning(handler.file, facts, body),
          }
        : { handler: 'closure' };
    }
    case 'function': {
      const found = project.functionNamed(handler.name);
      return found
        ? { handler: handler.name, ...placeOf(found.file, found.facts, found.body, found.body.nameAt) }
        : { handler: handler.name };
    }
    case 'unknown':
      return { handler: '?' };
    case 'method':
      return describeMethod(handler, listen, project);
  }
}

function describeMethod(
  handler: Extract<HandlerReference, { kind: 'method' }>,
  listen: RawListen,
  project: Project,
): HandlerFacts {
  const name =
    handler.method ??
    (project.method(handler.of, 'handle') || !project.method(handler.of, '__invoke') ? 'handle' : '__invoke');
  const shown = { handler: `${handler.of}@${name}` };
  const entry = project.classNamed(handler.of);
  if (!entry) return project.isOwn(handler.of) && project.expected(handler.of) ? { ...shown, missing: 'class' } : shown;
  const queue = queueing(handler.of, project);
  const found = project.method(handler.of, name);
  if (!found) {
    const open =
      project.lineage(handler.of).some((one) => !project.classNamed(one) && !interfaceLike(one)) ||
      project.method(handler.of, '__call');
    const at = placeAt(entry.file, entry.facts, entry.fact.nameAt);
    const place = { handlerFile: at.file, handlerLine: at.line, handlerColumn: at.column };
    return open ? { ...shown, ...place, ...queue } : { ...shown, ...place, ...queue, missing: 'method' };
  }
  const { body, entry: holder } = found;
  return {
    ...shown,
    ...placeOf(holder.file, holder.facts, body, body.nameAt),
    ...queue,
    ...returning(holder.file, holder.facts, body),
    ...mismatch(body, listen, project),
    ...calling(handler.of, body, holder.facts, project),
  };
}

/** Methods of its own class that a body calls, and those that these call in turn. */
function calling(of: string, start: Body, facts: PhpFacts, project: Project): { calls?: readonly string[] } {
  const calls = new Set<string>();
  const read = (body: Body, within: PhpFacts, depth: number): void => {
    const visit = (part: Expression): void => {
      const closure = part.kind === 'closure' ? within.bodies[part.body] : undefined;
      closure?.statements.forEach((statement) => {
        walk(statement, visit);
      });
      const own =
        (part.kind === 'method' && part.of.kind === 'variable' && part.of.name === 'this') ||
        (part.kind === 'static' && (part.of === 'self' || part.of === 'static'));
      if (!own || (part.kind !== 'method' && part.kind !== 'static') || part.name === null) return;
      const found = project.method(of, part.name);
      const name = found && `${found.entry.fact.name}@${found.body.name}`;
      if (!found || name === undefined || found.body === start || calls.has(name)) return;
      calls.add(name);
      if (depth < 2) read(found.body, found.entry.facts, depth + 1);
    };
    body.statements.forEach((statement) => {
      walk(statement, visit);
    });
  };
  read(start, facts, 1);
  return calls.size > 0 ? { calls: [...calls] } : {};
}

const interfaceLike = (name: string): boolean =>
  /\\Contracts\\/.test(name) ||
  /Interface$/.test(name) ||
  name === shouldQueue ||
  /\\(Queueable|InteractsWithQueue|SerializesModels|Dispatchable|Batchable)$/.test(name);

function placeOf(
  file: string,
  facts: PhpFacts,
  body: Body,
  at: number,
): Pick<Handler, 'handlerFile' | 'handlerLine' | 'handlerColumn' | 'handlerEndLine'> {
  const start = placeAt(file, facts, at);
  return {
    handlerFile: file,
    handlerLine: start.line,
    handlerColumn: start.column,
    handlerEndLine: placeAt(file, facts, Math.max(body.at, body.end - 1)).line,
  };
}

function queueing(
  name: string,
  project: Project,
): Pick<HandlerFacts, 'queued' | 'afterCommit' | 'afterCommitIgnored' | 'fields'> {
  const queued = project.isA(name, shouldQueue) || project.isA(name, queueAfterCommit);
  const flag = project.property(name, 'afterCommit')?.property.default;
  const declared = flag?.kind === 'literal' && flag.value === 'true';
  const events = project.isA(name, handleAfterCommit);
  if (!queued) return declared || events ? { afterCommit: true } : {};
  const fields = unserializable(name, project);
  return {
    queued: true,
    ...((declared || project.isA(name, queueAfterCommit)) && { afterCommit: true }),
    ...(events &&
      !declared &&
      !project.isA(name, queueAfterCommit) && { afterCommitIgnored: 'ShouldHandleEventsAfterCommit' }),
    ...(fields.length > 0 && { fields }),
  };
}

/** How a job's class has itself run: by a worker, at once, after the commit. */
export function pushed(name: string, via: string, project: Project): Pick<Job, 'afterCommit' | 'immediate'> {
  const { queued, afterCommit } = queueing(name, project);
  if (queued) return afterCommit ? { afterCommit } : {};
  // What a class of a package is by its parents, nobody here can tell; and `Queue::push` queues whatever it gets.
  const isKnown = project.lineage(name).every((one) => project.classNamed(one) ?? one.startsWith('Illuminate\\'));
  return isKnown && /dispatch/i.test(via) ? { immediate: true } : {};
}

/** A body that can answer exactly `false`, which stops the listeners after it. */
function returning(file: string, facts: PhpFacts, body: Body): { returnsFalse?: Place } {
  let at = -1;
  const visit = (expression: Expression): void => {
    if (expression.kind === 'other') expression.of.forEach(visit);
    else if (
      expression.kind === 'return' &&
      expression.value?.kind === 'literal' &&
      expression.value.value === 'false' &&
      at < 0
    )
      at = expression.at;
  };
  body.statements.forEach(visit);
  return at < 0 ? {} : { returnsFalse: placeAt(file, facts, at) };
}

function mismatch(body: Body, listen: RawListen, project: Project): { signature?: string } {
  const [first] = body.parameters;
  const wildcard = listen.event?.includes('*') === true;
  const required = body.parameters.filter((parameter) => !parameter.optional).length;
  if (listen.form === 'class' && required > 1 && !wildcard)
    return { signature: `${body.name} requires ${required} arguments and is given one.` };
  if (
    listen.form !== 'class' ||
    listen.event === null ||
    !first ||
    first.types.length === 0 ||
    wildcard ||
    listen.discovered
  )
    return {};
  const { event } = listen;
  if (
    first.variadic ||
    first.types.some((type) => type === 'object' || type === 'mixed' || type === 'self' || type === 'static')
  )
    return {};
  const lineage = project.lineage(event);
  if (first.types.some((type) => lineage.includes(type))) return {};
  // A parent outside the workspace may be what is asked for.
  const open = lineage.some((one) => !project.classNamed(one));
  if (open && first.types.some((type) => !builtinTypes.has(type) && !project.classNamed(type))) return {};
  if (!project.classNamed(event))
    return first.types.every((type) => builtinTypes.has(type) || project.classNamed(type))
      ? sentence(first.types, event)
      : {};
  return sentence(first.types, event);
}

const shortName = (name: string): string => name.slice(name.lastIndexOf('\\') + 1);
const sentence = (types: readonly string[], event: string): { signature: string } => ({
  signature: `Its parameter is ${types.map(shortName).join('|')}, which ${shortName(event)} is not.`,
});

const heavy: Readonly<Record<string, string>> = {
  Closure: 'a closure cannot be serialised',
  PDO: 'a database handle cannot be serialised',
  PDOStatement: 'a database statement cannot be serialised',
  resource: 'a resource cannot be serialised',
  Generator: 'a generator cannot be serialised',
  callable: 'a callable may be a closure, which cannot be serialised',
  SplFileInfo: 'a file handle cannot be serialised',
  SplFileObject: 'a file handle cannot be serialised',
  'Illuminate\\Http\\UploadedFile': 'an uploaded file cannot be serialised',
  'Symfony\\Component\\HttpFoundation\\File\\UploadedFile': 'an uploaded file cannot be serialised',
  'Illuminate\\Http\\Request': 'a request holds closures and cannot be serialised',
  SimpleXMLElement: 'an XML element cannot be serialised',
  DOMDocument: 'a DOM document cannot be serialised',
  WeakMap: 'a weak map cannot be serialised',
  WeakReference: 'a weak reference cannot be serialised',
  CurlHandle: 'a curl handle cannot be serialised',
  Fiber: 'a fiber cannot be serialised',
};

/** Fields of a class, its parents' and traits' included. */
export function fieldsOf(name: string, project: Project): Field[] {
  const fields: Field[] = [];
  const seen = new Set<string>();
  for (const ancestor of project.lineage(name)) {
    const entry = project.classNamed(ancestor);
    if (!entry || entry.fact.kind === 'interface') continue;
    for (const property of entry.fact.properties) {
      if (property.static || seen.has(property.name)) continue;
      seen.add(property.name);
      const types = property.types.length > 0 ? property.types : property.docTypes;
      const reason = types
        .map(
          (type) =>
            heavy[type] ?? (/^Reflection\w+$/.test(type) ? 'a reflection object cannot be serialised' : undefined),
        )
        .find((one) => one !== undefined);
      const place = placeAt(entry.file, entry.facts, property.at);
      fields.push({
        name: property.name,
        ...(types.length > 0 && { type: types.join('|') }),
        ...(property.visibility === 'public' && !property.readonly && !entry.fact.readonly && { mutable: true }),
        ...(reason !== undefined && { unserializable: reason }),
        line: place.line,
        column: place.column,
      });
    }
  }
  return fields;
}

const unserializable = (name: string, project: Project): Field[] =>
  fieldsOf(name, project).filter((field) => field.unserializable !== undefined);

export { shouldBroadcast, shouldQueue };
