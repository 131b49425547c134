/** Facts of one PHP file: its declarations and its expressions with names resolved; knows nothing of events or other files. */

/** Positions are offsets into the text; `lineStarts` turns them into lines and columns. */
export type Expression =
  | { readonly kind: 'string'; readonly value: string; readonly at: number }
  | { readonly kind: 'number'; readonly value: string; readonly at: number }
  | { readonly kind: 'literal'; readonly value: 'true' | 'false' | 'null'; readonly at: number }
  | { readonly kind: 'array'; readonly items: readonly ArrayItem[]; readonly at: number }
  | { readonly kind: 'constant'; readonly name: string; readonly at: number }
  | { readonly kind: 'classConstant'; readonly of: ClassReference; readonly name: string; readonly at: number }
  | { readonly kind: 'variable'; readonly name: string; readonly at: number }
  | { readonly kind: 'property'; readonly of: Expression; readonly name: string | null; readonly at: number }
  | { readonly kind: 'staticProperty'; readonly of: ClassReference; readonly name: string; readonly at: number }
  | NewExpression
  | FunctionCall
  | MethodCall
  | StaticCall
  | { readonly kind: 'concat'; readonly parts: readonly Expression[]; readonly at: number }
  | { readonly kind: 'closure'; readonly body: number; readonly at: number }
  /** One of these: ternary, `??`, `?:`, `match`; `rest` keeps conditions. */
  | {
      readonly kind: 'choice';
      readonly of: readonly Expression[];
      readonly rest: readonly Expression[];
      readonly at: number;
    }
  | AssignExpression
  | { readonly kind: 'index'; readonly of: Expression; readonly key: Expression | null; readonly at: number }
  | { readonly kind: 'return'; readonly value: Expression | null; readonly at: number }
  | {
      readonly kind: 'each';
      readonly over: Expression;
      readonly key: Expression | null;
      readonly as: Expression;
      readonly at: number;
    }
  | { readonly kind: 'catch'; readonly types: readonly string[]; readonly name: string; readonly at: number }
  /** Anything else, kept for what it contains; a block also says where it ends. */
  | { readonly kind: 'other'; readonly of: readonly Expression[]; readonly at: number; readonly end?: number };

export interface ArrayItem {
  readonly key: Expression | null;
  readonly value: Expression;
  readonly spread?: boolean;
  readonly at: number;
}

export interface Argument {
  readonly name?: string;
  readonly value: Expression;
  readonly spread?: boolean;
}

interface CallBase {
  readonly args: readonly Argument[];
  /** `f(...)`: a reference to the function, not a call. */
  readonly reference?: boolean;
  readonly at: number;
  /** Exclusive. */
  readonly end: number;
}
export interface NewExpression extends CallBase {
  readonly kind: 'new';
  readonly of: ClassReference;
}
export interface FunctionCall extends CallBase {
  readonly kind: 'call';
  /** Without leading backslash; null when the callee is an expression. */
  readonly name: string | null;
  readonly callee: Expression | null;
}
export interface MethodCall extends CallBase {
  readonly kind: 'method';
  readonly of: Expression;
  readonly name: string | null;
  /** The expression that names it at run time: `$this->$method()`. */
  readonly named?: Expression;
  readonly nameAt: number;
}
export interface StaticCall extends CallBase {
  readonly kind: 'static';
  readonly of: ClassReference;
  readonly name: string | null;
  readonly nameAt: number;
}
export interface AssignExpression {
  readonly kind: 'assign';
  readonly to: Expression;
  readonly value: Expression;
  /** `.=` and friends keep the old value as well. */
  readonly augmented?: boolean;
  readonly at: number;
}
export type Call = NewExpression | FunctionCall | MethodCall | StaticCall;

/** A resolved class name, `self`, `static`, `parent`, or an expression; an anonymous class is its own name. */
export type ClassReference = string | Expression;

export interface Parameter {
  readonly name: string;
  /** Class names resolved, builtins in lower case; empty when untyped. */
  readonly types: readonly string[];
  /** Types known only from the doc comment. */
  readonly docTypes: readonly string[];
  readonly optional: boolean;
  readonly nullable: boolean;
  readonly variadic: boolean;
  readonly intersection?: boolean;
  readonly default: Expression | null;
  readonly promoted?: 'public' | 'protected' | 'private';
  readonly readonly?: boolean;
  readonly at: number;
}

export interface Body {
  /** Method or function name; `{closure}` or `{main}`. */
  readonly name: string;
  /** Index into `classes`, or -1. */
  readonly owner: number;
  /** Index of the enclosing body of a closure, or -1. */
  readonly parent: number;
  readonly closure?: 'function' | 'arrow';
  readonly parameters: readonly Parameter[];
  /** Variables a closure takes over by `use`. */
  readonly uses: readonly string[];
  readonly returnTypes: readonly string[];
  readonly static: boolean;
  readonly visibility: 'public' | 'protected' | 'private';
  readonly abstract: boolean;
  readonly attributes: readonly Attribute[];
  readonly statements: readonly Expression[];
  /** `@var` comments inside the body: variable to types. */
  readonly docVariables: Readonly<Record<string, readonly string[]>>;
  readonly at: number;
  readonly nameAt: number;
  /** Exclusive end of the whole declaration. */
  readonly end: number;
}

export interface Attribute {
  readonly name: string;
  readonly args: readonly Argument[];
  readonly at: number;
}

export interface Property {
  readonly name: string;
  readonly types: readonly string[];
  readonly docTypes: readonly string[];
  readonly default: Expression | null;
  readonly static: boolean;
  readonly readonly: boolean;
  readonly visibility: 'public' | 'protected' | 'private';
  readonly at: number;
}

export interface ClassFact {
  /** Fully qualified, without leading backslash. */
  readonly name: string;
  readonly kind: 'class' | 'interface' | 'trait' | 'enum';
  readonly anonymous?: boolean;
  readonly abstract: boolean;
  readonly final: boolean;
  readonly readonly: boolean;
  readonly extends: readonly string[];
  readonly implements: readonly string[];
  readonly traits: readonly string[];
  readonly constants: readonly {
    readonly name: string;
    readonly value: Expression;
    readonly at: number;
    readonly case?: boolean;
  }[];
  readonly properties: readonly Property[];
  /** Indexes into `bodies`. */
  readonly methods: readonly number[];
  readonly attributes: readonly Attribute[];
  /** `@method` and `@mixin`/`@see` lines of the doc comment. */
  readonly docMethods: Readonly<Record<string, readonly string[]>>;
  readonly see: readonly string[];
  readonly at: number;
  readonly nameAt: number;
  readonly end: number;
}

/** A call in a Blade template whose first argument is a literal string or a `new X`. */
export interface BladeCall {
  /** `view_render_event`, `Event::dispatch`; names as written. */
  readonly name: string;
  readonly text: string;
  readonly form: 'string' | 'class';
  readonly at: number;
}

export interface PhpFacts {
  readonly namespace: string;
  readonly classes: readonly ClassFact[];
  /** 0 is the file's own top level. */
  readonly bodies: readonly Body[];
  readonly constants: readonly { readonly name: string; readonly value: Expression }[];
  readonly lineStarts: readonly number[];
  /** Names of called functions and methods, sorted. */
  readonly called: readonly string[];
  readonly blade: readonly BladeCall[];
  /** First place the parser could not make sense of, if any. */
  readonly error?: number;
}

/** A class of which nothing is known yet. */
export const emptyClass: ClassFact = {
  name: '',
  kind: 'class',
  abstract: false,
  final: false,
  readonly: false,
  extends: [],
  implements: [],
  traits: [],
  constants: [],
  properties: [],
  methods: [],
  attributes: [],
  docMethods: {},
  see: [],
  at: 0,
  nameAt: 0,
  end: 0,
};

export const noFacts: PhpFacts = {
  namespace: '',
  classes: [],
  bodies: [],
  constants: [],
  lineStarts: [0],
  called: [],
  blade: [],
};

/** Line and column, from 1, of an offset. */
export function position(facts: PhpFacts, at: number): { readonly line: number; readonly column: number } {
  const starts = facts.lineStarts;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
}
