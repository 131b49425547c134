/** Tracebacks of Python, whose innermost call stands last. */
import type { Frame } from '../../questions';
import { framesOf, headOf, type Reader } from './exception';

export const python: Reader = (lines) => {
  // Of several the last was thrown, while or because the others were handled.
  const start = lines.findLastIndex((line) => /^\s*Traceback \(most recent call last\):/.test(line));
  if (start < 0) return undefined;
  const frames: Frame[] = [];
  const head: string[] = [];
  for (const line of lines.slice(start + 1)) {
    const [, file, number, name] = /^\s+File "([^"]*)", line (\d{1,9})(?:, in (.*))?$/.exec(line) ?? [];
    if (file !== undefined) frames.push(frameOf(name ?? '<module>', file, Number(number)));
    else if (head.length > 0 || /^\S/.test(line)) head.push(line);
  }
  return { ...headOf(head.join('\n'), true), frames: framesOf(frames.toReversed()) };
};

const frameOf = (text: string, file: string, line: number): Frame => ({
  text,
  file,
  line,
  foreign: /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python\d|^<frozen/.test(file),
});
