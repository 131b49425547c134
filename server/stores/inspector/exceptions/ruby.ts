/** Exceptions and backtraces of Ruby. */
import type { Frame } from '../../questions';
import { framesOf, headOf, isClass, type Exception, type Reader } from './exception';

export const ruby: Reader = (lines) => {
  const frames = lines.map(frameOf);
  const first = frames.findIndex((frame) => frame !== undefined);
  const line = lines[first];
  if (line === undefined) return undefined;
  return { ...saidBefore(lines.slice(0, first).join('\n'), line), frames: framesOf(frames) };
};

/** `/app/a.rb:12:in 'perform': message (Class)`, or the class and message in lines of their own. */
function saidBefore(before: string, line: string): Pick<Exception, 'exception' | 'message'> {
  const said = /:in [`'][^']*': (.*)$/.exec(line)?.[1];
  if (said === undefined) return headOf(before);
  const at = said.lastIndexOf(' (');
  const name = said.endsWith(')') ? said.slice(at + 2, -1) : '';
  return at >= 0 && (isClass(name) || /^[A-Z]\w*$/.test(name))
    ? { exception: name, message: said.slice(0, at) }
    : { exception: null, message: said };
}

function frameOf(line: string): Frame | undefined {
  const [, file, number, name] =
    /^\s*(?:from |\d+: from )?(\S[^:]*|<internal:[^>]+>):(\d{1,9}):in [`']([^']*)'/.exec(line) ?? [];
  if (file === undefined || name === undefined) return undefined;
  const foreign = /[\\/]gems[\\/]|[\\/]lib[\\/]ruby[\\/]|^<internal:/.test(file);
  return { text: name, file, line: Number(number), foreign };
}
