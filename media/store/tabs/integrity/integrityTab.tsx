/** Checks the whole store when asked to: what holds as sentences, what does not with the event to go to. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Integrity, IntegrityFinding } from '../../../../server/stores/questions';
import { Button, Icon, IconButton, Text } from '../../controls';
import { duration } from '../../format';
import { useData, usePanel } from '../../state';
import { Empty, Refused } from '../../states';
import { Tree, type TreeRow } from '../../tree';
import { usePromise } from '../../useAnswer';
import { useFormat } from '../../useFormat';
import { count } from '../../words';
import { gotoEvent, gotoStream } from '../gotoEvent';
import { Section } from '../../section';
import { breachGroups } from './findings';

const icons = { error: 'error', warning: 'warning', information: 'info' } as const;
const kinds = { error: 'error', warning: 'warning', information: 'info' } as const;

/** Outlives the tab: nobody wants to check a large store again for having looked elsewhere. */
interface Checked {
  readonly answer: Integrity;
  readonly version: number;
  readonly at: string;
}
let last: (Checked & { readonly of: object }) | undefined;

export function IntegrityTab(): JSX.Element {
  const { ask, store } = usePanel();
  const version = useData((data) => data.version);
  const [run, setRun] = useState(0);
  const check = usePromise(run ? `verify ${run}` : undefined, async (signal) => {
    const started = store.get().version;
    const answer = await ask.question('verify', {}, signal);
    last = { answer, version: started, at: new Date().toISOString(), of: store };
    return last;
  });
  const start = (): void => setRun((count) => count + 1);
  const shown = check.answer ?? (last?.of === store ? last : undefined);
  const running = check.waiting;
  if (check.problem !== undefined && !running) return <Refused problem={check.problem} onAgain={start} />;
  if (!shown && !running)
    return (
      <Empty
        icon="shield"
        kind="code"
        title={check.cancelled ? 'Not checked' : 'Check this store'}
        choices={[{ text: 'Check Store', run: start }]}
      >
        Every event is read once: gaps and repeats in positions and ids, order of times, versions of each stream,
        snapshots and projections ahead of the log. Nothing is written.
      </Empty>
    );
  return (
    <>
      {running && <Running onCancel={check.cancel} />}
      {shown && <Result checked={shown} old={shown.version !== version} running={running} onAgain={start} />}
    </>
  );
}

function Running({ onCancel }: { readonly onCancel: () => void }): JSX.Element {
  return (
    <>
      <div class="progress" role="progressbar" aria-label="Checking">
        <div class="progress-bit" />
      </div>
      <div class="note" role="status">
        <Icon icon="loading" />
        <span class="grow">Checking every event of the store</span>
        <IconButton title="Cancel" text="Cancel" onClick={onCancel} />
      </div>
    </>
  );
}

function Result(props: {
  readonly checked: Checked;
  readonly old: boolean;
  readonly running: boolean;
  readonly onAgain: () => void;
}): JSX.Element {
  const { answer, at } = props.checked;
  const format = useFormat();
  const groups = breachGroups(answer.findings);
  const found = answer.findings.length + answer.more;
  return (
    <>
      <div class="verdict">
        <Icon
          icon={found ? icons[groups[0]?.severity ?? 'information'] : 'pass'}
          kind={found ? kinds[groups[0]?.severity ?? 'information'] : 'ok'}
        />
        <span class="clip grow">
          <b class="w5">{found ? count(format.number(found), 'finding') : 'Nothing is wrong'}</b>
          <span class="loc">
            {` in ${count(format.number(answer.checked), 'event')}, read in ${duration(answer.milliseconds)}, ${format.ago(at)}`}
            {props.old && '. The store has changed since'}
          </span>
        </span>
        <Button secondary={!props.old} disabled={props.running} onClick={props.onAgain}>
          Check Again
        </Button>
      </div>
      <div class="scroll auto" tabIndex={-1}>
        {groups.length > 0 && (
          <Section name="integrity.findings" title="Findings" detail={format.number(found)}>
            <Findings groups={groups} more={answer.more} />
          </Section>
        )}
        {answer.passed.length > 0 && (
          <Section name="integrity.holds" title="Holds" detail={format.number(answer.passed.length)}>
            <ul>
              {answer.passed.map((sentence) => (
                <li class="row" key={sentence}>
                  <Icon icon="pass" kind="ok" />
                  <Text className="clip" value={sentence} />
                </li>
              ))}
            </ul>
          </Section>
        )}
      </div>
    </>
  );
}

/** Groups larger than this start closed. */
const large = 20;

function Findings(props: { readonly groups: ReturnType<typeof breachGroups>; readonly more: number }): JSX.Element {
  const { store } = usePanel();
  const format = useFormat();
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const byId = new Map<string, IntegrityFinding>();
  const rows = props.groups.flatMap(({ breach, title, severity, findings }): TreeRow[] => {
    const expanded = findings.length <= large !== toggled.has(breach);
    const head: TreeRow = {
      id: breach,
      level: 1,
      expanded,
      text: title,
      name: `${severity}: ${title}, ${findings.length}`,
      content: (
        <>
          <Icon icon={icons[severity]} kind={kinds[severity]} />
          <b class="w5 clip grow">{title}</b>
          <span class="ew-badge">{format.number(findings.length)}</span>
        </>
      ),
    };
    if (!expanded) return [head];
    const members = findings.map((finding, index): TreeRow => {
      const id = `${breach} ${index}`;
      byId.set(id, finding);
      return {
        id,
        level: 2,
        text: finding.message,
        content: (
          <>
            <Icon icon={icons[finding.severity]} kind={kinds[finding.severity]} />
            <Text className="clip grow" value={finding.message} />
            {finding.stream !== null && <Text className="loc clip" value={finding.stream} />}
            {finding.position !== null && <span class="loc num right cw4">{format.position(finding.position)}</span>}
            {(finding.key !== null || finding.stream !== null) && <Icon icon="arrow-right" kind="code" small />}
          </>
        ),
      };
    });
    return [head, ...members];
  });
  const open = (id: string): void => {
    const finding = byId.get(id);
    if (!finding) return;
    if (finding.key !== null) gotoEvent(store, finding.key);
    else if (finding.stream !== null) gotoStream(store, finding.stream);
  };
  return (
    <>
      <Tree
        label="Findings"
        rows={rows}
        onOpen={open}
        onToggle={(id) =>
          setToggled((before) => {
            const after = new Set(before);
            if (!after.delete(id)) after.add(id);
            return after;
          })
        }
      />
      {props.more > 0 && (
        <p class="after-sec dim">{`${count(format.number(props.more), 'more finding')} left out. Correct these first, then check again.`}</p>
      )}
    </>
  );
}
