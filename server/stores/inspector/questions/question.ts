/** The contract of an answer; `index.ts` lists them. To add one: a file and a line. */
import type { Question, Questions } from '../../questions';
import type { OpenStore } from '../openStore';

/** Throws `StoreProblem`, one sentence; ends with one when the signal says so. */
export type Answering<Q extends Question> = (
  store: OpenStore,
  ask: Questions[Q]['ask'],
  signal: AbortSignal | undefined,
) => Promise<Questions[Q]['answer']>;
