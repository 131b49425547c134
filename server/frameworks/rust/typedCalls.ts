/** The calls of one file that may dispatch, register or ask for typed events, and who reads which; each verb has its own file. */
import type { Body } from '../../languages/rust/facts';
import { insideMay } from '../../languages/rust/insides';
import { calledInText, callsIn, namesCalledIn } from './bodies';
import type { BodyCall } from './bodies';
import { readBuilt } from './builtListeners';
import type { CallSite, RustWorld } from './contract';
import { functionKey } from './sites';
import { readDispatch, readWrappedDispatch } from './typedDispatches';
import type { Reading, TypedFound, TypedSurvey } from './typedFound';
import { readListen, readMarked, readWrappedListen } from './typedListens';
import { readQuestions, readReference } from './typedReferences';
import { dispatchVerb, listenVerb, recordVerb, referenceVerb, selfVerb } from './verbs';

export function readTyped(world: RustWorld, survey: TypedSurvey, file: string): TypedFound {
  const reading: Reading = {
    world,
    survey,
    dispatches: [],
    listens: [],
    references: [],
    dispatchWrappers: [],
    listenWrappers: [],
    built: [],
  };
  const wrapperNames = new Set(
    [...survey.dispatchWrappers.values(), ...survey.listenWrappers.values()].map((wrapper) => wrapper.name),
  );
  for (const site of verbsOf(world, file, wrapperNames)) {
    if (wrapperNames.has(site.name) && readWrapped(reading, site)) continue;
    const role = roleOf(site.name, site.call.kind === 'macro');
    if (role.asks && readReference(reading, site)) continue;
    if (role.dispatches && readDispatch(reading, site, role.name)) continue;
    if (role.listens) readListen(reading, site);
  }
  readMarked(reading, file);
  readBuilt(reading, file);
  readQuestions(reading, file);
  return reading;
}

const verbs = new WeakMap<Body, readonly BodyCall[]>();

/** Calls whose name may have to do with events, and those of wrappers whatever their name. */
function* verbsOf(world: RustWorld, file: string, wrapperNames: ReadonlySet<string>): Generator<CallSite> {
  const facts = world.facts(file);
  if (!facts) return;
  const plainly = [...wrapperNames].filter((name) => !roleOf(name, false).any);
  const called = plainly.length > 0 ? namesCalledIn(facts) : undefined;
  const others = new Set(plainly.filter((name) => called?.has(name)));
  const mayCall = (text: string): boolean => {
    for (const [name] of text.matchAll(calledInText))
      if (others.has(name) || roleOf(name, false).any || roleOf(name, true).any) return true;
    return false;
  };
  for (const fn of facts.functions) {
    if (!insideMay(fn, mayCall)) continue;
    const { body } = fn;
    if (!body) continue;
    let own = verbs.get(body);
    if (!own)
      verbs.set(body, (own = callsIn(body).filter(({ name, call }) => roleOf(name, call.kind === 'macro').any)));
    if (others.size > 0)
      own = callsIn(body).filter(({ name, call }) => others.has(name) || roleOf(name, call.kind === 'macro').any);
    if (own.length === 0) continue;
    const context = world.inference.contextOf(file, facts, fn);
    for (const { index, call, name } of own) yield { file, context, body, index, call, name };
  }
}

interface Role {
  /** The verb in it: macros often carry the word `event` besides. */
  readonly name: string;
  readonly asks: boolean;
  readonly dispatches: boolean;
  readonly listens: boolean;
  readonly any: boolean;
}

const roles = [new Map<string, Role>(), new Map<string, Role>()] as const;

/** What a call of this name may be; a workspace calls few names very often. */
function roleOf(written: string, isMacro: boolean): Role {
  const known = roles[isMacro ? 1 : 0].get(written);
  if (known) return known;
  const name = isMacro ? written.replace(/_event$|^event_/, '') : written;
  const asks = referenceVerb.test(written);
  const dispatches =
    dispatchVerb.test(name) ||
    recordVerb.test(name) ||
    selfVerb.test(name) ||
    name === 'send' ||
    name === 'push' ||
    name === 'request';
  const listens =
    listenVerb.test(name) || listenVerb.test(written) || (isMacro && /listen|subscrib|observ|handler/.test(written));
  const role = { name, asks, dispatches, listens, any: asks || dispatches || listens };
  roles[isMacro ? 1 : 0].set(written, role);
  return role;
}

function readWrapped(reading: Reading, site: CallSite): boolean {
  const { world, survey } = reading;
  const found = world.inference.callee(site.context, site.body, site.call);
  const key = found && functionKey(found.context.file, found.function);
  const dispatch = key === undefined ? undefined : survey.dispatchWrappers.get(key);
  const listen = key === undefined ? undefined : survey.listenWrappers.get(key);
  if (dispatch) return readWrappedDispatch(reading, site, dispatch);
  if (listen) return readWrappedListen(reading, site, listen);
  return false;
}
