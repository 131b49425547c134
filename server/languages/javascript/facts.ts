/** What one JavaScript or TypeScript file says, as plain data: symbolic expressions that only linking gives a meaning. */

export type Expression =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'literal'; readonly value: number | boolean | null }
  | { readonly kind: 'join'; readonly parts: readonly Expression[] }
  | { readonly kind: 'name'; readonly name: string; readonly scope: number }
  | { readonly kind: 'member'; readonly object: Expression; readonly name: string }
  | { readonly kind: 'element'; readonly object: Expression; readonly key: Expression }
  | { readonly kind: 'call'; readonly call: number }
  | { readonly kind: 'function'; readonly function: number }
  | { readonly kind: 'class'; readonly class: number }
  | ObjectExpression
  | {
      readonly kind: 'array';
      readonly elements: readonly Expression[];
      /** Line and column of each element, when strings are among them. */ readonly places?: readonly number[];
    }
  | { readonly kind: 'either'; readonly options: readonly Expression[] }
  | { readonly kind: 'spread'; readonly of: Expression }
  /** `this` of a function, or of a class outside its methods. */
  | { readonly kind: 'this'; readonly function?: number; readonly class?: number }
  | { readonly kind: 'super'; readonly function?: number; readonly class?: number }
  | { readonly kind: 'cast'; readonly of: Expression; readonly type: TypeFact }
  /** One element of what is iterated. */
  | { readonly kind: 'each'; readonly of: Expression }
  /** One key of what is iterated. */
  | { readonly kind: 'key'; readonly of: Expression }
  | { readonly kind: 'argument'; readonly function: number; readonly index: number }
  /** What another module exports under a name; `*` is the module itself. */
  | { readonly kind: 'imported'; readonly module: string; readonly name: string }
  | { readonly kind: 'other' };

export interface ObjectExpression {
  readonly kind: 'object';
  readonly members: readonly ObjectMember[];
  /** The prototype or object these members are copied or assigned into. */
  into?: Expression;
  readonly line: number;
}

export interface ObjectMember {
  readonly name?: string;
  readonly key?: Expression;
  /** A spread has neither name nor key. */
  readonly value: Expression;
  readonly line: number;
  readonly column: number;
}

export type TypeFact =
  | {
      readonly kind: 'ref';
      readonly path: readonly string[];
      readonly scope: number;
      readonly arguments?: readonly TypeFact[];
    }
  | {
      readonly kind: 'imported';
      readonly module: string;
      readonly path: readonly string[];
      readonly arguments?: readonly TypeFact[];
    }
  | { readonly kind: 'union'; readonly types: readonly TypeFact[] }
  | { readonly kind: 'intersection'; readonly types: readonly TypeFact[] }
  | { readonly kind: 'array'; readonly of: TypeFact }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'object'; readonly members: readonly ClassMember[] }
  | { readonly kind: 'function'; readonly returns?: TypeFact; readonly parameters: readonly TypeFact[] }
  | { readonly kind: 'typeof'; readonly of: Expression }
  | { readonly kind: 'index'; readonly object: TypeFact; readonly key: TypeFact }
  | { readonly kind: 'keyof'; readonly of: TypeFact }
  | { readonly kind: 'primitive'; readonly name: string }
  | { readonly kind: 'other' };

export interface Scope {
  readonly parent: number;
  readonly names: Record<string, number>;
}

export interface Binding {
  readonly name: string;
  kind:
    | 'variable'
    | 'parameter'
    | 'import'
    | 'function'
    | 'class'
    | 'interface'
    | 'alias'
    | 'enum'
    | 'namespace'
    | 'typeParameter';
  readonly line: number;
  readonly column: number;
  /** Everything ever assigned to it. */
  values?: Expression[];
  type?: TypeFact;
  /** What the name means as a type, when it is an alias; a value may have the same name. */
  alias?: TypeFact;
  /** Of a parameter. */
  function?: number;
  index?: number;
  /** Of a class or interface. */
  class?: number;
  /** Of an enum or namespace. */
  members?: ObjectMember[];
  exported?: boolean;
}

export interface Parameter {
  readonly name?: string;
  readonly type?: TypeFact;
  readonly default?: Expression;
  readonly rest?: boolean;
  readonly optional?: boolean;
}

export interface FunctionFact {
  readonly name?: string;
  readonly role: 'function' | 'arrow' | 'method' | 'constructor' | 'get' | 'set';
  readonly parameters: Parameter[];
  readonly class?: number;
  readonly static?: boolean;
  /** The object literal it stands in, or the object it is assigned to. */
  readonly owner?: Expression;
  /** The function it stands in. */
  readonly outer?: number;
  readonly returns: Expression[];
  returnType?: TypeFact;
  thisType?: TypeFact;
  /** The type of what it is written into: `const run: Handler = (client) => …`. */
  givenType?: TypeFact;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** The call it is an argument of, and which. */
  passed?: { readonly call: number; readonly position: number };
  /** Where exactly `false` is returned. */
  readonly returnsFalse?: { readonly line: number; readonly column: number };
}

export interface ClassMember {
  readonly name?: string;
  readonly key?: Expression;
  readonly role: 'method' | 'get' | 'set' | 'field';
  readonly function?: number;
  readonly value?: Expression;
  readonly type?: TypeFact;
  readonly static?: boolean;
  readonly mutable?: boolean;
  readonly parameter?: boolean;
  readonly line: number;
  readonly column: number;
}

export interface ClassFact {
  readonly name?: string;
  readonly role: 'class' | 'interface';
  readonly extends?: Expression;
  readonly extendsArguments?: readonly TypeFact[];
  /** Extended by an interface, implemented by a class. */
  readonly types: readonly TypeFact[];
  readonly members: ClassMember[];
  constructor_?: number;
  readonly typeParameters?: readonly TypeParameter[];
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  readonly abstract?: boolean;
  readonly scope: number;
}

export interface TypeParameter {
  readonly name: string;
  readonly constraint?: TypeFact;
  readonly default?: TypeFact;
}

export interface CallFact {
  readonly callee: Expression;
  readonly arguments: readonly Expression[];
  readonly new?: boolean;
  /** Place of the called method's name. */
  readonly line: number;
  readonly column: number;
  readonly endColumn: number;
  /** Place of the name before `.call`, `.apply` or `.bind`. */
  readonly inner?: { readonly line: number; readonly column: number; readonly endColumn: number };
  readonly function?: number;
  readonly class?: number;
  readonly typeArguments?: readonly TypeFact[];
  /** The arguments hold a spread, so that later positions are not what they seem. */
  readonly spread?: boolean;
  readonly decorates?: {
    readonly class: number;
    readonly member?: string;
    readonly function?: number;
    readonly parameter?: number;
  };
  /** A decorator without parentheses. */
  readonly bare?: boolean;
}

export interface AssignmentFact {
  readonly object: Expression;
  readonly name?: string;
  readonly key?: Expression;
  readonly value: Expression;
  readonly function?: number;
}

/** `case 'Name':` arms: which member of an event is compared with which names. */
export interface SwitchFact {
  readonly on: Expression;
  readonly cases: readonly { readonly value: Expression; readonly line: number; readonly column: number }[];
  readonly function?: number;
}

/** An object literal that says a `type` with its data, or which types it can handle. */
export interface ObjectFact {
  readonly object: ObjectExpression;
  readonly function?: number;
  /** The call it is an argument of. */
  call?: number;
}

export interface JavaScriptFacts {
  readonly scopes: readonly Scope[];
  readonly bindings: readonly Binding[];
  readonly functions: readonly FunctionFact[];
  readonly classes: readonly ClassFact[];
  readonly calls: readonly CallFact[];
  readonly assignments: readonly AssignmentFact[];
  readonly switches: readonly SwitchFact[];
  readonly objects: readonly ObjectFact[];
  readonly exports: Record<string, Expression[]>;
  /** Scopes of `declare global`: their names are every file's. */
  readonly ambient?: readonly number[];
  readonly stars: readonly string[];
  /** Why the file was left out, or what is wrong with it. */
  readonly problem?: { readonly message: string; readonly line?: number; readonly column?: number };
  readonly typed: boolean;
}

export const emptyFacts: JavaScriptFacts = {
  scopes: [{ parent: -1, names: {} }],
  bindings: [],
  functions: [],
  classes: [],
  calls: [],
  assignments: [],
  switches: [],
  objects: [],
  exports: {},
  stars: [],
  typed: false,
};
