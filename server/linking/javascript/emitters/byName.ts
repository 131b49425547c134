/** Emitters behind a receiver that nothing resolves, found by what the receiver is called. */
import type { Expression } from '../../../languages/javascript/facts';
import { injected } from '../injected';
import type { Program } from '../program';
import { saying } from '../sieve';
import { lastName } from '../sources';
import type { Direction, Emitter } from './emitter';
import { instanceVerdict } from './instance';
import { verdictOf } from './verdict';

/** An unresolved receiver named like the one class in the workspace that is an emitter. */
export function namesakeOf(
  program: Program,
  receiver: Expression,
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const name = lastName(receiver)?.replace(/^[_#$]+/, '');
  if (name === undefined || name.length < 4 || !/^[a-z]\w*$/i.test(name)) return undefined;
  const className = name.charAt(0).toUpperCase() + name.slice(1);
  const needles = [`class ${className}`, `function ${className}(`];
  const found: Emitter[] = [];
  for (const source of program.naming(needles, [], saying([className]))) {
    if (source.test) continue;
    const classes = [
      ...source.facts.classes.filter((fact) => fact.name === className && fact.role === 'class'),
      ...source.facts.functions.filter(
        (fact) => fact.name === className && fact.outer === undefined && fact.class === undefined && !fact.owner,
      ),
    ];
    for (const fact of classes) {
      const verdict = instanceVerdict(
        program,
        { kind: 'instance', of: { kind: 'class', source, class: fact, context: undefined }, context: undefined },
        verb,
        direction,
        false,
      );
      if (verdict.kind === 'emitter')
        found.push({
          ...verdict,
          inferred: `The receiver's type is not to be seen; it is named like the emitter ${className}.`,
        });
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

/** An unresolved receiver of the name under which one thing is registered for injection: `{ bus: ['type', Bus] }`. */
export function injectedOf(
  program: Program,
  receiver: Expression,
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const name = lastName(receiver)?.replace(/^[_#$]+/, '');
  if (name === undefined || name.length < 3 || !/^[a-z]\w*$/i.test(name)) return undefined;
  const found = new Map<string, Emitter>();
  for (const value of injected(program, name)) {
    const verdict = verdictOf(program, value, verb, direction, false);
    if (verdict.kind !== 'emitter') return undefined;
    found.set(verdict.key, { ...verdict, inferred: `Injected by its name: ${name}.` });
  }
  return found.size === 1 ? [...found.values()][0] : undefined;
}
