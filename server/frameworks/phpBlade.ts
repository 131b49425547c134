/** Events fired from Blade templates, by literal name: the helper, the facade, or a function of the project that dispatches. */
import { facadeRoot } from '../languages/php/external';
import type { PhpFacts } from '../languages/php/facts';
import type { Context, Sink } from './phpFramework';

export function readBlade(file: string, facts: PhpFacts, context: Context, sink: Sink): void {
  for (const call of facts.blade) {
    const [receiver, method] = call.name.includes('::') ? call.name.split('::') : [undefined, call.name];
    const base = {
      file,
      at: call.at,
      via: receiver === undefined ? `${call.name}()` : call.name,
      framework: 'laravelEvents',
      certainty: 'inferred',
      reason: 'It is read from a template.',
    } as const;
    const isEvent =
      receiver === undefined
        ? method === 'event'
        : (method === 'dispatch' || method === 'until') &&
          facadeRoot(receiver) === 'Illuminate\\Contracts\\Events\\Dispatcher';
    if (isEvent) {
      sink.dispatch({ ...base, event: call.text, form: call.form });
      continue;
    }
    if (receiver !== undefined) continue;
    for (const wrapper of context.wrappers.get(call.name) ?? []) {
      if (wrapper.of !== '' || wrapper.parameter !== 0 || wrapper.makes !== 'event') continue;
      const event = wrapper.template
        ? wrapper.template
            .map((part) => (typeof part === 'string' ? part : 'parameter' in part ? call.text : '*'))
            .join('')
        : call.text;
      if (!event.includes('*')) sink.dispatch({ ...base, event, form: call.form });
      break;
    }
  }
}
