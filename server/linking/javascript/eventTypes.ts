/** Events that are types with a literal name: declared as `Event<'Name', …>`, returned by deciders, handled by lists. */
import type { Expression, ObjectFact, TypeFact } from '../../languages/javascript/facts';
import type { Emission, Findings, HandlerPlace, Spot } from './emissions';
import { spotOf } from './emissions';
import { evaluate } from './evaluation/evaluate';
import { elementsOf } from './members/iteration';
import type { Program } from './program';
import { handlerFrom } from './handlers';
import { lastName, type Source } from './sources';
import { originOf, type Declared, type Value } from './values';

export interface DeclaredType {
  readonly text: string;
  readonly place: Declared;
}

const storing = /^(?:append\w*|publish\w*|emit|send\w*|dispatch\w*|raise|record\w*|save\w*|store\w*|handle\w*)$/;

/** `type OrderPlaced = Event<'OrderPlaced', …>` at the top of a file. */
export function declaredTypes(source: Source): readonly DeclaredType[] {
  return source.facts.bindings.flatMap((binding): DeclaredType[] => {
    const text = binding.alias && literalOf(binding.alias);
    if (text === undefined) return [];
    return [
      {
        text,
        place: { source, line: binding.line, column: binding.column, length: binding.name.length, kind: 'typeLiteral' },
      },
    ];
  });
}

function literalOf(type: TypeFact): string | undefined {
  if (type.kind !== 'ref' && type.kind !== 'imported') return undefined;
  const name = type.path[type.path.length - 1] ?? '';
  const [first] = type.arguments ?? [];
  return /^(?:\w*Event)$/.test(name) && first?.kind === 'literal' ? first.text : undefined;
}

/** Files worth reading for the types they declare. */
export function declaresTypes(program: Program): readonly Source[] {
  return program.naming([`Event<'`, 'Event<"', 'Event<\n', 'Event<\r'], []);
}

/** Objects of one file that are events with a literal type, or lists of the types that something handles. */
export function objectSite(
  program: Program,
  source: Source,
  fact: ObjectFact,
  known: ReadonlyMap<string, DeclaredType>,
): Findings {
  const list = fact.object.members.find((member) => member.name === 'canHandle');
  if (list) return { emissions: handled(program, source, fact, list.value, known), commands: [] };
  const type = fact.object.members.find((member) => member.name === 'type');
  if (!type || source.test) return { emissions: [], commands: [] };
  const call = fact.call === undefined ? undefined : source.facts.calls[fact.call];
  const passedTo = call && lastName(call.callee);
  const stored = passedTo !== undefined && storing.test(passedTo);
  if (call && !stored) return { emissions: [], commands: [] };
  if (!call && !isReturnedEvent(source, fact, known)) return { emissions: [], commands: [] };
  const emissions = evaluate(program, source, type.value, undefined, 'name').flatMap((value): Emission[] => {
    const declared = value.kind === 'string' ? known.get(value.text) : undefined;
    if (value.kind !== 'string' || !declared) return [];
    const spot: Spot = call
      ? spotOf(source, call)
      : {
          source,
          line: type.line,
          column: type.column,
          ...(fact.function !== undefined && { function: fact.function }),
        };
    return [
      {
        direction: 'dispatch',
        spot,
        event: { kind: 'type', text: value.text, declared: declared.place },
        via: passedTo ?? 'type',
        framework: 'emmett',
        certainty: 'exact',
      },
    ];
  });
  return { emissions, commands: [] };
}

/** An object in a function that says it returns events. */
function isReturnedEvent(source: Source, fact: ObjectFact, known: ReadonlyMap<string, DeclaredType>): boolean {
  for (let at = fact.function; at !== undefined; at = source.facts.functions[at]?.outer) {
    const type = source.facts.functions[at]?.returnType;
    if (type) return namesEvents(type, known, 0);
  }
  return false;
}

function namesEvents(type: TypeFact, known: ReadonlyMap<string, DeclaredType>, depth: number): boolean {
  if (depth > 6) return false;
  switch (type.kind) {
    case 'ref':
    case 'imported': {
      const text = literalOf(type);
      if (text !== undefined) return known.has(text);
      const name = type.path[type.path.length - 1] ?? '';
      if (known.has(name) || /Events?$/.test(name)) return true;
      return Boolean(type.arguments?.some((argument) => namesEvents(argument, known, depth + 1)));
    }
    case 'array':
      return namesEvents(type.of, known, depth + 1);
    case 'union':
    case 'intersection':
      return type.types.some((one) => namesEvents(one, known, depth + 1));
    default:
      return false;
  }
}

const handling = ['eachMessage', 'evolve', 'handle', 'project', 'apply', 'eachBatch', 'react'];

function handled(
  program: Program,
  source: Source,
  fact: ObjectFact,
  list: Expression,
  known: ReadonlyMap<string, DeclaredType>,
): Emission[] {
  const member = handling
    .map((name) => fact.object.members.find((one) => one.name === name))
    .find((one) => one !== undefined);
  const handler: HandlerPlace = member ? namedHandler(program, source, member.value) : { handler: 'closure' };
  const at = (index: number): Spot => {
    const places = list.kind === 'array' ? list.places : undefined;
    const member = fact.object.members.find((one) => one.name === 'canHandle');
    const line = places?.[index * 2] ?? member?.line ?? fact.object.line;
    return {
      source,
      line,
      column: places?.[index * 2 + 1] ?? member?.column ?? 1,
      ...(fact.function !== undefined && { function: fact.function }),
    };
  };
  const one = (value: Value, index: number): Emission[] =>
    value.kind === 'string'
      ? [
          {
            direction: 'listen',
            spot: at(index),
            event: {
              kind: 'type',
              text: value.text,
              ...(known.get(value.text) && { declared: known.get(value.text)?.place }),
            },
            via: 'canHandle',
            framework: 'emmett',
            certainty: 'exact',
            handler,
            role: member?.name === 'eachMessage' || member?.name === 'react' ? 'reactor' : 'projection',
          },
        ]
      : [];
  if (list.kind === 'array')
    return list.elements.flatMap((element, index) =>
      evaluate(program, source, element, undefined, 'name')
        .flatMap((value) => (value.kind === 'list' ? value.elements : [value]))
        .flatMap((value) => one(value, index)),
    );
  // A list that callers hand over is reported where they write it.
  return evaluate(program, source, list, undefined, 'name')
    .flatMap((value) => elementsOf(program, value, 'name'))
    .filter((value) => !originOf(value.context))
    .flatMap((value) => one(value, 0));
}

function namedHandler(program: Program, source: Source, value: Expression): HandlerPlace {
  const place = handlerFrom(program, source, value, undefined);
  // A method written in the list's own object has only that object's name for it.
  return value.kind === 'function' ? { ...place, handler: 'closure' } : place;
}
