/** How frameworks of typed events read, which is the same for all of them and done once; which events are whose is theirs. */
import type { RustFramework } from './contract';
import { readTyped } from './typedCalls';
import { callsOneOf, filesOfTyped, growTyped, wrappersOf } from './typedFiles';
import type { TypedFound, TypedSurvey } from './typedFound';

export const readingTyped = {
  files: filesOfTyped,
  read: readTyped,
  reads: 'typed events',
  wrappers: wrappersOf,
  meets: callsOneOf,
  grow: growTyped,
} satisfies Partial<RustFramework<TypedSurvey, TypedFound>>;
