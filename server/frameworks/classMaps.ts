/**
 * Names under which classes are stored, where a map says so: spatie's `event_class_map`, Laravel's morph maps, EventSauce's
 * explicitly mapped class names. Knows nothing of who dispatches them.
 */
import type { ArrayItem, Expression } from '../languages/php/facts';
import type { PhpFramework, Sink } from './phpFramework';

const id = 'classMaps';
/** Keys of a configuration under which such a map stands. */
const keys: ReadonlySet<string> = new Set(['event_class_map', 'event_class_maps', 'class_map']);
const calls: ReadonlySet<string> = new Set(['morphMap', 'enforceMorphMap']);
const inflectors = /(?:^|\\)\w*MappedClassNameInflector$/;
/** A name, as against a sentence about the class. */
const nameLike = /^[\p{L}\p{N}_.:\\/-]{1,200}$/u;
const deepest = 3;

export const classMaps: PhpFramework = {
  id,
  title: 'Class maps of stored events',
  packages: [],
  needles: ['event_class_map', 'morphMap(', 'enforceMorphMap(', 'MappedClassNameInflector'],

  call({ call, scope }, _, sink) {
    const isMap =
      call.kind === 'new'
        ? typeof call.of === 'string' && inflectors.test(call.of)
        : call.kind === 'static' && call.name !== null && calls.has(call.name);
    const first = call.args[0]?.value;
    if (isMap && first) readMap(first, scope.file, sink);
  },

  file(file, facts, _, sink) {
    for (const statement of facts.bodies[0]?.statements ?? [])
      if (statement.kind === 'return' && statement.value) findMaps(statement.value, file, sink, 0);
  },
};

function findMaps(expression: Expression, file: string, sink: Sink, depth: number): void {
  if (expression.kind !== 'array' || depth > deepest) return;
  for (const { key, value } of expression.items) {
    if (key?.kind === 'string' && keys.has(key.value)) readMap(value, file, sink);
    else findMaps(value, file, sink, depth + 1);
  }
}

/** `'order_placed' => OrderPlaced::class`, or the other way round. */
function readMap(expression: Expression, file: string, sink: Sink): void {
  if (expression.kind !== 'array') return;
  for (const item of expression.items) {
    const pair = pairOf(item);
    if (pair && nameLike.test(pair.name)) sink.alias({ file, at: item.at, framework: id, ...pair });
  }
}

function pairOf({ key, value }: ArrayItem): { readonly of: string; readonly name: string } | undefined {
  const left = key ? classOf(key) : undefined;
  const right = classOf(value);
  if (right !== undefined && key?.kind === 'string') return { of: right, name: key.value };
  if (left !== undefined && value.kind === 'string') return { of: left, name: value.value };
  return undefined;
}

const classOf = (expression: Expression): string | undefined =>
  expression.kind === 'classConstant' && expression.name === 'class' && typeof expression.of === 'string'
    ? expression.of
    : undefined;
