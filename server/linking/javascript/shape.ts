/** The call that is being looked at: its receiver, verb and where its event argument stands; plain data. */
import type { CallFact, Expression } from '../../languages/javascript/facts';
import type { Source } from './sources';

export interface Shape {
  readonly call: CallFact;
  readonly index: number;
  readonly source: Source;
  readonly verb: string;
  readonly receiver: Expression;
  /** Where the receiver is written, when not here. */
  readonly receiverSource?: Source;
  /** Arguments before the event's. */
  readonly shift: number;
  readonly bound?: boolean;
  /** Where the handler stands, when it comes before the event. */
  readonly handlerAt?: number;
  /** `apply` hands its arguments over as one array. */
  readonly listed?: boolean;
}
