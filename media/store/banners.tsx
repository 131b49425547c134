/** Notes above a view: the store cannot be read at the moment, and what is odd in it. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { About } from '../../server/stores/questions';
import { IconButton, Text } from './controls';
import { useData, usePanel } from './state';
import { Note } from './states';
import { useFormat } from './useFormat';

export function Banners({ about }: { readonly about: About }): JSX.Element {
  const { store, tell } = usePanel();
  const format = useFormat();
  const offline = useData((data) => data.offline);
  const closed = useData((data) => data.notesClosed);
  const [all, setAll] = useState(false);
  const notes = about.notes.filter(Boolean);
  const shown = all ? notes : notes.slice(0, 1);
  return (
    <>
      {offline && (
        <Note
          kind="warn"
          action={<IconButton title="Try Now" text="Try Now" onClick={() => tell({ kind: 'tryAgain' })} />}
        >
          <Text value={offline.problem} />
          <span class="dim">{` Shown is what was read until ${format.clock(new Date(offline.since).toISOString())}.`}</span>
        </Note>
      )}
      {!closed && notes.length > 0 && (
        <Note
          kind="warn"
          action={
            <>
              {notes.length > 1 && !all && (
                <IconButton title="Details" text={`${notes.length - 1} More`} onClick={() => setAll(true)} />
              )}
              <IconButton icon="close" title="Close" onClick={() => store.set({ notesClosed: true })} />
            </>
          }
        >
          {shown.map((note) => (
            <div key={note}>
              <Text value={note} />
            </div>
          ))}
        </Note>
      )}
    </>
  );
}
