/** What the event argument of a call may name: strings, classes, event objects; decides nothing about emitters. */
import type { Expression } from '../../languages/javascript/facts';
import { type EventName, type Spot, spotOf } from './emissions';
import type { Direction } from './emitters/emitter';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { ancestorsOf, isFunctionFact, nameOfClass } from './members/ancestry';
import { elementsOf, keysOf } from './members/iteration';
import { memberOf } from './members/memberOf';
import type { Program } from './program';
import type { Shape } from './shape';
import type { Source } from './sources';
import { tokenOf } from './tokens';
import { type ClassValue, type Context, type StringValue, type Value, originOf } from './values';

export interface NamedEvent {
  readonly event: EventName;
  readonly context: Context;
  readonly closed?: boolean;
  readonly loose?: boolean;
  readonly hole?: string;
  readonly composed?: boolean;
  readonly written?: StringValue['written'];
}

function eventExpression(shape: Shape): Expression | undefined {
  const written = shape.call.arguments[shape.shift];
  if (!shape.listed) return written;
  const argument = written?.kind === 'cast' ? written.of : written;
  if (argument?.kind === 'array') return argument.elements[0];
  // `emit.apply(this, arguments)`
  if (argument?.kind === 'name' && argument.name === 'arguments') {
    const { functions } = shape.source.facts;
    let at = shape.call.function;
    while (at !== undefined && functions[at]?.role === 'arrow') at = functions[at]?.outer;
    if (at !== undefined) return { kind: 'argument', function: at, index: 0 };
  }
  return argument && { kind: 'element', object: argument, key: { kind: 'literal', value: 0 } };
}

/** What the event argument of a call may be. */
export function eventNames(
  program: Program,
  shape: Shape,
  context: Context,
  direction: Direction,
  delimiter?: string,
): readonly NamedEvent[] {
  const expression = eventExpression(shape);
  if (!expression) return [];
  const { source } = shape;
  const found: NamedEvent[] = [];
  const take = (value: Value, depth: number): void => {
    const named = (event: EventName, extra: Partial<NamedEvent> = {}): void =>
      void found.push({ event, context: value.context, ...extra });
    const token = tokenOf(program, value, direction === 'listen' || shape.call.arguments.length > shape.shift + 1);
    if (token && (value.kind !== 'object' || !objectType(program, value).length)) return named(token);
    switch (value.kind) {
      case 'string':
        // Nothing is named by nothing: what starts as '' is set later.
        if (value.text === '') return;
        if (value.hole) named({ kind: 'pattern', text: value.text }, { hole: value.text });
        else
          named(
            {
              kind: 'string',
              text: value.text,
              ...(value.ofClass && { ofClass: value.ofClass }),
              ...(value.declared && !nameKeys.includes(value.declared.member ?? '') && { declared: value.declared }),
            },
            {
              ...(value.composed && { composed: true }),
              ...(value.closed && { closed: true }),
              ...(value.loose && { loose: true }),
              ...(value.written && { written: value.written }),
            },
          );
        return;
      case 'class':
        if (direction === 'listen') named({ kind: 'class', class: value });
        return;
      case 'instance':
        if (direction === 'dispatch' && !isInterface(value.of)) {
          const text = eventObjectName(program, value);
          if (text.length) for (const one of text) take(one, depth + 1);
          else if (value.allocation && objectType(program, value).some((one) => !one.closed && !one.loose)) {
            const alias = objectType(program, value).find((one) => !one.closed && !one.loose)?.text;
            named({ kind: 'class', class: value.of, ...(alias !== undefined && { alias }) });
          } else if (!(
            value.annotated &&
            value.of.class.role === 'class' &&
            !isFunctionFact(value.of.class) &&
            (value.of.class.abstract || isBaseEvent(program, value.of))
          ))
            named({ kind: 'class', class: value.of });
        }
        return;
      case 'list':
        if (
          delimiter !== undefined &&
          expression.kind === 'array' &&
          expression.elements.length > value.elements.length
        )
          return;
        if (
          delimiter !== undefined &&
          depth === 0 &&
          value.elements.length &&
          value.elements.every((element) => element.kind === 'string')
        ) {
          take(
            {
              kind: 'string',
              text: value.elements.map((element) => (element.kind === 'string' ? element.text : '')).join(delimiter),
              context: value.context,
              ...(value.elements.some((element) => element.kind === 'string' && element.hole) && { hole: true }),
            },
            1,
          );
          return;
        }
        if (depth < 2) for (const element of value.elements) take(element, depth + 1);
        return;
      case 'members':
        if (direction === 'listen' && depth < 2)
          for (const element of elementsOf(program, value, 'name')) take(element, depth + 1);
        return;
      case 'object': {
        if (direction === 'listen') {
          const type = objectType(program, value);
          if (type.length) for (const one of type) take(one, depth + 1);
          else if (depth < 1) for (const key of keysOf(program, value)) if (key.kind === 'string') take(key, depth + 1);
          return;
        }
        for (const one of objectType(program, value)) take(one, depth + 1);
        return;
      }
      case 'external':
        if (direction === 'dispatch' && value.allocation && value.module === 'global' && /Event$/.test(value.path)) {
          const name = value.allocation.call.arguments[0];
          if (name)
            for (const one of evaluate(program, value.allocation.source, name, value.context, 'name'))
              take(one, depth + 1);
        } else if (direction === 'listen' && !value.made && /^[A-Z]\w*$/.test(value.path) && value.module !== 'global')
          named({ kind: 'externalClass', module: value.module, name: value.path });
        else if (
          direction === 'dispatch' &&
          value.made &&
          value.allocation?.call.new &&
          /^[A-Z]\w*$/.test(value.path) &&
          value.module !== 'global'
        )
          named({ kind: 'externalClass', module: value.module, name: value.path });
        return;
      default:
    }
  };
  const values = evaluate(program, source, expression, context, 'name');
  const created =
    direction === 'dispatch' && values.length && values.every((value) => value.kind === 'instance')
      ? createdFrom(program, source, expression, context)
      : [];
  for (const value of created.length ? created : values) take(value, 0);
  // `publish(new A(), new B())`
  if (direction === 'dispatch' && found.some((one) => one.event.kind === 'class'))
    for (const further of shape.call.arguments.slice(shape.shift + 1))
      if (further.kind === 'call' && source.facts.calls[further.call]?.new)
        for (const value of evaluate(program, source, further, context, 'name'))
          if (value.kind === 'instance' && /^publish|^dispatch|^raise/.test(shape.verb)) take(value, 0);
  // An object that is both made of a class and named: the name is what listeners know.
  const strings = found.filter((one) => one.event.kind === 'string');
  return strings.length &&
    strings.length < found.length &&
    direction === 'dispatch' &&
    values.some((value) => value.kind === 'object')
    ? strings
    : found;
}

/** `createEvent({ type: 'x' })`: an object made of a description that says its name. */
function createdFrom(program: Program, source: Source, expression: Expression, context: Context): readonly Value[] {
  const made =
    expression.kind === 'name' ? findName(source, expression.name, expression.scope)?.binding.values?.[0] : expression;
  const call = made?.kind === 'call' ? source.facts.calls[made.call] : undefined;
  const [first] = call && !call.new ? call.arguments : [];
  if (first?.kind !== 'object' || !first.members.some((member) => member.name === 'type')) return [];
  return evaluate(program, source, first, context, 'name').flatMap((value) => objectType(program, value));
}

function isInterface(value: ClassValue): boolean {
  return !isFunctionFact(value.class) && value.class.role === 'interface';
}

/** An annotation with a base class of events says "some event", not that one. */
function isBaseEvent(program: Program, value: ClassValue): boolean {
  void program;
  return /^(?:I?(?:Domain|Base|Abstract|Integration|Vendure|Application|Core)?Event|I[A-Z]\w*Event)(?:Base)?$/.test(
    nameOfClass(value),
  );
}

const nameKeys = ['type', 'eventType', 'eventName', 'event', 'name'];

/** `{ type: 'x' }`, `{ name: 'x' }`. */
function objectType(program: Program, value: Value): readonly StringValue[] {
  for (const key of nameKeys) {
    const values = memberOf(program, value, key, undefined, 'name').filter(
      (one): one is StringValue => one.kind === 'string',
    );
    // The event object itself is no declaration of its name.
    if (values.length)
      return values.map(({ declared, ...one }) =>
        declared && !nameKeys.includes(declared.member ?? '') ? { ...one, declared } : one,
      );
  }
  return [];
}

/** The name an event object carries: `Event` subclasses pass it to `super`, others keep it in a constant field. */
function eventObjectName(program: Program, value: Value & { kind: 'instance' }): readonly Value[] {
  const external = ancestorsOf(program, value.of).find((parent) => parent.kind === 'external');
  if (external?.kind === 'external' && external.module === 'global' && /Event$/.test(external.path)) {
    const maker = isFunctionFact(value.of.class) ? undefined : value.of.class.constructor_;
    const { source } = value.of;
    for (const index of maker === undefined ? [] : (source.callsByFunction.get(maker) ?? [])) {
      const call = source.facts.calls[index];
      const [first] = call?.arguments ?? [];
      if (call?.callee.kind === 'super' && first) return evaluate(program, source, first, value.context, 'name');
    }
    const passed = value.allocation?.call.arguments[0];
    return passed && value.allocation ? evaluate(program, value.allocation.source, passed, value.context, 'name') : [];
  }
  if (isFunctionFact(value.of.class)) return objectType(program, value);
  return [];
}

export function spotAt(context: Context, shape: Shape, written?: StringValue['written']): Spot {
  const origin = originOf(context);
  if (written && origin) {
    return {
      source: written.source,
      line: written.line,
      column: written.column,
      ...(origin.call.function !== undefined && { function: origin.call.function }),
      ...(origin.call.class !== undefined && { class: origin.call.class }),
    };
  }
  if (origin) return spotOf(origin.callSource, origin.call);
  const { inner } = shape.call;
  return inner && shape.shift ? { ...spotOf(shape.source, shape.call), ...inner } : spotOf(shape.source, shape.call);
}
