/** Where a typed emitter's events are declared: the members of the map it is given as a type argument. */
import type { ClassMember, ObjectMember, TypeFact } from '../../languages/javascript/facts';
import { ancestorsOf, isFunctionFact, membersOfClass } from './members/ancestry';
import type { Program } from './program';
import type { Source } from './sources';
import { typeValues } from './evaluation/types';
import type { ClassValue, Declared, Value } from './values';

interface Typed {
  readonly class?: ClassValue;
  /** The call that made the emitter. */
  readonly made?: { readonly source: Source; readonly index: number };
}

/** The member of an emitter's event map that names an event. */
export function declaredInMap(program: Program, emitter: Typed, text: string): Declared | undefined {
  for (const { source, type } of mapTypes(program, emitter)) {
    for (const value of typeValues(program, source, type, undefined)) {
      const members = membersOf(program, value);
      const found = members.find(({ member }) => member.name === text);
      if (!found) continue;
      const from = found.source;
      const siblings = members
        .filter((one) => one.source === from)
        .map(({ member }): ObjectMember => ({
          name: member.name ?? '',
          value: { kind: 'string', text: member.name ?? '' },
          line: member.line,
          column: member.column,
        }));
      return {
        source: from,
        line: found.member.line,
        column: found.member.column,
        length: text.length,
        kind: 'typeLiteral',
        siblings,
        member: text,
      };
    }
  }
  return undefined;
}

interface Found {
  readonly member: ClassMember;
  readonly source: Source;
}

function membersOf(program: Program, value: Value): readonly Found[] {
  if (value.kind === 'shape')
    return value.type.members.flatMap((member) =>
      member.name === undefined ? [] : [{ member, source: value.source }],
    );
  if (value.kind !== 'instance' || isFunctionFact(value.of.class) || value.of.class.role !== 'interface') return [];
  return membersOfClass(program, value.of).filter(({ member }) => member.name !== undefined);
}

function mapTypes(
  program: Program,
  { class: owner, made }: Typed,
): readonly { readonly source: Source; readonly type: TypeFact }[] {
  const found: { source: Source; type: TypeFact }[] = [];
  const take = (source: Source, types: readonly TypeFact[] | undefined): void => {
    for (const type of types ?? [])
      if (type.kind !== 'primitive' && type.kind !== 'other' && type.kind !== 'literal') found.push({ source, type });
  };
  if (made) {
    const { source, index } = made;
    take(source, source.facts.calls[index]?.typeArguments);
    // `const bus: Emitter<Events> = mitt()`, `bus = new EventEmitter() as TypedEmitter<Events>`
    for (const binding of source.facts.bindings)
      for (const value of binding.values ?? [])
        if (holds(value, index)) take(source, [...castArguments(value), ...argumentsOf(binding.type)]);
    for (const fact of source.facts.classes)
      for (const member of fact.members)
        if (member.value && holds(member.value, index))
          take(source, [...castArguments(member.value), ...argumentsOf(member.type)]);
  }
  for (const parent of owner ? ancestorsOf(program, owner) : []) {
    if (parent.kind !== 'class' || isFunctionFact(parent.class)) continue;
    take(parent.source, parent.class.extendsArguments);
    if (parent.class.extends?.kind === 'cast') take(parent.source, castArguments(parent.class.extends));
  }
  return found;
}

type Held = NonNullable<ClassMember['value']>;

function holds(value: Held, call: number): boolean {
  if (value.kind === 'call') return value.call === call;
  return value.kind === 'cast' && holds(value.of, call);
}

function castArguments(value: Held): readonly TypeFact[] {
  return value.kind === 'cast' ? [...argumentsOf(value.type), ...castArguments(value.of)] : [];
}

function argumentsOf(type: TypeFact | undefined): readonly TypeFact[] {
  if (type?.kind === 'function') return argumentsOf(type.returns);
  return type?.kind === 'ref' || type?.kind === 'imported' ? (type.arguments ?? []) : [];
}
