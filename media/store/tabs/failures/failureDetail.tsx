/** One failure: what was thrown where, on which event, and the change that would retry or resolve it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Failure, Frame } from '../../../../server/stores/questions';
import { Icon, IconButton, Name, Text } from '../../controls';
import { JsonTree } from '../../jsonTree';
import { usePanel } from '../../state';
import { useFormat } from '../../useFormat';
import { count, visible, shortName } from '../../words';
import { ClassRow, useClass } from '../codeLink';
import { gotoEvent, gotoStream } from '../gotoEvent';
import { PreparedSection } from '../prepared';
import { Section } from '../../section';
import { fieldsIn } from '../payloadWords';
import { wholeMessage } from './failureTree';
import { homeOf, stackOf, type StackRow } from './stack';

/** Characters of a message that are shown; all of it is copied. */
const longest = 2000;

export function FailureDetail({ failure }: { readonly failure: Failure }): JSX.Element {
  const { store, tell } = usePanel();
  const format = useFormat();
  const place = useClass(failure.subject);
  const { event } = failure;
  const stream = event?.stream ?? null;
  const title = failure.exception === null ? 'Failure' : shortName(failure.exception);
  return (
    <section class="pane rest detail" aria-label={visible(`${title}, ${failure.id}`)}>
      <div class="top">
        <h2>
          <Icon icon={failure.resolved ? 'pass' : 'error'} kind={failure.resolved ? 'ok' : 'error'} />
          <span class="clip" title={failure.exception === null ? undefined : visible(failure.exception)}>
            <Text value={title} />
          </span>
          <span class="ew-actions">
            {place && (
              <IconButton
                icon="go-to-file"
                title="Go to Handler"
                onClick={() => tell({ kind: 'open', location: place.location })}
              />
            )}
            <IconButton
              icon="copy"
              title="Copy Failure"
              onClick={() => tell({ kind: 'copy', text: failureText(failure) })}
            />
          </span>
        </h2>
        <p class="message mono">{visible(messageText(failure), true)}</p>
        <div class="sub">
          {event && (
            <button type="button" class="link clip" title="Show Event" onClick={() => gotoEvent(store, event.key)}>
              <Text value={shortName(event.type)} />
              {event.position !== null && ` at position ${format.position(event.position)}`}
            </button>
          )}
          {stream !== null && (
            <button type="button" class="link clip" title="Show Stream" onClick={() => gotoStream(store, stream)}>
              <Text value={stream} />
            </button>
          )}
          {failure.queue !== null && (
            <span class="clip">
              queue <Text value={failure.queue} />
            </span>
          )}
          {failure.time !== null && <span title={format.exact(failure.time)}>{format.full(failure.time)}</span>}
          {failure.resolved && <span>resolved</span>}
        </div>
      </div>
      <div class="scroll auto" tabIndex={-1}>
        <Section name="failure.handler" title={failure.kind === 'job' ? 'Job' : 'Handler'}>
          {failure.subject !== null && (
            <ClassRow
              name={failure.subject}
              icon={failure.kind === 'job' ? 'server-process' : 'symbol-method'}
              kind={failure.kind === 'job' ? 'job' : 'listener'}
            />
          )}
          {failure.attempts !== null && (
            <div class="row">
              <Icon icon="info" kind="info" />
              <span>{count(format.number(failure.attempts), 'attempt')}</span>
            </div>
          )}
          <div class="row">
            <Icon icon="table" kind="code" />
            <span class="clip">
              <Text value={failure.table} />
              <span class="loc">
                {' id '}
                <Text value={failure.id} />
              </span>
            </span>
          </div>
        </Section>
        {failure.frames.length > 0 && <StackSection frames={failure.frames} />}
        {failure.data && (
          <Section name="failure.payload" title="Payload" detail={fieldsIn(failure.data)}>
            <JsonTree label="Payload" payload={failure.data} />
          </Section>
        )}
        {!failure.resolved && (
          <>
            <PreparedSection what="retry" of={failure.key} />
            {failure.kind === 'handler' && <PreparedSection what="resolve" of={failure.key} closed />}
          </>
        )}
      </div>
    </section>
  );
}

function messageText(failure: Failure): string {
  const text = wholeMessage(failure);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

function failureText({ exception, message, frames }: Failure): string {
  return [exception, message, ...frames.map(({ text }) => text)].filter(Boolean).join('\n');
}

function StackSection({ frames }: { readonly frames: readonly Frame[] }): JSX.Element {
  const [all, setAll] = useState(false);
  const { rows, own, foreign } = stackOf(frames, all);
  const home = homeOf(frames);
  const foldable = own > 0 && foreign > 0;
  const hidden = foldable && !all ? `, ${foreign} of libraries hidden` : foreign ? `, ${foreign} of libraries` : '';
  return (
    <Section
      name="failure.stack"
      title="Stack"
      detail={own ? `${own} of your frames${hidden}` : `${count(foreign, 'frame')} of libraries`}
      actions={
        foldable && (
          <IconButton
            icon={all ? 'collapse-all' : 'expand-all'}
            title="Show Frames of Libraries"
            pressed={all}
            onClick={() => setAll(!all)}
          />
        )
      }
    >
      <ul>
        {rows.map((row) => (
          <StackLine key={row.index} row={row} home={home} onUnfold={() => setAll(true)} />
        ))}
      </ul>
    </Section>
  );
}

function StackLine(props: {
  readonly row: StackRow;
  readonly home: string;
  readonly onUnfold: () => void;
}): JSX.Element {
  const { row, home, onUnfold } = props;
  const { tell } = usePanel();
  if (row.kind === 'folded')
    return (
      <li class="row">
        <Icon icon="blank" small />
        <button type="button" class="link quiet mono clip" onClick={onUnfold}>
          {`… ${count(row.count, 'frame')}`}
          {row.where !== null && (
            <>
              {' in '}
              <Text value={row.where} />
            </>
          )}
        </button>
      </li>
    );
  const { text, file, line, foreign } = row.frame;
  const shown = file?.startsWith(home) ? file.slice(home.length) : (file ?? '');
  return (
    <li class="row">
      <Icon icon="debug-stackframe" small {...(foreign ? { kind: 'code' } : { kind: 'frame' })} />
      <span class={`mono clip call ${foreign ? 'dim' : ''}`}>
        <Name value={text} />
      </span>
      {file !== null && (
        <button
          type="button"
          class="link mono clip place"
          title={visible(file)}
          onClick={() => tell({ kind: 'openFrame', file, line })}
        >
          <Text value={line === null ? shown : `${shown}:${line}`} />
        </button>
      )}
    </li>
  );
}
