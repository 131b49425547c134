/** Snapshots of streams with their states; one that knows more than its stream is flagged. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Snapshot } from '../../../../server/stores/questions';
import { Icon, IconButton, Text } from '../../controls';
import type { Format } from '../../format';
import { JsonTree } from '../../jsonTree';
import { pageSize, usePages } from '../../pages';
import { Panes } from '../../panes';
import { useData, usePanel } from '../../state';
import { Empty, Note } from '../../states';
import { useFormat } from '../../useFormat';
import { count, visible } from '../../words';
import { gotoStream } from '../gotoEvent';
import { isEmpty, Listing } from '../listing';
import { fieldsIn } from '../payloadWords';
import { Section } from '../../section';
import { isAhead } from '../streams/snapshotMarks';

export function SnapshotsTab(): JSX.Element {
  const { ask } = usePanel();
  const format = useFormat();
  const key = useData(({ version, asked }) => `${version} ${asked}`);
  const [chosen, choose] = useState<Snapshot>();
  const pages = usePages<Snapshot>({
    key,
    load: ({ cursor }, signal) =>
      ask.question('snapshots', { ...(cursor === undefined ? {} : { cursor }), limit: pageSize }, signal),
  });
  if (isEmpty(pages))
    return (
      <Empty icon="device-camera" kind="code" title="No snapshots yet">
        The store has a table for them, and it has no rows.
      </Empty>
    );
  return (
    <Panes
      name="snapshots"
      sized="second"
      size={548}
      least={320}
      leastRest={320}
      label="Width of the snapshot"
      first={
        <Listing
          label="Snapshots"
          reading="Reading snapshots"
          pages={pages}
          exact={false}
          head={
            <div class="colhead">
              <span class="grow">Stream</span>
              <span class="cwy">Version</span>
              <span class="right cw4">Taken</span>
            </div>
          }
          keyOf={(snapshot) => snapshot.key}
          name={(snapshot) => [snapshot.stream, versionWords(snapshot, format)].filter(Boolean).join(', ')}
          render={(snapshot) => (
            <>
              <Icon icon={isAhead(snapshot) ? 'error' : 'device-camera'} kind={isAhead(snapshot) ? 'error' : 'code'} />
              <Text className="clip grow" value={snapshot.stream} />
              <span class={`cwy clip ${isAhead(snapshot) ? 't-error' : ''}`}>{versionWords(snapshot, format)}</span>
              <span class="loc num right cw4" title={snapshot.time === null ? undefined : format.exact(snapshot.time)}>
                {snapshot.time === null ? '' : format.ago(snapshot.time)}
              </span>
            </>
          )}
          {...(chosen ? { selected: chosen.key } : {})}
          onSelect={choose}
        />
      }
      second={
        pages.count > 0 && chosen ? <SnapshotDetail key={chosen.key} snapshot={chosen} /> : <div class="pane rest" />
      }
    />
  );
}

function versionWords(snapshot: Snapshot, format: Format): string {
  const { version, streamVersion } = snapshot;
  if (version === null) return 'no version';
  if (streamVersion === null) return `v${format.number(version)}`;
  if (isAhead(snapshot)) return `v${format.number(version)}, ahead of v${format.number(streamVersion)}`;
  const behind = streamVersion - version;
  return behind
    ? `v${format.number(version)}, ${count(format.number(behind), 'event')} since`
    : `v${format.number(version)}, newest`;
}

function SnapshotDetail({ snapshot }: { readonly snapshot: Snapshot }): JSX.Element {
  const { store, tell } = usePanel();
  const format = useFormat();
  const { stream, state, version, streamVersion, table, time } = snapshot;
  return (
    <section class="pane rest detail" aria-label={visible(`Snapshot of ${stream}`)}>
      <div class="top">
        <h2>
          <Icon icon="device-camera" kind="code" />
          <Text className="clip" value={stream} />
          <span class="ew-actions">
            <IconButton
              icon="list-ordered"
              title="Show Events of This Stream"
              onClick={() => gotoStream(store, stream)}
            />
            <IconButton
              icon="copy"
              title="Copy State"
              disabled={state === null}
              onClick={() => {
                if (state) tell({ kind: 'copy', text: state.kind === 'json' ? state.text : state.hex });
              }}
            />
          </span>
        </h2>
        <div class="sub">
          {version !== null && <span>{`version ${format.number(version)}`}</span>}
          {time !== null && <span title={format.exact(time)}>{format.full(time)}</span>}
          <Text className="clip" value={table} />
        </div>
      </div>
      {isAhead(snapshot) && streamVersion !== null && version !== null && (
        <Note kind="warn">
          {`The stream ends at version ${format.number(streamVersion)}: this snapshot knows ${count(format.number(version - streamVersion), 'version')} more. Whoever loads it starts from a state that the events do not explain.`}
        </Note>
      )}
      <div class="scroll auto" tabIndex={-1}>
        {state ? (
          <Section name="snapshots.state" title="State" detail={fieldsIn(state)}>
            <JsonTree label="State" payload={state} />
          </Section>
        ) : (
          <Section name="snapshots.state" title="State" detail="none">
            <p class="after-sec dim">This snapshot is stored without a state.</p>
          </Section>
        )}
      </div>
    </section>
  );
}
