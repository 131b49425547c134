/** The events that emissions, constant maps and declared types make known. */
import type { EventNode, Field, Place } from '../../graph/graph';
import type { ClassMember, ObjectMember, TypeFact } from '../../languages/javascript/facts';
import { inRunningOrder, type Entry } from './distinct';
import type { Emission } from './emissions';
import { classId, eventIdOf, nameOf, stringId } from './eventIds';
import type { DeclaredType } from './eventTypes';
import { isFunctionFact, nameOfClass, parentsOf } from './members/ancestry';
import type { Program } from './program';
import { hearerOf, publisherOf } from './published';
import type { Source } from './sources';
import type { ClassValue, Declared } from './values';

const languageOf = (file: string): 'typescript' | 'javascript' =>
  /\.[cm]?tsx?$/i.test(file) ? 'typescript' : 'javascript';

/** What makes an event known: an emission, or one of the members around the constant that it names. */
export interface Declaration {
  readonly entry: Entry;
  readonly sibling?: ObjectMember;
}

/** The events that an emission makes known, by id: its own, and those of the same emitter that nobody may use yet. */
export function declarationsOf(entry: Entry, add: (id: string, declaration: Declaration) => void): void {
  const { emission } = entry;
  const { event, emitter, external } = emission;
  const id = eventIdOf(emission);
  if (id !== null) add(id, { entry });
  if (external || event.kind !== 'string') return;
  for (const sibling of event.declared?.siblings ?? [])
    if (sibling.value.kind === 'string') add(stringId(emitter?.key, sibling.value.text), { entry, sibling });
}

/** The event of an id, by all that makes it known: the first one that declares it wins. */
export function eventNode(
  program: Program,
  id: string,
  declarations: readonly Declaration[],
  type: DeclaredType | undefined,
): EventNode | undefined {
  const ordered =
    declarations.length > 1
      ? [...declarations].sort(
          (a, b) => Number(Boolean(a.sibling)) - Number(Boolean(b.sibling)) || inRunningOrder(a.entry, b.entry),
        )
      : declarations;
  let event: EventNode | undefined;
  for (const { entry, sibling } of ordered)
    event = sibling
      ? declaredBeside(program, id, event, entry.emission, sibling)
      : declared(program, id, event, entry.emission);
  return event ?? (type && typeEvent(program, id, type));
}

function declared(program: Program, id: string, known: EventNode | undefined, emission: Emission): EventNode {
  const { event } = emission;
  const external = emission.external ? { external: true } : {};
  if (event.kind === 'class') return known ?? classEvent(program, id, event.class, emission.framework);
  if (event.kind === 'externalClass')
    return (
      known ?? {
        id,
        name: event.name,
        language: languageOf(emission.spot.source.file),
        kind: 'class',
        external: true,
        framework: emission.framework,
      }
    );
  const place = event.kind === 'string' || event.kind === 'type' || event.kind === 'token' ? event.declared : undefined;
  if (known && (known.file !== undefined || !place))
    return known.external && !emission.external ? { ...known, external: false } : known;
  const text = nameOf(emission) ?? '';
  const isText = event.kind === 'string';
  const publishedBy = isText ? publisherOf(program, emission.emitter, text) : undefined;
  const heardBy = isText ? hearerOf(program, emission.emitter, text) : undefined;
  return {
    ...stringEvent(program, emission, text, id, place),
    ...external,
    ...(publishedBy !== undefined && { publishedBy }),
    ...(heardBy !== undefined && { heardBy }),
  };
}

function declaredBeside(
  program: Program,
  id: string,
  known: EventNode | undefined,
  emission: Emission,
  sibling: ObjectMember,
): EventNode | undefined {
  const declared = emission.event.kind === 'string' ? emission.event.declared : undefined;
  if (known?.file !== undefined || !declared || sibling.value.kind !== 'string') return known;
  const { line, column } = sibling;
  const place: Declared = { ...declared, line, column, length: sibling.name?.length ?? 1 };
  return {
    ...stringEvent(program, emission, sibling.value.text, id, place),
    ...(known?.external === undefined ? {} : { external: known.external }),
  };
}

function typeEvent(program: Program, id: string, { text, place }: DeclaredType): EventNode {
  return {
    id,
    name: text,
    language: languageOf(place.source.file),
    kind: 'typeLiteral',
    ...namePlace(program, place.source, place, place.length),
    framework: 'emmett',
  };
}

function stringEvent(
  program: Program,
  { event, emitter, spot, framework }: Emission,
  name: string,
  id: string,
  place: Declared | undefined,
): EventNode {
  return {
    id,
    name,
    language: languageOf(place?.source.file ?? spot.source.file),
    kind: event.kind === 'type' ? 'typeLiteral' : (place?.kind ?? 'string'),
    ...(emitter && event.kind === 'string' && { emitter: emitter.name }),
    ...(place && namePlace(program, place.source, place, place.length)),
    framework,
  };
}

function namePlace(
  program: Program,
  source: Source,
  { line, column }: { readonly line: number; readonly column: number },
  length: number,
): Place & { readonly endColumn: number } {
  const place = program.placed(source.file, line, column);
  return { ...place, endColumn: place.column + length };
}

function classEvent(program: Program, id: string, value: ClassValue, framework: string): EventNode {
  const { source, class: fact } = value;
  const parents = parentsOf(program, value).flatMap((parent) =>
    parent.kind === 'class' ? [{ id: classId(parent), how: 'extends' as const }] : [],
  );
  const fields = isFunctionFact(fact)
    ? []
    : fact.members
        .filter((member) => member.role === 'field' && !member.static && member.value?.kind !== 'function')
        .map((member) => fieldOf(program, source, member));
  const aliases = isFunctionFact(fact) ? [] : [...new Set(fact.members.flatMap(aliasIn))];
  return {
    id,
    name: nameOfClass(value),
    language: languageOf(source.file),
    kind: 'class',
    ...namePlace(program, source, fact, fact.name?.length ?? 1),
    ...(fields.length && { fields }),
    ...(parents.length && { parents }),
    ...(aliases.length && { aliases }),
    ...(!isFunctionFact(fact) && fact.abstract && { abstract: true }),
    framework,
  };
}

/** `static type = 'order.placed'`, `readonly eventName: 'order.placed'`: what it is called where it is stored. */
function aliasIn({ role, name = '', value, type }: ClassMember): readonly string[] {
  if (role !== 'field' || !naming.test(name)) return [];
  if (value?.kind === 'string') return [value.text];
  return type?.kind === 'literal' ? [type.text] : [];
}

const naming = /^(?:type|\$type|(?:event|message)_?(?:type|name)|EVENT_?(?:TYPE|NAME)|TYPE)$/i;

function fieldOf(program: Program, source: Source, member: ClassMember): Field {
  const type = member.type && typeText(source, member.type, 0);
  const { line, column } = program.placed(source.file, member.line, member.column);
  return {
    name: member.name ?? '',
    ...(type !== undefined && { type }),
    ...(member.mutable && { mutable: true }),
    line,
    column,
  };
}

function typeText(source: Source, type: TypeFact, depth: number): string | undefined {
  if (depth > 4) return undefined;
  const inner = (of: TypeFact): string => typeText(source, of, depth + 1) ?? 'unknown';
  switch (type.kind) {
    case 'ref':
    case 'imported':
      return type.path.join('.') + (type.arguments ? `<${type.arguments.map(inner).join(', ')}>` : '');
    case 'union':
      return type.types.map(inner).join(' | ');
    case 'intersection':
      return type.types.map(inner).join(' & ');
    case 'array':
      return `${inner(type.of)}[]`;
    case 'literal':
      return `'${type.text}'`;
    case 'primitive':
      return type.name;
    case 'function':
      return 'function';
    case 'object':
      return 'object';
    default:
      return undefined;
  }
}
