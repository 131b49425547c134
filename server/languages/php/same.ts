/** Whether an answer about a class, a method or a function is after an edit what it was before; asks nothing itself. */
import { alike, sameBody, sameFrame, sameOutside } from './alike';
import type { PhpFacts } from './facts';
import type { ClassEntry, MethodEntry, Project } from './project';

/** What others may have asked for by name, as the answers to them rest on it. */
export function declaredIn(facts: PhpFacts): string[] {
  return [
    ...facts.classes.flatMap((fact) => [
      fact.name,
      ...[...fact.extends, ...fact.implements].map((parent) => `below ${parent}`),
    ]),
    ...facts.bodies
      .filter((body) => body.owner < 0 && body.parent < 0 && body.name !== '{main}')
      .map((body) => `function ${body.name}`),
  ];
}

type Found<Value> = Value | undefined;

/** Both there, in the same file and read with the same names, and alike; or both missing. */
function both<Value>(
  before: Found<Value>,
  after: Found<Value>,
  entryOf: (value: Value) => Pick<ClassEntry, 'file' | 'facts'>,
  same: (before: Value, after: Value) => boolean,
): boolean {
  if (before === undefined || after === undefined) return before === after;
  const [left, right] = [entryOf(before), entryOf(after)];
  return left.file === right.file && sameFrame(left.facts, right.facts) && same(before, after);
}

export const sameClass = (before: Found<ClassEntry>, after: Found<ClassEntry>): boolean =>
  both(
    before,
    after,
    (entry) => entry,
    (one, other) => sameOutside(one.facts, other.facts, one.fact.name),
  );

export const sameMethod = (before: Found<MethodEntry>, after: Found<MethodEntry>): boolean =>
  both(
    before,
    after,
    ({ entry }) => entry,
    (one, other) =>
      one.index === other.index &&
      sameOutside(one.entry.facts, other.entry.facts, one.entry.fact.name) &&
      sameBody(one.entry.facts, other.entry.facts, one.index),
  );

/** The value of an undeclared property is what the methods of its class put into it. */
export const sameProperty = (
  before: ReturnType<Project['property']>,
  after: ReturnType<Project['property']>,
): boolean =>
  both(
    before,
    after,
    ({ entry }) => entry,
    (one, other) =>
      one.property.types.length + one.property.docTypes.length > 0
        ? alike(one.property, other.property) && one.entry.fact.name === other.entry.fact.name
        : alike(one.entry.facts, other.entry.facts),
  );

export const sameConstant = (
  before: ReturnType<Project['constant']>,
  after: ReturnType<Project['constant']>,
): boolean =>
  both(
    before,
    after,
    ({ entry }) => entry,
    (one, other) => one.entry.fact.name === other.entry.fact.name && alike(one.value, other.value),
  );

export const sameFunction = (
  before: ReturnType<Project['functionNamed']>,
  after: ReturnType<Project['functionNamed']>,
): boolean =>
  both(
    before,
    after,
    (found) => found,
    (one, other) => one.index === other.index && sameBody(one.facts, other.facts, one.index),
  );
