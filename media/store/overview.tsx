/** The store at a glance: facts, types, what needs attention, projections, streams and failures. */
import type { JSX } from 'preact';
import { useOverview } from './overviewAnswer';
import { Progress, Refused, Waiting } from './states';

export function OverviewTab(): JSX.Element {
  const { answer, waiting, problem, again, cancel } = useOverview();
  if (!answer)
    return problem === undefined ? (
      <Waiting what="Counting events" onCancel={cancel} />
    ) : (
      <Refused problem={problem} onAgain={again} />
    );
  return <Progress waiting={waiting} />;
}
