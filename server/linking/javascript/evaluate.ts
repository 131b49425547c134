/** What an expression may stand for, followed lazily through names, modules, calls and callers; knows no event. */
import type { Binding, CallFact, Expression, FunctionFact } from '../../languages/javascript/facts';
import { evaluateCall } from './calls';
import { callersOf } from './callers';
import {
  ancestorsOf,
  elementsOf,
  isFunctionFact,
  isSubclass,
  keysOf,
  memberOf,
  membersByKey,
  parentsOf,
  selfOf,
} from './members';
import type { Program } from './program';
import { isTestFile, lastName, type CallReference, type Source } from './sources';
import { givenParameter, typeValues } from './types';
import {
  callersIn,
  distinct,
  frameOf,
  rebase,
  withContext,
  type ClassValue,
  type Context,
  type Frame,
  type StringValue,
  type Value,
} from './values';

/** `value` trusts annotations first (which emitter is it), `name` follows the text first (which string is it). */
export type Mode = 'value' | 'name';

const deepest = 90;
const longestChain = 14;
const mostCallers = 400;
const mostStrings = 60;

export function evaluate(
  program: Program,
  source: Source,
  expression: Expression,
  context: Context,
  mode: Mode,
): readonly Value[] {
  switch (expression.kind) {
    case 'other':
    case 'literal':
      return [];
    case 'string':
      return [{ kind: 'string', text: expression.text, context }];
    case 'function': {
      const fact = source.facts.functions[expression.function];
      return fact ? [{ kind: 'function', source, function: fact, context }] : [];
    }
    case 'object':
      return [{ kind: 'object', source, object: expression, context }];
    case 'cast': {
      const values = evaluate(program, source, expression.of, context, mode);
      if (mode === 'name' && values.length) return values;
      const typed = typeValues(program, source, expression.type, context);
      return typed.some((value) => value.kind === 'instance' || (value.kind === 'external' && !values.length)) &&
        !values.some((value) => value.kind === 'instance')
        ? typed
        : values.length
          ? values
          : typed;
    }
    default:
  }
  program.queries.read(`f:${source.file}`);
  if (program.steps-- <= 0) {
    program.queries.spent();
    return [];
  }
  if (program.depth > deepest) {
    program.queries.cut();
    return [];
  }
  if (!context)
    return program.queries.ask<readonly Value[]>(
      source.memo[mode],
      expression,
      () => deeper(program, source, expression, context, mode),
      [],
    );
  let contexts = program.active.get(expression);
  if (contexts?.has(context)) {
    program.queries.spent();
    return [];
  }
  if (!contexts) program.active.set(expression, (contexts = new Set()));
  contexts.add(context);
  try {
    return deeper(program, source, expression, context, mode);
  } finally {
    contexts.delete(context);
    if (!contexts.size) program.active.delete(expression);
  }
}

function deeper(
  program: Program,
  source: Source,
  expression: Expression,
  context: Context,
  mode: Mode,
): readonly Value[] {
  program.depth++;
  try {
    return distinct(compute(program, source, expression, context, mode));
  } finally {
    program.depth--;
  }
}

function compute(
  program: Program,
  source: Source,
  expression: Expression,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const inner = (of: Expression, as: Mode = mode): readonly Value[] => evaluate(program, source, of, context, as);
  switch (expression.kind) {
    case 'name':
      return evaluateName(program, source, expression.name, expression.scope, context, mode);
    case 'join':
      return joinStrings(program, source, expression.parts, context);
    case 'member': {
      if (expression.object.kind === 'super') {
        const self = inner(expression.object, 'value');
        return self
          .flatMap((value) => (value.kind === 'instance' ? parentsOf(program, value.of) : []))
          .flatMap((parent) =>
            memberOf(
              program,
              parent.kind === 'class' ? { kind: 'instance', of: parent, context } : parent,
              expression.name,
              context,
              mode,
            ),
          );
      }
      if (
        expression.name === 'exports' &&
        expression.object.kind === 'name' &&
        expression.object.name === 'module' &&
        !findName(source, 'module', expression.object.scope)
      )
        return exportedValues(program, source, '*', mode);
      // Whose field a name is: what callers pass says more than the parameter's type.
      if (mode === 'name' && isParameter(source, expression.object)) {
        const passed = inner(expression.object, 'name')
          .filter((value) => value.kind !== 'external' && !(value.kind === 'instance' && value.annotated))
          .flatMap((value) => memberOf(program, value, expression.name, context, mode));
        if (passed.length) return passed;
      }
      const objects = inner(expression.object, 'value').filter(
        (value) => !isNameOfSome(program, source, expression, context, value),
      );
      const members = objects.flatMap((value) => memberOf(program, value, expression.name, context, mode));
      if (members.some((value) => value.kind !== 'external')) return members;
      const outside = writtenOutside(program, source, objects, expression.name, mode);
      return outside.length ? outside : members;
    }
    case 'element':
      return evaluateElement(program, source, expression, context, mode);
    case 'call': {
      const call = source.facts.calls[expression.call];
      return call ? evaluateCall(program, source, call, expression.call, context, mode) : [];
    }
    case 'class': {
      const fact = source.facts.classes[expression.class];
      return fact ? [{ kind: 'class', source, class: fact, context }] : [];
    }
    case 'array':
      return [
        {
          kind: 'list',
          elements: expression.elements.flatMap((element) =>
            element.kind === 'spread'
              ? inner(element.of).flatMap((value) => elementsOf(program, value, mode))
              : inner(element),
          ),
          context,
        },
      ];
    case 'either': {
      const usual = mode === 'name' ? leftOut(program, source, expression.options, context) : [];
      const asked = usual.length ? expression.options.slice(0, 1) : expression.options;
      const values = [...asked.flatMap((option) => inner(option)), ...usual];
      // `process.env.EVENT ?? 'x'`: only one of what it may be.
      if (mode === 'name' && values.some(isSetting))
        return values.map((value) => (value.kind === 'string' ? { ...value, closed: true } : value));
      // `given || new EventEmitter()`: what the workspace makes says more than what a package passes in.
      const own = values.filter((value) => value.kind !== 'external' || value.allocation);
      return mode === 'value' && own.length ? own : values;
    }
    case 'spread':
      return inner(expression.of);
    case 'this':
    case 'super':
      return selfOf(program, source, expression, context);
    case 'each':
      return inner(expression.of).flatMap((value) => elementsOf(program, value, mode));
    case 'key':
      return inner(expression.of, 'value').flatMap((value) => keysOf(program, value));
    case 'argument':
      return evaluateParameter(program, source, expression.function, expression.index, context, mode);
    case 'imported':
      return importedValues(program, source, expression.module, expression.name, mode).map((value) =>
        withContext(value, rebase(value.context, context)),
      );
    default:
      return [];
  }
}

/** `given || DEFAULT`: callers that give nothing have chosen the usual value. */
function leftOut(
  program: Program,
  source: Source,
  [given, ...others]: readonly Expression[],
  context: Context,
): readonly Value[] {
  const binding = given?.kind === 'name' ? findName(source, given.name, given.scope)?.binding : undefined;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  const index = binding?.index ?? 0;
  const parameter = fact?.parameters[index];
  if (!fact || !parameter || parameter.default || parameter.rest || frameOf(context, fact)) return [];
  if ((context?.depth ?? 0) > longestChain) return [];
  return callersOf(program, source, fact)
    .slice(0, mostCallers)
    .flatMap(({ reference, source: from, self, within }) => {
      const { call, shift, through } = reference;
      if (call.spread || through === 'apply' || call.arguments[index + shift]) return [];
      const up = upwards(source, fact, from, reference, self, rebase(within, context));
      return others.flatMap((option) => evaluate(program, source, option, up, 'name'));
    });
}

/** From a function up to one of its callers. */
function upwards(
  source: Source,
  fact: FunctionFact,
  from: Source,
  reference: CallReference,
  self: readonly Value[] | undefined,
  parent: Context,
): Frame {
  return {
    function: fact,
    source,
    call: reference.call,
    callSource: from,
    shift: reference.shift,
    up: true,
    parent,
    depth: (parent?.depth ?? 0) + 1,
    ...(self && { self }),
  };
}

/** Whether a caller was asked after the frame was entered. */
function wasReached(context: Context, frame: Frame): boolean {
  for (let at = context; at && at !== frame; at = at.parent) if (at.up) return true;
  return false;
}

export function findName(
  source: Source,
  name: string,
  scope: number,
): { readonly binding: Binding; readonly top: boolean } | undefined {
  const { scopes, bindings } = source.facts;
  for (let at = scope; at >= 0;) {
    const here = scopes[at];
    if (!here) return undefined;
    const index = Object.hasOwn(here.names, name) ? here.names[name] : undefined;
    const binding = index === undefined ? undefined : bindings[index];
    if (binding) return { binding, top: at === 0 };
    at = here.parent;
  }
  return undefined;
}

function evaluateName(
  program: Program,
  source: Source,
  name: string,
  scope: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const found = findName(source, name, scope);
  if (!found && name === 'exports' && !source.facts.typed) return [{ kind: 'module', source, context }];
  if (!found)
    return name === 'undefined' ? [] : [{ kind: 'external', module: 'global', path: name, made: false, context }];
  const { binding, top } = found;
  if (top && context)
    return program.queries
      .ask<readonly Value[]>(
        source.memo[mode],
        binding,
        () => evaluateBinding(program, source, binding, undefined, mode),
        [],
      )
      .map((value) => withContext(value, rebase(value.context, context)));
  return evaluateBinding(program, source, binding, context, mode);
}

export function evaluateBinding(
  program: Program,
  source: Source,
  binding: Binding,
  context: Context,
  mode: Mode,
): readonly Value[] {
  switch (binding.kind) {
    case 'parameter': {
      const passed =
        binding.function === undefined
          ? []
          : evaluateParameter(program, source, binding.function, binding.index ?? 0, context, mode);
      // `options = { ...defaults, ...options }`
      const assigned = binding.values?.flatMap((value) => evaluate(program, source, value, context, mode)) ?? [];
      return assigned.length ? [...assigned, ...passed] : passed;
    }
    case 'function': {
      const fact = binding.function === undefined ? undefined : source.facts.functions[binding.function];
      return fact ? [{ kind: 'function', source, function: fact, context }] : [];
    }
    case 'class': {
      const fact = binding.class === undefined ? undefined : source.facts.classes[binding.class];
      return fact ? [{ kind: 'class', source, class: fact, context }] : [];
    }
    case 'enum':
    case 'namespace':
      return [
        {
          kind: 'members',
          source,
          members: binding.members ?? [],
          name: binding.name,
          enumeration: binding.kind === 'enum',
          context,
        },
      ];
    case 'variable':
    case 'import':
      return evaluateVariable(program, source, binding, context, mode);
    default:
      return [];
  }
}

function evaluateVariable(
  program: Program,
  source: Source,
  binding: Binding,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const values = (binding.values ?? [])
    .flatMap((value) => evaluate(program, source, value, context, mode))
    .map((value) => declaredBy(source, binding, value));
  const known = values.filter((value) => value.kind !== 'external' || value.allocation);
  if (mode === 'name' || !binding.type) {
    if (values.length) return mode === 'value' && known.length ? known : values;
    return binding.type ? typeValues(program, source, binding.type, context) : [];
  }
  if (known.length) return known;
  const typed = typeValues(program, source, binding.type, context);
  return typed.length ? typed.map((value) => slotted(source, binding.name, value)) : values;
}

/** Which declaration an emitter type stands on when nobody says where it was made. */
export function slotted(source: Source, label: string, value: Value): Value {
  return value.kind === 'external' && value.made && !value.allocation && !value.slot
    ? { ...value, slot: { source, label } }
    : value;
}

/** `const ORDER_PLACED = 'order.placed'`: the constant is where the event is declared. */
function declaredBy(source: Source, binding: Binding, value: Value): Value {
  if (
    value.kind !== 'string' ||
    value.declared ||
    value.context ||
    binding.kind !== 'variable' ||
    !/^[A-Z][A-Z0-9_]*$|Event/.test(binding.name)
  )
    return value;
  if (!binding.values?.some((one) => one.kind === 'string' || one.kind === 'join')) return value;
  return {
    ...value,
    declared: { source, line: binding.line, column: binding.column, length: binding.name.length, kind: 'constant' },
  };
}

export function importedValues(
  program: Program,
  source: Source,
  specifier: string,
  name: string,
  mode: Mode,
): readonly Value[] {
  const file = program.modules.resolve(source.file, specifier);
  const itself = file === undefined ? undefined : libraryOf(program, source, file);
  if (itself !== undefined && name !== 'default' && name !== '*')
    return [{ kind: 'external', module: itself, path: name, made: false, context: undefined }];
  const target = file === undefined ? undefined : program.source(file);
  if (!target) {
    const module = specifier.replace(/^node:/, '');
    return [
      {
        kind: 'external',
        module,
        path: name === 'default' || name === '*' ? '' : name,
        made: false,
        context: undefined,
      },
    ];
  }
  return exportedValues(program, target, name, mode);
}

/** The repository of a known library tests and shows itself: there its own exports mean what they mean elsewhere. */
export function libraryOf(program: Program, source: Source, file: string): string | undefined {
  if (isTestFile(file)) return undefined;
  const owner = program.modules.packageOf(file);
  if (owner === undefined || !program.isLibrary(owner)) return undefined;
  return source.test || program.modules.packageOf(source.file) !== owner ? owner : undefined;
}

/** What a file exports under a name; `*` is the module itself, or what it assigns to `module.exports`. */
export function exportedValues(program: Program, source: Source, name: string, mode: Mode): readonly Value[] {
  program.queries.read(`f:${source.file}`);
  return program.queries.ask<readonly Value[]>(
    source.memo.rest,
    `export:${mode}:${name}`,
    () => findExport(program, source, name, mode),
    [],
  );
}

function findExport(program: Program, source: Source, name: string, mode: Mode): readonly Value[] {
  const { exports } = source.facts;
  const whole = Object.hasOwn(exports, 'module.exports') ? (exports['module.exports'] ?? []) : [];
  const module: Value = { kind: 'module', source, context: undefined };
  if (name === '*') {
    const values = whole.flatMap((expression) => evaluate(program, source, expression, undefined, 'value'));
    return Object.keys(exports).some((key) => key !== 'module.exports') || !values.length
      ? [...values, module]
      : values;
  }
  const direct = Object.hasOwn(exports, name) ? exports[name] : undefined;
  if (direct) return distinct(direct.flatMap((expression) => evaluate(program, source, expression, undefined, mode)));
  if (whole.length) {
    const values = whole.flatMap((expression) => evaluate(program, source, expression, undefined, 'value'));
    if (name === 'default') return values;
    const members = values.flatMap((value) => memberOf(program, value, name, undefined, mode));
    if (members.length) return members;
  }
  if (name === 'default') return whole.length || Object.keys(exports).length ? [module] : [];
  for (const star of source.facts.stars) {
    const file = program.modules.resolve(source.file, star);
    const target = file === undefined ? undefined : program.exporting(file, name);
    const values = target ? exportedValues(program, target, name, mode) : [];
    if (values.length) return values;
  }
  return [];
}

export function evaluateParameter(
  program: Program,
  source: Source,
  functionIndex: number,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const fact = source.facts.functions[functionIndex];
  if (!fact) return [];
  const parameter = fact.parameters[index];
  const frame = frameOf(context, fact);
  const annotated = (): readonly Value[] =>
    parameter?.type
      ? typeValues(program, source, parameter.type, context)
      : givenParameter(program, source, fact.givenType, index).map((value) =>
          withContext(value, rebase(value.context, context)),
        );
  if (mode === 'value' && (parameter?.type ?? fact.givenType)) {
    const typed = annotated();
    if (typed.some((value) => isSpecific(program, value)))
      return typed.map((value) => slotted(source, slotLabel(source, fact, parameter?.name), value));
  }
  if (frame) {
    const passed = argumentOf(program, frame, index, context, mode);
    if (!passed.length) return fallbacks();
    // What a function was made with is known on whichever way it was reached.
    return frame.up || !wasReached(context, frame)
      ? passed
      : passed.map((value) => (value.context === frame.parent ? withContext(value, context) : value));
  }
  const iterated = iteratedBy(program, source, fact, index, context, mode);
  if (iterated.length) return iterated;
  const callers = (context?.depth ?? 0) > longestChain ? [] : callersOf(program, source, fact);
  const groups: (readonly Value[])[] = [];
  let asked = 0;
  for (const { reference, source: from, self, within } of callers) {
    if (asked++ >= mostCallers) break;
    if (
      isWithin(from, reference.call, source, functionIndex) &&
      passesOn(reference.call.arguments[index + reference.shift], from, functionIndex)
    )
      continue;
    const up = upwards(source, fact, from, reference, self, rebase(within, context));
    // What tests pass says nothing about the program itself.
    if (
      mode === 'value' &&
      from.test &&
      !source.test &&
      groups.some((group) =>
        group.some((value) => value.kind === 'instance' || (value.kind === 'external' && value.allocation)),
      )
    )
      continue;
    groups.push(argumentOf(program, up, index, up, mode));
  }
  // Only so many values are kept: callers that chose one thing come before those that go through a list of all there is.
  if (mode === 'name' && groups.reduce((sum, group) => sum + group.length, 0) > mostStrings)
    groups.sort((a, b) => a.length - b.length);
  const values = groups.flat();
  // Only tests pass something else: the program itself runs with the default.
  if (
    mode === 'value' &&
    parameter?.default &&
    !source.test &&
    callers.every(({ source: from }) => from.test || from === source)
  ) {
    const usual = evaluate(program, source, parameter.default, context, mode).filter(
      (value) => value.kind !== 'external' || value.allocation,
    );
    if (usual.length) return usual;
  }
  if (values.length) {
    const own = values.filter((value) => value.kind !== 'external' || value.allocation);
    return mode === 'value' && own.length ? own : values;
  }
  return fallbacks();

  function fallbacks(): readonly Value[] {
    const byDefault = parameter?.default && source ? evaluate(program, source, parameter.default, context, mode) : [];
    if (byDefault.length) return byDefault;
    const stated = annotated();
    const values = stated.length ? stated : expectedParameter();
    return values.map((value) => slotted(source, slotLabel(source, fact as FunctionFact, parameter?.name), value));
  }

  /** A callback's parameter as the function it is handed to declares it. */
  function expectedParameter(): readonly Value[] {
    const call = fact?.passed === undefined ? undefined : source.facts.calls[fact.passed.call];
    const position = fact?.passed?.position ?? 0;
    if (!call || call.callee.kind === 'super') return [];
    const called = evaluate(program, source, call.callee, undefined, 'value').find(
      (value) => value.kind === 'function',
    );
    return called?.kind === 'function'
      ? givenParameter(program, called.source, called.function.parameters[position]?.type, index)
      : [];
  }
}

function slotLabel(source: Source, fact: FunctionFact, name: string | undefined): string {
  const owner =
    fact.role === 'constructor' && fact.class !== undefined ? source.facts.classes[fact.class]?.name : fact.name;
  return owner === undefined ? (name ?? 'emitter') : `${owner}.${name ?? 'emitter'}`;
}

/** A recursive call that passes its own parameter on says nothing new. */
function isWithin(from: Source, call: CallFact, source: Source, functionIndex: number): boolean {
  if (from !== source) return false;
  for (let at = call.function; at !== undefined; at = source.facts.functions[at]?.outer)
    if (at === functionIndex) return true;
  return false;
}

function passesOn(argument: Expression | undefined, from: Source, functionIndex: number): boolean {
  if (argument?.kind !== 'name') return false;
  const binding = findName(from, argument.name, argument.scope)?.binding;
  return binding?.kind === 'parameter' && binding.function === functionIndex;
}

/** Whether a type already says which emitter it is; a bare `EventEmitter` does not. */
function isSpecific(program: Program, value: Value): boolean {
  if (value.kind === 'instance') return value.of.class.role !== 'interface' || isEmitterShape(program, value.of);
  return (
    value.kind === 'external' &&
    value.made &&
    value.module !== 'global' &&
    !program.isEmitterType(value.module, value.path)
  );
}

/** An interface of options says less about a value than whoever passes it; one that emits and listens says enough. */
function isEmitterShape(program: Program, value: ClassValue): boolean {
  return ancestorsOf(program, value).some((parent) =>
    parent.kind === 'external'
      ? program.isEmitterType(parent.module, parent.path)
      : !isFunctionFact(parent.class) &&
        parent.class.members.some(
          (member) =>
            member.name === 'emit' ||
            member.name === 'on' ||
            member.name === 'publish' ||
            member.name === 'dispatch' ||
            member.name === 'addEventListener',
        ),
  );
}

/** What a call passes for a parameter. */
export function argumentOf(
  program: Program,
  frame: Frame,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const { call, callSource } = frame;
  const inside = frame.up ? context : frame.parent;
  const parameter = frame.function.parameters[index];
  const at = index + frame.shift;
  const isApply = call.callee.kind === 'member' && call.callee.name === 'apply' && frame.shift === 1;
  if (isApply) {
    const list = call.arguments[1];
    if (list?.kind === 'array' && !parameter?.rest) {
      const element = list.elements[index];
      return element ? evaluate(program, callSource, element, inside, mode) : [];
    }
    return list ? evaluate(program, callSource, { kind: 'each', of: list }, inside, mode) : [];
  }
  if (parameter?.rest) {
    const elements = call.arguments
      .slice(at)
      .flatMap((argument) =>
        argument.kind === 'spread'
          ? evaluate(program, callSource, argument.of, inside, mode).flatMap((value) =>
              elementsOf(program, value, mode),
            )
          : evaluate(program, callSource, argument, inside, mode),
      );
    return elements.length ? [{ kind: 'list', elements, context: inside }] : [];
  }
  if (call.spread) {
    const spread = call.arguments.findIndex((argument) => argument.kind === 'spread');
    const argument = call.arguments[spread];
    if (spread >= 0 && spread <= at && argument?.kind === 'spread') {
      // `f(...args)` where args is the caller's own rest parameter keeps the positions.
      const exact = restArgument(program, callSource, argument.of, at - spread, inside, mode);
      return (
        exact ??
        evaluate(program, callSource, argument.of, inside, mode).flatMap((value) => elementsOf(program, value, mode))
      );
    }
  }
  const argument = call.arguments[at];
  return argument ? evaluate(program, callSource, argument, inside, mode) : [];
}

function restArgument(
  program: Program,
  source: Source,
  of: Expression,
  offset: number,
  context: Context,
  mode: Mode,
): readonly Value[] | undefined {
  if (of.kind !== 'name') return undefined;
  const binding = findName(source, of.name, of.scope)?.binding;
  const fact =
    binding?.kind === 'parameter' && binding.function !== undefined
      ? source.facts.functions[binding.function]
      : undefined;
  if (!fact || !binding || !fact.parameters[binding.index ?? 0]?.rest) return undefined;
  const position = (binding.index ?? 0) + offset;
  const frame = frameOf(context, fact);
  const single = (one: Frame, inside: Context): readonly Value[] => {
    const argument = one.call.arguments[position + one.shift];
    return argument && argument.kind !== 'spread'
      ? evaluate(program, one.callSource, argument, one.up ? inside : one.parent, mode)
      : [];
  };
  if (frame) return single(frame, context);
  return callersOf(program, source, fact)
    .slice(0, mostCallers)
    .flatMap(({ reference, source: from, self }) => {
      const up = upwards(source, fact, from, reference, self, context);
      return single(up, up);
    });
}

const iterators = new Set([
  'forEach',
  'map',
  'filter',
  'some',
  'every',
  'find',
  'flatMap',
  'each',
  'for',
  'reduce',
  'eachSeries',
]);

/** `names.forEach((name) => …)`, `forEach(names, (name) => …)`, `Object.entries(map).forEach(([name, handler]) => …)`. */
function iteratedBy(
  program: Program,
  source: Source,
  fact: FunctionFact,
  index: number,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const call = fact.passed === undefined ? undefined : source.facts.calls[fact.passed.call];
  if (!call || call.callee.kind === 'super') return [];
  const { callee } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : '';
  if (!iterators.has(name)) return [];
  const position = fact.passed?.position ?? 0;
  const [first] = call.arguments;
  const collection =
    position === 0 && callee.kind === 'member' ? callee.object : position === 1 && first ? first : undefined;
  if (!collection) return [];
  const item = name === 'reduce' ? 1 : 0;
  const values = evaluate(program, source, collection, context, mode === 'name' ? 'name' : 'value');
  if (index === item) return values.flatMap((value) => elementsOf(program, value, mode));
  // The second parameter of lodash's and a Map's forEach is the key.
  return index === item + 1 ? values.flatMap((value) => (value.kind === 'list' ? [] : keysOf(program, value))) : [];
}

function evaluateElement(
  program: Program,
  source: Source,
  expression: Expression & { kind: 'element' },
  context: Context,
  mode: Mode,
): readonly Value[] {
  const { key } = expression;
  const objects = evaluate(program, source, expression.object, context, 'value');
  if (key.kind === 'literal' && typeof key.value === 'number') {
    const position = key.value;
    const lists = objects.length ? objects : evaluate(program, source, expression.object, context, mode);
    return lists.flatMap((value) =>
      value.kind === 'list'
        ? (value.elements[position] ?? [])
        : value.kind === 'object'
          ? memberOf(program, value, String(position), context, mode)
          : [],
    );
  }
  if (!objects.some((object) => mayHold(object, lastName(expression.object)))) return [];
  const keys = evaluate(program, source, key, context, 'name').filter(
    (value): value is StringValue => value.kind === 'string' && !value.hole,
  );
  if (!keys.length) return objects.flatMap((value) => membersByKey(program, value, key, mode));
  return keys.flatMap((one) => {
    const members = objects.flatMap((object) =>
      memberOf(program, object, one.text, one.context ?? context, mode).map((value) =>
        one.context && !value.context ? withContext(value, one.context) : value,
      ),
    );
    if (members.some((value) => value.kind !== 'external')) return members;
    const outside = writtenOutside(program, source, objects, one.text, mode);
    return outside.length ? outside : members;
  });
}

/** `event.constructor.name` where only the type of the event is known: the name of whatever class it turns out to be. */
function isNameOfSome(
  program: Program,
  source: Source,
  expression: Expression & { kind: 'member' },
  context: Context,
  value: Value,
): boolean {
  const { object } = expression;
  if (expression.name !== 'name' || object.kind !== 'member' || object.name !== 'constructor') return false;
  if (value.kind !== 'class') return false;
  if (!isFunctionFact(value.class) && value.class.abstract) return true;
  if (object.object.kind === 'this') return false;
  return !evaluate(program, source, object.object, context, 'value').some(
    (one) => one.kind === 'instance' && one.allocation !== undefined && one.of.class === value.class,
  );
}

/** A value of the environment that the program is started in. */
function isSetting(value: Value): boolean {
  return value.kind === 'external' && value.module === 'global' && value.path.startsWith('process.env');
}

/** A map that starts empty and is filled under computed keys holds nothing that its keys could tell. */
function mayHold(value: Value, name: string | undefined): boolean {
  return (
    value.kind !== 'object' ||
    value.object.members.length > 0 ||
    value.source.facts.assignments.some(
      (assignment) => assignment.name !== undefined && lastName(assignment.object) === name,
    )
  );
}

function isParameter(source: Source, expression: Expression): boolean {
  return (
    expression.kind === 'argument' ||
    (expression.kind === 'name' && findName(source, expression.name, expression.scope)?.binding.kind === 'parameter')
  );
}

/** `socket.session = this` in this file: a field that somebody else fills. */
function writtenOutside(
  program: Program,
  source: Source,
  objects: readonly Value[],
  name: string,
  mode: Mode,
): readonly Value[] {
  const targets = objects.filter((value) => value.kind === 'instance' || (value.kind === 'external' && value.made));
  const assignments = [
    ...(source.assignmentsByName.get(name) ?? []),
    ...(name.startsWith('Symbol(') ? (source.assignmentsByName.get('*') ?? []) : []),
  ];
  if (!targets.length || !assignments.length) return [];
  return assignments.flatMap((index): readonly Value[] => {
    const assignment = source.facts.assignments[index];
    if (!assignment || assignment.object.kind === 'this') return [];
    if (
      assignment.key &&
      !evaluate(program, source, assignment.key, undefined, 'name').some(
        (key) => key.kind === 'string' && key.text === name,
      )
    )
      return [];
    const written = evaluate(program, source, assignment.object, undefined, 'value');
    const same = written.some((value) =>
      value.kind === 'external'
        ? targets.some(
            (target) => target.kind === 'external' && target.module === value.module && target.path === value.path,
          )
        : value.kind === 'instance' &&
          targets.some(
            (target) =>
              target.kind === 'instance' &&
              (isSubclass(program, value.of, target.of) || isSubclass(program, target.of, value.of)),
          ),
    );
    return same ? evaluate(program, source, assignment.value, undefined, mode) : [];
  });
}

/** Templates and `+`: parts that came through the same caller stay together. */
export function joinStrings(
  program: Program,
  source: Source,
  parts: readonly Expression[],
  context: Context,
  /** A part for which a function is passed adds nothing. */
  gaps = false,
): readonly Value[] {
  let results: (StringValue & { readonly choices: number })[] = [{ kind: 'string', text: '', context, choices: 0 }];
  for (const part of parts) {
    if (part.kind === 'string') {
      results = results.map((result) => ({ ...result, text: result.text + part.text }));
      continue;
    }
    if (part.kind === 'literal') {
      results = results.map((result) => ({ ...result, text: result.text + String(part.value) }));
      continue;
    }
    results = results.flatMap((result) => {
      const strings = evaluate(program, source, part, result.context, 'name').flatMap((value): StringValue[] =>
        value.kind === 'string'
          ? [value]
          : gaps && value.kind === 'function'
            ? [{ kind: 'string', text: '', context: value.context }]
            : [],
      );
      // A part known only as '' is what a field or a setting starts with, not what it is when the name is composed.
      if (!gaps && !strings.some((value) => value.text !== ''))
        return [{ ...result, text: `${result.text}*`, hole: true }];
      if (!strings.length) return [{ ...result, text: `${result.text}*`, hole: true }];
      const here = strings.filter((value) => value.context === result.context).length;
      return strings.map((value) => ({
        ...result,
        text: result.text + value.text,
        context: value.context ?? result.context,
        choices: result.choices + (here > 1 ? 1 : 0),
        ...(value.hole && { hole: true }),
        ...(value.closed && { closed: true }),
        ...(value.loose && { loose: true }),
      }));
    });
    // Of too many, those that the nearest callers chose are kept.
    if (results.length > mostStrings)
      results = results.sort((a, b) => callersIn(a.context) - callersIn(b.context)).slice(0, mostStrings);
  }
  return results
    .filter((result) => result.text !== '' && !/^\**$/.test(result.text))
    .map(({ choices, ...value }) => ({
      ...value,
      ...(choices > 1 && { loose: true }),
      ...(parts.length > 1 && { composed: true }),
    }));
}
