/** A filter field of a tab's own: what is typed counts after a moment, Escape clears. Knows no filter language. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Icon, IconButton } from '../controls';

const pause = 250;

export function SearchField(props: {
  readonly value: string;
  readonly placeholder: string;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const [typed, type] = useState(props.value);
  useEffect(() => type(props.value), [props.value]);
  useEffect(() => {
    if (typed === props.value) return undefined;
    const timer = setTimeout(() => props.onChange(typed), pause);
    return () => clearTimeout(timer);
  }, [typed]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') props.onChange(typed);
    else if (event.key === 'Escape' && typed) {
      type('');
      props.onChange('');
    } else return;
    event.preventDefault();
  };
  return (
    <div class="ew-input grow" role="search">
      <Icon icon="filter" small />
      <input
        type="text"
        class="grow"
        value={typed}
        placeholder={props.placeholder}
        aria-label={props.placeholder}
        spellcheck={false}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {typed !== '' && <IconButton icon="close" title="Clear Filter" onClick={() => props.onChange('')} />}
    </div>
  );
}
