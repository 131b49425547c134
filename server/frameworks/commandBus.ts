/** Command buses with one handler per command: house-made ones, Tactician and their like; never events. */
import { whole, type Scope } from '../languages/php/evaluation/meaning';
import type { Body, ClassFact, Expression } from '../languages/php/facts';
import { listItems, readEvent } from './phpReading';
import { receiverName } from './phpCalls';
import type { Context, PhpFramework, Sink } from './phpFramework';

const id = 'commandBus';
const verbs: ReadonlySet<string> = new Set([
  'dispatch',
  'handle',
  'execute',
  'send',
  'ask',
  'query',
  'run',
  'dispatchNow',
  'dispatchSync',
  'process',
]);
const handling: ReadonlySet<string> = new Set(['handle', '__invoke', 'execute', 'invoke']);

const isCommandName = (name: string): boolean => /(Command|Query)$/.test(name) && !/(Console|Artisan)/.test(name);

export const commandBus: PhpFramework = {
  id,
  title: 'Command bus',
  packages: [
    'league/tactician',
    'league/tactician-bundle',
    'joselfonseca/laravel-tactician',
    'simple-bus/message-bus',
    'prooph/service-bus',
  ],
  needles: ['CommandBus', 'QueryBus', 'CommandHandler', 'QueryHandler', 'Bus::map'],

  call(site, context, sink) {
    const { call, scope } = site;
    if (call.kind === 'new')
      return readHandlerMap(
        call.args.map((argument) => argument.value),
        scope,
        context,
        sink,
      );
    if (call.kind === 'call' || call.name === null) return;
    if (
      call.kind === 'static' &&
      call.name === 'map' &&
      (call.of === 'Illuminate\\Support\\Facades\\Bus' || call.of === 'Bus')
    )
      return readHandlerMap(
        call.args.map((argument) => argument.value),
        scope,
        context,
        sink,
      );
    if (
      call.kind === 'method' &&
      /^(map|register|addHandler|registerHandler|bind|subscribe)$/.test(call.name) &&
      call.args.length >= 1
    ) {
      if (call.args.length === 1) readHandlerMap([call.args[0]?.value], scope, context, sink);
      else readPair(call.args[0]?.value, call.args[1]?.value, call.at, scope, context, sink);
    }
    if (!verbs.has(call.name)) return;
    const argument = call.args[0]?.value;
    if (!argument) return;
    const created = argument.kind === 'new' && typeof argument.of === 'string' ? argument.of : undefined;
    const hint = call.kind === 'method' ? receiverName(call.of) : typeof call.of === 'string' ? call.of : '';
    if (!(created !== undefined && isCommandName(created)) && !/bus|commands|queries|mediator/i.test(hint)) return;
    const receivers =
      call.kind === 'method'
        ? context.evaluator.typesOf(call.of, scope)
        : context.evaluator.classesOf(call.of, scope).flatMap((meaning) => whole(meaning) ?? []);
    const isBus = receivers.some(
      (type) =>
        /(Command|Query|Message|Service)?Bus(Interface|Contract)?$/.test(type) &&
        !/Event/.test(type) &&
        !type.startsWith('Illuminate\\'),
    );
    for (const one of readEvent(argument, scope, context).names) {
      if (one.form !== 'class' || !(isBus || isCommandName(one.name))) continue;
      if (isBus && !isCommandName(one.name) && /Event$/.test(one.name)) continue;
      sink.send({
        file: scope.file,
        at: call.at,
        end: call.end,
        command: one.name,
        framework: id,
        sure:
          isBus &&
          isCommandName(one.name) &&
          context.project.classNamed(one.name) !== undefined &&
          ownBus(receivers, context),
      });
    }
  },

  declaration(site, context, sink) {
    const { fact, facts, file } = site;
    if (fact.kind !== 'class' || fact.abstract || !/Handler$/.test(fact.name)) return;
    if (fact.attributes.some((attribute) => attribute.name.endsWith('\\AsMessageHandler'))) return;
    for (const index of fact.methods) {
      const body = facts.bodies[index];
      if (!body || body.visibility !== 'public') continue;
      for (const command of handledBy(body, fact, context))
        sink.command({
          file,
          at: body.nameAt,
          command,
          kind: /Query$/.test(command) ? 'query' : 'command',
          handler: { of: fact.name, method: body.name },
          framework: id,
        });
    }
  },
};

function ownBus(receivers: readonly string[], context: Context): boolean {
  return receivers.some((type) => context.project.classNamed(type) !== undefined);
}

/** `handle(FooCommand $command)`; Tactician's `handleFooCommand` as well. */
function handledBy(body: Body, fact: ClassFact, context: Context): readonly string[] {
  const [first] = body.parameters;
  if (!first || !(handling.has(body.name) || /^handle[A-Z]/.test(body.name))) return [];
  const inNamespace = (type: string): boolean =>
    /\\(Commands?|Quer(y|ies))\\/.test(type) && !/(Bus|Handler|Interface|Event)$/.test(type);
  return first.types.filter(
    (type) =>
      (isCommandName(type) || inNamespace(type)) &&
      type !== fact.name &&
      !context.project.isA(type, 'Symfony\\Component\\Console\\Command\\Command', 'Illuminate\\Console\\Command'),
  );
}

/** `[FooCommand::class => FooHandler::class]`, given to a bus. */
function readHandlerMap(
  arguments_: readonly (Expression | undefined)[],
  scope: Scope,
  context: Context,
  sink: Sink,
): void {
  for (const argument of arguments_) {
    if (argument?.kind !== 'array' || argument.items.length === 0) continue;
    for (const item of listItems(argument, scope, context))
      if (item.key) readPair(item.key, item.value, item.at, item.scope, context, sink);
  }
}

function readPair(
  key: Expression | undefined,
  value: Expression | undefined,
  at: number,
  scope: Scope,
  context: Context,
  sink: Sink,
): void {
  if (
    key?.kind !== 'classConstant' ||
    !value ||
    (value.kind !== 'classConstant' &&
      value.kind !== 'new' &&
      value.kind !== 'variable' &&
      value.kind !== 'static' &&
      value.kind !== 'call')
  )
    return;
  const command = context.evaluator.textsOf(key, scope)[0];
  const [handler] = context.evaluator
    .evaluate(value, scope)
    .flatMap((meaning) => (meaning.kind === 'object' ? [meaning.of] : (whole(meaning) ?? [])));
  if (command === undefined || handler === undefined || !/Handler$/.test(handler)) return;
  const found = [...handling].find((name) => context.project.method(handler, name));
  const body = found === undefined ? undefined : context.project.method(handler, found)?.body;
  if (found === undefined || !body || !looksLikeCommand(command, body)) return;
  sink.command({
    file: scope.file,
    at,
    command,
    kind: /Query$/.test(command) ? 'query' : 'command',
    handler: { of: handler, method: found },
    framework: id,
  });
}

const looksLikeCommand = (command: string, body: Body): boolean =>
  isCommandName(command) ||
  /\\(Commands?|Quer(y|ies))\\/.test(command) ||
  (body.parameters[0]?.types.includes(command) === true && !/Event$/.test(command) && !/\\Events?\\/.test(command));
