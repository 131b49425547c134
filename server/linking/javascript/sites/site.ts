/** One call of a file to what it says about events: which reading of it applies; decides nothing across files. */
import { recordingVerbs } from '../../../frameworks/aggregates';
import type { CallFact } from '../../../languages/javascript/facts';
import { decoratorSite, isDecoratorName } from '../decorators';
import { echoListen, mayBeEcho } from '../echo';
import { nothing, type Findings } from '../emissions';
import { isSingleCall } from '../emitters/single';
import { dispatchVerbs, isPlausible, listenVerbs } from '../emitters/verbs';
import { isOwnDecoratorName, ownDecoratorSite } from '../ownDecorators';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { lastName, type Source } from '../sources';
import { bareCall, throughFunction } from './bare';
import { configuredSite } from './configured';
import { dispatchSite } from './dispatches';
import { executed } from './executed';
import { listenSite } from './listens';
import { sitesOf } from './named';
import { recordSite } from './recorded';
import { singleSite } from './single';

/** Whether a call is worth looking at, by its name alone. */
export function isCandidate(source: Source, call: CallFact, buses: ReadonlySet<string>): boolean {
  if (call.new) return false;
  const name = lastName(call.callee);
  if (name === undefined) return false;
  if (call.decorates) return isDecoratorName(source, name) || isOwnDecoratorName(name);
  if (isDecoratorName(source, name) || buses.has(name) || mayBeEcho(call, name)) return true;
  if (dispatchVerbs.has(name) || listenVerbs.has(name))
    return isPlausible(call, name) || (recordingVerbs.has(name) && call.arguments.length > 0);
  if (recordingVerbs.has(name)) return call.arguments.length > 0 && call.arguments[0]?.kind !== 'function';
  if (name === 'execute') return call.arguments.length > 0;
  if (name === 'listenTo' || name === 'listenToOnce') return call.arguments.length > 2;
  if (isSingleCall(call, name)) return true;
  if (call.callee.kind === 'member' && (name === 'bind' || name === 'call' || name === 'apply')) {
    const inner = lastName(call.callee.object);
    return inner !== undefined && (dispatchVerbs.has(inner) || listenVerbs.has(inner));
  }
  return false;
}

export function siteOf(program: Program, source: Source, call: CallFact, index: number): Findings {
  const name = lastName(call.callee) ?? '';
  if (isDecoratorName(source, name)) {
    const found = decoratorSite(program, source, call);
    if (found) return found;
  }
  if (call.decorates) return isOwnDecoratorName(name) ? ownDecoratorSite(program, source, call) : nothing;
  const { callee } = call;
  const configured = configuredSite(program, source, call, index, name);
  if (configured) return configured;
  const echo = echoListen(source, call, index);
  if (echo) {
    const found = sitesOf(program, echo.shape, echo.emitter, 'listen');
    return { ...found, emissions: found.emissions.map((emission) => ({ ...emission, via: echo.via })) };
  }
  const inner =
    callee.kind === 'member' && (name === 'bind' || name === 'call' || name === 'apply')
      ? (lastName(callee.object) ?? '')
      : '';
  if (
    callee.kind === 'member' &&
    (name === 'bind' || name === 'call' || name === 'apply') &&
    (dispatchVerbs.has(inner) || listenVerbs.has(inner))
  )
    return throughFunction(program, source, call, callee, name);
  if (name === 'execute') return executed(program, source, call);
  if (callee.kind === 'name') return bareCall(program, source, call, index, callee.name);
  if (callee.kind !== 'member') return nothing;
  const shape: Shape = { call, index, source, verb: name, receiver: callee.object, shift: 0 };
  const [other] = call.arguments;
  if ((name === 'listenTo' || name === 'listenToOnce') && other)
    return listenSite(program, {
      ...shape,
      verb: name === 'listenTo' ? 'on' : 'once',
      receiver: other,
      shift: 1,
      bound: true,
    });
  if (dispatchVerbs.has(name)) {
    const found = dispatchSite(program, shape);
    if (found.emissions.length || !recordingVerbs.has(name)) return found;
  }
  if (listenVerbs.has(name)) {
    const found = listenSite(program, shape);
    if (found.emissions.length) return found;
  }
  if (recordingVerbs.has(name)) return recordSite(program, shape);
  return isSingleCall(call, name) ? singleSite(program, shape) : nothing;
}
