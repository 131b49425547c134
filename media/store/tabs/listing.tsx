/** A paged list with all its states: waiting, refused, empty, rows. Knows neither what the rows are nor who asks. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Pages } from '../pages';
import { Rows } from '../rows';
import { Progress, Refused, Waiting } from '../states';
import { visible } from '../words';

export interface ListingProps<T> {
  readonly label: string;
  readonly pages: Pages<T>;
  /** What is read, while that takes long: `Reading streams`. */
  readonly reading: string;
  /** In place of the rows when there are none; not needed by who looks at `isEmpty` first. */
  readonly empty?: ComponentChildren;
  readonly head?: ComponentChildren;
  readonly keyOf: (row: T) => string;
  readonly name: (row: T, index: number) => string;
  readonly render: (row: T, index: number) => ComponentChildren;
  readonly className?: (row: T) => string;
  readonly selected?: string;
  readonly onSelect?: (row: T) => void;
  readonly onOpen?: (row: T) => void;
  readonly onKey?: (event: KeyboardEvent, row: T | undefined) => boolean;
  /** False where the number of rows is a guess. */
  readonly exact?: boolean;
}

/** It was read and has no rows: then nothing stands beside it either. */
export function isEmpty<T>({ blank, waiting, problem, count }: Pages<T>): boolean {
  return !blank && !waiting && problem === undefined && count === 0;
}

export function Listing<T>(props: ListingProps<T>): JSX.Element {
  const { pages } = props;
  const [active, setActive] = useState(0);
  // Whoever looks at one row at a time begins with the first.
  const first = pages.rowAt(0);
  useEffect(() => {
    setActive(0);
  }, [pages.generation]);
  useEffect(() => {
    if (props.selected === undefined && first !== undefined) props.onSelect?.(first);
  }, [first === undefined ? undefined : props.keyOf(first), pages.generation]);
  // Gone to before it was read: selected when it is.
  const awaited = useRef(false);
  const there = awaited.current ? pages.rowAt(active) : undefined;
  useEffect(() => {
    if (there === undefined) return;
    awaited.current = false;
    props.onSelect?.(there);
  }, [there]);
  if (pages.problem !== undefined && pages.count === 0)
    return <Refused problem={pages.problem} onAgain={pages.again} />;
  if (pages.blank) return <Waiting what={props.reading} />;
  if (pages.count === 0) return <>{props.empty}</>;
  return (
    <>
      <Progress waiting={pages.waiting} />
      {props.head}
      <Rows
        label={visible(props.label)}
        count={pages.count}
        exact={props.exact ?? true}
        rowAt={pages.rowAt}
        keyOf={props.keyOf}
        render={props.render}
        name={(row, index) => visible(props.name(row, index))}
        {...(props.className ? { className: props.className } : {})}
        active={active}
        onActive={(index, row) => {
          setActive(index);
          awaited.current = row === undefined;
          if (row !== undefined) props.onSelect?.(row);
        }}
        {...(props.selected === undefined ? {} : { selected: props.selected })}
        {...(props.onOpen ? { onOpen: props.onOpen } : {})}
        {...(props.onKey ? { onKey: props.onKey } : {})}
        onRange={pages.ensure}
        shift={pages.shift}
        generation={pages.generation}
        start={pages.start}
        waiting={<Waiting what={props.reading} />}
      />
      {pages.problem !== undefined && <Refused problem={pages.problem} onAgain={pages.again} />}
    </>
  );
}
