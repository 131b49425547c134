/**
 * What happens when the server breaks: it is started again and that is said once; the fourth time within three minutes is
 * the last, and that is said with a way out. Knows no server and no editor.
 */

const allowed = 3;
const period = 3 * 60_000;

/** What there is to say it with. */
export interface Voice {
  /** For the log alone. */
  note(sentence: string): void;
  /** For the user to read, with nothing to do. */
  warn(sentence: string): void;
  /** For the user, with a button that starts the server again. */
  offerRestart(sentence: string): void;
}

export interface Crashes {
  /** True when the server is to be started again. */
  crashed(now: number): boolean;
  /** After a restart that somebody asked for. */
  forget(): void;
}

export const gaveUp = 'The server stopped four times within three minutes and was not started again.';

export function countCrashes(voice: Voice): Crashes {
  let recent: number[] = [];
  let told = false;
  return {
    crashed: (now) => {
      recent = [...recent.filter((time) => now - time <= period), now];
      if (recent.length > allowed) {
        voice.note(gaveUp);
        voice.offerRestart('The Event Wiring server keeps stopping.');
        return false;
      }
      voice.note('The server stopped and is started again.');
      if (!told) voice.warn('The Event Wiring server stopped and was started again.');
      told = true;
      return true;
    },
    forget: () => {
      recent = [];
    },
  };
}
