/** Buses a PHP project builds itself: a class that keeps listeners in an array by event and calls them; told by what its methods do. */
import type { Body, ClassFact, Expression, PhpFacts } from '../languages/php/facts';
import { bindings, walk } from '../languages/php/walk';
import { short } from './phpReading';
import type { ClassSite, Context, PhpFramework, Sink } from './phpFramework';

const id = 'ownBuses';

/** What such an array is called. A table of routes or bindings is filled the same way and is none. */
const registry = /(?:listener|subscriber|handler|callback|hook|observer|event|action|filter)s?$/i;
const listening = /^_?(?:listen|on|once|subscribe|attach|bind|hook|observe|register|when|add)(?![a-z])/;
const dispatching =
  /^_?(?:dispatch|fire|emit|trigger|notify|publish|raise|broadcast|execute|run|do|apply|call|invoke)(?![a-z])/;

export const phpOwnBuses: PhpFramework = {
  id,
  title: 'Buses a PHP project builds itself',
  packages: [],
  needles: [],

  declaration(site, context, sink) {
    const { fact, facts } = site;
    if (fact.kind === 'interface' || fact.kind === 'enum' || !fact.properties.some(({ name }) => registry.test(name)))
      return;
    for (const { name } of fact.properties) if (registry.test(name)) readRegistry(site, facts, name, context, sink);
  },
};

function readRegistry(site: ClassSite, facts: PhpFacts, property: string, context: Context, sink: Sink): void {
  const { fact } = site;
  const methods = fact.methods.flatMap((index) => facts.bodies[index] ?? []);
  const filled = methods.filter(({ name }) => listening.test(name)).map((body) => ({ body, ...fills(body, property) }));
  const listens = filled.flatMap(({ body, event, handler }) =>
    event === undefined || handler === undefined ? [] : [{ body, event, handler }],
  );
  if (listens.length === 0) return;
  const dispatches = methods
    .filter(({ name }) => dispatching.test(name))
    .flatMap((body) =>
      body.parameters.slice(0, 2).flatMap((parameter, index) => {
        const form = readsBy(body, parameter.name, property, fact, facts, 0);
        return form === undefined ? [] : [{ body, index, form }];
      }),
    );
  if (dispatches.length === 0) return;
  void context;
  const emitter = short(fact.name);
  const wrapper = (body: Body, parameter: number): { readonly key: string } & Base => ({
    key: `${fact.name}::${body.name}`,
    name: body.name,
    of: fact.name,
    parameter,
    parameterName: body.parameters[parameter]?.name ?? '',
    framework: id,
    emitter,
  });
  for (const { body, event, handler } of listens)
    sink.wrapper({ ...wrapper(body, event), makes: 'listener', form: 'either', handler });
  for (const { body, index, form } of dispatches) sink.wrapper({ ...wrapper(body, index), makes: 'event', form });
}

interface Base {
  readonly name: string;
  readonly of: string;
  readonly parameter: number;
  readonly parameterName: string;
  readonly framework: string;
  readonly emitter: string;
}

/** `$this->listeners[$event][] = $action`: which parameters are the event and the handler. */
function fills(body: Body, property: string): { readonly event?: number; readonly handler?: number } {
  let event: number | undefined;
  let handler: number | undefined;
  const note = (target: Expression, value: Expression): void => {
    const keys = keysOf(target, property);
    // One handler a name is a container, not a bus: a list, or a second key, is what makes it several.
    if (!keys || !(keys.length > 1 || mentionsProperty(value, property))) return;
    const key = keys[0];
    if (!key) return;
    const named = parameterIn(key, body);
    const given = body.parameters.findIndex(
      (parameter, index) => index !== named && mentions(value, parameter.name) && mayBeHandler(parameter.types),
    );
    if (named === undefined || given < 0) return;
    event ??= named;
    handler ??= given;
  };
  for (const statement of body.statements)
    walk(statement, (part) => {
      if (part.kind === 'assign') note(part.to, part.value);
      else if (part.kind === 'call' && part.name === 'array_push' && part.args[0] && part.args[1])
        note({ kind: 'index', of: part.args[0].value, key: null, at: part.at }, part.args[1].value);
    });
  return { ...(event !== undefined && { event }), ...(handler !== undefined && { handler }) };
}

const mayBeHandler = (types: readonly string[]): boolean =>
  !types.some((type) => type === 'int' || type === 'bool' || type === 'float');

/** The keys of `$this->P[…][…]`, outermost array first; undefined when it is something else. */
function keysOf(target: Expression, property: string): readonly (Expression | null)[] | undefined {
  const keys: (Expression | null)[] = [];
  let current = target;
  while (current.kind === 'index') {
    keys.unshift(current.key);
    current = current.of;
  }
  return keys.length > 0 && isProperty(current, property) ? keys : undefined;
}

const isProperty = (expression: Expression, property: string): boolean =>
  (expression.kind === 'property' &&
    expression.name === property &&
    expression.of.kind === 'variable' &&
    expression.of.name === 'this') ||
  (expression.kind === 'staticProperty' &&
    expression.name === property &&
    (expression.of === 'self' || expression.of === 'static'));

/** The parameter a key is made of, at once or by a loop over it. */
function parameterIn(key: Expression, body: Body): number | undefined {
  const direct = body.parameters.findIndex(({ name }) => mentions(key, name));
  if (direct >= 0) return direct;
  if (key.kind !== 'variable') return undefined;
  for (const { value } of bindings(body).get(key.name) ?? []) {
    const found = value ? body.parameters.findIndex(({ name }) => mentions(value, name)) : -1;
    if (found >= 0) return found;
  }
  return undefined;
}

/** Whether a method looks its own argument up in the array: by the name it is, or by the class it has. */
function readsBy(
  body: Body,
  parameter: string,
  property: string,
  fact: ClassFact,
  facts: PhpFacts,
  depth: number,
): 'string' | 'class' | undefined {
  let form: 'string' | 'class' | undefined;
  for (const statement of body.statements)
    walk(statement, (part) => {
      if (form !== undefined) return;
      if (part.kind === 'index' && part.key && isProperty(part.of, property)) form = keyForm(part.key, parameter, body);
      if (part.kind !== 'method' && part.kind !== 'static') return;
      const own =
        part.kind === 'method'
          ? part.of.kind === 'variable' && part.of.name === 'this'
          : part.of === 'self' || part.of === 'static';
      if (!own || depth > 1) return;
      const inner = fact.methods.map((index) => facts.bodies[index]).find((method) => method?.name === part.name);
      const [position, given] = [...part.args.entries()].find(([, { value }]) => mentions(value, parameter)) ?? [];
      const taken = position === undefined ? undefined : inner?.parameters[position];
      if (!inner || inner === body || !given || !taken) return;
      const found = readsBy(inner, taken.name, property, fact, facts, depth + 1);
      if (found !== undefined) form = isClassOf(given.value, parameter) ? 'class' : found;
    });
  return form;
}

function keyForm(key: Expression, parameter: string, body: Body): 'string' | 'class' | undefined {
  if (key.kind === 'variable' && key.name === parameter) return 'string';
  if (isClassOf(key, parameter)) return 'class';
  if (key.kind !== 'variable') return undefined;
  return bindings(body)
    .get(key.name)
    ?.some(({ value }) => value !== null && isClassOf(value, parameter))
    ? 'class'
    : undefined;
}

/** `get_class($event)`, `$event::class`. */
function isClassOf(expression: Expression, parameter: string): boolean {
  let found = false;
  walk(expression, (part) => {
    if (part.kind === 'call' && part.name === 'get_class' && part.args[0] && mentions(part.args[0].value, parameter))
      found = true;
    else if (
      part.kind === 'classConstant' &&
      part.name === 'class' &&
      typeof part.of !== 'string' &&
      mentions(part.of, parameter)
    )
      found = true;
  });
  return found;
}

function mentions(expression: Expression, name: string): boolean {
  let found = false;
  walk(expression, (part) => {
    if (part.kind === 'variable' && part.name === name) found = true;
  });
  return found;
}

function mentionsProperty(expression: Expression, property: string): boolean {
  let found = false;
  walk(expression, (part) => {
    if (isProperty(part, property)) found = true;
  });
  return found;
}
