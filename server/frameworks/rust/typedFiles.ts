/** Which files may have to do with typed events: those that say an event, a listener, a dispatcher or a wrapper. */
import { isIntegrationTest } from '../../languages/rust/read';
import { namesCalledIn } from './bodies';
import type { RustWorld } from './contract';
import { typedEvents } from './typedEvents';
import type { Typed } from './typedEvents';
import type { TypedFound, TypedSurvey } from './typedFound';
import { carrierNeedles, dispatchVerb, handlerAttributeNeedles, listenVerb, verbInText } from './verbs';

export function surveyTyped(world: RustWorld): TypedSurvey {
  return { typed: world.once(typedEvents, world), dispatchWrappers: new Map(), listenWrappers: new Map() };
}

/** Files with a verb and an event, a listener or a dispatcher in hand, and the callers of wrappers. */
export function filesOfTyped(world: RustWorld, survey: TypedSurvey): readonly string[] {
  const { typed } = survey;
  const files = filesInHand(world, typed);
  // A wrapper named like any dispatch is called with an event in hand, or not told from others by its name.
  const wrappers = wrapperNamesOf(survey).filter(
    (name) => !dispatchVerb.test(name) && !listenVerb.test(name) && name.length > 4,
  );
  if (wrappers.length === 0) return files;
  const called = new RegExp(`\\b(?:${wrappers.join('|')})\\s*(?:\\(|::\\s*<)`);
  return [
    ...files,
    ...[...new Set([...world.search(wrappers).values()].flat())].filter((file) => called.test(world.text(file))),
  ];
}

const usage = new WeakMap<Typed, { readonly names: readonly string[]; readonly used: RegExp }>();

/** Names of events and listeners, and how they look where they are used. */
function usageOf(typed: Typed): { readonly names: readonly string[]; readonly used: RegExp } {
  const known = usage.get(typed);
  if (known) return known;
  const events = [...typed.events.values()].filter(
    (event) => !event.item.facts.test || isIntegrationTest(event.item.file),
  );
  const names = [
    ...new Set([
      ...events.map((event) => event.name),
      ...typed.listeners.filter((listener) => !listener.test).map((listener) => listener.name),
    ]),
  ];
  const used =
    names.length > 0
      ? new RegExp(`\\b(?:${names.join('|')})\\s*(?:\\{|\\(|::|\\)|>|,|;|")|"(?:${names.join('|')})`)
      : /(?!)/;
  const made = { names, used };
  usage.set(typed, made);
  return made;
}

function filesInHand(world: RustWorld, typed: Typed): string[] {
  const { names, used } = usageOf(typed);
  const files = new Set<string>();
  for (const marked of world.search(handlerAttributeNeedles).values()) for (const file of marked) files.add(file);
  for (const [word, found] of world.search([...names, ...carrierNeedles]))
    for (const file of found) {
      if (files.has(file)) continue;
      if (world.reads(file, verbInText) && (carrierNeedles.includes(word) || world.reads(file, used))) files.add(file);
    }
  return [...files];
}

export function wrapperNamesOf(survey: TypedSurvey): string[] {
  return [...new Set(wrappersOf(survey).values())];
}

export function wrappersOf({ dispatchWrappers, listenWrappers }: TypedSurvey): ReadonlyMap<string, string> {
  return new Map([
    ...Array.from(dispatchWrappers, ([key, { name }]) => [`dispatch ${key}`, name] as const),
    ...Array.from(listenWrappers, ([key, { name }]) => [`listen ${key}`, name] as const),
  ]);
}

/** The file calls a function by one of the names. */
export function callsOneOf(world: RustWorld, file: string, names: readonly string[]): boolean {
  const facts = world.facts(file);
  if (!facts) return false;
  const called = namesCalledIn(facts);
  return names.some((name) => called.has(name));
}

export function growTyped(survey: TypedSurvey, found: ReadonlyMap<string, TypedFound>): TypedSurvey | undefined {
  const dispatchWrappers = new Map(survey.dispatchWrappers);
  const listenWrappers = new Map(survey.listenWrappers);
  for (const { dispatchWrappers: dispatching, listenWrappers: listening } of found.values()) {
    for (const wrapper of dispatching)
      if (!dispatchWrappers.has(wrapper.key)) dispatchWrappers.set(wrapper.key, wrapper);
    for (const wrapper of listening) if (!listenWrappers.has(wrapper.key)) listenWrappers.set(wrapper.key, wrapper);
  }
  const grown =
    dispatchWrappers.size > survey.dispatchWrappers.size || listenWrappers.size > survey.listenWrappers.size;
  return grown ? { ...survey, dispatchWrappers, listenWrappers } : undefined;
}
