/** Listeners that are made somewhere: where nothing registers them, that is all there is to tell. */
import { peel } from '../../languages/rust/inferred';
import type { Context } from '../../languages/rust/inferred';
import { insideMay } from '../../languages/rust/insides';
import { mentionsIn } from './bodies';
import { placeOf, symbolOf } from './sites';
import type { Reading } from './typedFound';

/** Where listeners are made outside their own code. */
export function readBuilt(reading: Reading, file: string): void {
  const { world, survey } = reading;
  if (survey.typed.listeners.length === 0) return;
  const names = new Set(survey.typed.listeners.map((listener) => listener.name));
  const mentions = (text: string): boolean => {
    for (const [word] of text.matchAll(/\b[A-Za-z_]\w*/g)) if (names.has(word)) return true;
    return false;
  };
  const facts = world.facts(file);
  for (const fn of facts?.functions ?? []) {
    if (!facts || !insideMay(fn, mentions) || !fn.body) continue;
    let context: Context | undefined;
    for (const { path, segments, spot } of mentionsIn(fn.body)) {
      if (!segments.some((segment) => names.has(segment))) continue;
      context ??= world.inference.contextOf(file, facts, fn);
      const cut = names.has(segments.at(-1) ?? '') ? path : segments.slice(0, -1).join('::');
      const type = peel(world.inference.lower({ kind: 'path', path: cut, args: [] }, context));
      if (type.kind !== 'named' || !survey.typed.listenersOf.has(type.path)) continue;
      const self = context.impl && peel(world.inference.lower(context.impl.type, context));
      if (self?.kind === 'named' && self.path === type.path) continue;
      reading.built.push({
        path: type.path,
        site: {
          ...placeOf(file, spot),
          via: cut === path ? type.name : `${type.name}::${segments.at(-1) ?? ''}`,
          in: symbolOf(context),
          ...(fn.test && { test: true as const }),
        },
      });
    }
  }
}
