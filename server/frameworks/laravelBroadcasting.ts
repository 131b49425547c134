/** Laravel's broadcasting: events that go to channels, and who may listen to those channels. */
import { whole, type Part, type Scope } from '../languages/php/evaluation/meaning';
import type { Expression } from '../languages/php/facts';
import { walk } from '../languages/php/walk';
import { listItems, short } from './phpReading';
import type { Context, PhpFramework, RawChannel } from './phpFramework';

const id = 'laravelBroadcasting';
export const shouldBroadcast = 'Illuminate\\Contracts\\Broadcasting\\ShouldBroadcast';

const kinds: Readonly<Record<string, RawChannel['kind']>> = {
  'Illuminate\\Broadcasting\\Channel': 'public',
  'Illuminate\\Broadcasting\\PrivateChannel': 'private',
  'Illuminate\\Broadcasting\\PresenceChannel': 'presence',
  'Illuminate\\Broadcasting\\EncryptedPrivateChannel': 'private',
};

export const laravelBroadcasting: PhpFramework = {
  id,
  title: 'Laravel broadcasting',
  packages: ['laravel/framework', 'illuminate/broadcasting'],
  needles: ['ShouldBroadcast', 'broadcastOn', 'Broadcast::channel', 'BroadcastEvent', 'InteractsWithSockets'],

  call(site, context, sink) {
    const { call, scope } = site;
    if ((call.kind !== 'static' && call.kind !== 'method') || call.name !== 'channel' || call.args.length < 2) return;
    const isFacade =
      call.kind === 'static' && (call.of === 'Illuminate\\Support\\Facades\\Broadcast' || call.of === 'Broadcast');
    const isManager =
      call.kind === 'method' &&
      context.evaluator
        .typesOf(call.of, scope)
        .some((type) => type.startsWith('Illuminate\\') && type.includes('\\Broadcasting\\'));
    if (!isFacade && !isManager) return;
    const argument = context.evaluator.argument(call.args, 0, 'channel');
    if (!argument) return;
    for (const meaning of context.evaluator.evaluate(argument, scope)) {
      const text = whole(meaning);
      if (text === undefined) continue;
      const pattern = meaning.kind === 'text' && meaning.isClass ? classChannel(text, context) : text;
      sink.channel({
        file: scope.file,
        at: call.at,
        end: call.end,
        pattern,
        kind: 'unknown',
        certainty: 'exact',
        framework: id,
      });
    }
  },

  declaration(site, context, sink) {
    const { fact, file } = site;
    const { project } = context;
    if (fact.kind !== 'class' || fact.abstract || fact.anonymous || !project.isA(fact.name, shouldBroadcast)) return;
    sink.event({ file, at: fact.nameAt, name: fact.name, framework: id });
    for (const channel of channelsOf(fact.name, context)) {
      // A name of which nothing is known is no channel that one could look up.
      if (/^\{[^{}]*\}$/.test(channel.pattern)) continue;
      sink.channel({
        file: channel.file,
        at: channel.at,
        pattern: channel.pattern,
        kind: channel.kind,
        event: fact.name,
        certainty: channel.exact ? 'exact' : 'inferred',
        framework: id,
      });
    }
  },
};

/** `routes/channels.php` may name a class whose own convention is the channel's name. */
function classChannel(name: string, context: Context): string {
  const property = context.project.property(name, 'name');
  return property?.property.default?.kind === 'string' ? property.property.default.value : name;
}

interface EventChannel {
  readonly pattern: string;
  readonly kind: RawChannel['kind'];
  readonly file: string;
  readonly at: number;
  readonly exact: boolean;
}

/** Channels of a broadcast event, with `{…}` where the code puts something in. */
export function channelsOf(name: string, context: Context): readonly EventChannel[] {
  const method = context.project.method(name, 'broadcastOn');
  if (!method) return [];
  const { entry, body, index } = method;
  const scope: Scope = { file: entry.file, facts: entry.facts, body: index, self: name };
  const found: EventChannel[] = [];
  const read = (expression: Expression, at: number, inner: Scope, depth: number): void => {
    if (depth > 5) return;
    if (expression.kind === 'choice') return expression.of.forEach((part) => read(part, at, inner, depth + 1));
    if (expression.kind === 'new') {
      const of = typeof expression.of === 'string' ? expression.of : '';
      const argument = expression.args[0]?.value;
      const kind =
        kinds[of] ??
        (of.endsWith('PrivateChannel') ? 'private' : of.endsWith('PresenceChannel') ? 'presence' : 'unknown');
      for (const text of argument ? templates(argument, inner, context) : [])
        found.push({ ...text, kind, file: inner.file, at: expression.at });
      return;
    }
    if (expression.kind === 'string' || expression.kind === 'concat') {
      for (const text of templates(expression, inner, context))
        found.push({
          ...text,
          kind: text.pattern.startsWith('private-')
            ? 'private'
            : text.pattern.startsWith('presence-')
              ? 'presence'
              : 'public',
          file: inner.file,
          at: expression.at,
        });
      return;
    }
    const items = listItems(expression, inner, context);
    for (const item of items) read(item.value, at, item.scope, depth + 1);
    if (items.length > 0) return;
    if (expression.kind === 'variable') {
      for (const meaning of context.evaluator.evaluate(expression, inner)) {
        const text = whole(meaning);
        if (text !== undefined) found.push({ pattern: text, kind: 'unknown', file: inner.file, at, exact: true });
      }
    }
  };
  const visit = (statement: Expression): void => {
    if (statement.kind === 'other') return statement.of.forEach(visit);
    if (statement.kind === 'return' && statement.value) read(statement.value, statement.value.at, scope, 0);
  };
  body.statements.forEach(visit);
  return found;
}

function templates(
  expression: Expression,
  scope: Scope,
  context: Context,
  depth = 0,
): readonly { pattern: string; exact: boolean }[] {
  const answers = depth < 3 ? ownAnswers(expression, scope, context) : [];
  if (answers.length > 0) return answers.flatMap((answer) => templates(answer.value, answer.scope, context, depth + 1));
  const parts = expression.kind === 'concat' ? expression.parts : [expression];
  let built: Part[][] = [[]];
  for (const part of parts) {
    const meanings = context.evaluator.evaluate(part, scope);
    const texts = meanings.map(whole);
    const options =
      texts.length > 0 && texts.length < 5 && texts.every((text) => text !== undefined)
        ? texts.map((text) => text ?? '')
        : [`{${placeholder(part)}}`];
    built = built.flatMap((head) => options.map((option) => [...head, option]));
  }
  return built.map((pieces) => {
    const pattern = pieces.join('');
    return { pattern, exact: !/^\{.*\}$/.test(pattern) };
  });
}

/** What a method of the event's own answers, when the name of the channel is asked of it. */
function ownAnswers(
  expression: Expression,
  scope: Scope,
  context: Context,
): readonly { readonly value: Expression; readonly scope: Scope }[] {
  if (expression.kind !== 'method' || expression.name === null) return [];
  if (expression.of.kind !== 'variable' || expression.of.name !== 'this') return [];
  const method = context.project.method(scope.self, expression.name);
  if (!method) return [];
  const { entry, body, index } = method;
  const inner: Scope = { file: entry.file, facts: entry.facts, body: index, self: scope.self };
  const found: { value: Expression; scope: Scope }[] = [];
  for (const statement of body.statements)
    walk(statement, (part) => {
      if (part.kind === 'return' && part.value) found.push({ value: part.value, scope: inner });
    });
  return found;
}

/** What stands in for a value, named after the last word of its expression. */
function placeholder(expression: Expression): string {
  switch (expression.kind) {
    case 'variable':
      return expression.name;
    case 'property':
      return expression.name ?? 'value';
    case 'method':
      return (expression.name ?? 'value').replace(/^get(?=[A-Z])/, '').replace(/^./, (first) => first.toLowerCase());
    case 'static':
    case 'call':
      return expression.args[0] ? placeholder(expression.args[0].value) : short(expression.name ?? 'value');
    case 'index':
      return expression.key?.kind === 'string' ? expression.key.value : placeholder(expression.of);
    case 'choice':
      return expression.of[0] ? placeholder(expression.of[0]) : 'value';
    case 'concat':
    case 'other':
      return 'value';
    default:
      return 'value';
  }
}
