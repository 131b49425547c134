/** All streams by activity, and one of them beside the list. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Filter, StreamCount } from '../../../../server/stores/questions';
import { Icon, Name, Text } from '../../controls';
import { pageSize, usePages } from '../../pages';
import { Panes } from '../../panes';
import { filterOf, useData, usePanel } from '../../state';
import { Empty } from '../../states';
import { useOverview } from '../../overviewAnswer';
import { useFormat } from '../../useFormat';
import { count } from '../../words';
import { gotoStream } from '../gotoEvent';
import { isEmpty, Listing } from '../listing';
import { OneStream } from './oneStream';

export function StreamsTab(): JSX.Element {
  const { ask, store } = usePanel();
  const format = useFormat();
  const filter = useFilter();
  const key = useData(({ version, asked }) => `${version} ${asked}`);
  const total = useOverview().answer?.streams;
  const [chosen, choose] = useState<StreamCount>();
  const pages = usePages<StreamCount>({
    key: `${JSON.stringify(filter ?? null)} ${key}`,
    load: ({ cursor }, signal) =>
      ask.question(
        'streams',
        { ...(filter ? { filter } : {}), ...(cursor === undefined ? {} : { cursor }), limit: pageSize },
        signal,
      ),
  });
  if (isEmpty(pages))
    return filter ? (
      <Empty
        icon="filter"
        kind="code"
        title="No streams match this filter"
        choices={[{ text: 'Clear Filter', run: () => store.set({ filter: '', from: undefined, to: undefined }) }]}
      >
        None of them has an event in the selection.
      </Empty>
    ) : (
      <Empty icon="list-ordered" kind="code" title="No streams yet">
        The store has no events. This view follows it and shows the first stream as it arrives.
      </Empty>
    );
  const list = (
    <Listing
      label="Streams, most active first"
      reading="Reading streams"
      pages={pages}
      exact={total?.exact ?? false}
      head={
        <div class="colhead">
          <span class="grow">{total ? `Stream, ${format.amount(total)} in all` : 'Stream'}</span>
          <span class="right cw1">Events</span>
          <span class="right cw1">Version</span>
          <span class="right cw2">Last</span>
        </div>
      }
      keyOf={({ stream }) => stream}
      name={(row) =>
        [
          row.stream,
          row.streamType,
          count(format.number(row.events), 'event'),
          row.version === null ? null : `version ${format.number(row.version)}`,
          row.last === null ? null : `last ${format.brief(row.last)}`,
        ]
          .filter(Boolean)
          .join(', ')
      }
      render={(row) => (
        <>
          <Icon icon="list-ordered" kind="code" />
          <Text className="clip" value={row.stream} />
          <span class="loc clip grow">{row.streamType !== null && <Name value={row.streamType} />}</span>
          <span class="num right cw1">{format.number(row.events)}</span>
          <span class="loc num right cw1">{row.version === null ? '' : `v${format.number(row.version)}`}</span>
          <span class="loc num right cw2" title={row.last === null ? undefined : format.exact(row.last)}>
            {row.last === null ? '' : format.brief(row.last)}
          </span>
        </>
      )}
      {...(chosen ? { selected: chosen.stream } : {})}
      onSelect={choose}
      onOpen={({ stream }) => gotoStream(store, stream)}
    />
  );
  return (
    <Panes
      name="streams"
      sized="first"
      size={560}
      least={280}
      leastRest={320}
      label="Width of the list of streams"
      first={list}
      second={pages.count > 0 && chosen ? <OneStream key={chosen.stream} stream={chosen} /> : <div class="pane rest" />}
    />
  );
}

function useFilter(): Filter | undefined {
  const filter = useData((data) => data.filter);
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  return filterOf({ filter, from, to });
}
