/** A small table whose rows are chosen with the arrows and opened with Enter: `grid`, `row`, `gridcell`. Not virtual. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { stepOf } from '../steps';

export interface GridColumn {
  readonly title: string;
  readonly className: string;
}

export function Grid<T>(props: {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => string;
  readonly cells: (row: T) => readonly ComponentChildren[];
  readonly className?: (row: T) => string;
  readonly selected: string | undefined;
  readonly onSelect: (row: T) => void;
  readonly onOpen?: (row: T) => void;
}): JSX.Element {
  const { rows, keyOf } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const active = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === props.selected),
  );
  useEffect(() => {
    box.current?.querySelector('.row.sel')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const wanted = stepOf(event.key, active, rows.length);
    const row = rows[wanted ?? active];
    if (row === undefined) return;
    if (wanted !== undefined) props.onSelect(row);
    else if (event.key === 'Enter' && props.onOpen) props.onOpen(row);
    else return;
    event.preventDefault();
  };
  return (
    <div
      class="grid-box"
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      aria-activedescendant={rows.length ? `${id}-${active}` : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup">
        <div class="colhead" role="row" aria-rowindex={1}>
          {props.columns.map(({ title, className }) => (
            <span key={title} class={className} role="columnheader">
              {title}
            </span>
          ))}
        </div>
      </div>
      <div class="scroll auto" role="rowgroup" ref={box}>
        {rows.map((row, index) => {
          const chosen = index === active;
          return (
            <div
              key={keyOf(row)}
              id={`${id}-${index}`}
              class={`row ${chosen ? 'sel at' : ''} ${props.className?.(row) ?? ''}`}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={chosen}
              onMouseDown={() => props.onSelect(row)}
              onDblClick={() => props.onOpen?.(row)}
            >
              {props.cells(row).map((cell, column) => (
                <span key={column} class={`cell ${props.columns[column]?.className ?? ''}`} role="gridcell">
                  {cell}
                </span>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
