/** What an expression may stand for, and through which calls it came; plain values without evaluation. */
import type {
  CallFact,
  ClassFact,
  FunctionFact,
  ObjectExpression,
  ObjectMember,
  TypeFact,
} from '../../languages/javascript/facts';
import type { Source } from './sources';

/** One call on the way to a value. `up`: from a parameter to what a caller passes; `down`: into a called function. */
export interface Frame {
  readonly function: FunctionFact;
  readonly source: Source;
  readonly call: CallFact;
  readonly callSource: Source;
  readonly shift: number;
  readonly up: boolean;
  /** Fields of an instance whose making is known are read with what its constructor was given. */
  readonly made?: boolean;
  /** What other callers give for the same parameter is not to be seen, or is something else altogether. */
  readonly oneOfSeveral?: boolean;
  readonly parent: Context;
  readonly depth: number;
  /** What `this` is in the called function, when known. */
  readonly self?: readonly Value[];
}

export type Context = Frame | undefined;

export interface Declared {
  readonly source: Source;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly kind: 'constant' | 'enumMember' | 'typeLiteral' | 'string';
  /** All members of the enum or constant map it is one of. */
  readonly siblings?: readonly ObjectMember[];
  readonly member?: string;
}

export interface StringValue {
  readonly kind: 'string';
  readonly text: string;
  readonly context: Context;
  readonly declared?: Declared;
  /** Only a type says so: one of a closed set, not a fact. */
  readonly closed?: boolean;
  /** Composed of several independent choices. */
  readonly loose?: boolean;
  /** Put together from parts that are not all written in one place. */
  readonly composed?: boolean;
  /** Holds `*` for a part that is not known. */
  readonly hole?: boolean;
  /** The class whose name it is. */
  readonly ofClass?: ClassValue;
  /** The object member whose name it is. */
  readonly written?: {
    readonly source: Source;
    readonly line: number;
    readonly column: number;
    readonly member: ObjectMember;
  };
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly source: Source;
  readonly function: FunctionFact;
  readonly self?: Value;
  readonly context: Context;
  /** Arguments already bound. */
  readonly bound?: { readonly call: CallFact; readonly source: Source };
}

export interface ClassValue {
  readonly kind: 'class';
  readonly source: Source;
  readonly class: ClassFact | FunctionFact;
  readonly context: Context;
  /** This class or any below it: `event.constructor` of what only an annotation tells. */
  readonly open?: boolean;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly context: Context;
  readonly allocation?: { readonly source: Source; readonly call: CallFact; readonly index: number };
  readonly arguments?: readonly TypeFact[];
  /** Known only by its annotation. */
  readonly annotated?: boolean;
}

export interface ObjectValue {
  readonly kind: 'object';
  readonly source: Source;
  readonly object: ObjectExpression;
  readonly context: Context;
  readonly allocation?: { readonly source: Source; readonly call: CallFact; readonly index: number };
}

export interface MembersValue {
  readonly kind: 'members';
  readonly source: Source;
  readonly members: readonly ObjectMember[];
  readonly name: string;
  readonly enumeration: boolean;
  readonly context: Context;
}

export interface ListValue {
  readonly kind: 'list';
  readonly elements: readonly Value[];
  readonly context: Context;
}

export interface ModuleValue {
  readonly kind: 'module';
  readonly source: Source;
  readonly context: Context;
}

/** Something of a package or of the runtime: `events` and `EventEmitter`; `made` when it is an instance or a result. */
export interface ExternalValue {
  readonly kind: 'external';
  readonly module: string;
  readonly path: string;
  readonly made: boolean;
  readonly context: Context;
  readonly allocation?: { readonly source: Source; readonly call: CallFact; readonly index: number };
  readonly annotated?: boolean;
  /** Where it is declared without being allocated: a field or parameter. */
  readonly slot?: { readonly source: Source; readonly label: string };
}

export interface PrototypeValue {
  readonly kind: 'prototype';
  readonly of: ClassValue | ExternalValue;
  readonly context: Context;
}

export interface ShapeValue {
  readonly kind: 'shape';
  readonly source: Source;
  readonly type: TypeFact & { readonly kind: 'object' };
  readonly context: Context;
}

export type Value =
  | StringValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ObjectValue
  | MembersValue
  | ListValue
  | ModuleValue
  | ExternalValue
  | PrototypeValue
  | ShapeValue;

export function withContext<T extends Value>(value: T, context: Context): T {
  if (value.context === context) return value;
  if (value.kind !== 'list' || !context) return { ...value, context };
  return {
    ...value,
    context,
    elements: value.elements.map((element) => (element.context ? element : withContext(element, context))),
  };
}

/** Calls that built an object are where its fields were chosen, once the object is all there is to see. */
export function opened(context: Context): Context {
  if (!context) return undefined;
  const parent = opened(context.parent);
  return context.up && parent === context.parent ? context : { ...context, up: true, parent };
}

/** How many callers were asked on the way to a value. */
export function callersIn(context: Context): number {
  let count = 0;
  for (let at = context; at; at = at.parent) if (at.up && !at.made) count++;
  return count;
}

/** The nearest caller that was asked. */
export function nearestCaller(context: Context): Frame | undefined {
  let found: Frame | undefined;
  for (let at = context; at; at = at.parent) if (at.up && !at.made) found = at;
  return found;
}

/** The frame of a function in a context, if the value came through it. */
export function frameOf(context: Context, fact: FunctionFact): Frame | undefined {
  for (let at = context; at; at = at.parent) if (at.function === fact) return at;
  return undefined;
}

/** Puts frames that were gathered without context on top of a context. */
export function rebase(frames: Context, onto: Context): Context {
  if (!frames || !onto || frames === onto) return frames ?? onto;
  const chain: Frame[] = [];
  for (let at: Context = frames; at; at = at.parent) chain.push(at);
  let result: Context = onto;
  for (const frame of chain.reverse()) {
    let present = false;
    for (let at: Context = result; at; at = at.parent)
      if (at.call === frame.call && at.function === frame.function) present = true;
    if (!present) result = { ...frame, parent: result, depth: (result?.depth ?? 0) + 1 };
  }
  return result;
}

/** The context after a called function was left again: its own frame goes, frames entered upwards stay. */
export function without(context: Context, frame: Frame): Context {
  if (!context) return frame.parent;
  const kept: Frame[] = [];
  for (let at: Context = context; at; at = at.parent) {
    if (at === frame || at === frame.parent) {
      let result: Context = frame.parent;
      for (const one of kept.reverse())
        if (one.up) result = { ...one, parent: result, depth: (result?.depth ?? 0) + 1 };
      return result;
    }
    kept.push(at);
  }
  return rebase(context, frame.parent);
}

/** The call a value came from: the outermost caller that was asked for an argument. */
export function originOf(context: Context): Frame | undefined {
  let made: Frame | undefined;
  for (let at = context; at; at = at.parent) {
    if (!at.up) continue;
    if (!at.made) return at;
    made ??= at;
  }
  return made;
}

export function keyOf(value: Value): string {
  switch (value.kind) {
    case 'string':
      return `s${value.text}\0${value.closed ? 1 : 0}${value.loose ? 1 : 0}`;
    case 'function':
      return `f${value.source.file}:${value.function.line}:${value.function.column}`;
    case 'class':
      return `c${value.source.file}:${value.class.line}:${value.class.column}`;
    case 'instance':
      return `i${value.of.source.file}:${value.of.class.line}:${value.of.class.column}@${allocationKey(value.allocation)}`;
    case 'object':
      return `o${value.source.file}:${value.object.line}@${allocationKey(value.allocation)}`;
    case 'members':
      return `m${value.source.file}:${value.name}`;
    case 'list':
      return `l${value.elements.map(keyOf).join()}`;
    case 'module':
      return `M${value.source.file}`;
    case 'external':
      return `x${value.module}#${value.path}${value.made ? '!' : ''}@${allocationKey(value.allocation)}${value.slot?.label ?? ''}`;
    case 'prototype':
      return `p${keyOf(value.of)}`;
    case 'shape':
      return `h${value.source.file}:${value.type.members[0]?.line ?? 0}`;
  }
}

function allocationKey(allocation: { readonly source: Source; readonly index: number } | undefined): string {
  return allocation ? `${allocation.source.file}:${allocation.index}` : '';
}

function contextKey(context: Context, whole: boolean): string {
  let key = '';
  for (let at = context; at; at = at.parent)
    if (at.up || whole) key += `${at.callSource.file}:${at.call.line}:${at.call.column};`;
  return key;
}

const most = 80;
/** A wrapper that the whole program calls is given many names. */
const mostNames = 500;

/** Distinct values in order; the same value through different callers counts as different. */
export function distinct(values: readonly Value[]): Value[] {
  if (values.length < 2) return values as Value[];
  const seen = new Set<string>();
  const result: Value[] = [];
  for (const value of values) {
    const key = keyOf(value) + '|' + contextKey(value.context, value.kind === 'instance' || value.kind === 'object');
    if (seen.has(key)) continue;
    seen.add(key);
    result.push(value);
    if (result.length >= (value.kind === 'string' ? mostNames : most)) break;
  }
  return result;
}
