/** Reads arguments as events and turns them into sites; shared by the PHP frameworks, knows none of them. */
import { whole, type Part, type Scope } from '../languages/php/evaluation/meaning';
import type { Body, Expression, PhpFacts } from '../languages/php/facts';
import { builtinTypes } from '../languages/php/names';
import { bindings, slotOf } from '../languages/php/walk';
import type { CallSite, Context, RawDispatch, Sink, Wrapper } from './phpFramework';
import { inTransaction } from './phpTransactions';

/** What an argument can be as an event, job or command. */
export interface Reading {
  readonly names: readonly {
    readonly name: string;
    readonly form: 'class' | 'string';
    readonly exact: boolean;
    /** The constant or enum case that spells the name. */
    readonly spelledBy?: { readonly of: string; readonly constant: string };
  }[];
  /** The caller's argument is it, as it stands or as part of a composed name. */
  readonly parameters: readonly {
    readonly index: number;
    readonly template?: readonly Part[];
    readonly form: 'class' | 'string' | 'either';
    readonly element?: boolean;
  }[];
  readonly unknown: readonly string[];
  /** Concrete classes behind an abstract type. */
  readonly candidates: readonly string[];
}

export function readEvent(expression: Expression | undefined, scope: Scope, context: Context): Reading {
  const names: Reading['names'][number][] = [];
  const parameters: {
    index: number;
    template?: readonly Part[];
    form: 'class' | 'string' | 'either';
    element?: boolean;
  }[] = [];
  const unknown: string[] = [];
  const candidates: string[] = [];
  if (!expression) return { names, parameters, unknown: ['the event is passed in a list'], candidates };
  const { project, evaluator } = context;
  const add = (name: string, form: 'class' | 'string', exact: boolean, of?: string, constant?: string): void => {
    if (names.some((known) => known.name === name)) return;
    names.push({
      name,
      form,
      exact,
      ...(of !== undefined && constant !== undefined && { spelledBy: { of, constant } }),
    });
  };
  /** `X::NAME` or `X::Case->value`, and its class; what else answers a text was spelled elsewhere. */
  const constant = expression.kind === 'property' && expression.name === 'value' ? expression.of : expression;
  const [holder] =
    constant.kind === 'classConstant' && constant.name !== 'class'
      ? evaluator.classesOf(constant.of, scope).flatMap((meaning) => whole(meaning) ?? [])
      : [];
  for (const meaning of evaluator.evaluate(expression, scope)) {
    switch (meaning.kind) {
      case 'object': {
        const of = anonymousBase(meaning.of, scope.facts) ?? meaning.of;
        if (meaning.exact) {
          add(of, 'class', true);
          break;
        }
        const entry = project.classNamed(of);
        const open = entry ? entry.fact.abstract || entry.fact.kind !== 'class' : isBase(of);
        if (!open) {
          add(of, 'class', false);
          break;
        }
        if (meaning.parameter !== undefined)
          parameters.push({ index: meaning.parameter, form: 'class', ...(meaning.element && { element: true }) });
        else unknown.push(`any ${short(of)} can stand here`);
        if (entry)
          candidates.push(
            ...project
              .subclasses(of)
              .filter(
                (name) =>
                  project.classNamed(name)?.fact.abstract === false && project.classNamed(name)?.fact.kind === 'class',
              ),
          );
        break;
      }
      case 'text': {
        const text = whole(meaning);
        if (text !== undefined) {
          const name = text.replace(/^\\/, '');
          const isClass = meaning.isClass === true || (name.includes('\\') && project.classNamed(name) !== undefined);
          if (isClass) add(name, 'class', true);
          else if (name !== '')
            add(text, 'string', true, holder, constant.kind === 'classConstant' ? constant.name : undefined);
          break;
        }
        const holes = meaning.parts.filter((part) => typeof part !== 'string');
        const [hole] = holes;
        if (holes.length === 1 && hole && typeof hole !== 'string' && 'parameter' in hole)
          parameters.push({ index: hole.parameter, template: meaning.parts, form: 'string' });
        else {
          for (const part of holes)
            if (typeof part !== 'string' && 'parameter' in part)
              parameters.push({ index: part.parameter, template: meaning.parts, form: 'string' });
          if (!holes.some((part) => typeof part !== 'string' && 'parameter' in part))
            unknown.push(`its name is put together at run time: ${pattern(meaning.parts)}`);
        }
        break;
      }
      case 'parameter':
        parameters.push({
          index: meaning.index,
          form:
            meaning.types.length === 1 && meaning.types[0] === 'string'
              ? 'string'
              : meaning.types.some((type) => type === 'object')
                ? 'class'
                : 'either',
          ...(meaning.element && { element: true }),
        });
        break;
      case 'case': {
        const found = project.constant(meaning.of, meaning.name);
        const value =
          found &&
          evaluator.textsOf(found.value, {
            ...scope,
            facts: found.entry.facts,
            file: found.entry.file,
            body: 0,
            self: meaning.of,
          })[0];
        add(value ?? `${meaning.of}::${meaning.name}`, 'string', true, meaning.of, meaning.name);
        break;
      }
      case 'list':
        if (!builtinTypes.has(meaning.of)) unknown.push(`any ${short(meaning.of)} of a list can stand here`);
        else unknown.push('it is taken out of a list');
        break;
      case 'array':
      case 'closure':
        unknown.push('it is not an event');
        break;
      case 'unknown':
        if (meaning.reason !== 'it is null') unknown.push(meaning.reason);
        if (meaning.prefix?.endsWith('\\')) candidates.push(...project.classesUnder(meaning.prefix));
    }
  }
  if (names.length + parameters.length + unknown.length === 0) unknown.push('it is computed');
  return { names, parameters, unknown, candidates: [...new Set(candidates)] };
}

const bases: ReadonlySet<string> = new Set([
  'Symfony\\Contracts\\EventDispatcher\\Event',
  'Symfony\\Component\\EventDispatcher\\Event',
  'Psr\\EventDispatcher\\StoppableEventInterface',
  'Illuminate\\Contracts\\Queue\\ShouldQueue',
  'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcast',
  'Spatie\\EventSourcing\\StoredEvents\\ShouldBeStored',
  'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcastNow',
  'Illuminate\\Database\\Eloquent\\Model',
  'stdClass',
  'Illuminate\\Contracts\\Events\\ShouldDispatchAfterCommit',
]);
const isBase = (name: string): boolean => bases.has(name) || /(Interface|Contract)$/.test(name);

function anonymousBase(name: string, facts: PhpFacts): string | undefined {
  if (!name.startsWith('class@anonymous')) return undefined;
  const fact = facts.classes.find((candidate) => candidate.name === name);
  return fact?.extends[0] ?? fact?.implements[0];
}

export function pattern(parts: readonly Part[]): string {
  return parts.map((part) => (typeof part === 'string' ? part : '*')).join('');
}

export const short = (name: string): string => name.slice(name.lastIndexOf('\\') + 1);

/** `Class@method`, a function's name, or undefined at a file's top level. */
export function enclosing(scope: Scope): string | undefined {
  const { facts } = scope;
  let body = facts.bodies[scope.body];
  for (let guard = 0; body && body.parent >= 0 && guard < 50; guard++) body = facts.bodies[body.parent];
  if (!body || body.name === '{main}' || body.name === '{closure}') return undefined;
  const owner = facts.classes[body.owner];
  return owner ? `${owner.name}@${body.name}` : body.name;
}

/** The named function around a place, closures left out. */
function namedBody(scope: Scope): { readonly body: Body; readonly index: number } | undefined {
  let index = scope.body;
  let body = scope.facts.bodies[index];
  for (let guard = 0; body && body.parent >= 0 && guard < 50; guard++) {
    index = body.parent;
    body = scope.facts.bodies[index];
  }
  return body && body.name !== '{main}' && body.name !== '{closure}' ? { body, index } : undefined;
}

export interface DispatchOptions {
  readonly via: string;
  readonly framework: string;
  readonly stage?: 'record' | 'publish';
  readonly queued?: boolean;
  readonly emitter?: string;
  readonly inferred?: boolean;
  readonly makes?: Wrapper['makes'];
  /** Report nothing when the argument is not known: the receiver is only a guess. */
  readonly onlyKnown?: boolean;
}

/** Reports a call as dispatch of what its argument can be; the enclosing function becomes a wrapper when that is its own argument. */
export function reportDispatch(
  site: CallSite,
  argument: Expression | undefined,
  options: DispatchOptions,
  context: Context,
  sink: Sink,
): void {
  reportReading(site, readEvent(argument, site.scope, context), options, context, sink);
}

export function reportReading(
  site: CallSite,
  reading: Reading,
  options: DispatchOptions,
  context: Context,
  sink: Sink,
): void {
  const { scope, call } = site;
  const inside = enclosing(scope);
  const base = {
    file: scope.file,
    at: call.at,
    end: call.end,
    via: options.via,
    framework: options.framework,
    ...(inside !== undefined && { in: inside }),
    ...(options.stage && { stage: options.stage }),
    ...(options.queued && { queued: true }),
    ...(options.emitter !== undefined && { emitter: options.emitter }),
    ...(inTransaction(scope, call.at) && { inTransaction: true }),
  };
  const wrapped = reading.parameters.length > 0 ? reportWrapper(scope, reading, options, sink) : false;
  void context;
  if (reading.unknown.length === 0 && reading.parameters.length === 0) {
    for (const { name, form, exact, spelledBy } of reading.names) {
      if (spelledBy && form === 'string')
        sink.event({ file: scope.file, at: call.at, name, framework: options.framework, spelledBy });
      sink.dispatch({
        ...base,
        event: name,
        form,
        ...(exact && !options.inferred
          ? { certainty: 'exact' as const }
          : {
              certainty: 'inferred' as const,
              reason: options.inferred
                ? 'The receiver is taken for an event dispatcher by what it is given.'
                : `It is declared as ${short(name)}.`,
            }),
      });
    }
    return;
  }
  if (options.onlyKnown && reading.names.length === 0) return;
  const known = [...new Set([...reading.names.map((one) => one.name), ...reading.candidates])];
  const single =
    reading.names.length === 1 &&
    reading.parameters.length === 0 &&
    reading.unknown.every((reason) => reason === 'it is not an event');
  const [first] = reading.names;
  if (single && first) {
    sink.dispatch({
      ...base,
      event: first.name,
      form: first.form,
      certainty: 'inferred',
      reason: `It is most likely ${short(first.name)}.`,
    });
    return;
  }
  const reason =
    reading.parameters.length > 0
      ? 'The event is what the caller passes in.'
      : sentence(reading.unknown[0] ?? 'it is computed');
  const raw: RawDispatch = {
    ...base,
    event: null,
    form: 'class',
    certainty: 'dynamic',
    reason,
    ...(known.length > 0 && { candidates: known }),
    ...(wrapped && { wrapper: true }),
  };
  sink.dispatch(raw);
}

const sentence = (reason: string): string => `The event is decided at run time: ${reason}.`;

/** Notes that the function around the place hands its own parameter on. */
export function reportWrapper(
  scope: Scope,
  reading: Reading,
  options: Pick<DispatchOptions, 'stage' | 'framework' | 'emitter' | 'makes'>,
  sink: Sink,
): boolean {
  const named = namedBody(scope);
  if (!named) return false;
  const { body } = named;
  const owner = scope.facts.classes[body.owner];
  for (const { index, template, form, element } of reading.parameters) {
    const parameter = body.parameters[index];
    if (!parameter) continue;
    sink.wrapper({
      key: owner ? `${owner.name}::${body.name}` : body.name,
      name: body.name.slice(body.name.lastIndexOf('\\') + 1),
      of: owner?.name ?? '',
      parameter: index,
      parameterName: parameter.name,
      makes: options.makes ?? 'event',
      form,
      framework: options.framework,
      ...(template && { template }),
      ...(element && { element: true }),
      ...(options.stage && { stage: options.stage }),
      ...(options.emitter !== undefined && { emitter: options.emitter }),
    });
  }
  return reading.parameters.some(({ index }) => body.parameters[index] !== undefined);
}

/** Items of a list: of its literal, and of what was appended to it. */
export function listItems(
  expression: Expression,
  scope: Scope,
  context: Context,
  depth = 0,
): { readonly value: Expression; readonly key: Expression | null; readonly scope: Scope; readonly at: number }[] {
  const found: { value: Expression; key: Expression | null; scope: Scope; at: number }[] = [];
  if (depth > 4) return found;
  for (const meaning of context.evaluator.evaluate(expression, scope)) {
    if (meaning.kind !== 'array') continue;
    for (const item of meaning.items) {
      if (item.spread) found.push(...listItems(item.value, meaning.scope, context, depth + 1));
      else found.push({ value: item.value, key: item.key, scope: meaning.scope, at: item.at });
    }
  }
  const target = expression.kind === 'index' && slotOf(expression) === undefined ? expression.of : expression;
  const wanted =
    expression.kind === 'index' && expression.key ? context.evaluator.textsOf(expression.key, scope)[0] : undefined;
  const slot = slotOf(target);
  const body = scope.facts.bodies[scope.body];
  if (slot !== undefined && body)
    for (const binding of bindings(body).get(slot) ?? []) {
      if (binding.kind !== 'append' || !binding.value) continue;
      const key = binding.key ? context.evaluator.textsOf(binding.key, scope)[0] : undefined;
      if (wanted !== undefined && key !== undefined && key !== wanted) continue;
      found.push({ value: binding.value, key: binding.key ?? null, scope, at: binding.value.at });
    }
  return found;
}
