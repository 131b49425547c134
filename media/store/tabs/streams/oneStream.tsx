/** One stream: its events oldest first, with versions and the places where snapshots were taken. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { EventRow, Snapshot, StreamCount } from '../../../../server/stores/questions';
import { streamFilter } from '../../attention';
import { Icon, IconButton, Missing, Name, Text, TypeName } from '../../controls';
import type { Format } from '../../format';
import { pageSize, usePages } from '../../pages';
import { aboutOf, useData, usePanel } from '../../state';
import { Empty, Note } from '../../states';
import { useAnswer } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { count, shortName, visible } from '../../words';
import { ExportMenu } from '../exportMenu';
import { gotoEvent, gotoStream } from '../gotoEvent';
import { Listing } from '../listing';
import { Sentence, sentenceText } from '../../sentence';
import { isAhead, snapshotsAt } from './snapshotMarks';

/** More snapshots of one stream than this are not marked. */
const snapshotLimit = 200;

export function OneStream({ stream }: { readonly stream: StreamCount }): JSX.Element {
  const { ask, store, tell } = usePanel();
  const format = useFormat();
  const key = useData(({ version, asked }) => `${version} ${asked}`);
  const hasSnapshots = useData((data) => aboutOf(data)?.has.snapshots ?? false);
  const timed = useData((data) => aboutOf(data)?.has.times ?? true);
  const filter = { text: streamFilter(stream.stream) };
  const snapshots =
    useAnswer('snapshots', hasSnapshots ? { stream: stream.stream, limit: snapshotLimit } : undefined).answer?.rows ??
    [];
  const [chosen, choose] = useState<string>();
  const pages = usePages<EventRow>({
    key: `${stream.stream} ${key}`,
    load: ({ cursor }, signal) =>
      ask.question(
        'events',
        { filter, order: 'oldest', ...(cursor === undefined ? {} : { cursor }), limit: pageSize },
        signal,
      ),
  });
  const ahead = snapshots.filter(isAhead);
  const marks = (event: EventRow, index: number): readonly Snapshot[] =>
    snapshotsAt(event, pages.rowAt(index + 1), snapshots);
  return (
    <section class="pane rest detail" aria-label={visible(`Stream ${stream.stream}`)}>
      <div class="top">
        <h2>
          <Icon icon="list-ordered" kind="code" />
          <Text className="clip" value={stream.stream} />
          <span class="ew-actions">
            <IconButton icon="filter" title="Show in Events" onClick={() => gotoStream(store, stream.stream)} />
            <ExportMenu what="This Stream" filter={filter} />
            <IconButton icon="copy" title="Copy Name" onClick={() => tell({ kind: 'copy', text: stream.stream })} />
          </span>
        </h2>
        <div class="sub">
          {stream.streamType !== null && <Name className="clip kept" value={stream.streamType} />}
          <span>{count(format.number(stream.events), 'event')}</span>
          {stream.version !== null && <span>{`version ${format.number(stream.version)}`}</span>}
          {stream.first !== null && stream.last !== null && (
            <span class="clip">{`${format.full(stream.first)} to ${format.full(stream.last)}`}</span>
          )}
        </div>
      </div>
      {ahead.length > 0 && <Note kind="warn">{aheadWords(ahead, format)}</Note>}
      <Listing
        label={`Events of ${stream.stream}, oldest first`}
        reading="Reading the stream"
        pages={pages}
        exact={false}
        empty={
          <Empty icon="symbol-event" kind="event" title="No events in this stream">
            It is in the table of streams, but none of the stored events belongs to it.
          </Empty>
        }
        head={
          <div class="colhead ev">
            <span class="right cwv">Version</span>
            {timed && <span class="cwt">Time</span>}
            <span class="type">Type</span>
            <span class="grow">What happened</span>
          </div>
        }
        keyOf={(row) => row.key}
        name={(row, index) =>
          [
            row.version === null ? null : `version ${format.number(row.version)}`,
            shortName(row.type),
            sentenceText(row.sentence),
            row.time === null ? null : format.moment(row.time),
            row.failed ? 'failed' : null,
            marks(row, index).length ? 'snapshot taken' : null,
          ]
            .filter(Boolean)
            .join(', ')
        }
        render={(row, index) => (
          <>
            <span class="loc num right cwv">{row.version === null ? '' : `v${format.number(row.version)}`}</span>
            {timed && (
              <span class="mono num cwt clip" title={row.time === null ? undefined : format.exact(row.time)}>
                {row.time === null ? <Missing value={row.invalidTime} /> : format.moment(row.time)}
              </span>
            )}
            <span class="type clip">
              <Icon icon="symbol-event" kind="event" />
              <TypeName value={row.type} />
            </span>
            <span class="gist grow clip">
              <Sentence parts={row.sentence} />
            </span>
            {row.failed && <Icon icon="error" kind="error" title="Failed" />}
            {marks(row, index).map((snapshot) => (
              <SnapshotMark key={snapshot.key} snapshot={snapshot} format={format} />
            ))}
          </>
        )}
        {...(chosen === undefined ? {} : { selected: chosen })}
        className={() => 'ev'}
        onSelect={(row) => choose(row.key)}
        onOpen={(row) => gotoEvent(store, row.key)}
      />
    </section>
  );
}

function SnapshotMark({ snapshot, format }: { readonly snapshot: Snapshot; readonly format: Format }): JSX.Element {
  const taken = snapshot.time === null ? '' : `, ${format.full(snapshot.time)}`;
  return (
    <span class={`tag ${isAhead(snapshot) ? 'e' : ''}`} title={`Snapshot at version ${snapshot.version}${taken}`}>
      <Icon icon="device-camera" small />
      {snapshot.version !== null && `v${format.number(snapshot.version)}`}
    </span>
  );
}

function aheadWords(ahead: readonly Snapshot[], format: Format): string {
  const [first] = ahead;
  if (!first || first.version === null || first.streamVersion === null) return '';
  const others = ahead.length > 1 ? `, and ${ahead.length - 1} more` : '';
  return `A snapshot knows version ${format.number(first.version)}, but the stream ends at ${format.number(first.streamVersion)}${others}.`;
}
