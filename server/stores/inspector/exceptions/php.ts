/** Exceptions as PHP prints them, Laravel's log and `getTraceAsString()` among them. */
import type { Frame } from '../../questions';
import { framesOf, headOf, type Exception, type Place, type Reader } from './exception';

interface Block {
  readonly head: string[];
  readonly calls: string[];
}

export const php: Reader = (lines) => {
  const blocks = blocksOf(lines);
  // What was thrown last stands last, its causes before it.
  const block = blocks.findLast(({ calls }) => calls.length > 0) ?? blocks.at(-1);
  if (!block) return undefined;
  const { thrown, ...head } = readHead(block.head.join('\n'));
  if (block.calls.length === 0 && !thrown) return undefined;
  return { ...head, frames: framesOf(paired(thrown, block.calls)) };
};

function blocksOf(lines: readonly string[]): readonly Block[] {
  const blocks: Block[] = [{ head: [], calls: [] }];
  let inCalls = false;
  for (const line of lines) {
    const block = blocks.at(-1);
    if (!block) break;
    if (/^(?:Stack trace:|\[stacktrace\])$/.test(line)) inCalls = true;
    else if (/^#\d+ /.test(line) && (inCalls || block.head.length === 0)) {
      inCalls = true;
      block.calls.push(line.replace(/^#\d+ /, ''));
    } else if (/^(?:Next |\[previous exception\] )/.test(line)) {
      blocks.push({ head: [line.replace(/^(?:Next |\[previous exception\] )/, '')], calls: [] });
      inCalls = false;
    } else if (!inCalls) block.head.push(line);
  }
  return blocks;
}

function readHead(text: string): Pick<Exception, 'exception' | 'message'> & { readonly thrown?: Place } {
  const logged = /^[^]{0,400}?\[object\] \(([\w\\]+)\(code: [^)]{0,40}\): /.exec(text);
  const rest = logged ? text.slice(logged[0].length).replace(/\)"?\s*$/, '') : text.replace(/^PHP (?=[A-Z])/, '');
  const at = rest.lastIndexOf(logged ? ' at ' : ' in ');
  const place = at < 0 ? undefined : thrownAt(rest.slice(at + 4).trim());
  const said = place ? rest.slice(0, at) : rest;
  const thrown = place && { thrown: place };
  if (logged) return { exception: logged[1] ?? null, message: said === '' ? null : said, ...thrown };
  return { ...headOf(said.replace(/^(?:Fatal error:\s+)?(?:Uncaught )?/, ''), place !== undefined), ...thrown };
}

/** `/app/Jobs/Import.php:31`, `/app/Jobs/Import.php on line 31`. */
function thrownAt(text: string): Place | undefined {
  const [, file, line] = /^([^\n]+?)(?::| on line )(\d{1,9})$/.exec(text) ?? [];
  return file === undefined || !/\.\w{1,8}$|\)$|^[\\/]/.test(file) ? undefined : { file, line: Number(line) };
}

/**
 * A line of PHP's trace has where a call stands and what it calls: what the place is in is said by the line after it.
 * So each function is shown with the place that was reached in it.
 */
function paired(thrown: Place | undefined, calls: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  let place: Place | undefined = thrown;
  for (const call of calls) {
    if (call === '{main}') break;
    const [, file, line = ''] = /^(.+?)(?:\((\d{1,9})\))?: /.exec(call) ?? [];
    const called = file === undefined ? call : call.slice(call.indexOf(': ', file.length) + 2);
    frames.push(frameOf(functionOf(called), place));
    place =
      file === undefined || file === '[internal function]' ? undefined : { file, line: line ? Number(line) : null };
  }
  if (place) frames.push(frameOf('{main}', place));
  return frames;
}

const frameOf = (text: string, place: Place | undefined): Frame => ({
  text,
  file: place?.file ?? null,
  line: place?.line ?? null,
  foreign: place ? /(?:^|[\\/])vendor[\\/]|[\\/]pear[\\/]|^phar:/.test(place.file) : true,
});

/** Without its arguments: they are cut off by PHP, and may be anybody's data. */
function functionOf(called: string): string {
  const [name] = /^(?:[^({]|\{[^}]*\})*(?=\()/.exec(called) ?? [];
  return name === undefined ? called : `${name}()`;
}
