/** What one Rust file says about itself: plain JSON data; names are as written, nothing is looked up elsewhere. */

/** Line and column, both from 1. */
export type Spot = readonly [line: number, column: number];

/** A type as written; references, pointers and lifetimes are left out. */
export type TypeRef =
  | {
      readonly kind: 'path';
      readonly path: string;
      readonly args: readonly TypeRef[];
      readonly outputs?: Readonly<Record<string, TypeRef>>;
    }
  | { readonly kind: 'dyn' | 'impl'; readonly bounds: readonly TypeRef[] }
  | { readonly kind: 'tuple'; readonly items: readonly TypeRef[] }
  | { readonly kind: 'function'; readonly parameters: readonly TypeRef[]; readonly returns?: TypeRef }
  | { readonly kind: 'other' };

export interface Generic {
  readonly name: string;
  readonly bounds: readonly TypeRef[];
}

export interface Attribute {
  /** `derive`, `tokio::test`. */
  readonly name: string;
  /** Text between the brackets of its arguments, or the value after `=`. */
  readonly text: string;
  readonly spot: Spot;
}

/** What every item shares; `module` is the path of inline modules around it, joined by `::`, empty at the top. */
export interface Declared {
  readonly name: string;
  readonly module: string;
  readonly spot: Spot;
  readonly test?: true;
}

export interface FieldFacts {
  readonly name: string;
  readonly type: TypeRef;
  readonly public: boolean;
  readonly spot: Spot;
}

export interface StructFacts extends Declared {
  readonly generics: readonly Generic[];
  readonly fields: readonly FieldFacts[];
  readonly attributes: readonly Attribute[];
}

export interface VariantFacts {
  readonly name: string;
  readonly spot: Spot;
  readonly fields: readonly FieldFacts[];
}

export interface EnumFacts extends Declared {
  readonly variants: readonly VariantFacts[];
  readonly attributes: readonly Attribute[];
}

export interface TraitFacts extends Declared {
  readonly generics: readonly Generic[];
  readonly bounds: readonly TypeRef[];
}

export interface ImplFacts {
  readonly module: string;
  readonly spot: Spot;
  readonly generics: readonly Generic[];
  readonly trait?: TypeRef;
  readonly type: TypeRef;
  /** `type Event = X;` */
  readonly types: Readonly<Record<string, TypeRef>>;
  /** `const NAME: &'static str = "x";` */
  readonly strings: Readonly<Record<string, string>>;
  readonly attributes: readonly Attribute[];
  readonly test?: true;
}

export interface AliasFacts extends Declared {
  readonly generics: readonly Generic[];
  readonly type: TypeRef;
}

export interface ValueFacts extends Declared {
  readonly type: TypeRef;
  /** Its value when that is a string literal. */
  readonly text?: string;
}

export interface UseFacts {
  readonly module: string;
  /** The name it brings in; `*` for everything. */
  readonly name: string;
  readonly path: string;
  /** Name of the function inside which alone it is known. */
  readonly within?: string;
}

export interface FunctionFacts extends Declared {
  readonly endLine: number;
  /** Index of the impl or trait it belongs to. */
  readonly impl?: number;
  readonly trait?: number;
  readonly generics: readonly Generic[];
  /** Takes `self`. */
  readonly method: boolean;
  /** Without `self`. */
  readonly parameters: readonly { readonly name: string; readonly type: TypeRef; readonly spot: Spot }[];
  readonly returns?: TypeRef;
  readonly attributes: readonly Attribute[];
  /** Offsets between which the body stands, when it is read only on demand. */
  readonly inside?: readonly [from: number, to: number];
  readonly body?: Body;
}

/** A function's body: an arena in which expressions name each other by index. */
export interface Body {
  readonly expressions: readonly Expression[];
  readonly bindings: readonly Binding[];
  /** The value the body ends with, and those of `return`. */
  readonly results: readonly number[];
}

/** How a name is cut out of the value a pattern takes apart. */
export type Step =
  | { readonly kind: 'item'; readonly index: number }
  | { readonly kind: 'variant'; readonly path: string; readonly index: number }
  | { readonly kind: 'field'; readonly path: string; readonly name: string }
  | { readonly kind: 'element' };

export interface Binding {
  readonly name: string;
  /** Offsets between which the name is known. */
  readonly from: number;
  readonly to: number;
  readonly type?: TypeRef;
  readonly value?: number;
  readonly steps: readonly Step[];
  /** Index of the closure's expression and of its parameter, when the name is one. */
  readonly closure?: { readonly expression: number; readonly parameter: number };
}

/** A name, or a string, that a pattern asks for. */
export interface PatternPart {
  readonly path?: string;
  readonly text?: string;
  readonly spot: Spot;
  /** Paths of the patterns around it, outermost first. */
  readonly inside: readonly string[];
}

export interface Arm {
  readonly parts: readonly PatternPart[];
  readonly value: number;
  readonly spot: Spot;
  readonly endLine: number;
  readonly guarded?: true;
}

interface At {
  readonly spot: Spot;
  readonly offset: number;
}

export type Expression =
  | ({
      readonly kind: 'path';
      readonly path: string;
      readonly generics: readonly TypeRef[];
      readonly ownerGenerics: readonly TypeRef[];
    } & At)
  | ({ readonly kind: 'call'; readonly callee: number; readonly args: readonly number[] } & At)
  | ({
      readonly kind: 'method';
      readonly receiver: number;
      readonly name: string;
      readonly generics: readonly TypeRef[];
      readonly args: readonly number[];
    } & At)
  | ({ readonly kind: 'macro'; readonly name: string; readonly args: readonly number[] } & At)
  | ({
      readonly kind: 'struct';
      readonly type: TypeRef;
      readonly fields: readonly { readonly name: string; readonly value: number }[];
    } & At)
  | { readonly kind: 'field'; readonly of: number; readonly name: string }
  | ({ readonly kind: 'string'; readonly text: string } & At)
  | ({
      readonly kind: 'closure';
      readonly parameters: readonly (TypeRef | null)[];
      readonly names: readonly string[];
      readonly body: number;
      readonly endLine: number;
      readonly end: number;
    } & At)
  | ({
      readonly kind: 'match';
      readonly value: number;
      readonly arms: readonly Arm[];
      readonly is: 'match' | 'let';
    } & At)
  | { readonly kind: 'either'; readonly options: readonly number[] }
  | { readonly kind: 'try'; readonly of: number }
  | { readonly kind: 'items'; readonly items: readonly number[]; readonly tuple: boolean }
  | { readonly kind: 'cast'; readonly of: number; readonly type: TypeRef }
  | ({
      readonly kind: 'equal';
      readonly left: number;
      readonly right: number;
      readonly then?: readonly [from: number, to: number];
      readonly endLine: number;
    } & At)
  | { readonly kind: 'other' };

export interface MacroFacts extends Declared {
  /** Text of the rules: only ever searched for names, never read as code of the file. */
  readonly rules: string;
}

export interface RustFacts {
  readonly structs: readonly StructFacts[];
  readonly enums: readonly EnumFacts[];
  readonly traits: readonly TraitFacts[];
  readonly impls: readonly ImplFacts[];
  readonly functions: readonly FunctionFacts[];
  readonly aliases: readonly AliasFacts[];
  readonly values: readonly ValueFacts[];
  readonly uses: readonly UseFacts[];
  /** Paths of inline modules. */
  readonly modules: readonly string[];
  readonly macros: readonly MacroFacts[];
  /** The parser met text it could not read, among the declarations at least. */
  readonly broken?: Spot;
}

export const emptyFacts: RustFacts = {
  structs: [],
  enums: [],
  traits: [],
  impls: [],
  functions: [],
  aliases: [],
  values: [],
  uses: [],
  modules: [],
  macros: [],
};
