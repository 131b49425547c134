/** The state of reading one file: where we stand and what was collected; knows nothing of syntax beyond positions. */
import type ts from 'typescript';
import type {
  AssignmentFact,
  Binding,
  CallFact,
  ClassFact,
  Expression,
  FunctionFact,
  ObjectFact,
  Scope,
  SwitchFact,
} from './facts';

export interface Reader {
  readonly ts: typeof ts;
  readonly source: ts.SourceFile;
  readonly typed: boolean;
  readonly scopes: Scope[];
  readonly bindings: Binding[];
  readonly functions: FunctionFact[];
  readonly classes: ClassFact[];
  readonly calls: CallFact[];
  readonly assignments: AssignmentFact[];
  readonly switches: SwitchFact[];
  readonly objects: ObjectFact[];
  readonly exports: Record<string, Expression[]>;
  readonly ambient: number[];
  readonly stars: string[];
  /** `x = value` outside a declaration, joined to its binding once all declarations are known. */
  readonly writes: { readonly name: string; readonly scope: number; readonly value: Expression }[];
  scope: number;
  /** The scope that `var` and function declarations belong to. */
  functionScope: number;
  function: number | undefined;
  /** The nearest function that has its own `this`. */
  thisFunction: number | undefined;
  class: number | undefined;
  depth: number;
}

export const other: Expression = { kind: 'other' };

export function openReader(typescript: typeof ts, source: ts.SourceFile, typed: boolean): Reader {
  return {
    ts: typescript,
    source,
    typed,
    scopes: [{ parent: -1, names: emptyNames() }],
    bindings: [],
    functions: [],
    classes: [],
    calls: [],
    assignments: [],
    switches: [],
    objects: [],
    exports: emptyNames(),
    ambient: [],
    stars: [],
    writes: [],
    scope: 0,
    functionScope: 0,
    function: undefined,
    thisFunction: undefined,
    class: undefined,
    depth: 0,
  };
}

/** A record that inherits nothing, so that `constructor` and `__proto__` are ordinary names. */
export function emptyNames<T>(): Record<string, T> {
  return Object.create(null) as Record<string, T>;
}

export function placeOf(reader: Reader, node: ts.Node): { line: number; column: number } {
  const at = reader.source.getLineAndCharacterOfPosition(node.getStart(reader.source));
  return { line: at.line + 1, column: at.character + 1 };
}

export function endLineOf(reader: Reader, node: ts.Node): number {
  return reader.source.getLineAndCharacterOfPosition(node.end).line + 1;
}

/** Runs `body` in a new block scope; the scope is kept only when something was declared in it. */
export function inScope<T>(reader: Reader, ofFunction: boolean, body: () => T): T {
  const { scope, functionScope } = reader;
  reader.scopes.push({ parent: scope, names: emptyNames() });
  reader.scope = reader.scopes.length - 1;
  if (ofFunction) reader.functionScope = reader.scope;
  try {
    return body();
  } finally {
    reader.scope = scope;
    reader.functionScope = functionScope;
  }
}

/** Declares a name; declarations of the same name in one scope (namespace and class, overloads) are one binding. */
export function declare(reader: Reader, scope: number, binding: Binding): Binding {
  const names = reader.scopes[scope]?.names;
  if (!names) return binding;
  const known = names[binding.name];
  const existing = known === undefined ? undefined : reader.bindings[known];
  if (existing) {
    if (binding.values) existing.values = [...(existing.values ?? []), ...binding.values];
    if (binding.type) existing.type ??= binding.type;
    if (binding.alias) existing.alias ??= binding.alias;
    if (existing.kind === 'alias' && binding.kind !== 'alias') existing.kind = binding.kind;
    if (binding.members) existing.members = [...(existing.members ?? []), ...binding.members];
    if (binding.class !== undefined && (existing.class === undefined || binding.kind === 'class')) {
      existing.class = binding.class;
      existing.kind = binding.kind;
    }
    if (binding.kind === 'function' && existing.kind === 'namespace') existing.kind = 'function';
    if (binding.function !== undefined) existing.function ??= binding.function;
    return existing;
  }
  names[binding.name] = reader.bindings.length;
  reader.bindings.push(binding);
  return binding;
}

export function findBinding(reader: Reader, name: string, scope: number): Binding | undefined {
  for (let at = scope; at >= 0;) {
    const here = reader.scopes[at];
    if (!here) return undefined;
    const index = here.names[name];
    if (index !== undefined) return reader.bindings[index];
    at = here.parent;
  }
  return undefined;
}

export function addExport(reader: Reader, name: string, value: Expression): void {
  (reader.exports[name] ??= []).push(value);
}
