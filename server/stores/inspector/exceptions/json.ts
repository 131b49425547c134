/** Exceptions written as JSON: what serialises errors calls their parts by many names. Knows no language. */
import type { Frame } from '../../questions';
import { framesOf, type Exception } from './exception';

const names = {
  exception: ['exception_class', 'exceptionClass', 'exceptionType', 'exception', 'class', 'errorType', 'name', 'type'],
  message: ['message', 'exceptionMessage', 'errorMessage', 'failedReason', 'msg', 'detail', 'error', 'reason', 'value'],
  trace: ['stack', 'trace', 'backtrace', 'stackTrace', 'stack_trace', 'stacktrace', 'traceAsString'],
  inner: ['error', 'exception', 'err', 'failure', 'flattenException', 'cause'],
  file: ['file', 'fileName', 'filename'],
  line: ['line', 'lineNumber', 'lineno'],
  function: ['function', 'method', 'methodName', 'name'],
} as const;

type Parts = Readonly<Record<string, unknown>>;
const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `read` reads what is text in it. */
export function fromValue(value: unknown, read: (text: string) => Exception, depth = 0): Exception | undefined {
  if (depth > 3) return undefined;
  if (typeof value === 'string') return read(value);
  if (Array.isArray(value) && value.length > 0 && value.every((line) => typeof line === 'string'))
    return read(value.join('\n'));
  if (!isParts(value)) return undefined;
  const inner = names.inner.map((name) => value[name]).find(isParts);
  const within = inner && fromValue(inner, read, depth + 1);
  const trace = names.trace.map((name) => value[name]).find((part) => part !== undefined && part !== null);
  const traced = traceOf(trace, read);
  const thrown = frameOf(value);
  const frames = traced?.frames.length
    ? traced.frames
    : thrown?.file
      ? [{ ...thrown, text: thrown.text || 'thrown' }]
      : [];
  const found = {
    exception: textAt(value, names.exception) ?? traced?.exception ?? null,
    message: textAt(value, names.message) ?? traced?.message ?? null,
    frames,
  };
  if (!within)
    return (found.exception ?? found.message ?? (frames.length > 0 ? '' : null) !== null) ? found : undefined;
  return {
    exception: found.exception ?? within.exception,
    message: found.message ?? within.message,
    frames: found.frames.length > 0 ? found.frames : within.frames,
  };
}

const textAt = (value: Parts, keys: readonly string[]): string | null => {
  const found = keys.map((key) => value[key]).find((part) => typeof part === 'string' && part !== '');
  return typeof found === 'string' ? found : null;
};

function traceOf(trace: unknown, read: (text: string) => Exception): Exception | undefined {
  if (typeof trace === 'string') return read(trace);
  if (!Array.isArray(trace) || trace.length === 0) return undefined;
  const parts: readonly unknown[] = trace.slice(0, 500);
  if (parts.every((line) => typeof line === 'string')) return read(parts.join('\n'));
  return { exception: null, message: null, frames: framesOf(parts.map(frameOf)) };
}

/** An entry of PHP's `getTrace()` and its like. */
function frameOf(value: unknown): Frame | undefined {
  if (!isParts(value)) return undefined;
  const file = textAt(value, names.file);
  const line = names.line.map((name) => value[name]).find((part) => typeof part === 'number') as number | undefined;
  const owner = typeof value['class'] === 'string' ? value['class'] : '';
  const called = textAt(value, names.function);
  if (file === null && called === null) return undefined;
  return {
    text: called === null ? '' : `${owner}${owner && (value['type'] === '::' ? '::' : '->')}${called}()`,
    file,
    line: line ?? null,
    foreign: file === null || /(?:^|[\\/])(?:vendor|node_modules|gems|site-packages)[\\/]|^node:/.test(file),
  };
}
