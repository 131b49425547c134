/** An event that its own listeners dispatch again, directly or by way of other events, jobs and commands. */
import type { Step } from '../graph/cycles';
import type { EventNode, Graph } from '../graph/graph';
import { linksOf, placeOf } from '../graph/links';
import { traceOf, type Link } from '../graph/trace';
import { shortName, spokenHandler } from '../graph/wording';
import type { Diagnostic, Finding } from './diagnostic';

export const eventCycle: Diagnostic = {
  code: 'event-cycle',
  title: 'Event fires itself again',
  severity: 'warning',
  enabledByDefault: true,
  check: (graph) =>
    traceOf(graph)
      .cycles()
      .flatMap(({ steps }) => {
        const closing = steps.at(-1);
        if (!closing) return [];
        const passed = isHandedOn(steps, graph);
        const again = isSaidAgain(steps, graph);
        const path = `${steps.map((step) => passage(step, graph)).join(' → ')} → ${nameOf(closing.fired.link, graph)}`;
        const queued = steps.some(({ through }) => through.queued) ? ', job after job through the queue' : '';
        return [
          {
            severity: passed || again ? ('information' as const) : ('warning' as const),
            message: passed
              ? `${path} is a cycle unless the two emitters are different instances.`
              : `${path} is a cycle: unless a condition ends it, it never stops${queued}.`,
            place: placeOf(closing.fired.site),
            related: steps.flatMap((step) => relatedTo(step, step === closing, graph)),
            subject: steps.map(({ link }) => link.id).join(' -> '),
          },
        ];
      }),
};

/** What stands in the path for one step: who reacts; a job is its own handler. */
function passage({ link, through }: Step, graph: Graph): string {
  return link.kind === 'job' ? nameOf(link, graph) : `${nameOf(link, graph)} → ${spokenHandler(through)}`;
}

function relatedTo({ link, through, fired }: Step, closing: boolean, graph: Graph): NonNullable<Finding['related']> {
  const reacts = link.kind === 'event' ? 'heard' : link.kind === 'job' ? 'run' : 'handled';
  const sets = fired.link.kind === 'event' ? 'dispatched' : fired.link.kind === 'job' ? 'pushed' : 'sent';
  return [
    {
      place: placeOf(through.listen ?? through.place),
      message: `${nameOf(link, graph)} is ${reacts}${link.kind === 'job' ? ' here' : ` by ${spokenHandler(through)}`}.`,
    },
    ...(closing ? [] : [{ place: placeOf(fired.site), message: `${nameOf(fired.link, graph)} is ${sets} in turn.` }]),
  ];
}

/** A class hearing an event of its own class and emitting it again mostly hands a child's event to its parent. */
function isHandedOn(steps: readonly Step[], graph: Graph): boolean {
  const emitters = steps.map(({ link }) => linksOf(graph).event(link.id)?.emitter);
  return emitters.every((emitter) => emitter !== undefined && /^\p{Lu}/u.test(emitter.split('.').at(-1) ?? ''));
}

/** A listener that directly emits the string it hears overflows on its first run; what is still there has a condition. */
function isSaidAgain(steps: readonly Step[], graph: Graph): boolean {
  const [only] = steps;
  const event = only && linksOf(graph).event(only.link.id);
  return steps.length === 1 && event?.kind !== 'class' && only?.through.queued !== true;
}

function nameOf(link: Link, graph: Graph): string {
  if (link.kind !== 'event') return `${link.kind} ${shortName(link.name)}`;
  const event: EventNode | undefined = linksOf(graph).event(link.id);
  return event?.kind === 'class' ? shortName(event.name) : (event?.name ?? link.name);
}
