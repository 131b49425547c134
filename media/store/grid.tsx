/** A short table: one stop for Tab, arrows inside, Enter and Ctrl+Enter on a row. What is in the cells is the caller's. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { stepOf } from './steps';

export interface GridColumn {
  readonly title: string;
  readonly className: string;
  /** Read out where the column has no words. */
  readonly name?: string;
}

export interface GridRow {
  readonly key: string;
  readonly cells: readonly ComponentChildren[];
  /** What is read out for the row. */
  readonly name: string;
  readonly selected?: boolean;
  readonly title?: string;
}

export function Grid(props: {
  readonly label: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly GridRow[];
  readonly onOpen?: (key: string, adding: boolean) => void;
  readonly headless?: boolean;
}): JSX.Element {
  const { columns, rows } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [key, setKey] = useState<string>();
  const active = Math.max(
    0,
    rows.findIndex((row) => row.key === key),
  );
  useEffect(() => {
    if (document.activeElement === box.current)
      box.current?.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' });
  }, [key]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = stepOf(event.key, active, rows.length);
    if (step !== undefined) setKey(rows[step]?.key);
    else if (event.key === 'Enter' && rows[active]) props.onOpen?.(rows[active].key, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      class="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={rows.length + 1}
      tabIndex={0}
      aria-activedescendant={rows.length ? `${id}-${active}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div class={props.headless ? 'sr' : 'colhead'} role="row" aria-rowindex={1}>
        {columns.map((column) => (
          <span key={column.title} role="columnheader" class={column.className} aria-label={column.name}>
            {column.title}
          </span>
        ))}
      </div>
      {rows.map((row, index) => (
        <div
          key={row.key}
          id={`${id}-${index}`}
          class={`row ${props.onOpen ? 'goes' : ''} ${row.selected ? 'insel' : ''} ${index === active ? 'at' : ''}`}
          role="row"
          aria-rowindex={index + 2}
          aria-selected={row.selected ?? false}
          aria-label={row.name}
          title={row.title}
          data-at={index === active ? '' : undefined}
          onMouseDown={() => setKey(row.key)}
          onClick={(event) => props.onOpen?.(row.key, event.ctrlKey || event.metaKey)}
        >
          {row.cells.map((cell, column) => (
            <span key={column} role="gridcell" class={columns[column]?.className}>
              {cell}
            </span>
          ))}
        </div>
      ))}
    </div>
  );
}
