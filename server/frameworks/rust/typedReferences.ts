/** Code that asks for an event by name or by type, without dispatching or hearing it. */
import type { Spot } from '../../languages/rust/facts';
import { peel } from '../../languages/rust/inferred';
import { insideMay } from '../../languages/rust/insides';
import { questionsIn } from './bodies';
import type { CallSite } from './contract';
import { placeOf, symbolOf, turbofish } from './sites';
import { eventsNamed } from './typedEvents';
import type { FoundEvent, Reading } from './typedFound';
import { eventOf, items, plain } from './typedSites';

export function readReference(reading: Reading, site: CallSite): boolean {
  const { world, survey } = reading;
  const { context, body, call } = site;
  const found: FoundEvent[] = [];
  for (const generic of turbofish(site))
    found.push(
      ...[eventOf(survey.typed, world.inference.lower(generic, context))].filter((event) => event !== undefined),
    );
  for (const arg of call.args.flatMap((index) => items(site, index))) {
    const expression = body.expressions[arg];
    if (expression?.kind === 'string')
      found.push(
        ...eventsNamed(survey.typed, expression.text).map((event) => ({
          path: event.path,
          type: { kind: 'named' as const, path: event.path, name: event.name, args: [], item: event.item },
        })),
      );
  }
  for (const event of found) reading.references.push({ site: plain(site, call.spot), event });
  return found.length > 0;
}

const asksName = /\b(?:event_name|event_type|event_key|name|topic)\b/;

/** `event.event_name() == "OrderPlaced"`: code that asks an event of any type which one it is. */
export function readQuestions(reading: Reading, file: string): void {
  const { world, survey } = reading;
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, (text) => asksName.test(text)) || !fn.body) continue;
    const { body } = fn;
    if (questionsIn(body).length === 0) continue;
    const context = world.inference.contextOf(file, facts, fn);
    const asked = (index: number, depth = 0): Spot | undefined => {
      const expression = body.expressions[index];
      if (expression?.kind !== 'method' || depth > 5) return undefined;
      if (/^(as_str|as_ref|to_string|to_owned|clone|deref)$/.test(expression.name))
        return asked(expression.receiver, depth + 1);
      if (!/^(event_name|event_type|event_key|name|topic)$/.test(expression.name)) return undefined;
      const type = peel(world.inference.typeOf(context, body, expression.receiver));
      const any =
        (type.kind === 'object' || type.kind === 'parameter') &&
        type.bounds.some(
          (bound) => bound.kind === 'named' && survey.typed.eventTraits.has(bound.item ? bound.path : `?${bound.name}`),
        );
      return any ? expression.spot : undefined;
    };
    const add = (text: string, spot: Spot, via: string): void => {
      const site = { ...placeOf(file, spot), via, in: symbolOf(context), ...(fn.test && { test: true as const }) };
      const events = eventsNamed(survey.typed, text);
      for (const event of events)
        reading.references.push({
          site,
          event: {
            path: event.path,
            type: { kind: 'named', path: event.path, name: event.name, args: [], item: event.item },
          },
        });
      if (events.length === 0) reading.references.push({ site, event: undefined, name: text });
    };
    for (const expression of questionsIn(body)) {
      if (expression.kind === 'equal')
        for (const [left, right] of [
          [expression.left, expression.right],
          [expression.right, expression.left],
        ] as const) {
          const text = body.expressions[right];
          const spot = text?.kind === 'string' ? asked(left) : undefined;
          if (text?.kind === 'string' && spot) add(text.text, spot, 'event_name() ==');
        }
      else if (asked(expression.value))
        for (const arm of expression.arms)
          for (const part of arm.parts) if (part.text !== undefined) add(part.text, part.spot, 'match event_name()');
    }
  }
}
