/** How often the server may break before it is left alone: the fourth time within three minutes is the last. */

const allowed = 3;
const period = 3 * 60_000;

export type Verdict = 'first' | 'again' | 'give up';

export interface CrashCounter {
  crashed(now: number): Verdict;
  /** After a restart that somebody asked for. */
  forget(): void;
}

export function crashCounter(): CrashCounter {
  let recent: number[] = [];
  let told = false;
  return {
    crashed: (now) => {
      recent = [...recent.filter((time) => now - time <= period), now];
      if (recent.length > allowed) return 'give up';
      if (told) return 'again';
      told = true;
      return 'first';
    },
    forget: () => {
      recent = [];
    },
  };
}
