/** What the callback of an iteration is given: `names.forEach((name) => …)`. */
import type { FunctionFact } from '../../../languages/javascript/facts';
import { elementsOf, keysOf } from '../members/iteration';
import type { Program } from '../program';
import type { Source } from '../sources';
import type { Context, Value } from '../values';
import { evaluate, type Mode } from './evaluate';

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
export function iteratedBy(
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
