/** Decorators that register a method or class with a bus; finds which one they decorate, also through project decorators. */
import { javascriptFrameworks } from '../../frameworks/javascript';
import { roleOf } from '../../frameworks/handlerRoles';
import type { CallFact } from '../../languages/javascript/facts';
import type { CommandSite, Emission, EventName, Findings, HandlerPlace, Spot } from './emissions';
import { functionName, spotOf } from './emissions';
import type { Emitter } from './emitters/emitter';
import { evaluate } from './evaluation/evaluate';
import { elementsOf } from './members/iteration';
import type { Program } from './program';
import type { Source } from './sources';
import { originOf, type Frame, type Value } from './values';

const known = new Map(
  javascriptFrameworks.flatMap((framework) =>
    (framework.decorators ?? []).map(
      (decorator) => [`${decorator.module}#${decorator.name}`, { ...decorator, framework }] as const,
    ),
  ),
);
const names = new Set([...known.values()].map((decorator) => decorator.name));
const shared: Emitter = {
  kind: 'emitter',
  key: 'app#EventEmitter2',
  name: 'EventEmitter2',
  framework: 'nestEvents',
  wildcards: true,
};

/** By its own name, or by the one under which the file imports it. */
export function isDecoratorName(source: Source, name: string): boolean {
  if (names.has(name)) return true;
  for (const known of names) if (source.importsByName.get(known)?.includes(name)) return true;
  return false;
}

export function decoratorSite(program: Program, source: Source, call: CallFact): Findings | undefined {
  const callee = evaluate(program, source, call.callee, undefined, 'value').find((value) => value.kind === 'external');
  const decorator = callee?.kind === 'external' ? known.get(`${callee.module}#${callee.path}`) : undefined;
  if (!decorator) return undefined;
  switch (decorator.role) {
    case 'listen':
      return listeners(program, source, call);
    case 'eventsHandler':
      return classHandlers(program, source, call, decorator.framework.id);
    case 'commandHandler':
    case 'queryHandler':
      return commandHandlers(program, source, call, decorator.role === 'queryHandler' ? 'query' : 'command');
    case 'saga':
      return { emissions: [], commands: [] };
  }
}

/** The decorated place: the call itself, or the project decorator that it is the body of. */
function decorated(
  source: Source,
  call: CallFact,
  origin: Frame | undefined,
): { readonly source: Source; readonly call: CallFact } | undefined {
  if (call.decorates) return { source, call };
  return origin?.call.decorates ? { source: origin.callSource, call: origin.call } : undefined;
}

function listeners(program: Program, source: Source, call: CallFact): Findings {
  const [first] = call.arguments;
  if (!first) return { emissions: [], commands: [] };
  const emissions: Emission[] = [];
  const take = (value: Value): void => {
    if (value.kind === 'list') {
      // An array is one name in parts, as EventEmitter2 reads it.
      const parts = value.elements.flatMap((element) => (element.kind === 'string' ? [element.text] : []));
      if (parts.length === value.elements.length && parts.length)
        take({ kind: 'string', text: parts.join('.'), context: value.context });
      return;
    }
    const target = decorated(source, call, originOf(value.context));
    if (!target) return;
    const base = {
      direction: 'listen',
      emitter: shared,
      via: '@OnEvent',
      framework: 'nestEvents',
      handler: handlerOfMember(target.source, target.call),
      spot: spotOf(target.source, target.call),
    } as const;
    if (value.kind === 'string') {
      if (value.hole || value.closed || value.loose)
        emissions.push({
          ...base,
          event: value.hole ? { kind: 'pattern', text: value.text } : { kind: 'unknown' },
          certainty: 'dynamic',
          reason: 'The name is decided at run time.',
          ...(!value.hole && { candidates: [value.text] }),
        });
      else
        emissions.push({
          ...base,
          event: {
            kind: 'string',
            text: value.text,
            ...(value.declared && { declared: value.declared }),
            ...(value.ofClass && { ofClass: value.ofClass }),
          },
          certainty: 'exact',
        });
    } else if (value.kind === 'class') {
      emissions.push({
        ...base,
        event: { kind: 'string', text: value.class.name ?? '' },
        certainty: 'inferred',
        reason: 'A class stands in for the name.',
      });
    }
  };
  for (const value of evaluate(program, source, first, undefined, 'name')) take(value);
  if (!emissions.length && call.decorates)
    emissions.push({
      direction: 'listen',
      emitter: shared,
      via: '@OnEvent',
      framework: 'nestEvents',
      handler: handlerOfMember(source, call),
      spot: spotOf(source, call),
      event: { kind: 'unknown' },
      certainty: 'dynamic',
      reason: 'The name is decided at run time.',
    });
  return { emissions, commands: [] };
}

export function handlerOfMember(source: Source, call: CallFact): HandlerPlace {
  const decorates = call.decorates;
  const owner = decorates && source.facts.classes[decorates.class];
  if (!owner) return { handler: 'closure' };
  const member = owner.members.find((one) => one.name === decorates.member && decorates.member !== undefined);
  const index = member?.function ?? (member?.value?.kind === 'function' ? member.value.function : undefined);
  return handlerAt(source, index, `${owner.name ?? ''}.${decorates.member ?? 'handle'}`);
}

function handlerAt(source: Source, index: number | undefined, text: string): HandlerPlace {
  const fact = index === undefined ? undefined : source.facts.functions[index];
  if (!fact || index === undefined) return { handler: text };
  return {
    handler: functionName(source, index),
    spot: { source, line: fact.line, column: fact.column },
    endLine: fact.endLine,
    ...(fact.returnsFalse && { returnsFalse: fact.returnsFalse }),
  };
}

function handlerOfClass(source: Source, call: CallFact, methods: readonly string[]): HandlerPlace {
  const owner = call.decorates && source.facts.classes[call.decorates.class];
  if (!owner) return { handler: 'closure' };
  for (const method of methods) {
    const member = owner.members.find((one) => one.name === method);
    const index = member?.function ?? (member?.value?.kind === 'function' ? member.value.function : undefined);
    if (index !== undefined) return handlerAt(source, index, `${owner.name ?? ''}.${method}`);
  }
  return {
    handler: `${owner.name ?? ''}.${methods[0] ?? 'handle'}`,
    ...(owner.extends ? {} : { missing: 'method' as const }),
  };
}

function classHandlers(program: Program, source: Source, call: CallFact, framework: string): Findings {
  const emissions: Emission[] = [];
  const take = (value: Value): void => {
    if (value.kind === 'list') {
      for (const element of elementsOf(program, value, 'value')) take(element);
      return;
    }
    const target = decorated(source, call, originOf(value.context));
    if (!target) return;
    const event: EventName | undefined =
      value.kind === 'class'
        ? { kind: 'class', class: value }
        : value.kind === 'external' && !value.made
          ? { kind: 'externalClass', module: value.module, name: value.path }
          : undefined;
    if (!event) return;
    const handler = handlerOfClass(target.source, target.call, ['handle']);
    const role = roleOf(/^(\w+)\./.exec(handler.handler)?.[1]);
    const spot: Spot = spotOf(target.source, target.call);
    emissions.push({
      direction: 'listen',
      spot,
      event,
      via: '@EventsHandler',
      framework,
      certainty: 'exact',
      handler,
      ...(role && { role }),
    });
  };
  for (const argument of call.arguments)
    for (const value of evaluate(program, source, argument, undefined, 'value')) take(value);
  return { emissions, commands: [] };
}

function commandHandlers(program: Program, source: Source, call: CallFact, kind: CommandSite['kind']): Findings {
  const commands = call.arguments.flatMap((argument) =>
    evaluate(program, source, argument, undefined, 'value').flatMap((value): CommandSite[] => {
      const target = decorated(source, call, originOf(value.context));
      if (!target) return [];
      const handler = handlerOfClass(target.source, target.call, ['execute']);
      if (value.kind === 'class') return [{ kind, command: value, handler }];
      return value.kind === 'external' && !value.made
        ? [{ kind, command: { kind: 'externalClass', module: value.module, name: value.path }, handler }]
        : [];
    }),
  );
  return { emissions: [], commands };
}
