/** Which function a registration takes, in the context of the caller that chose the name. */
import { roleOf } from '../../frameworks/handlerRoles';
import { emitterType } from '../../frameworks/javascript';
import type { Expression } from '../../languages/javascript/facts';
import { handlerOfMember } from './decorators';
import { type Emission, type HandlerPlace, functionName } from './emissions';
import { listenVerbs } from './emitters/verbs';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { ancestorsOf, isFunctionFact, nameOfClass } from './members/ancestry';
import { memberOf } from './members/memberOf';
import type { NamedEvent } from './names';
import type { Program } from './program';
import type { Shape } from './shape';
import { type Source, labelOf, lastName } from './sources';
import { type Context, frameOf, originOf } from './values';

export function listening(program: Program, shape: Shape, name: NamedEvent | undefined): Partial<Emission> {
  const { call, verb } = shape;
  const options = call.arguments.find((argument) => argument.kind === 'object');
  const member = (key: string): Expression | undefined =>
    options?.kind === 'object' ? options.members.find((one) => one.name === key)?.value : undefined;
  const priorityMember = member('priority');
  const number = call.arguments
    .slice(shape.shift + 1)
    .find((argument) => argument.kind === 'literal' && typeof argument.value === 'number');
  const priority =
    priorityMember?.kind === 'literal' ? priorityMember.value : number?.kind === 'literal' ? number.value : undefined;
  const onceMember = member('once');
  const once = listenVerbs.get(verb)?.once ?? (onceMember?.kind === 'literal' && onceMember.value === true);
  const written = name?.written;
  const origin = originOf(name?.context);
  const handler = origin?.call.decorates
    ? handlerOfMember(origin.callSource, origin.call)
    : written
      ? handlerFrom(program, written.source, written.member.value, name.context)
      : handlerOf(program, shape, name?.context);
  const role = roleOf(/^(\w+)\./.exec(handler.handler)?.[1]);
  return {
    handler: builtBy(handler, name?.context) ?? handler,
    ...(once && { once: true }),
    ...(typeof priority === 'number' && { priority }),
    ...(role && { role }),
  };
}

/** A registration made by an object that was built elsewhere is known by what that object is kept in. */
export function builtBy(handler: HandlerPlace, context: Context): HandlerPlace | undefined {
  const origin = originOf(context);
  if (!origin || handler.handler !== 'closure') return undefined;
  let built = false;
  for (let at = context; at; at = at.parent) built ||= at.function.role === 'constructor';
  const label = built ? labelOf(origin.callSource, origin.callSource.facts.calls.indexOf(origin.call)) : undefined;
  return label === undefined ? undefined : { ...handler, handler: label };
}

/** The function a listening call takes, in the caller's context. */
export function handlerOf(program: Program, shape: Shape, context: Context): HandlerPlace {
  const at = shape.handlerAt;
  const rest = at === undefined ? shape.call.arguments.slice(shape.shift + 1) : shape.call.arguments.slice(at, at + 1);
  const meaningful = rest.filter((argument) => argument.kind !== 'literal');
  const inline = meaningful.find((argument) => argument.kind === 'function');
  if (inline) return handlerFrom(program, shape.source, inline, context);
  for (const argument of meaningful) {
    const place = argument.kind === 'object' ? undefined : handlerFrom(program, shape.source, argument, context);
    if (place?.spot) return place;
  }
  const [first] = meaningful;
  if (!first || first.kind === 'object') return waitingFunction(shape) ?? { handler: 'closure' };
  return handlerFrom(program, shape.source, first, context);
}

/** `await once(emitter, 'x')`: what follows in the same function is the handler. */
function waitingFunction(shape: Shape): HandlerPlace | undefined {
  for (let at = shape.call.function; at !== undefined; at = shape.source.facts.functions[at]?.outer)
    if (functionName(shape.source, at) !== 'closure') return placeOfFunction(shape.source, at, false);
  return undefined;
}

export function handlerFrom(program: Program, source: Source, expression: Expression, context: Context): HandlerPlace {
  const given = givenArgument(source, expression, context);
  if (given === 'unknown') return { handler: textOf(expression) };
  if (given) return handlerFrom(program, given.source, given.expression, given.context);
  const values = evaluate(program, source, expression, context, 'name');
  const method = values.find((value) => value.kind === 'function');
  if (method?.kind === 'function') {
    const index = method.source.facts.functions.indexOf(method.function);
    const inline = expression.kind === 'function' && !nameIsOwn(expression, source);
    return placeOfFunction(method.source, index, inline);
  }
  const object = values.find((value) => value.kind === 'instance');
  if (object) {
    const handle = ['handleEvent', 'handle', 'execute', 'invoke']
      .flatMap((name) => memberOf(program, object, name, undefined, 'value'))
      .find((value) => value.kind === 'function');
    if (handle?.kind === 'function')
      return placeOfFunction(handle.source, handle.source.facts.functions.indexOf(handle.function), false);
  }
  const missing = missingMethod(program, source, expression);
  return { handler: missing ?? textOf(expression), ...(missing !== undefined && { missing: 'method' as const }) };
}

/** A handler that is a parameter: what the caller gave, when the name came through that caller as well. */
export function givenArgument(
  source: Source,
  expression: Expression,
  context: Context,
): { readonly source: Source; readonly expression: Expression; readonly context: Context } | 'unknown' | undefined {
  if (expression.kind !== 'name') return undefined;
  const binding = findName(source, expression.name, expression.scope)?.binding;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  if (!fact || !binding || fact.passed) return undefined;
  const frame = frameOf(context, fact);
  if (!frame) return 'unknown';
  const argument =
    frame.call.spread || fact.parameters[binding.index ?? 0]?.rest
      ? undefined
      : frame.call.arguments[(binding.index ?? 0) + frame.shift];
  return argument && { source: frame.callSource, expression: argument, context: frame.up ? context : frame.parent };
}

/** `function named() {}` given inline has a name of its own; an arrow takes none from its surroundings. */
function nameIsOwn(expression: Expression & { kind: 'function' }, source: Source): boolean {
  const fact = source.facts.functions[expression.function];
  return fact?.name !== undefined && fact.role === 'function';
}

/** `this.gone` where the class, whole in the workspace, has no such member. */
function missingMethod(program: Program, source: Source, expression: Expression): string | undefined {
  if (expression.kind === 'call') {
    const call = source.facts.calls[expression.call];
    return call?.callee.kind === 'member' && call.callee.name === 'bind'
      ? missingMethod(program, source, call.callee.object)
      : undefined;
  }
  if (expression.kind !== 'member' || expression.object.kind !== 'this') return undefined;
  const [self] = evaluate(program, source, expression.object, undefined, 'value');
  if (self?.kind !== 'instance' || isFunctionFact(self.of.class)) return undefined;
  const known = ancestorsOf(program, self.of);
  const whole = known.every((parent) =>
    parent.kind === 'class'
      ? !parent.source.facts.assignments.some((assignment) => assignment.name === expression.name) &&
        (isFunctionFact(parent.class) ||
          !parent.class.members.some((member) => member.name === expression.name || member.key))
      : Boolean(emitterType(parent.module, parent.path)),
  );
  return whole ? `${nameOfClass(self.of)}.${expression.name}` : undefined;
}

export function placeOfFunction(source: Source, index: number, inline: boolean): HandlerPlace {
  const fact = source.facts.functions[index];
  if (!fact) return { handler: 'closure' };
  return {
    handler: inline ? 'closure' : functionName(source, index),
    spot: { source, line: fact.line, column: fact.column },
    endLine: fact.endLine,
    ...(fact.returnsFalse && { returnsFalse: fact.returnsFalse }),
  };
}

function textOf(expression: Expression): string {
  if (expression.kind === 'member' && expression.object.kind === 'name')
    return `${expression.object.name}.${expression.name}`;
  return lastName(expression) ?? 'closure';
}
