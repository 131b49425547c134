/** On which named queue Laravel puts a listener or a job, where the code spells the name; knows no connection. */
import type { Evaluator } from '../languages/php/evaluation/evaluator';
import { scopeOf, type Scope } from '../languages/php/evaluation/meaning';
import type { Body, Call, Expression } from '../languages/php/facts';
import { walk } from '../languages/php/walk';

/** What a listener's class says: `viaQueue()` has the last word. */
export function queueOfListener(name: string, evaluator: Evaluator): string | undefined {
  const via = evaluator.project.method(name, 'viaQueue');
  if (!via) return queueOfJob(name, evaluator);
  const { file, facts } = via.entry;
  const scope: Scope = { ...scopeOf(file, facts, via.index), self: name };
  return only(returned(via.body), scope, evaluator);
}

/** What a job's class says: its constructor overwrites the property. */
export function queueOfJob(name: string, evaluator: Evaluator): string | undefined {
  const { project } = evaluator;
  const constructor = project.method(name, '__construct');
  const set: Expression[] = [];
  const visit = (part: Expression): void => {
    if (part.kind === 'method' && part.name === 'onQueue' && isThis(part.of)) set.push(...firstOf(part));
    if (part.kind === 'assign' && part.to.kind === 'property' && part.to.name === 'queue' && isThis(part.to.of))
      set.push(part.value);
  };
  for (const statement of constructor?.body.statements ?? []) walk(statement, visit);
  if (constructor && set.length > 0) {
    const { entry, index } = constructor;
    return only(set, { ...scopeOf(entry.file, entry.facts, index), self: name }, evaluator);
  }
  const declared = project.property(name, 'queue');
  const value = declared?.property.default;
  if (!declared || !value) return undefined;
  const { file, facts } = declared.entry;
  return only([value], { file, facts, body: 0, self: name }, evaluator);
}

/** Where the queue's name stands in calls that take it beside the job, by the call's name. */
const named: ReadonlyMap<string, number> = new Map([
  ['pushOn', 0],
  ['laterOn', 0],
  ['job', 1],
  ['push', 2],
  ['bulk', 2],
  ['later', 3],
]);

/** What a call says of the job it is given: in an argument, in what is chained to it, or to the job. */
export function queueOfCall(call: Call, scope: Scope, evaluator: Evaluator): string | undefined {
  const body = scope.facts.bodies[scope.body];
  const chained = (body && chainsOf(body).get(call.at)) ?? [];
  if (chained.length > 0) return only(chained, scope, evaluator);
  const position = call.kind === 'new' ? undefined : named.get(call.name ?? '');
  const argument = position === undefined ? undefined : evaluator.argument(call.args, position, 'queue');
  if (argument) return only([argument], scope, evaluator);
  const given = call.args.flatMap(({ value }) => onQueue(value));
  return only(given, scope, evaluator);
}

/** The name said of a closure's listener: `queueable(fn)->onQueue('mail')`. */
export function queueOfClosure(expression: Expression, scope: Scope, evaluator: Evaluator): string | undefined {
  return only(onQueue(expression), scope, evaluator);
}

/** What is given to `onQueue` in a chain: `(new Resize())->onQueue('images')`. */
function onQueue(expression: Expression): Expression[] {
  const found: Expression[] = [];
  for (let at = expression; at.kind === 'method'; at = at.of)
    if (at.name === 'onQueue' || at.name === 'allOnQueue') found.push(...firstOf(at));
  return found;
}

const chains = new WeakMap<Body, ReadonlyMap<number, readonly Expression[]>>();

/** By where a call begins, what `onQueue` further along its chain is given. */
function chainsOf(body: Body): ReadonlyMap<number, readonly Expression[]> {
  const known = chains.get(body);
  if (known) return known;
  const found = new Map<number, readonly Expression[]>();
  for (const statement of body.statements)
    walk(statement, (part) => {
      if (part.kind !== 'method' || (part.name !== 'onQueue' && part.name !== 'allOnQueue')) return;
      found.set(part.at, [...(found.get(part.at) ?? []), ...firstOf(part)]);
    });
  chains.set(body, found);
  return found;
}

const firstOf = (call: Call): Expression[] => call.args.slice(0, 1).map(({ value }) => value);

const isThis = (of: Expression): boolean => of.kind === 'variable' && of.name === 'this';

function returned(body: Body): Expression[] {
  const found: Expression[] = [];
  for (const statement of body.statements)
    walk(statement, (part) => {
      if (part.kind === 'return' && part.value) found.push(part.value);
    });
  return found;
}

/** The one name that all of them are; undefined when one is decided at run time. */
function only(expressions: readonly Expression[], scope: Scope, evaluator: Evaluator): string | undefined {
  const texts = new Set<string | undefined>();
  for (const expression of expressions) {
    // Null is the connection's own queue, whatever that is called.
    if (expression.kind === 'choice' && expression.of.some((part) => part.kind === 'literal')) return undefined;
    const meanings = evaluator.evaluate(expression, scope);
    if (meanings.length === 0) return undefined;
    for (const meaning of meanings) {
      const [text] = meaning.kind === 'text' && meaning.parts.length === 1 ? meaning.parts : [];
      texts.add(typeof text === 'string' ? text : caseText(meaning, scope, evaluator));
    }
  }
  const [text] = texts;
  return texts.size === 1 && text !== '' ? text : undefined;
}

/** Laravel takes an enum's case for its value. */
function caseText(
  meaning: ReturnType<Evaluator['evaluate']>[number],
  scope: Scope,
  evaluator: Evaluator,
): string | undefined {
  if (meaning.kind !== 'case') return undefined;
  const found = evaluator.project.constant(meaning.of, meaning.name);
  return found ? evaluator.textsOf(found.value, scope)[0] : undefined;
}
