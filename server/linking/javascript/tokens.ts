/** Events known by a constant: `const Started = createEvent('started')`, `new EventType('x')`; their identity is where they stand. */
import { lastName, slotOf, type Source } from './sources';
import type { CallFact, Expression } from '../../languages/javascript/facts';
import type { EventName } from './emissions';
import { evaluate } from './evaluation/evaluate';
import { nameOfClass } from './members/ancestry';
import type { Program } from './program';
import type { Value } from './values';

const making = /event|topic|message|signal|token|channel/i;
const kinds = /(?:Type|Token|Key|Name|Def|Definition|Descriptor|Topic|Channel|Id|Identifier|Kind)$/;

/** The event that a value is by itself, when a constant of a module or class keeps it. */
export function tokenOf(
  program: Program,
  value: Value,
  withPayload: boolean,
): (EventName & { readonly kind: 'token' }) | undefined {
  if (value.kind !== 'object' && value.kind !== 'instance' && value.kind !== 'external') return undefined;
  const { allocation } = value;
  if (!allocation || allocation.call.function !== undefined || !isToken(value, allocation.call, withPayload))
    return undefined;
  const { source, call, index } = allocation;
  const text = nameGiven(program, source, call.arguments[0]);
  const slot = slotOf(source, index);
  if (text === undefined || slot?.line === undefined || slot.column === undefined) return undefined;
  const name = slot.label.replace(/^.*\./, '');
  return {
    kind: 'token',
    key: `${source.file}#${slot.label}`,
    text,
    declared: { source, line: slot.line, column: slot.column, length: name.length, kind: 'constant' },
  };
}

function isToken(value: Value, call: CallFact, withPayload: boolean): boolean {
  const maker = lastName(call.callee) ?? '';
  if (value.kind !== 'instance') return making.test(maker);
  // An object of an event's class is that event; what is told together with a payload only names one.
  return withPayload || kinds.test(nameOfClass(value.of));
}

function nameGiven(program: Program, source: Source, expression: Expression | undefined): string | undefined {
  if (!expression) return undefined;
  if (expression.kind === 'string') return expression.text;
  const values = evaluate(program, source, expression, undefined, 'name');
  const [only] = values;
  return values.length === 1 && only?.kind === 'string' && !only.closed && !only.hole ? only.text : undefined;
}
