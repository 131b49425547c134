/** The calls of a failure with those of libraries folded away; knows no file and no workspace. */
import type { Frame } from '../../../../server/stores/questions';

export type StackRow =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly index: number }
  | { readonly kind: 'folded'; readonly count: number; readonly where: string | null; readonly index: number };

export interface Stack {
  readonly rows: readonly StackRow[];
  readonly own: number;
  readonly foreign: number;
}

/** Runs of foreign frames become one row each, unless all are wanted or there are no others. */
export function stackOf(frames: readonly Frame[], all: boolean): Stack {
  const foreign = frames.filter((frame) => frame.foreign).length;
  const own = frames.length - foreign;
  const rows: StackRow[] = [];
  let run: Frame[] = [];
  const fold = (index: number): void => {
    if (run.length) rows.push({ kind: 'folded', count: run.length, where: commonFolder(run), index });
    run = [];
  };
  frames.forEach((frame, index) => {
    if (!frame.foreign || all || own === 0) {
      fold(index - run.length);
      rows.push({ kind: 'frame', frame, index });
    } else run.push(frame);
  });
  fold(frames.length - run.length);
  return { rows, own, foreign };
}

/** `vendor/laravel/framework` of files that all lie in it: from the folder of libraries on, at most two names deep. */
function commonFolder(frames: readonly Frame[]): string | null {
  const folders = frames.map(({ file }) => libraryOf(file));
  const [first = null] = folders;
  return folders.every((folder) => folder === first) ? first : null;
}

function libraryOf(file: string | null): string | null {
  const parts = (file ?? '').split(/[\\/]/);
  const at = parts.findLastIndex((part) => part === 'vendor' || part === 'node_modules' || part === 'registry');
  if (at < 0) return null;
  const scoped = parts[at] === 'vendor' || parts[at + 1]?.startsWith('@');
  const folder = parts.slice(at, Math.min(at + (scoped ? 3 : 2), parts.length - 1));
  return folder.length > 1 ? folder.join('/') : null;
}

/**
 * Where the application stood on its machine, with the slash: what comes before its folder of libraries. Empty where no
 * frame is of one.
 */
export function homeOf(frames: readonly Frame[]): string {
  for (const { file } of frames) {
    const home = /^(.*?[\\/])(?:vendor|node_modules)[\\/]/.exec(file ?? '')?.[1];
    if (home !== undefined) return home;
  }
  return '';
}
