/** Buses with a method for each event: `emitJoined(data)` and `onJoined(handler)`; what calls them is what dispatches and listens. */
import type { CallFact, Expression, FunctionFact } from '../../languages/javascript/facts';
import { callersOf } from './callers';
import { spotOf, type Emission, type HandlerPlace } from './emissions';
import { findName } from './evaluation/scopes';
import type { Program } from './program';
import { lastName, type Source } from './sources';

const telling = /^(?:emit|fire|trigger|dispatch|publish|notify|raise|broadcast|send)(?=[A-Z_])_?(\w+?)(?:Event)?$/;
const hearing =
  /^(?:on|once|listenTo|listenFor|subscribeTo|subscribe|addListenerFor|when)(?=[A-Z_])_?(\w+?)(?:Event|Listener|Handler)?$/;
const plain = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The event a method is named after, when it is named after one. */
function namedAfter(name: string | undefined, direction: Emission['direction']): string | undefined {
  const rest = name === undefined ? undefined : (direction === 'dispatch' ? telling : hearing).exec(name)?.[1];
  return rest === undefined ? undefined : plain(rest);
}

/** What the callers of a method that stands for one event do; undefined when the method is no such one, or nobody calls it. */
export function throughMethods(
  program: Program,
  emission: Emission,
  source: Source,
  call: CallFact,
  handlerFrom: (from: Source, expression: Expression) => HandlerPlace,
): readonly Emission[] | undefined {
  const { event, direction } = emission;
  if (event.kind !== 'string' || call.function === undefined) return undefined;
  const fact = source.facts.functions[call.function];
  if (!fact || namedAfter(fact.name, direction) !== plain(event.text) || !isAmongOthers(source, fact)) return undefined;
  const handler = direction === 'listen' ? handlerParameter(source, call, fact) : undefined;
  if (direction === 'listen' && handler === undefined) return undefined;
  const callers = callersOf(program, source, fact);
  if (!callers.some(({ source: from }) => !from.test)) return undefined;
  const raised = callers.flatMap(({ reference, source: from }): Emission[] => {
    if (reference.through) return [];
    const given = handler === undefined ? undefined : reference.call.arguments[handler];
    return [
      {
        ...emission,
        spot: spotOf(from, reference.call),
        via: fact.name ?? emission.via,
        ...(handler !== undefined && { handler: given ? handlerFrom(from, given) : { handler: 'closure' } }),
      },
    ];
  });
  const body: Emission = {
    ...emission,
    event: { kind: 'unknown' },
    certainty: 'dynamic',
    reason: 'The callers of this method are what counts.',
    candidates: [event.text],
    wrapper: true,
  };
  return [body, ...raised];
}

/** One such method is a convenience of its class; several, of both directions, are how the bus is used. */
function isAmongOthers(source: Source, fact: FunctionFact): boolean {
  const { functions } = source.facts;
  let tells = 0;
  let hears = 0;
  for (const other of functions) {
    if (other.class !== fact.class || other.owner !== fact.owner || other.outer !== fact.outer) continue;
    if (namedAfter(other.name, 'dispatch') !== undefined && saysItsName(source, other, 'dispatch')) tells++;
    else if (namedAfter(other.name, 'listen') !== undefined && saysItsName(source, other, 'listen')) hears++;
    if (tells && hears && tells + hears > 2) return true;
  }
  return false;
}

function saysItsName(source: Source, fact: FunctionFact, direction: Emission['direction']): boolean {
  const wanted = namedAfter(fact.name, direction);
  return (source.callsByFunction.get(source.facts.functions.indexOf(fact)) ?? []).some((index) => {
    const [first] = source.facts.calls[index]?.arguments ?? [];
    const text = first?.kind === 'string' ? first.text : first && lastName(first);
    return text !== undefined && plain(text) === wanted;
  });
}

/** Which parameter of the method is the handler that it hands on. */
function handlerParameter(source: Source, call: CallFact, fact: FunctionFact): number | undefined {
  const own = fact.parameters.flatMap((parameter, index) =>
    call.arguments.some((argument) => isParameter(source, argument, fact, index)) ? [{ parameter, index }] : [],
  );
  const typed = own.find(
    ({ parameter }) =>
      parameter.type?.kind === 'function' ||
      /^(?:handler|listener|callback|cb|fn|func|subscriber|observer)$/i.test(parameter.name ?? ''),
  );
  return (typed ?? own[own.length - 1])?.index;
}

function isParameter(source: Source, argument: Expression, fact: FunctionFact, index: number): boolean {
  if (argument.kind !== 'name') return false;
  const binding = findName(source, argument.name, argument.scope)?.binding;
  return (
    binding?.kind === 'parameter' &&
    binding.function !== undefined &&
    source.facts.functions[binding.function] === fact &&
    binding.index === index
  );
}
