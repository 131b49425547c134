/** Functions that a function makes and somebody keeps: `X.prototype.before = phase('before')`; who calls what was kept. */
import type { Expression, FunctionFact } from '../../languages/javascript/facts';
import type { Caller } from './callers';
import { evaluate } from './evaluation/evaluate';
import { findName } from './evaluation/scopes';
import { memberOf } from './members/memberOf';
import type { Program } from './program';
import { calling } from './sieve';
import type { Source } from './sources';

/** Calls of what a maker returned, each with the calls that made it. */
export function madeCallers(program: Program, source: Source, fact: FunctionFact): readonly Caller[] {
  const names = new Set(keptAs(source, fact).map(({ name }) => name));
  if (!names.size) return [];
  const stem = source.file.replace(/\/index\.[^/]*$|\.[^/.]*$/, '').replace(/^.*\//, '');
  const files = new Set<Source>([source]);
  for (const name of names)
    for (const found of program.naming([`.${name}`], [stem], calling([name], false))) files.add(found);
  const callers: Caller[] = [];
  for (const from of files) {
    program.queries.read(`f:${from.file}`);
    for (const name of names)
      for (const reference of from.callsByName.get(name) ?? []) {
        const { call, through } = reference;
        if (call.new || through) continue;
        const { callee } = call;
        const functions =
          callee.kind === 'member'
            ? evaluate(program, from, callee.object, undefined, 'value').flatMap((receiver) =>
                receiver.kind === 'external' ? [] : memberOf(program, receiver, name, undefined, 'value'),
              )
            : callee.kind === 'name'
              ? evaluate(program, from, callee, undefined, 'value')
              : [];
        const made = functions.find((value) => value.kind === 'function' && value.function === fact);
        if (made?.kind === 'function') callers.push({ reference, source: from, within: made.context });
      }
  }
  return callers;
}

/** Where the file itself keeps what the surrounding function returns: under which name, on what. */
export function keptAs(
  source: Source,
  fact: FunctionFact,
): readonly { readonly name: string; readonly on?: Expression }[] {
  const { facts } = source;
  const maker = fact.outer === undefined ? undefined : facts.functions[fact.outer];
  if (maker?.name === undefined || !returnsIt(source, maker, facts.functions.indexOf(fact))) return [];
  const made = new Set(
    (source.callsByName.get(maker.name) ?? []).flatMap(({ index, call }) => (call.new ? [] : [index])),
  );
  const isMade = (value: Expression | undefined): boolean => value?.kind === 'call' && made.has(value.call);
  return [
    ...facts.assignments.flatMap(({ name, value, object }) =>
      name !== undefined && isMade(value) ? [{ name, on: object }] : [],
    ),
    ...facts.classes.flatMap(({ members }) =>
      members.flatMap(({ name, value }) => (name !== undefined && isMade(value) ? [{ name }] : [])),
    ),
  ];
}

function returnsIt(source: Source, maker: FunctionFact, index: number): boolean {
  return maker.returns.some((value) => {
    if (value.kind === 'function') return value.function === index;
    if (value.kind !== 'name') return false;
    const binding = findName(source, value.name, value.scope)?.binding;
    return binding?.function === index
      ? binding.kind === 'function'
      : Boolean(binding?.values?.some((one) => one.kind === 'function' && one.function === index));
  });
}
