/** Turns what was read into sites, and functions that hand their own argument on into wrappers; knows no framework. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Body, Expression } from '../languages/php/facts';
import type { CallSite, Context, RawDispatch, Sink, Wrapper } from './phpFramework';
import { readEvent, short, type Reading } from './phpReading';
import { inTransaction } from './phpTransactions';

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

interface DispatchOptions {
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
  if (reading.late) {
    const candidates = reportLate(scope, options, context, sink);
    if (candidates) {
      sink.dispatch({
        ...base,
        event: null,
        form: 'class',
        certainty: 'dynamic',
        reason: 'It dispatches the very class it is called on.',
        ...(candidates.length > 0 && { candidates }),
        wrapper: true,
      });
      return;
    }
  }
  const wrapped = reading.parameters.length > 0 ? reportWrapper(scope, reading, options, sink) : false;
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

/** Notes that the static method around the place dispatches the class it is called on; answers which classes that can be. */
function reportLate(
  scope: Scope,
  options: DispatchOptions,
  { project }: Context,
  sink: Sink,
): readonly string[] | undefined {
  const body = namedBody(scope)?.body;
  const owner = body && scope.facts.classes[body.owner];
  if (!body?.static || !owner || owner.anonymous) return undefined;
  sink.wrapper({
    key: `${owner.name}::${body.name}`,
    name: body.name,
    of: owner.name,
    parameter: -1,
    parameterName: '',
    makes: options.makes ?? 'event',
    form: 'class',
    framework: options.framework,
    late: true,
    ...(options.stage && { stage: options.stage }),
    ...(options.emitter !== undefined && { emitter: options.emitter }),
  });
  return [owner.name, ...project.subclasses(owner.name)].filter((name) => {
    const fact = project.classNamed(name)?.fact;
    return fact?.kind === 'class' && !fact.abstract;
  });
}

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
