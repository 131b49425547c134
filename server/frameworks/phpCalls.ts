/** Finds the calls of a PHP file, and the turns of the loops they stand in; shared by the PHP frameworks. */
import type { Scope } from '../languages/php/evaluation/meaning';
import type { Call, Expression, PhpFacts } from '../languages/php/facts';
import { forEachPart } from '../languages/php/walk';
import type { CallSite, Context } from './phpFramework';
import { listItems } from './phpReading';

/** Every call of a file with its scope; closures come as bodies of their own. */
export function forEachCall(file: string, facts: PhpFacts, visit: (site: CallSite) => void): void {
  facts.bodies.forEach((body, index) => {
    const owner = facts.classes[body.owner]?.name ?? '';
    const scope: Scope = { file, facts, body: index, self: owner };
    const go = (expression: Expression): void => {
      if (isCall(expression)) visit({ call: expression, scope });
      forEachPart(expression, go);
    };
    body.statements.forEach(go);
  });
}

const isCall = (expression: Expression): expression is Call =>
  expression.kind === 'call' ||
  expression.kind === 'method' ||
  expression.kind === 'static' ||
  expression.kind === 'new';
/** What a receiver is called in the code: a cheap hint whether asking for its type can be worth it. */
export function receiverName(expression: Expression): string {
  switch (expression.kind) {
    case 'variable':
      return expression.name;
    case 'property':
    case 'staticProperty':
      return expression.name ?? '';
    case 'index':
      return expression.key?.kind === 'string' ? expression.key.value : receiverName(expression.of);
    case 'call':
    case 'static':
    case 'method': {
      const argument = expression.args[0]?.value;
      const given =
        argument?.kind === 'string'
          ? argument.value
          : argument?.kind === 'classConstant' && typeof argument.of === 'string'
            ? argument.of
            : '';
      return `${expression.name ?? ''} ${given}${expression.kind === 'static' && typeof expression.of === 'string' ? ` ${expression.of}` : ''}`;
    }
    case 'new':
      return typeof expression.of === 'string' ? expression.of : '';
    default:
      return '';
  }
}

/**
 * The scopes of a call inside loops over arrays the code spells out, one per turn, so that what belongs together in one
 * turn (an event and its handler) stays together. One scope, unchanged, when there is no such loop.
 */
export function turns(site: CallSite, context: Context): readonly Scope[] {
  const { scope, call } = site;
  const loops: Extract<Expression, { kind: 'each' }>[] = [];
  const find = (expression: Expression): boolean => {
    if (expression === call) return true;
    let found = false;
    forEachPart(expression, (part) => {
      found ||= find(part);
    });
    const head = expression.kind === 'other' ? expression.of[0] : undefined;
    if (found && head?.kind === 'each') loops.unshift(head);
    return found;
  };
  for (const statement of scope.facts.bodies[scope.body]?.statements ?? []) if (find(statement)) break;
  let scopes: readonly Scope[] = [scope];
  for (const loop of loops) {
    const next: Scope[] = [];
    for (const outer of scopes) {
      const items = listItems(loop.over, outer, context);
      if (items.length === 0 || next.length + items.length > 80) {
        next.push(outer);
        continue;
      }
      for (const item of items) {
        const turn = new Map(outer.turn);
        if (loop.as.kind === 'variable') turn.set(loop.as.name, context.evaluator.evaluate(item.value, item.scope));
        if (loop.key?.kind === 'variable' && item.key)
          turn.set(loop.key.name, context.evaluator.evaluate(item.key, item.keyScope ?? item.scope));
        next.push({ ...outer, turn });
      }
    }
    scopes = next;
  }
  return scopes;
}
