/** Calls on emitters of one event, under names of their own or passed on by callers. */
import { nothing, spotOf, type Emission, type Findings } from '../emissions';
import type { Direction } from '../emitters/emitter';
import { isSingle, singleBehind } from '../emitters/single';
import { verdictOf } from '../emitters/verdict';
import { evaluate } from '../evaluation/evaluate';
import { spotAt } from '../names';
import type { Program } from '../program';
import type { Shape } from '../shape';
import { originOf } from '../values';
import { sitesOf } from './named';

const telling = new Set(['fire', 'invoke', 'call', 'callAsync', 'promise']);

/** Calls on emitters of one event under other names: `hooks.run.tap('Plugin', fn)`, `document.onDidChange(fn)`. */
export function singleSite(program: Program, shape: Shape): Findings {
  const { source, call, receiver, verb } = shape;
  const opened = /^on[A-Z]/.test(verb);
  const values = opened
    ? evaluate(program, source, call.callee, undefined, 'value')
    : evaluate(program, source, receiver, undefined, 'value');
  const emitter = opened
    ? values.map(singleBehind).find((one) => one !== undefined)
    : values.flatMap((value) => {
        const verdict = verdictOf(program, value, verb, 'listen', false);
        return verdict.kind === 'emitter' && verdict.single ? [verdict] : [];
      })[0];
  return emitter ? sitesOf(program, shape, emitter, telling.has(verb) ? 'dispatch' : 'listen') : nothing;
}

/** An emitter of one event that callers pass, to a hook that subscribes for them: registered where it is passed. */
export function passedSingles(program: Program, shape: Shape, direction: Direction): Findings {
  const { source, call, receiver, verb } = shape;
  const typed = evaluate(program, source, receiver, undefined, 'value');
  if (!typed.some((value) => value.kind === 'instance' && !value.allocation && isSingle(value.of))) return nothing;
  const emissions = evaluate(program, source, receiver, undefined, 'name').flatMap((value): readonly Emission[] => {
    const origin = originOf(value.context);
    if (value.kind !== 'instance' || !value.allocation || !origin) return [];
    const verdict = verdictOf(program, value, verb, direction, false);
    if (verdict.kind !== 'emitter' || !verdict.single) return [];
    const spot = spotAt(value.context, shape);
    return sitesOf(program, shape, verdict, direction).emissions.map((one) => ({ ...one, spot, derived: true }));
  });
  if (!emissions.length) return nothing;
  const body: Emission = {
    direction,
    spot: spotOf(source, call),
    event: { kind: 'unknown' },
    via: verb,
    framework: 'nodeEvents',
    certainty: 'dynamic',
    reason: 'The emitter is chosen by the callers.',
    wrapper: true,
  };
  return { emissions: [...emissions, body], commands: [] };
}
