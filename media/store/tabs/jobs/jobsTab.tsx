/** Jobs that wait in a queue, and one of them with its payload beside the list. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Amount, Job } from '../../../../server/stores/questions';
import { Icon, IconButton, Text, Name } from '../../controls';
import type { Format } from '../../format';
import { JsonTree } from '../../jsonTree';
import { pageSize, usePages } from '../../pages';
import { Panes } from '../../panes';
import { useData, usePanel } from '../../state';
import { Empty } from '../../states';
import { useFormat } from '../../useFormat';
import { count, shortName, visible } from '../../words';
import { ClassRow, useClass } from '../codeLink';
import { isEmpty, Listing } from '../listing';
import { fieldsIn } from '../payloadWords';
import { Section } from '../../section';
import { jobState } from './jobState';

const icons: Readonly<Record<string, string>> = {
  queued: 'clockface',
  delayed: 'history',
  reserved: 'sync',
  delivered: 'sync',
  finished: 'pass',
  completed: 'pass',
  cancelled: 'circle-slash',
  failed: 'error',
};

export function JobsTab(): JSX.Element {
  const { ask } = usePanel();
  const format = useFormat();
  const key = useData(({ version, asked }) => `${version} ${asked}`);
  const [chosen, choose] = useState<Job>();
  const [total, setTotal] = useState<Amount>();
  const pages = usePages<Job>({
    key,
    load: async ({ cursor }, signal) => {
      const page = await ask.question('jobs', { ...(cursor === undefined ? {} : { cursor }), limit: pageSize }, signal);
      setTotal(page.total);
      return page;
    },
    known: total?.exact ? { total: total.count } : {},
  });
  const now = Date.now();
  if (isEmpty(pages))
    return (
      <Empty icon="pass" kind="ok" title="No jobs are waiting">
        The queue of this store is empty. This view follows it.
      </Empty>
    );
  return (
    <Panes
      name="jobs"
      sized="second"
      size={548}
      least={320}
      leastRest={320}
      label="Width of the job"
      first={
        <Listing
          label="Jobs"
          reading="Reading jobs"
          pages={pages}
          exact={total?.exact ?? false}
          head={
            <div class="colhead">
              <span class="grow">{total ? `Job, ${format.amount(total)} in all` : 'Job'}</span>
              <span class="cw4 spare">Queue</span>
              <span class="cw4">State</span>
              <span class="right cw2">Attempts</span>
              <span class="right cwm">Available</span>
            </div>
          }
          keyOf={(job) => job.key}
          name={(job) =>
            [
              titleOf(job),
              job.queue === null ? null : `queue ${job.queue}`,
              jobState(job, now),
              job.attempts === null ? null : count(format.number(job.attempts), 'attempt'),
              job.available === null ? null : format.moment(job.available),
            ]
              .filter(Boolean)
              .join(', ')
          }
          render={(job) => <JobRow job={job} now={now} format={format} />}
          {...(chosen ? { selected: chosen.key } : {})}
          onSelect={choose}
        />
      }
      second={
        pages.count > 0 && chosen ? <JobDetail key={chosen.key} job={chosen} now={now} /> : <div class="pane rest" />
      }
    />
  );
}

function titleOf(job: Job): string {
  return job.type === null ? `job ${job.id}` : shortName(job.type);
}

function JobRow(props: { readonly job: Job; readonly now: number; readonly format: Format }): JSX.Element {
  const { job, now, format } = props;
  const state = jobState(job, now);
  const when = job.available ?? job.time;
  return (
    <>
      <Icon icon="server-process" kind="job" />
      <Name className="clip grow" value={job.type ?? `job ${job.id}`} />
      <span class="loc clip cw4 spare">{job.queue !== null && <Text value={job.queue} />}</span>
      <span class="ico cw4">
        <Icon icon={icons[state] ?? 'circle-outline'} kind="code" small />
        <Text className="clip" value={state} />
      </span>
      <span class="num right cw2">{job.attempts === null ? '' : format.number(job.attempts)}</span>
      <span class="loc num right cwm" title={when === null ? undefined : format.exact(when)}>
        {when === null ? '' : format.moment(when)}
      </span>
    </>
  );
}

function JobDetail({ job, now }: { readonly job: Job; readonly now: number }): JSX.Element {
  const { tell } = usePanel();
  const format = useFormat();
  const place = useClass(job.type);
  const state = jobState(job, now);
  const times = [
    ['created', job.time],
    [state === 'delayed' ? 'runs from' : 'available since', job.available],
    ['taken', job.reserved ?? null],
  ] as const;
  return (
    <section class="pane rest detail" aria-label={visible(titleOf(job))}>
      <div class="top">
        <h2>
          <Icon icon="server-process" kind="job" />
          <Name value={job.type ?? `job ${job.id}`} />
          <span class="ew-actions">
            {place && (
              <IconButton
                icon="go-to-file"
                title="Go to Class"
                onClick={() => tell({ kind: 'open', location: place.location })}
              />
            )}
            <IconButton
              icon="copy"
              title="Copy Payload"
              disabled={job.data === null}
              onClick={() => copyPayload(job, tell)}
            />
          </span>
        </h2>
        <div class="sub">
          <Text className="clip" value={state} />
          <span class="clip">
            <Text value={job.table} />
            {' id '}
            <Text value={job.id} />
          </span>
          {job.queue !== null && (
            <span class="clip">
              queue <Text value={job.queue} />
            </span>
          )}
          {job.attempts !== null && <span>{attemptsWords(job, format)}</span>}
        </div>
      </div>
      <div class="scroll auto" tabIndex={-1}>
        {job.type !== null && (
          <Section name="jobs.class" title="Class">
            <ClassRow name={job.type} icon="server-process" kind="job" />
            {job.about !== undefined && (
              <ClassRow name={job.about} icon="symbol-event" kind="event" detail="it was called for" />
            )}
            {job.chain?.map((next, index) => (
              <ClassRow
                key={index}
                name={next}
                icon="server-process"
                kind="job"
                detail={`runs ${index ? 'after that' : 'next'}`}
              />
            ))}
          </Section>
        )}
        {times.some(([, iso]) => iso !== null) && (
          <Section name="jobs.times" title="Times">
            {times.map(
              ([title, iso]) =>
                iso !== null && (
                  <div class="row" key={title}>
                    <span class="dim cwx">{title}</span>
                    <span class="num">{format.full(iso)}</span>
                    <span class="loc">{format.distance(iso)}</span>
                  </div>
                ),
            )}
          </Section>
        )}
        {job.data ? (
          <Section name="jobs.payload" title="Payload" detail={fieldsIn(job.data)}>
            <JsonTree label="Payload" payload={job.data} />
          </Section>
        ) : (
          <Section name="jobs.payload" title="Payload" detail="none">
            <p class="after-sec dim">This job is stored without a payload.</p>
          </Section>
        )}
      </div>
    </section>
  );
}

function attemptsWords({ attempts, maxAttempts }: Job, format: Format): string {
  const made = format.number(attempts ?? 0);
  return maxAttempts === undefined
    ? count(made, 'attempt')
    : `${made} of ${count(format.number(maxAttempts), 'attempt')}`;
}

function copyPayload(job: Job, tell: ReturnType<typeof usePanel>['tell']): void {
  if (job.data) tell({ kind: 'copy', text: job.data.kind === 'json' ? job.data.text : job.data.hex });
}
