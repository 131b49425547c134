/** What the code has to do with a stored event: its class, who dispatches it, who hears it; every row leads there. */
import type { JSX } from 'preact';
import type { CodePlace, StoredTypeCode } from '../../server/protocol';
import type { Failure } from '../../server/stores/questions';
import { Icon, Text } from './controls';
import { Section } from './section';
import { usePanel } from './state';
import { count, shortName } from './words';

export function CodeSection(props: {
  readonly type: string;
  readonly code: StoredTypeCode | undefined;
  readonly failures: readonly Failure[];
}): JSX.Element | null {
  const { code } = props;
  if (!code) return null;
  const { declaration, dispatchers, listeners, channels } = code;
  const failed = new Map(
    props.failures.filter(({ resolved }) => !resolved).map((failure) => [short(failure.subject), failure]),
  );
  return (
    <Section name="code" title="Code" detail={summary(code)}>
      {code.state === 'none' || code.state === 'unknown' ? (
        <p class="row">
          <Icon icon={code.state === 'none' ? 'warning' : 'info'} kind={code.state === 'none' ? 'warning' : 'info'} />
          <span class="clip">
            {code.state === 'none' ? 'No class of this name in the workspace' : 'The workspace is still being read'}
            {code.closest !== undefined && (
              <>
                {'. Closest: '}
                <Text value={shortName(code.closest)} />
              </>
            )}
          </span>
        </p>
      ) : (
        <ul aria-label="In the code">
          {declaration && <Place place={declaration} icon="symbol-class" kind="event" />}
          {dispatchers.map((place, index) => (
            <Place
              key={`d${index}`}
              place={place}
              icon="call-outgoing"
              kind="code"
              detail={place.detail ?? 'dispatches'}
            />
          ))}
          {listeners.map((place, index) => {
            const failure = failed.get(short(place.name.split(/::|->/)[0] ?? null));
            const attempts = failure?.attempts ? `, ${count(failure.attempts, 'attempt')}` : '';
            return (
              <Place
                key={`l${index}`}
                place={place}
                icon={place.projection ? 'layers' : 'symbol-method'}
                kind="listener"
                order={index + 1}
                failed={failure !== undefined}
                {...(failure ? { detail: `failed${attempts}` } : {})}
              />
            );
          })}
          {channels.map((place, index) => (
            <Place key={`c${index}`} place={place} icon="broadcast" kind="channel" />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Place(props: {
  readonly place: CodePlace;
  readonly icon: string;
  readonly kind: string;
  readonly detail?: string;
  readonly order?: number;
  readonly failed?: boolean;
}): JSX.Element {
  const { tell } = usePanel();
  const { place } = props;
  const detail = props.detail ?? place.detail;
  return (
    <li>
      <button
        type="button"
        class="row"
        onClick={(event) =>
          tell({ kind: 'open', location: place.location, ...(event.ctrlKey ? { beside: true } : {}) })
        }
      >
        {props.order !== undefined && <span class="ord">{props.order}</span>}
        <Icon icon={props.icon} kind={props.kind} />
        <Text className="clip name" value={place.name} />
        <Text className="loc clip grow" value={place.label} />
        {detail !== undefined && <Text className="loc" value={detail} />}
        {props.failed && <Icon icon="error" kind="error" small title="failed" />}
      </button>
    </li>
  );
}

function summary(code: StoredTypeCode): string {
  if (code.state === 'none') return 'no class';
  if (code.state === 'unknown') return '';
  const several = code.state === 'several' ? ['several classes have this name'] : [];
  const parts = [
    ...several,
    ...some(code.dispatchers.length, 'dispatcher'),
    ...(code.listeners.length
      ? [count(code.listeners.length, 'listener')]
      : code.channels.length
        ? []
        : ['heard by nobody']),
    ...some(code.channels.length, 'channel'),
  ];
  return parts.join(', ');
}

function some(amount: number, what: string): string[] {
  return amount ? [count(amount, what)] : [];
}

function short(name: string | null): string {
  return name === null ? '' : shortName(name.split('@')[0] ?? name);
}
