/** A house-made bus as the setting `eventWiring.buses` and `.event-wiring.json` describe it. */
import type { Language } from './graph';

/** One call that dispatches or listens. */
export interface BusCall {
  /** The function's or method's own name: `publish`, `fire_event`, without receiver, parentheses or `!`. */
  readonly call: string;
  /** Only when called on this class, trait, module or variable: `AuditBus`, `bus`. Any receiver when left out. */
  readonly on?: string;
  /** Where the event stands: the argument's index from 0, or `type` for a generic argument (`publish::<E>()`). Default 0. */
  readonly event?: number | 'type';
  /** Where a listening call takes its handler: the argument's index. Default: the argument after the event. */
  readonly handler?: number;
}

export interface Bus {
  /** Shown as the emitter; buses of one name are one bus. */
  readonly name: string;
  /** Default: every language. `typescript` and `javascript` mean the same. */
  readonly languages?: readonly Language[];
  readonly dispatch?: readonly BusCall[];
  readonly listen?: readonly BusCall[];
}
