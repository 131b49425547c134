/** Decorators that a project wrote to register methods or classes with its own bus: `@OnEvent(Started, (one) => one.begin)`. */
import type { CallFact, Expression } from '../../languages/javascript/facts';
import { handlerOfMember } from './decorators';
import { type Emission, type EventName, type Findings, type HandlerPlace, functionName, spotOf } from './emissions';
import { classId } from './eventIds';
import { evaluate } from './evaluation/evaluate';
import { handlerFrom } from './handlers';
import type { Emitter } from './emitters/emitter';
import type { Program } from './program';
import { lastName, type Source } from './sources';
import type { Step } from './settle';
import { tokenOf } from './tokens';

const registering = /^On[A-Z]\w*$|Listen|Subscri|Events?Handler|^Handles?(?:[A-Z]|$)|^ReactsTo/;
const others = /^Emit|Command|Query|Request|Route|Message|Job|Error/;

export function isOwnDecoratorName(name: string): boolean {
  return registering.test(name) && !others.test(name);
}

/** What a decorator of the workspace is given, when that is an event. */
export function ownDecoratorSite(program: Program, source: Source, call: CallFact): Findings {
  const [first] = call.arguments;
  const own = evaluate(program, source, call.callee, undefined, 'value').some(
    (value) => value.kind === 'function' && value.function.returns.some((one) => makesDecorator(one)),
  );
  if (!own || !first || call.decorates?.parameter !== undefined) return { emissions: [], commands: [] };
  const handler = handlerOf(program, source, call);
  const emissions = evaluate(program, source, first, undefined, 'name')
    .flatMap((value) => (value.kind === 'list' ? value.elements : [value]))
    .flatMap((value): Emission[] => {
      const event: EventName | undefined =
        tokenOf(program, value, true) ??
        (value.kind === 'class'
          ? { kind: 'class', class: value }
          : value.kind === 'string' && !value.closed && !value.loose && !value.hole
            ? { kind: 'string', text: value.text, ...(value.declared && { declared: value.declared }) }
            : undefined);
      if (!event) return [];
      return [
        {
          direction: 'listen',
          spot: spotOf(source, call),
          event,
          via: `@${lastName(call.callee) ?? ''}`,
          framework: 'typedBus',
          certainty: 'exact',
          handler,
          decorated: true,
        },
      ];
    });
  return { emissions, commands: [] };
}

/** A decorator is a function, or what another decorator's maker gives. */
function makesDecorator(returned: Expression): boolean {
  return returned.kind === 'function' || returned.kind === 'call' || returned.kind === 'name';
}

/** The decorated method, or the one that a function given to a class's decorator picks. */
function handlerOf(program: Program, source: Source, call: CallFact): HandlerPlace {
  const { decorates } = call;
  if (!decorates || decorates.member !== undefined) return handlerOfMember(source, call);
  const owner = source.facts.classes[decorates.class];
  const given = call.arguments.find((argument, index) => index > 0 && argument.kind === 'function');
  const picking = given?.kind === 'function' ? source.facts.functions[given.function] : undefined;
  if (!given || !picking) return handlerOfMember(source, { ...call, decorates: { ...decorates, member: 'handle' } });
  const [picked] = picking.returns;
  const [parameter] = picking.parameters;
  const chosen =
    picked?.kind === 'member' && picked.object.kind === 'name' && picked.object.name === parameter?.name
      ? picked.name
      : undefined;
  const index = owner?.members.find((one) => one.name === chosen && chosen !== undefined)?.function;
  const fact = index === undefined ? undefined : source.facts.functions[index];
  if (index === undefined || !fact)
    return chosen === undefined
      ? handlerFrom(program, source, given, undefined)
      : { handler: `${owner?.name ?? ''}.${chosen}` };
  return {
    handler: functionName(source, index),
    spot: { source, line: fact.line, column: fact.column },
    endLine: fact.endLine,
    ...(fact.returnsFalse && { returnsFalse: fact.returnsFalse }),
  };
}

/** Decorated methods hear what somebody tells: a class or token that is dispatched, a name that one bus alone dispatches. */
export const decorated: Step<Emitter | undefined> = {
  same: (a, b) => a?.key === b?.key && a?.name === b?.name && a?.framework === b?.framework,
  tell({ direction, event, emitter, external }, add) {
    if (direction !== 'dispatch') return;
    if (event.kind === 'class') add(`class|${classId(event.class)}`, undefined);
    else if (event.kind === 'token') add(`token|${event.key}`, undefined);
    else if (event.kind === 'string' && emitter && !external) add(`name|${event.text}`, emitter);
  },
  settle(_, emission, told) {
    const { event } = emission;
    if (!emission.decorated) return emission;
    if (event.kind === 'token') return told(`token|${event.key}`).length ? emission : undefined;
    if (event.kind === 'class') return told(`class|${classId(event.class)}`).length ? emission : undefined;
    const [emitter, ...others] = event.kind === 'string' ? told(`name|${event.text}`) : [];
    if (!emitter || others.some((other) => other?.key !== emitter.key)) return undefined;
    return {
      ...emission,
      emitter,
      framework: emitter.framework,
      certainty: 'inferred',
      reason: `Registered by a decorator of the project; ${emitter.name} alone dispatches this name.`,
    };
  },
};
