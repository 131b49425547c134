/** What a queue's row says: the job or message in it, decoded, and what travels with it. Runs nothing; knows no table. */
import { decode } from '../payloads';
import type { Cell, Payload } from '../store';

export interface Message {
  /** For people: what is packed in it unpacked, in its place. */
  readonly payload: Payload;
  /** Class of the job, listener or message. */
  readonly type: string | null;
  /** Class of the event that a queued listener was called for. */
  readonly event: string | null;
  /** What may be that event's id in the store. */
  readonly eventIds: readonly string[];
  readonly attempts: number | null;
  readonly maxAttempts: number | null;
  readonly queue: string | null;
  /** Classes of the jobs that follow. */
  readonly chain: readonly string[];
  /** Why it failed last, where the message itself says so. */
  readonly failure: {
    readonly exception: string | null;
    readonly message: string | null;
    readonly trace: string | null;
  } | null;
}

type Parts = Readonly<Record<string, unknown>>;
const isParts = (value: unknown): value is Parts =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);
const whole = (value: unknown): number | null => (typeof value === 'number' && Number.isInteger(value) ? value : null);

const plain = (payload: Payload): Message => ({
  payload,
  type: null,
  event: null,
  eventIds: [],
  attempts: null,
  maxAttempts: null,
  queue: null,
  chain: [],
  failure: null,
});

/** `headers` is what stands beside the body, where the queue has such a column. */
export function readMessage(cell: Cell, headers: Cell = null): Message {
  const payload = decode(unslashed(cell) ?? cell);
  const value = payload.kind === 'json' ? payload.value : undefined;
  const beside = headers === null ? undefined : jsonOf(headers);
  if (isParts(value)) {
    const laravel = laravelJob(value, payload);
    if (laravel) return laravel;
    if (text(value['__class'])?.endsWith('Messenger\\Envelope')) return envelope(value, payload);
    if (text(value['job_class']))
      return { ...plain(payload), type: text(value['job_class']), attempts: whole(value['executions']) };
  }
  return isParts(beside) ? withHeaders(beside, payload) : plain(payload);
}

function jsonOf(cell: Cell): unknown {
  const read = decode(cell);
  return read.kind === 'json' ? read.value : undefined;
}

function laravelJob(value: Parts, payload: Payload): Message | undefined {
  const data = value['data'];
  if (!isParts(data) || !('displayName' in value || 'commandName' in data || 'job' in value)) return undefined;
  const command = commandOf(data['command']);
  const inside = isParts(command) ? command : {};
  const list = argumentsOf(inside['data']);
  // A listener is called with its event first; a broadcast is of one.
  const event = [list[0], inside['event']].find(isParts);
  const chained = Array.isArray(inside['chained']) ? (inside['chained'] as readonly unknown[]).slice(0, 50) : [];
  const shown = {
    ...value,
    data: {
      ...data,
      ...('command' in data && {
        command: isParts(command) && 'data' in command ? { ...command, data: list } : command,
      }),
    },
  };
  return {
    ...plain(payload.kind === 'json' ? { ...payload, value: shown } : payload),
    type: text(value['displayName']) ?? text(inside['class']) ?? text(data['commandName']) ?? text(value['job']),
    event: event ? text(event['__class']) : null,
    eventIds: event ? idsIn(event) : [],
    attempts: whole(value['attempts']),
    maxAttempts: whole(value['maxTries']),
    queue: text(inside['queue']),
    chain: chained.flatMap((job) => classOf(commandOf(job)) ?? []),
  };
}

const classOf = (value: unknown): string | null => (isParts(value) ? text(value['__class']) : null);

/** `serialize()`, or what Laravel's encrypter made of it: that nobody reads without the application's key. */
function commandOf(command: unknown): unknown {
  if (typeof command !== 'string') return command;
  const read = decode(command);
  if (read.kind === 'opaque') return command;
  if (isParts(read.value) && 'iv' in read.value && ('mac' in read.value || 'tag' in read.value))
    return { __encrypted: "Encrypted by Laravel (ShouldBeEncrypted): it needs the application's key." };
  return read.value;
}

function argumentsOf(data: unknown): readonly unknown[] {
  const list = typeof data === 'string' ? commandOf(data) : data;
  return Array.isArray(list) ? (list as readonly unknown[]) : isParts(list) ? Object.values(list) : [];
}

function idsIn(event: Parts): string[] {
  return Object.entries(event).flatMap(([key, value]) =>
    /^(?:event_?(?:uu)?id|message_?id|uuid|id)$/i.test(key) && (typeof value === 'string' || typeof value === 'number')
      ? [String(value)]
      : [],
  );
}

/** Symfony's default: `addslashes(serialize($envelope))`, in base64 where that is no UTF-8. */
function unslashed(cell: Cell): Uint8Array | undefined {
  if (typeof cell !== 'string' || !/^(?:O:\d+:\\"|T[zy])/.test(cell)) return undefined;
  const bytes = cell.startsWith('O') ? Buffer.from(cell) : Buffer.from(cell, 'base64');
  const slashed = bytes.toString('latin1');
  if (!/^O:\d+:\\"/.test(slashed)) return undefined;
  const plainText = slashed.replace(/\\([^])/g, (_, character: string) => (character === '0' ? '\0' : character));
  return Buffer.from(plainText, 'latin1');
}

type Stamps = (name: string) => Parts | undefined;

function envelope(value: Parts, payload: Payload): Message {
  const kinds = isParts(value['stamps']) ? Object.entries(value['stamps']) : [];
  return {
    ...plain(payload),
    type: classOf(value['message']),
    ...stamped((name) => {
      const stamps = kinds.find(([key]) => key.endsWith(`\\${name}`))?.[1];
      const last: unknown = Array.isArray(stamps) ? stamps.at(-1) : undefined;
      return isParts(last) ? last : undefined;
    }),
  };
}

function withHeaders(headers: Parts, payload: Payload): Message {
  return {
    ...plain(payload),
    type: text(headers['type']) ?? text(headers['__TypeId__']),
    ...stamped((name) => {
      const key = Object.keys(headers).find((one) => one.startsWith('X-Message-Stamp-') && one.endsWith(`\\${name}`));
      const stamps = key === undefined ? undefined : jsonOf(text(headers[key]));
      const last: unknown = Array.isArray(stamps) ? stamps.at(-1) : undefined;
      return isParts(last) ? last : undefined;
    }),
  };
}

function stamped(stamp: Stamps): Pick<Message, 'failure' | 'attempts' | 'queue'> {
  const details = stamp('ErrorDetailsStamp');
  const flat = details?.['flattenException'];
  const trace = isParts(flat) ? (text(flat['traceAsString']) ?? text(flat['trace_as_string'])) : null;
  return {
    failure: details
      ? { exception: text(details['exceptionClass']), message: text(details['exceptionMessage']), trace }
      : null,
    attempts: whole(stamp('RedeliveryStamp')?.['retryCount']),
    queue: text(stamp('SentToFailureTransportStamp')?.['originalReceiverName']),
  };
}
