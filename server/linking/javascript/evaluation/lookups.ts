/** What containers and reflectors give back for a class, a name or a key of metadata. */
import type { CallFact } from '../../../languages/javascript/facts';
import { injected } from '../injected';
import type { Program } from '../program';
import type { Source } from '../sources';
import { typeValues } from './types';
import { withContext, type Context, type Value } from '../values';
import { evaluate, type Mode } from './evaluate';

/** `reflector.get(KEY, handler)` gives what `SetMetadata(KEY, value)` keeps on whatever it decorates. */
export function metadataOf(
  program: Program,
  source: Source,
  call: CallFact,
  context: Context,
  mode: Mode,
): readonly Value[] {
  const { callee } = call;
  const [key] = call.arguments;
  if (callee.kind !== 'member' || !key || !/^get(?:AllAndOverride|AllAndMerge|Metadata)?$/.test(callee.name)) return [];
  const reflector = evaluate(program, source, callee.object, context, 'value').some(
    (value) => value.kind === 'external' && (value.path === 'Reflector' || value.path === 'Reflect'),
  );
  if (!reflector) return [];
  const keys = new Set(
    evaluate(program, source, key, context, 'name').flatMap((value) => (value.kind === 'string' ? [value.text] : [])),
  );
  if (!keys.size) return [];
  return program.naming(['SetMetadata('], []).flatMap((from) =>
    (from.callsByName.get('SetMetadata') ?? []).flatMap(({ call: set }): readonly Value[] => {
      const [name, value] = set.arguments;
      const same =
        name &&
        value &&
        evaluate(program, from, name, undefined, 'name').some((one) => one.kind === 'string' && keys.has(one.text));
      if (!same) return [];
      const values = evaluate(program, from, value, undefined, mode);
      // Decorating directly: the decorator is where the value was chosen.
      return set.decorates
        ? values.map((one) => (one.context ? one : withContext(one, decoratedFrame(from, set))))
        : values;
    }),
  );
}

function decoratedFrame(source: Source, call: CallFact): Context {
  const owner = call.decorates;
  const fact = owner?.function === undefined ? source.facts.functions[0] : source.facts.functions[owner.function];
  return fact && { function: fact, source, call, callSource: source, shift: 0, up: true, parent: undefined, depth: 1 };
}

const lookups =
  /^(?:get|resolve|inject|create|make|use|useContext|useService|getInstance|getService|select|of|getRepository|\$get)$/;

export function lookedUp(program: Program, source: Source, call: CallFact, context: Context): readonly Value[] {
  const { callee } = call;
  const name = callee.kind === 'member' || callee.kind === 'name' ? callee.name : undefined;
  const [first] = call.arguments;
  if (name === undefined || !lookups.test(name)) return [];
  const typed = call.typeArguments?.[0];
  const byType = typed ? typeValues(program, source, typed, context).filter((value) => value.kind === 'instance') : [];
  if (byType.length) return byType;
  if (first?.kind === 'string' && call.arguments.length < 3 && /^[a-zA-Z]\w{2,}$/.test(first.text))
    return injected(program, first.text);
  if (!first || (first.kind !== 'name' && first.kind !== 'member')) return [];
  return evaluate(program, source, first, context, 'value').flatMap((value): Value[] =>
    value.kind === 'class'
      ? [{ kind: 'instance', of: value, annotated: true, context }]
      : value.kind === 'external' && !value.made && /^[A-Z]/.test(value.path)
        ? [{ ...value, made: true, annotated: true, context }]
        : [],
  );
}
