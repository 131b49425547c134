/** Tells whether a place in PHP code runs inside a database transaction; knows one file at a time. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Body, Call, Expression } from '../languages/php/facts';
import { walk } from '../languages/php/walk';

/** Whether a place lies inside a transaction's closure, or between its begin and its commit. */
export function inTransaction(scope: Scope, at: number): boolean {
  const { facts } = scope;
  let index = scope.body;
  let place = at;
  for (let guard = 0; guard < 20; guard++) {
    const body = facts.bodies[index];
    if (!body) return false;
    const { closures, ranges } = transactionsOf(body);
    if (ranges.some(([from, to]) => place > from && place < to)) return true;
    if (body.parent < 0) return false;
    const parent = facts.bodies[body.parent];
    if (parent && transactionsOf(parent).closures.has(index)) return true;
    if (parent && transactionsOf(parent).afterwards.has(index)) return false;
    if (closures.has(-1)) return false;
    place = body.at;
    index = body.parent;
  }
  return false;
}

/** Whether a call says of what it queues that it waits for the commit: `X::dispatch()->afterCommit()`. */
export function waitsForCommit(scope: Scope, call: Call): boolean {
  const body = scope.facts.bodies[scope.body];
  return (
    (body !== undefined && transactionsOf(body).waiting.has(call.at)) || call.args.some(({ value }) => isWaiting(value))
  );
}

function isWaiting(expression: Expression): boolean {
  for (let at = expression; at.kind === 'method'; at = at.of) if (at.name === 'afterCommit') return true;
  return false;
}

interface Transactions {
  readonly closures: ReadonlySet<number>;
  /** Closures that run after the commit, wherever they stand. */
  readonly afterwards: ReadonlySet<number>;
  readonly ranges: readonly (readonly [number, number])[];
  /** Where calls begin on which `afterCommit()` is called. */
  readonly waiting: ReadonlySet<number>;
}

const transactions = new WeakMap<Body, Transactions>();

function transactionsOf(body: Body): Transactions {
  const known = transactions.get(body);
  if (known) return known;
  const closures = new Set<number>();
  const afterwards = new Set<number>();
  const waiting = new Set<number>();
  const ranges: (readonly [number, number])[] = [];
  let begun = -1;
  let last = -1;
  for (const statement of body.statements)
    walk(statement, (expression) => {
      if (expression.kind !== 'static' && expression.kind !== 'method') return;
      if (
        expression.name === 'transaction' ||
        expression.name === 'wrapInTransaction' ||
        expression.name === 'transactional'
      ) {
        for (const argument of expression.args)
          if (argument.value.kind === 'closure') closures.add(argument.value.body);
      } else if (expression.name === 'afterCommit') {
        for (const argument of expression.args)
          if (argument.value.kind === 'closure') afterwards.add(argument.value.body);
        if (expression.kind === 'method')
          for (let of = expression.of; ; of = of.of) {
            waiting.add(of.at);
            if (of.kind !== 'method') break;
          }
      } else if (expression.name === 'beginTransaction') begun = expression.at;
      else if (expression.name === 'commit' && begun >= 0) last = expression.at;
    });
  if (begun >= 0 && last > begun) ranges.push([begun, last]);
  const result = { closures, afterwards, ranges, waiting };
  transactions.set(body, result);
  return result;
}
