/** The list of events, newest first, and the event that is selected. */
import type { JSX } from 'preact';
import { useOverview } from './overviewAnswer';
import { Progress, Refused, Waiting } from './states';

export function EventsTab(): JSX.Element {
  const { answer, waiting, problem, again, cancel } = useOverview();
  if (!answer)
    return problem === undefined ? (
      <Waiting what="Counting events" onCancel={cancel} />
    ) : (
      <Refused problem={problem} onAgain={again} />
    );
  return <Progress waiting={waiting} />;
}
