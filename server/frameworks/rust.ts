/** The Rust frameworks, in the order in which reports name them. */
import { asyncEvents } from './asyncEvents';
import { bevy } from './bevy';
import { cqrsEs } from './cqrsEs';
import { enumChannels } from './enumChannels';
import { genericListeners } from './genericListeners';
import { ownEmitters } from './ownEmitters';
import { rustBuses } from './rustBuses';
import type { RustFramework } from './rust/contract';

export const rustFrameworks: readonly RustFramework[] = [
  cqrsEs,
  asyncEvents,
  genericListeners,
  enumChannels,
  bevy,
  ownEmitters,
  rustBuses,
];
