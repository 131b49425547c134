/** Failures by exception and what failed, for the terminal; each on its own as JSON. */
import { grouped, plain } from '../../reports/ink';
import type { Failure, FailureGroup, PayloadText } from '../../stores/questions';
import type { Json } from './jsonText';
import type { Look } from './overview';
import { cut, rightAligned, type Row, type Shown } from './shown';
import { moment, shortName } from './texts';

export interface Counted {
  readonly open: number;
  readonly resolved: number;
}

export function failuresShown(
  groups: readonly FailureGroup[],
  newest: readonly Failure[],
  { open, resolved }: Counted,
  look: Look,
): Shown {
  const { ink } = look;
  return {
    head: [
      open === 0 ? ink.good('No open failures.') : ink.bad(`${grouped(open)} open`),
      ...(resolved > 0 ? [ink.dim(`${grouped(resolved)} resolved`)] : []),
    ],
    sections: open === 0 ? [] : [groupSection(groups, look), newestSection(newest, open, look)],
    foot: [],
  };
}

function groupSection(groups: readonly FailureGroup[], { ink, now }: Look): Shown['sections'][number] {
  const open = groups.filter(({ count, resolved }) => count > resolved);
  const cuts = new Map(groups.flatMap(({ table, looked }) => (looked ? [[table, looked] as const] : [])));
  const cutNote = cuts.size
    ? [...cuts]
        .map(([table, { at, of }]) => `the newest ${grouped(at)} of ${grouped(of)} in ${plain(table)} are grouped`)
        .join('; ')
    : undefined;
  const counts = rightAligned(open.map(({ count, resolved }) => grouped(count - resolved)));
  return {
    title: 'By what fails',
    ...(cutNote !== undefined && { more: cutNote }),
    rows: open.map(({ key, subject, exception, message, table, last }, index) => ({
      key,
      cells: [
        counts[index] ?? '',
        ink.name(shortName(subject ?? table)),
        ink.bad(exception === null ? '' : shortName(exception)),
        ink.dim(`last ${moment(last, now)}`),
      ],
      below: firstLine(message),
    })),
  };
}

function newestSection(newest: readonly Failure[], open: number, look: Look): Shown['sections'][number] {
  return {
    title: 'Newest',
    rows: newest.map((failure) => failureRow(failure, look)),
    ...(open > newest.length && { more: `${grouped(newest.length)} of ${grouped(open)}: --limit shows more` }),
  };
}

function failureRow({ key, id, subject, table, attempts, time, event, queue }: Failure, { ink, now }: Look): Row {
  return {
    key,
    cells: [
      plain(id),
      ink.dim(moment(time, now)),
      ink.name(shortName(subject ?? table)),
      event
        ? `on ${ink.name(shortName(event.type))}${event.position === null ? '' : ` ${plain(String(event.position))}`}`
        : '',
      ink.dim(
        [attempts === null ? '' : `${grouped(attempts)} ${attempts === 1 ? 'attempt' : 'attempts'}`, queue ?? '']
          .filter(Boolean)
          .join(', '),
      ),
    ],
  };
}

function firstLine(message: string | null): string {
  const [line = ''] = (message ?? '').split('\n');
  return cut(line || 'without a message', 200);
}

export const failureJson = (failure: Failure): Json => ({
  id: failure.id,
  table: failure.table,
  kind: failure.kind,
  subject: failure.subject,
  exception: failure.exception,
  message: failure.message,
  attempts: failure.attempts,
  failed_at: failure.time,
  resolved: failure.resolved,
  queue: failure.queue,
  event: failure.event && {
    type: failure.event.type,
    position: failure.event.position,
    stream: failure.event.stream,
  },
  data: payloadJson(failure.data),
});

/** A payload that is no JSON, or too large to be shown whole, is text. */
function payloadJson(payload: PayloadText | null): Json {
  if (payload === null) return null;
  if (payload.kind === 'opaque') return payload.hex;
  return payload.cut ? payload.text : { verbatim: payload.text };
}
