/** What an expression may stand for, followed lazily through names, modules, calls and callers; knows no event. */
import type { Expression } from '../../../languages/javascript/facts';
import { evaluateCall } from './calls';
import { isFunctionFact, parentsOf } from '../members/ancestry';
import { elementsOf, keysOf } from '../members/iteration';
import { memberOf } from '../members/memberOf';
import { selfOf } from '../members/self';
import type { Program } from '../program';
import type { Source } from '../sources';
import { typeValues } from './types';
import { distinct, rebase, withContext, type Context, type Value } from '../values';
import { evaluateName } from './bindings';
import { evaluateElement, writtenOutside } from './elements';
import { exportedValues, importedValues } from './exports';
import { evaluateParameter, leftOut } from './parameters';
import { findName, isParameter } from './scopes';
import { joinStrings } from './text';

/** `value` trusts annotations first (which emitter is it), `name` follows the text first (which string is it). */
export type Mode = 'value' | 'name';

const deepest = 90;

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
