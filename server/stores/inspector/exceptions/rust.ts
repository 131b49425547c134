/** Panics of Rust, and errors with a backtrace. */
import type { Frame } from '../../questions';
import { framesOf, placeOf, type Place, type Reader } from './exception';

export const rust: Reader = (lines) => {
  const panicked = lines.findIndex((line) => /^(?:thread '[^']*'.{0,40} )?panicked at /.test(line));
  const traced = lines.findIndex((line) => /^\s*stack backtrace:$/i.test(line));
  if (panicked < 0 && traced < 0) return undefined;
  const frames = traced < 0 ? [] : callsOf(lines.slice(traced + 1));
  if (panicked < 0)
    return { exception: null, message: textOf(lines.slice(0, traced)).replace(/^Error: /, '') || null, frames };
  const first = (lines[panicked] ?? '').replace(/^.*?panicked at /, '');
  const end = traced < 0 ? lines.length : traced;
  // Before Rust 1.73 the message stood in quotes before the place.
  const [, quoted, old] = /^'(.*)', (.+)$/.exec(first) ?? [];
  const place = placeOf(old ?? first.replace(/:$/, ''));
  const message = quoted ?? textOf(lines.slice(panicked + 1, end).filter((line) => !line.startsWith('note: ')));
  return {
    exception: 'panic',
    message: message === '' ? null : message,
    frames: frames.length > 0 ? frames : [frameOf('panic', place)],
  };
};

const textOf = (lines: readonly string[]): string => lines.join('\n').trim();

function callsOf(lines: readonly string[]): Frame[] {
  const frames: Frame[] = [];
  for (const line of lines) {
    const [, name] = /^\s*\d{1,5}:\s+(?:0x[0-9a-f]+ - )?(.+)$/.exec(line) ?? [];
    if (name !== undefined) frames.push(frameOf(name.replace(/::h[0-9a-f]{16}$/, ''), undefined));
    const [, at] = /^\s+at (.+)$/.exec(line) ?? [];
    const last = frames.at(-1);
    if (at !== undefined && last?.file === null) frames[frames.length - 1] = frameOf(last.text, placeOf(at));
  }
  return framesOf(frames);
}

const runtime =
  /^(?:<?(?:std|core|alloc|tokio|futures\w*|actix\w*|axum|tower|hyper|backtrace|anyhow)::|rust_|_*rust|__|_?main$|_start$)/;

const frameOf = (text: string, place: Place | undefined): Frame => ({
  text,
  file: place?.file ?? null,
  line: place?.line ?? null,
  foreign: place
    ? /^\/rustc\/|[\\/]\.cargo[\\/](?:registry|git)[\\/]|[\\/]rustlib[\\/]/.test(place.file)
    : runtime.test(text),
});
