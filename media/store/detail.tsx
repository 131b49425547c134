/** One event: its sentence, payload with the types of the class, metadata, stored row, code, cause and effect. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { StoredTypeCode } from '../../server/protocol';
import type { EventDetail, PayloadText } from '../../server/stores/questions';
import { Cause } from './cause';
import { typesOfFields } from './classFields';
import { CodeSection } from './code';
import { Icon, IconButton, Missing, Name, Text, TypeName } from './controls';
import { eventJson } from './eventJson';
import { jsonMembers, jsonValue } from './json';
import { JsonTree } from './jsonTree';
import { Section } from './section';
import { Sentence } from './sentence';
import { Progress, Refused, Waiting } from './states';
import { useData, usePanel } from './state';
import { useFormat } from './useFormat';
import { count, visible } from './words';

export function EventPane(props: {
  readonly detail: EventDetail | undefined;
  readonly waiting: boolean;
  readonly problem: string | undefined;
  readonly codeOf: (type: string) => StoredTypeCode | undefined;
}): JSX.Element {
  const { store } = usePanel();
  const { detail } = props;
  const toList = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    document.querySelector<HTMLElement>('.evlist [role=listbox]')?.focus();
    event.preventDefault();
  };
  return (
    <div class="detail" onKeyDown={toList} role="region" aria-label="Event">
      <Progress waiting={props.waiting} />
      {props.problem !== undefined ? (
        <Refused problem={props.problem} onAgain={() => store.set({ asked: store.get().asked + 1 })} />
      ) : detail ? (
        <Detail detail={detail} code={props.codeOf(detail.type)} />
      ) : (
        <Waiting what="Reading the event" rows={8} />
      )}
    </div>
  );
}

function Detail({
  detail,
  code,
}: {
  readonly detail: EventDetail;
  readonly code: StoredTypeCode | undefined;
}): JSX.Element {
  const [raw, setRaw] = useState(false);
  const fields = topFields(detail.data);
  const typeOf = typesOfFields(fields, code);
  const metadata = detail.metadata ? topFields(detail.metadata) : [];
  return (
    <>
      <Head detail={detail} code={code} />
      <div class="scroll" tabIndex={-1}>
        <Section
          name="payload"
          title="Payload"
          detail={payloadSummary(detail.data, fields)}
          actions={
            <IconButton
              icon="json"
              title={raw ? 'Show as Tree' : 'Show Raw'}
              pressed={raw}
              onClick={() => setRaw(!raw)}
            />
          }
        >
          {raw && detail.data.kind === 'json' ? (
            <pre class="codebox wrap" tabIndex={0} aria-label="Payload, raw">
              {visible(detail.data.text.slice(0, 200_000), true)}
            </pre>
          ) : (
            <JsonTree label="Payload" payload={detail.data} typeOf={typeOf} />
          )}
        </Section>
        {detail.metadata && (
          <Section name="metadata" title="Metadata" folded detail={visible(someOf(metadata))}>
            <JsonTree label="Metadata" payload={detail.metadata} />
          </Section>
        )}
        <CodeSection type={detail.type} code={code} failures={detail.failures} />
        {detail.related.length > 1 && <Cause detail={detail} />}
        {detail.failures.length > 0 && <Failures detail={detail} />}
        <Section name="raw" title="Stored row" folded detail={count(detail.raw.length, 'column')}>
          <dl class="cells">
            {detail.raw.map(({ column, value, cut }) => (
              <div key={column} class="row">
                <dt>
                  <Text value={column} />
                </dt>
                <dd class="mono clip" title={value === null ? undefined : visible(value.slice(0, 1000), true)}>
                  {value === null ? (
                    <span class="dim">NULL</span>
                  ) : (
                    <Text value={`${value.slice(0, 2000)}${cut ? '…' : ''}`} />
                  )}
                </dd>
              </div>
            ))}
          </dl>
        </Section>
      </div>
    </>
  );
}

function Head({
  detail,
  code,
}: {
  readonly detail: EventDetail;
  readonly code: StoredTypeCode | undefined;
}): JSX.Element {
  const { store, tell } = usePanel();
  const format = useFormat();
  const left = useData((data) => data.compare.left);
  const declaration = code?.declaration;
  const eventId = code?.eventId;
  const compare = (): void => {
    if (left === undefined || left === detail.key)
      store.set({ compare: left === detail.key ? {} : { left: detail.key } });
    else store.set({ compare: { left, right: detail.key }, tab: 'compare' });
  };
  return (
    <div class="top">
      <h2>
        <Icon icon="symbol-event" kind="event" />
        <TypeName value={detail.type} />
        <span class="ew-actions">
          <IconButton
            icon="go-to-file"
            title="Go to Class"
            disabled={!declaration}
            onClick={() => declaration && tell({ kind: 'open', location: declaration.location })}
          />
          <IconButton
            icon="type-hierarchy-sub"
            title="Show in Map"
            disabled={eventId === undefined}
            onClick={() => eventId !== undefined && tell({ kind: 'map', eventId })}
          />
          <IconButton
            icon="git-compare"
            title={left === undefined || left === detail.key ? 'Select for Compare' : 'Compare with Selected'}
            pressed={left === detail.key}
            onClick={compare}
          />
          <IconButton
            icon="copy"
            title="Copy as JSON"
            onClick={() => tell({ kind: 'copy', text: eventJson(detail) })}
          />
        </span>
      </h2>
      {detail.sentence.length > 0 && (
        <div class="gist gistline">
          <Sentence parts={detail.sentence} />
        </div>
      )}
      <div class="sub num">
        {detail.position !== null && (
          <span>
            position <Text value={format.position(detail.position)} />
          </span>
        )}
        <span title={detail.time === null ? undefined : format.exact(detail.time)}>
          {detail.time !== null ? (
            format.full(detail.time)
          ) : (
            <>
              <Missing value={detail.invalidTime} />
              {detail.invalidTime !== undefined && <Text value={` (${detail.invalidTime})`} />}
            </>
          )}
        </span>
        {detail.stream !== null && (
          <span class="clip">
            <Text value={detail.stream} />
            {detail.version === null ? '' : ` v${format.number(detail.version)}`}
          </span>
        )}
      </div>
    </div>
  );
}

function Failures({ detail }: { readonly detail: EventDetail }): JSX.Element {
  const { store } = usePanel();
  const format = useFormat();
  return (
    <Section name="failures" title="Failures" detail={String(detail.failures.length)}>
      <ul aria-label="Failures">
        {detail.failures.map((failure) => (
          <li key={failure.key}>
            <button type="button" class="row tall" onClick={() => store.set({ tab: 'failures' })}>
              <Icon icon="error" kind="error" />
              <span class="grow">
                <span class="clip line">
                  <Name value={failure.subject ?? failure.table} />{' '}
                  <Name className="dim" value={failure.exception ?? ''} />
                </span>
                <Text className="clip line dim" value={failure.message ?? ''} />
              </span>
              <span class="loc num">
                {failure.resolved ? 'resolved' : failure.attempts === null ? '' : count(failure.attempts, 'attempt')}
                {failure.time === null ? '' : ` ${format.brief(failure.time)}`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

const manyFields = 1000;

function topFields(payload: PayloadText): readonly string[] {
  if (payload.kind !== 'json') return [];
  const value = jsonValue(payload.text);
  return value.kind === 'object' ? jsonMembers(payload.text, value, manyFields).members.map(({ name }) => name) : [];
}

function payloadSummary(payload: PayloadText, fields: readonly string[]): string {
  if (payload.kind === 'opaque') return 'not readable';
  const amount = fields.length ? `${count(fields.length, 'field')}${fields.length === manyFields ? '+' : ''}` : '';
  const encoding = /^json/i.test(payload.encoding) ? '' : visible(payload.encoding);
  return [amount, encoding].filter(Boolean).join(', ');
}

/** `correlationId, causationId, userId, 2 more` */
function someOf(names: readonly string[]): string {
  const shown = names.slice(0, names.length === 4 ? 4 : 3);
  const rest = names.length - shown.length;
  return [...shown, ...(rest ? [`${rest} more`] : [])].join(', ');
}
