/** Names that the store says and the code knows: a link to the class, or the plain name where it knows none. */
import { shortName, visible } from '../words';
import type { JSX } from 'preact';
import type { CodePlace } from '../../../server/protocol';
import { Icon, Text, Name } from '../controls';
import { usePanel } from '../state';
import { useCode } from '../useAnswer';

/** Where the code has this handler, job or projection. */
export function useClass(name: string | null): CodePlace | undefined {
  const { answer } = useCode([], name === null ? [] : [name]);
  return answer?.classes.find((one) => one.name === name)?.place;
}

export function ClassRow(props: {
  readonly name: string;
  readonly icon: string;
  readonly kind: string;
  /** Why it stands here. */
  readonly detail?: string;
}): JSX.Element {
  const place = useClass(props.name);
  return (
    <div class="row">
      <Icon icon={props.icon} kind={props.kind} />
      {place ? <PlaceLink place={place} /> : <Name value={props.name} />}
      {props.detail !== undefined && <span class="loc">{props.detail}</span>}
    </div>
  );
}

export function PlaceLink(props: {
  readonly place: CodePlace;
  /** A name that stands beside it already: the place alone is the link then. */
  readonly named?: string;
}): JSX.Element {
  const { place } = props;
  const { tell } = usePanel();
  const name = shortName(place.name);
  const isNamed = name === props.named;
  return (
    <>
      <button
        type="button"
        class="link clip"
        title={visible(`Open ${place.label}`)}
        onClick={(event) => tell({ kind: 'open', location: place.location, beside: event.ctrlKey || event.metaKey })}
      >
        <Text value={isNamed ? place.label : name} />
      </button>
      <span class="loc clip grow">{!isNamed && <Text value={place.label} />}</span>
    </>
  );
}
