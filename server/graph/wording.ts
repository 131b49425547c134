/** How messages name events, handlers and places. */
import type { EventNode, Place } from './graph';

/** As people say it: `OrderPlaced`, `'order.placed'`, `'start' of Runner`. */
export function spoken(event: { readonly name: string; readonly kind?: string; readonly emitter?: string }): string {
  if (event.kind === 'class') return shortName(event.name);
  if (event.name.includes('::')) return event.name;
  return event.emitter === undefined ? `'${event.name}'` : `'${event.name}' of ${event.emitter}`;
}

/** The last segment of a qualified name. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1).replace(/^.*::/, '');
}

/** `SendInvoice@handle` of `App\Listeners\SendInvoice@handle`. */
export function spokenHandler({ handler }: { readonly handler: string }): string {
  return handler === 'closure' ? 'a closure' : handler.slice(handler.lastIndexOf('\\') + 1);
}

/** Of an event without listeners in the workspace: `broadcast`, `heard by the browser`; undefined where nobody hears it. */
export function heardElsewhere(node: EventNode | undefined): string | undefined {
  if (node?.broadcast) return 'broadcast';
  return node?.heardBy === undefined ? undefined : `heard by ${node.heardBy}`;
}

/** `queued on mail`; `queued` where nobody says on which. */
export function spokenQueue({ queue }: { readonly queue?: string }): string {
  return queue === undefined ? 'queued' : `queued on ${queue}`;
}

export function spokenPlace(place: Place): string {
  return `${place.file}:${place.line}`;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  const unique = [...new Set(names)];
  if (unique.length === 1) return unique[0] ?? '';
  if (unique.length <= most) return `${unique.slice(0, -1).join(', ')} and ${unique.at(-1) ?? ''}`;
  return `${unique.slice(0, most - 1).join(', ')} and ${unique.length - most + 1} more`;
}

/** A sentence as the second half of another one; words that begin like code keep their case. */
export function asClause(sentence: string): string {
  const clause = /^\p{Lu}\p{Ll}*\s/u.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
  return clause.endsWith('.') ? clause : `${clause}.`;
}
