/** A change of the store as a statement or a command: shown, copied, and run only after a second question. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Prepared, PrepareQuery } from '../../../server/stores/questions';
import { Button, Icon, Text } from '../controls';
import { usePanel } from '../state';
import { Waiting } from '../states';
import { useAnswer } from '../useAnswer';
import { useFormat } from '../useFormat';
import { count, visible } from '../words';
import { Section } from '../section';
import { statementParts } from './statement';

const titles: Readonly<Record<Prepared['what'], string>> = { retry: 'Retry', resolve: 'Resolve', rebuild: 'Rebuild' };

export function PreparedSection(props: {
  readonly what: Prepared['what'];
  readonly of: string;
  /** `of` is a group of failures, which is changed as a whole. */
  readonly group?: PrepareQuery['group'];
  readonly closed?: boolean;
}): JSX.Element {
  const { what, of, group } = props;
  return (
    <Section
      name={`prepared.${group ? 'group.' : ''}${what}`}
      title={group ? `${titles[what]} All` : titles[what]}
      detail="prepared, not run"
      folded={props.closed === true}
    >
      <PreparedBody change={{ what, key: of, ...(group && { group }) }} />
    </Section>
  );
}

function PreparedBody({ change }: { readonly change: PrepareQuery }): JSX.Element {
  const { what } = change;
  const { answer, problem, waiting } = useAnswer('prepare', change);
  // What was run stays to be seen, whatever could be prepared after it.
  const [ran, setRan] = useState<Prepared>();
  if (ran) return <Statement key="statement" prepared={ran} change={change} onRun={setRan} />;
  if (problem !== undefined)
    return (
      <p class="after-sec dim">
        <Text value={problem} />
      </p>
    );
  if (!answer || (waiting && answer.what !== what)) return <Waiting what="Preparing" rows={2} />;
  return <Statement key="statement" prepared={answer} change={change} onRun={setRan} />;
}

type Outcome =
  | { readonly kind: 'running' | 'declined' }
  | { readonly kind: 'done'; readonly rows: number }
  | { readonly kind: 'refused'; readonly message: string };

function Statement(props: {
  readonly prepared: Prepared;
  readonly change: PrepareQuery;
  readonly onRun: (prepared: Prepared) => void;
}): JSX.Element {
  const { prepared, change } = props;
  const { ask, tell, store } = usePanel();
  const format = useFormat();
  const [outcome, setOutcome] = useState<Outcome>();
  const statement = prepared.kind === 'statement';
  const parts = shownOf(prepared.text);
  const hidden = prepared.text.length - parts.reduce((sum, { length }) => sum + length, 0);
  const run = async (): Promise<void> => {
    setOutcome({ kind: 'running' });
    try {
      const rows = await ask.run(change, prepared.text);
      setOutcome(rows === null ? { kind: 'declined' } : { kind: 'done', rows });
      if (rows === null) return;
      props.onRun(prepared);
      store.set({ asked: store.get().asked + 1 });
    } catch (error) {
      setOutcome({ kind: 'refused', message: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <>
      <pre
        class="codebox wrap"
        tabIndex={0}
        role="textbox"
        aria-readonly="true"
        aria-multiline="true"
        aria-label={statement ? 'Prepared statement' : 'Prepared command'}
      >
        {parts.map((shown, part) => [
          part > 0 && <i class="dim">{`… ${format.number(hidden)} characters more … `}</i>,
          statement ? (
            statementParts(shown).map(({ kind, text }, index) => (
              <span key={`${part} ${index}`} class={kind === 'plain' ? undefined : `tk-${kind}`}>
                {visible(text, true)}
              </span>
            ))
          ) : (
            <Text value={shown} />
          ),
        ])}
      </pre>
      {prepared.note !== undefined && (
        <p class="after-sec dim">
          <Text value={prepared.note} />
        </p>
      )}
      <div class="row btnrow">
        {statement && (
          <Button disabled={outcome?.kind === 'running' || prepared.rows === 0} onClick={() => void run()}>
            Run on Store…
          </Button>
        )}
        <Button secondary={statement} onClick={() => tell({ kind: 'copy', text: prepared.text })}>
          {statement ? 'Copy Statement' : 'Copy Command'}
        </Button>
        <span class="loc clip grow" role="status">
          {outcome?.kind === 'done' ? (
            <span class="ico">
              <Icon icon="pass" kind="ok" small />
              {`${count(format.number(outcome.rows), 'row')} changed.`}
            </span>
          ) : outcome?.kind === 'refused' ? (
            <span class="ico">
              <Icon icon="error" kind="error" small />
              <Text value={outcome.message} />
            </span>
          ) : (
            quietWords(prepared, format.number)
          )}
        </span>
      </div>
    </>
  );
}

/** Of a long list of ids the beginning and the end: all of it is copied. */
const shownAtMost = 1_200;

function shownOf(text: string): readonly string[] {
  if (text.length <= shownAtMost + 200) return [text];
  const [head, tail] = [text.slice(0, shownAtMost - 300), text.slice(-300)];
  // No value is torn apart.
  return [head.slice(0, head.lastIndexOf(' ') + 1), tail.slice(tail.indexOf(' ') + 1)];
}

/** What is true until somebody has said yes. */
function quietWords({ kind, rows }: Prepared, number: (value: number) => string): string {
  if (kind === 'command') return 'Nothing has been changed. For a terminal in the folder of the application.';
  const would = rows === null ? '' : `Would change ${count(number(rows), 'row')}. `;
  return `${would}Nothing has been changed. Run asks once more.`;
}
