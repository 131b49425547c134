/** Who calls a function: found by name, settled by what the callee stands for; knows no event. */
import type { Expression, FunctionFact } from '../../languages/javascript/facts';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { parentsOf } from './members/ancestry';
import type { Program } from './program';
import { calling, saying } from './sieve';
import { lastName, type CallReference, type Source } from './sources';
import { subclassesOf } from './subclasses';
import { indirectConstructions, isKept, tableCallers } from './tables';
import type { ClassValue, Context, Value } from './values';
import { madeCallers } from './made';
import { calledExpression, toldSelf, verify } from './running';

export interface Caller {
  readonly reference: CallReference;
  readonly source: Source;
  /** What it is called on, when that is known to be something else than the class that declares it. */
  readonly self?: readonly Value[];
  /** The calls that made the function, when a function made it. */
  readonly within?: Context;
}

export function callersOf(program: Program, source: Source, fact: FunctionFact): readonly Caller[] {
  const key = `callers:${source.facts.functions.indexOf(fact)}`;
  const search = (): readonly Caller[] => find(program, source, fact);
  return program.searching
    ? program.queries.ask<readonly Caller[]>(source.memo.rest, key, search, [])
    : program.queries.askOnce<readonly Caller[]>(source.memo.rest, key, () => withOwnSteps(program, search), []);
}

const stepsPerSearch = 6_000;

/** Finding callers is paid once and not by the site that happens to ask first; searches within a search share its steps. */
function withOwnSteps<T>(program: Program, search: () => T): T {
  const { steps } = program;
  program.steps = stepsPerSearch;
  program.searching = true;
  try {
    return search();
  } finally {
    program.steps = steps;
    program.searching = false;
  }
}

function find(program: Program, source: Source, fact: FunctionFact): readonly Caller[] {
  program.queries.read(`f:${source.file}`);
  if (fact.role === 'get' || fact.role === 'set') return [];
  if (fact.role === 'constructor') return constructions(program, source, fact);
  const verified: Caller[] = [];
  const loose: Caller[] = [];
  const owner = fact.class === undefined ? undefined : source.facts.classes[fact.class];
  const isMember = owner !== undefined || fact.owner !== undefined;
  const exported = isMember || isExported(source, fact);
  const names = namesOf(source, fact);
  if (!names.length) {
    const made = fact.outer === undefined ? [] : madeCallers(program, source, fact);
    return made.length || !isKept(source, fact) ? made : tableCallers(program, source, fact, names, [source]);
  }
  const files = new Set<Source>([source]);
  // Who calls a method of a base class often knows only what extends it.
  const below =
    owner && fact.role === 'method'
      ? subclassesOf(program, { kind: 'class', source, class: owner, context: undefined }).flatMap(
          (one) => one.class.name ?? [],
        )
      : [];
  // Whoever imports a default may call it by any name.
  const sieve =
    names.includes('default') || source.facts.exports['module.exports'] ? undefined : calling(names, !owner);
  if (exported)
    for (const name of names) {
      const stem = source.file.replace(/\/index\.[^/]*$|\.[^/.]*$/, '').replace(/^.*\//, '');
      const owners = owner?.name !== undefined ? [owner.name, lowerFirst(owner.name), ...below] : [stem];
      const needles = isMember ? [`.${name}`] : name === 'default' ? [] : [name];
      if (needles.length) for (const found of program.naming(needles, owners, sieve)) files.add(found);
      if (name === 'default')
        for (const found of program.naming([`/${stem}'`, `/${stem}"`, `/${stem}.`], [])) files.add(found);
    }
  for (const from of testsLast(files)) {
    program.queries.read(`f:${from.file}`);
    const local = new Set(names);
    for (const name of names) for (const alias of from.importsByName.get(name) ?? []) local.add(alias);
    if (names.includes('default') || source.facts.exports['module.exports'])
      for (const alias of [...(from.importsByName.get('default') ?? []), ...(from.importsByName.get('*') ?? [])])
        local.add(alias);
    for (const name of local)
      for (const reference of from.callsByName.get(name) ?? []) {
        const verdict = verify(program, from, reference, source, fact);
        if (verdict === 'no') continue;
        const self = isMember ? toldSelf(program, from, reference) : undefined;
        const caller: Caller = { reference, source: from, ...(self && { self }) };
        if (verdict === 'maybe') loose.push(caller);
        else verified.push(caller);
      }
  }
  if (!verified.length && !owner && fact.outer !== undefined) verified.push(...madeCallers(program, source, fact));
  if (!verified.length && !owner) verified.push(...tableCallers(program, source, fact, names, files));
  // Where only tests make what they call, a production call on something of that name counts as well.
  const tested = verified.every(({ source: from }) => from.test) && !source.test;
  const sounding =
    tested && isMember && owner
      ? loose.filter(({ reference, source: from }) => sounds(reference, owner.name) && (!verified.length || !from.test))
      : [];
  const best = [...verified, ...sounding];
  const production = best.filter(({ source: from }) => !from.test);
  return production.length ? [...production, ...best.filter(({ source: from }) => from.test)] : best;
}

/** A search that ends early has at least looked at the program itself. */
function testsLast(files: ReadonlySet<Source>): readonly Source[] {
  const all = [...files];
  return all.some(({ test }) => test) ? [...all.filter(({ test }) => !test), ...all.filter(({ test }) => test)] : all;
}

/** A receiver of unknown type counts only when it is named after the class. */
function sounds(reference: CallReference, owner: string | undefined): boolean {
  const callee = calledExpression(reference);
  const target = callee.kind === 'member' ? lastName(callee.object) : undefined;
  if (target === undefined || owner === undefined) return false;
  const clean = (text: string): string => text.replace(/^[_#$]+/, '').toLowerCase();
  return clean(target) === clean(owner) || (clean(owner).endsWith(clean(target)) && clean(target).length > 4);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

function namesOf(source: Source, fact: FunctionFact): string[] {
  const names = new Set<string>();
  if (fact.name !== undefined) names.add(fact.name);
  const index = source.facts.functions.indexOf(fact);
  for (const [exported, values] of Object.entries(source.facts.exports))
    for (const value of values) {
      const same =
        (value.kind === 'function' && value.function === index) ||
        (value.kind === 'name' && value.name === fact.name && fact.class === undefined && !fact.owner);
      if (same) names.add(exported === 'module.exports' ? 'default' : exported);
      // `module.exports = { emit: dispatch }`
      if (value.kind === 'object')
        for (const member of value.members)
          if (member.name !== undefined && member.value.kind === 'name' && member.value.name === fact.name)
            names.add(member.name);
    }
  return [...names];
}

function isExported(source: Source, fact: FunctionFact): boolean {
  if (fact.outer !== undefined) {
    // Returned from a factory or hook: `return { fire }`.
    return Boolean(
      source.facts.functions[fact.outer]?.returns.some(
        (value) => value.kind === 'object' && value.members.some((member) => member.name === fact.name),
      ),
    );
  }
  const index = source.facts.functions.indexOf(fact);
  return Object.values(source.facts.exports).some((values) =>
    values.some(
      (value) =>
        (value.kind === 'function' && value.function === index) ||
        (value.kind === 'name' && (value.name === fact.name || keepsMember(source, value, fact))) ||
        (value.kind === 'object' &&
          value.members.some((member) => member.value.kind === 'name' && member.value.name === fact.name)) ||
        (value.kind === 'call' &&
          (source.facts.calls[value.call]?.arguments.some(
            (argument) => argument.kind === 'function' || (argument.kind === 'name' && argument.name === fact.name),
          ) ??
            false)),
    ),
  );
}

/** `const tools = { wrapTimer }; export default tools`. */
function keepsMember(source: Source, exported: Expression & { kind: 'name' }, fact: FunctionFact): boolean {
  const values = findName(source, exported.name, exported.scope)?.binding.values ?? [];
  return values.some(
    (value) =>
      value.kind === 'object' &&
      value.members.some((member) => member.value.kind === 'name' && member.value.name === fact.name),
  );
}

/** Calls of a constructor: `new X`, `super(…)` of subclasses, `new Sub` when the subclass has no constructor of its own. */
function constructions(program: Program, source: Source, fact: FunctionFact): readonly Caller[] {
  const owner = fact.class === undefined ? undefined : source.facts.classes[fact.class];
  if (!owner) return [];
  const value: ClassValue = { kind: 'class', source, class: owner, context: undefined };
  return constructionsOf(program, value, 0);
}

function constructionsOf(program: Program, value: ClassValue, depth: number): readonly Caller[] {
  const { source } = value;
  const name = value.class.name;
  if (name === undefined || depth > 4) return [];
  const callers: Caller[] = [];
  const { exports } = source.facts;
  const sieve = exports['default'] || exports['module.exports'] ? undefined : saying([name]);
  const files = new Set<Source>([source, ...program.naming([name], [], sieve)]);
  for (const from of files) {
    program.queries.read(`f:${from.file}`);
    const local = new Set([
      name,
      ...(from.importsByName.get(name) ?? []),
      ...(from.importsByName.get('default') ?? []),
    ]);
    for (const one of local)
      for (const reference of from.callsByName.get(one) ?? []) {
        if (!reference.call.new && !reference.through) continue;
        const callee = calledExpression(reference);
        if (
          evaluate(program, from, callee, undefined, 'value').some(
            (candidate) => candidate.kind === 'class' && candidate.class === value.class,
          )
        )
          callers.push({ reference, source: from });
      }
    if (!callers.length) callers.push(...indirectConstructions(program, value, from, local));
    for (const index of from.classesByParent.get(name) ?? []) {
      const child = from.facts.classes[index];
      if (!child || child.role !== 'class' || child === value.class) continue;
      const of: ClassValue = { kind: 'class', source: from, class: child, context: undefined };
      if (!parentsOf(program, of).some((parent) => parent.kind === 'class' && parent.class === value.class)) continue;
      const maker = child.constructor_;
      if (maker === undefined) {
        callers.push(
          ...constructionsOf(program, of, depth + 1).map((caller) => ({
            self: [{ kind: 'instance', of, context: undefined } as const],
            ...caller,
          })),
        );
        continue;
      }
      for (const call of from.callsByFunction.get(maker) ?? []) {
        const fact = from.facts.calls[call];
        if (fact?.callee.kind === 'super')
          callers.push({
            reference: { call: fact, index: call, shift: 0 },
            source: from,
            self: [{ kind: 'instance', of, context: undefined }],
          });
      }
    }
  }
  const production = callers.filter(({ source: from }) => !from.test);
  return production.length ? production : callers;
}
