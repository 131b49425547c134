/** Walks expressions of one body; knows no meaning. */
import type { Argument, Body, ClassReference, Expression } from './facts';

/** Calls `visit` for the expression and everything inside it, outside in; bodies of closures are not entered. */
export function walk(expression: Expression, visit: (expression: Expression) => void): void {
  visit(expression);
  forEachPart(expression, (part) => walk(part, visit));
}

export function forEachPart(expression: Expression, visit: (part: Expression) => void): void {
  const reference = (of: ClassReference): void => {
    if (typeof of !== 'string') visit(of);
  };
  const args = (list: readonly Argument[]): void => {
    for (const argument of list) visit(argument.value);
  };
  switch (expression.kind) {
    case 'array':
      for (const item of expression.items) {
        if (item.key) visit(item.key);
        visit(item.value);
      }
      return;
    case 'classConstant':
    case 'staticProperty':
      return reference(expression.of);
    case 'property':
      return visit(expression.of);
    case 'new':
      reference(expression.of);
      return args(expression.args);
    case 'call':
      if (expression.callee) visit(expression.callee);
      return args(expression.args);
    case 'method':
      visit(expression.of);
      return args(expression.args);
    case 'static':
      reference(expression.of);
      return args(expression.args);
    case 'concat':
      return expression.parts.forEach(visit);
    case 'choice':
      expression.rest.forEach(visit);
      return expression.of.forEach(visit);
    case 'assign':
      visit(expression.to);
      return visit(expression.value);
    case 'index':
      visit(expression.of);
      if (expression.key) visit(expression.key);
      return;
    case 'return':
      if (expression.value) visit(expression.value);
      return;
    case 'each':
      visit(expression.over);
      visit(expression.as);
      return;
    case 'other':
      return expression.of.forEach(visit);
    default:
  }
}

/** How a variable got its value. */
export interface Binding {
  readonly kind: 'value' | 'element' | 'key' | 'append' | 'catch';
  readonly value: Expression | null;
  /** Key under which an append stores. */
  readonly key?: Expression | null;
  readonly types?: readonly string[];
  /** Where destructuring takes it from. */
  readonly path?: Expression | number;
  readonly augmented?: boolean;
  readonly at: number;
  /** End of the innermost block: a later use before it has certainly seen this binding. */
  readonly until: number;
}

const bindingsOf = new WeakMap<Body, ReadonlyMap<string, readonly Binding[]>>();

/** Bindings of a body's variables in the order of the text; `this.x` for properties set through `$this`. */
export function bindings(body: Body): ReadonlyMap<string, readonly Binding[]> {
  const known = bindingsOf.get(body);
  if (known) return known;
  const found = new Map<string, Binding[]>();
  for (const statement of body.statements) collect(statement, Number.MAX_SAFE_INTEGER, found);
  bindingsOf.set(body, found);
  return found;
}

/** `x` for `$x`, `this.x` for `$this->x`; undefined for anything else. */
export function slotOf(expression: Expression): string | undefined {
  if (expression.kind === 'variable') return expression.name;
  if (
    expression.kind === 'property' &&
    expression.name !== null &&
    expression.of.kind === 'variable' &&
    expression.of.name === 'this'
  )
    return `this.${expression.name}`;
  if (expression.kind === 'staticProperty' && (expression.of === 'self' || expression.of === 'static'))
    return `this.${expression.name}`;
  return undefined;
}

function collect(expression: Expression, until: number, found: Map<string, Binding[]>): void {
  const bind = (to: Expression, binding: Binding): void => {
    const slot = slotOf(to);
    if (slot !== undefined) {
      const list = found.get(slot);
      if (list) list.push(binding);
      else found.set(slot, [binding]);
    } else if (to.kind === 'index') {
      bind(to.of, { ...binding, kind: 'append', key: to.key });
    } else if (to.kind === 'array') {
      to.items.forEach((item, index) => bind(item.value, { ...binding, path: item.key ?? index }));
    }
  };
  if (expression.kind === 'assign') {
    const { value, at, augmented } = expression;
    bind(expression.to, { kind: 'value', value, at, until, ...(augmented && { augmented }) });
  } else if (expression.kind === 'each') {
    const { over, at } = expression;
    bind(expression.as, { kind: 'element', value: over, at, until });
    if (expression.key) bind(expression.key, { kind: 'key', value: over, at, until });
  } else if (expression.kind === 'catch') {
    bind(
      { kind: 'variable', name: expression.name, at: expression.at },
      { kind: 'catch', value: null, types: expression.types, at: expression.at, until },
    );
  }
  const inner = expression.kind === 'other' && expression.end !== undefined ? expression.end : until;
  forEachPart(expression, (part) => collect(part, inner, found));
}
