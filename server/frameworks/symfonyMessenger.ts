/** Symfony Messenger: messages handed to a bus and their handlers; commands and queries by name, everything else is an event. */
import { whole, type Scope } from '../languages/php/evaluation/meaning';
import { builtinTypes } from '../languages/php/names';
import { readEvent, type Reading } from './phpReading';
import { reportReading, reportWrapper } from './phpReporting';
import type { Context, PhpFramework } from './phpFramework';

const id = 'symfonyMessenger';
const buses = ['Symfony\\Component\\Messenger\\MessageBusInterface', 'Symfony\\Component\\Messenger\\HandleTrait'];
const attributeName = 'Symfony\\Component\\Messenger\\Attribute\\AsMessageHandler';
const handlerInterfaces = [
  'Symfony\\Component\\Messenger\\Handler\\MessageHandlerInterface',
  'Symfony\\Component\\Messenger\\Handler\\MessageSubscriberInterface',
];

export const isCommand = (name: string): boolean =>
  /(Command|Query)$/.test(name) || /\\(Commands?|Quer(y|ies))\\/.test(name);

export const symfonyMessenger: PhpFramework = {
  id,
  title: 'Symfony Messenger',
  packages: ['symfony/messenger'],
  needles: ['Messenger\\', 'MessageBusInterface', 'AsMessageHandler', 'MessageHandlerInterface'],

  call(site, context, sink) {
    const { call, scope } = site;
    if (
      call.kind !== 'method' ||
      (call.name !== 'dispatch' && call.name !== 'handle') ||
      call.args.length === 0 ||
      call.reference
    )
      return;
    const types = context.evaluator.typesOf(call.of, scope);
    const isBus = types.some((type) => context.project.isA(type, buses[0] ?? ''));
    const viaTrait = call.name === 'handle' && types.some((type) => context.project.isA(type, buses[1] ?? ''));
    if (!(call.name === 'dispatch' ? isBus : viaTrait)) return;
    const reading = unwrapEnvelope(call.args[0]?.value, scope, context);
    if (viaTrait && reading.names.length === 0) return;
    const commands = reading.names.filter((one) => isCommand(one.name));
    for (const one of commands)
      sink.send({ file: scope.file, at: call.at, end: call.end, command: one.name, framework: id, sure: true });
    const rest: Reading = { ...reading, names: reading.names.filter((one) => !isCommand(one.name)) };
    if (reading.parameters.length > 0 && reading.candidates.length > 0 && reading.candidates.every(isCommand)) {
      reportWrapper(scope, reading, { framework: id, makes: 'command' }, sink);
      return;
    }
    if (rest.names.length + rest.parameters.length + rest.unknown.length > 0)
      reportReading(site, rest, { via: '$bus->dispatch', framework: id }, context, sink);
  },

  declaration(site, context, sink) {
    const { fact, facts, file } = site;
    if (fact.kind !== 'class' || fact.abstract) return;
    const byInterface = context.project.isA(fact.name, ...handlerInterfaces);
    const scope: Scope = { file, facts, body: 0, self: fact.name };
    const onClass = fact.attributes.find((attribute) => attribute.name === attributeName);
    const add = (method: string, at: number, types: readonly string[]): void => {
      for (const message of types) {
        if (isCommand(message))
          sink.command({
            file,
            at,
            command: message,
            kind: /Query$/.test(message) ? 'query' : 'command',
            handler: { of: fact.name, method },
            framework: id,
          });
        else
          sink.listen({
            file,
            at,
            via: onClass || !byInterface ? '#[AsMessageHandler]' : 'MessageHandlerInterface',
            framework: id,
            event: message,
            form: 'class',
            handler: { kind: 'method', of: fact.name, method },
            certainty: 'exact',
            match: 'instanceof',
            in: `${fact.name}@${method}`,
          });
      }
    };
    if (onClass || byInterface) {
      const handles = onClass && context.evaluator.argument(onClass.args, 2, 'handles');
      const written = onClass && context.evaluator.argument(onClass.args, 3, 'method');
      const method = (written && context.evaluator.textsOf(written, scope)[0]) ?? '__invoke';
      const found = context.project.method(fact.name, method);
      const types = handles ? context.evaluator.textsOf(handles, scope) : typesOf(found?.body.parameters[0]?.types);
      const subscribed = handledMessages(fact.name, context);
      if (subscribed.length > 0) for (const one of subscribed) add(one.method, one.at, [one.message]);
      else add(method, onClass ? onClass.at : (found?.body.nameAt ?? fact.nameAt), types);
    }
    for (const index of fact.methods) {
      const body = facts.bodies[index];
      const attribute = body?.attributes.find((one) => one.name === attributeName);
      if (!body || !attribute) continue;
      const handles = context.evaluator.argument(attribute.args, 2, 'handles');
      add(
        body.name,
        attribute.at,
        handles ? context.evaluator.textsOf(handles, scope) : typesOf(body.parameters[0]?.types),
      );
    }
  },
};

const typesOf = (types: readonly string[] | undefined): readonly string[] =>
  (types ?? []).filter((type) => !builtinTypes.has(type));

/** `new Envelope(new X)` and `(new Envelope(…))->with(…)` carry X. */
function unwrapEnvelope(expression: Parameters<typeof readEvent>[0], scope: Scope, context: Context): Reading {
  let current = expression;
  for (let guard = 0; guard < 10 && current; guard++) {
    if (current.kind === 'method' && current.name === 'with') current = current.of;
    else if (current.kind === 'static' && current.name === 'wrap') current = current.args[0]?.value;
    else if (current.kind === 'new' && current.of === 'Symfony\\Component\\Messenger\\Envelope')
      current = current.args[0]?.value;
    else break;
  }
  return readEvent(current, scope, context);
}

/** `getHandledMessages()` of a message subscriber. */
function handledMessages(of: string, context: Context): { message: string; method: string; at: number }[] {
  const found = context.project.method(of, 'getHandledMessages');
  if (!found) return [];
  const scope: Scope = { file: found.entry.file, facts: found.entry.facts, body: found.index, self: of };
  const result: { message: string; method: string; at: number }[] = [];
  const read = (message: string, value: Parameters<typeof readEvent>[0], at: number): void => {
    const items = value?.kind === 'array' ? value.items : [];
    const written = items.find((item) => item.key?.kind === 'string' && item.key.value === 'method')?.value;
    result.push({
      message,
      method:
        (written && context.evaluator.textsOf(written, scope)[0]) ??
        (value?.kind === 'string' ? value.value : '__invoke'),
      at,
    });
  };
  for (const statement of found.body.statements) {
    const list =
      statement.kind === 'return' ? statement.value : statement.kind === 'other' ? (statement.of[0] ?? null) : null;
    if (list?.kind !== 'array') continue;
    for (const item of list.items) {
      const names = context.evaluator
        .evaluate(item.key ?? item.value, scope)
        .flatMap((meaning) => whole(meaning) ?? []);
      for (const message of names) read(message, item.key ? item.value : undefined, item.at);
    }
  }
  return result;
}
