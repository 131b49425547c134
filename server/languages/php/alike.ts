/** Whether facts read the same but for where they stand; knows no event and no other file. */
import type { PhpFacts } from './facts';

const positions: ReadonlySet<string> = new Set(['at', 'end', 'nameAt', 'lineStarts', 'error']);

/** Equal JSON, positions aside. */
export function alike(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return false;
  if (Array.isArray(before)) {
    if (!Array.isArray(after) || before.length !== after.length) return false;
    for (let index = 0; index < before.length; index++) if (!alike(before[index], after[index])) return false;
    return true;
  }
  if (Array.isArray(after)) return false;
  const left = before as Readonly<Record<string, unknown>>;
  const right = after as Readonly<Record<string, unknown>>;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) if (!positions.has(key) && (!(key in right) || !alike(left[key], right[key]))) return false;
  return true;
}

/** What every expression of a file is read with: its namespace and its constants. */
export function sameFrame(before: PhpFacts, after: PhpFacts): boolean {
  return before.namespace === after.namespace && alike(before.constants, after.constants);
}

/** The body and the closures and anonymous classes in it. */
export function sameBody(before: PhpFacts, after: PhpFacts, index: number): boolean {
  if (before === after) return true;
  const own = before.bodies[index];
  if (!own || !alike(own, after.bodies[index])) return false;
  for (let inner = index + 1; inner < before.bodies.length; inner++) {
    const body = before.bodies[inner];
    if (body && body.at > own.at && body.end <= own.end && !alike(body, after.bodies[inner])) return false;
  }
  return true;
}

/** The class as others see it: everything but what its methods do. */
export function sameOutside(before: PhpFacts, after: PhpFacts, name: string): boolean {
  if (before === after) return true;
  const [left, right] = [before, after].map((facts) => facts.classes.find((fact) => fact.name === name));
  if (!left || !right || !alike(left, right)) return false;
  return left.methods.every((index) => {
    const [one, other] = [before.bodies[index], after.bodies[index]];
    if (!one || !other) return one === other;
    const nothing = { statements: [], docVariables: {} };
    return alike({ ...one, ...nothing }, { ...other, ...nothing });
  });
}
