/** Emitters behind a receiver that nothing resolves, found by what the receiver is called. */
import type { Expression } from '../../../languages/javascript/facts';
import { evaluate } from '../evaluation/evaluate';
import { findName } from '../evaluation/scopes';
import { injected } from '../injected';
import type { Program } from '../program';
import { nameOfClass } from '../members/ancestry';
import { saying, type Sieve } from '../sieve';
import { labelOf, lastName, type Source } from '../sources';
import type { Direction, Emitter } from './emitter';
import { instanceVerdict } from './instance';
import { verdictOf } from './verdict';
import type { ClassValue, Value } from '../values';

export interface Written {
  readonly source: Source;
  readonly expression: Expression;
}

/** An unresolved receiver named like the one class in the workspace that is an emitter. */
export function namesakeOf(
  program: Program,
  receiver: Written,
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const name = lastName(receiver.expression)?.replace(/^[_#$]+|_+$/g, '');
  if (name === undefined || name.length < 3 || !/^[a-z]\w*$/i.test(name)) return undefined;
  const className = name.charAt(0).toUpperCase() + name.slice(1);
  const exact = classesNamed(program, receiver, verb, direction, {
    needles: [`class ${className}`, `function ${className}(`],
    sieve: saying([className]),
    isNamed: (one) => one === className,
  });
  if (exact || commonplace.test(name)) return exact;
  // `map` in a program whose only such emitter is `class LeafletMap extends Evented`.
  return classesNamed(program, receiver, verb, direction, {
    needles: [`${className} extends `],
    sieve: [new RegExp(`class \\w+${className} extends [\\w.$]*(?:Emitter|Event|Evented|Observable)\\b`)],
    isNamed: (one) => one.endsWith(className),
  });
}

/** The only emitter among classes of a name: of several packages with such a class, the own one is meant. */
function classesNamed(
  program: Program,
  receiver: Written,
  verb: string,
  direction: Direction,
  {
    needles,
    sieve,
    isNamed,
  }: { readonly needles: readonly string[]; readonly sieve: Sieve; readonly isNamed: (name: string) => boolean },
): Emitter | undefined {
  const found: Emitter[] = [];
  const near: Emitter[] = [];
  const home = program.modules.packageOf(receiver.source.file);
  for (const source of program.naming(needles, [], sieve)) {
    if (source.test) continue;
    const classes = [
      ...source.facts.classes.filter((fact) => fact.role === 'class' && isNamed(fact.name ?? '')),
      ...source.facts.functions.filter(
        (fact) => fact.outer === undefined && fact.class === undefined && !fact.owner && isNamed(fact.name ?? ''),
      ),
    ];
    for (const fact of classes) {
      const of: ClassValue = { kind: 'class', source, class: fact, context: undefined };
      const verdict = instanceVerdict(program, { kind: 'instance', of, context: undefined }, verb, direction, false);
      if (verdict.kind !== 'emitter') continue;
      const inferred = `The receiver's type is not to be seen; it is named like the emitter ${nameOfClass(of)}.`;
      found.push({ ...verdict, inferred });
      if (home !== undefined && program.modules.packageOf(source.file) === home) near.push({ ...verdict, inferred });
    }
  }
  return found.length === 1 ? found[0] : near.length === 1 ? near[0] : undefined;
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

/** Names that every program gives to emitters of all kinds, so that two of them need not mean the same. */
const commonplace =
  /^(?:\w*emitter|events?|ee|e|\w*stream|\w*socket|\w*sock|ws|io|clients?|server|conn|connection|req|res|request|response|proc|process|child|parent|worker|proxy|target|source|obj|object|instance|self|that|me|el|elem|element|node|item|data|result|options|context|ctx|state|input|output|reader|writer|parser|watcher|timer|task|job|queue|handler|listener|port|channel|session|promise|controller|signal|fake|mock|test)$/i;

/** A receiver that somebody hands over, named like the one emitter of the workspace that is made under that name. */
export function madeAs(
  program: Program,
  { source, expression: receiver }: Written,
  verb: string,
  direction: Direction,
): Emitter | undefined {
  const name = lastName(receiver);
  if (name === undefined || name.length < 3 || commonplace.test(name) || !/^[a-z]\w*$/i.test(name)) return undefined;
  if (!isHandedOver(source, receiver)) return undefined;
  const home = program.modules.packageOf(source.file);
  const found = program.queries.ask<readonly Value[]>(
    program.shared,
    `made:${home ?? ''}:${name}`,
    () => allocationsOf(program, name, home),
    [],
  );
  const emitters = new Map<string, Emitter>();
  for (const value of found) {
    const verdict = verdictOf(program, value, verb, direction, false);
    if (verdict.kind !== 'emitter' || verdict.borrowed) return undefined;
    emitters.set(verdict.key, verdict);
  }
  const [only] = emitters.values();
  return only && emitters.size === 1
    ? { ...only, inferred: `Who hands it over is not to be seen; it is named like the emitter ${name}.` }
    : undefined;
}

/** A parameter, what is taken out of one, or a field of the object itself. */
function isHandedOver(source: Source, receiver: Expression): boolean {
  if (receiver.kind === 'member') return receiver.object.kind === 'this';
  if (receiver.kind !== 'name') return false;
  const binding = findName(source, receiver.name, receiver.scope)?.binding;
  if (binding?.kind === 'parameter') return true;
  const [value] = binding?.kind === 'variable' ? (binding.values ?? []) : [];
  return value?.kind === 'member' && value.object.kind === 'argument';
}

/** Whatever a package makes and keeps under a name outside tests. */
function allocationsOf(program: Program, name: string, home: string | undefined): readonly Value[] {
  const sources = program.naming([`${name} = new `, `${name}: new `], [], saying([name]));
  return sources.flatMap((source) =>
    source.test || program.modules.packageOf(source.file) !== home
      ? []
      : source.facts.calls.flatMap((call, index): readonly Value[] => {
          const label = call.new ? labelOf(source, index) : undefined;
          return label === name || label?.endsWith(`.${name}`)
            ? evaluate(program, source, { kind: 'call', call: index }, undefined, 'value')
            : [];
        }),
  );
}
