/** A tree of rows: arrows, `*`, type to find. What the rows are and which are open is the caller's; knows no data. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { stepOf } from './steps';

export interface TreeRow {
  /** Unique within the tree, stable while it is there. */
  readonly id: string;
  /** 1 for the outermost. */
  readonly level: number;
  /** Absent for what cannot be opened. */
  readonly expanded?: boolean;
  /** What typing finds. */
  readonly text: string;
  /** What is read out, where the row's own text would not do. */
  readonly name?: string;
  readonly className?: string;
  readonly current?: boolean;
  readonly content: ComponentChildren;
}

export interface TreeProps {
  readonly label: string;
  readonly rows: readonly TreeRow[];
  readonly onToggle?: (id: string, expanded: boolean) => void;
  /** Enter, click on a row that cannot be opened, double click on one that can. */
  readonly onOpen?: (id: string) => void;
  /** Keys beyond moving; true when it was one. */
  readonly onKey?: (event: KeyboardEvent, id: string | undefined) => boolean;
  readonly onActive?: (id: string) => void;
  readonly className?: string;
  /** Where the active row is when the tree appears. */
  readonly initial?: string;
  /** Key of the row that is selected, where one stays so without the focus. */
  readonly selected?: string;
}

const forgetTyped = 800;

export function Tree(props: TreeProps): JSX.Element {
  const { rows } = props;
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const [activeId, setActiveId] = useState(props.initial);
  const typed = useRef({ text: '', at: 0 });
  const found = rows.findIndex((row) => row.id === activeId);
  const active = found < 0 ? 0 : found;
  const row = rows[active];

  useEffect(() => {
    if (activeId !== undefined && document.activeElement === box.current)
      box.current?.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  const go = (index: number): void => {
    const to = rows[Math.max(0, Math.min(rows.length - 1, index))];
    if (!to) return;
    setActiveId(to.id);
    props.onActive?.(to.id);
  };
  const find = (letter: string, now: number): void => {
    const { current } = typed;
    current.text = now - current.at > forgetTyped ? letter : current.text + letter;
    current.at = now;
    const wanted = current.text.toLowerCase();
    // One letter again and again goes on to the next; a word may still be the row one is on.
    const from = wanted.length === 1 ? active + 1 : active;
    for (let step = 0; step < rows.length; step++) {
      const index = (from + step) % rows.length;
      if (rows[index]?.text.toLowerCase().startsWith(wanted)) {
        go(index);
        return;
      }
    }
  };
  const parentOf = (index: number): number => {
    const level = rows[index]?.level ?? 1;
    let at = index - 1;
    while (at >= 0 && (rows[at]?.level ?? 0) >= level) at--;
    return at;
  };
  const left = (): void => {
    if (row?.expanded) props.onToggle?.(row.id, false);
    else if (parentOf(active) >= 0) go(parentOf(active));
  };
  const right = (): void => {
    if (row?.expanded === false) props.onToggle?.(row.id, true);
    else if (row?.expanded) go(active + 1);
  };
  const expandSiblings = (): void => {
    const parent = parentOf(active);
    for (let at = parent + 1; at < rows.length; at++) {
      const sibling = rows[at];
      if (!sibling || sibling.level < (row?.level ?? 1)) break;
      if (sibling.level === row?.level && sibling.expanded === false) props.onToggle?.(sibling.id, true);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (props.onKey?.(event, row?.id)) {
      event.preventDefault();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowLeft: left,
      ArrowRight: right,
      '*': expandSiblings,
      Enter: () => row && props.onOpen?.(row.id),
    };
    const step = stepOf(event.key, active, rows.length);
    const move = step === undefined ? moves[event.key] : () => go(step);
    if (move) {
      typed.current.text = '';
      move();
    } else if (event.key.length === 1 && event.key !== ' ') find(event.key, event.timeStamp);
    else return;
    event.preventDefault();
  };

  return (
    <div
      ref={box}
      class={`tree ${props.className ?? ''}`}
      role="tree"
      aria-label={props.label}
      tabIndex={0}
      aria-activedescendant={row ? `${id}-${row.id}` : undefined}
      onKeyDown={onKeyDown}
      onBlur={() => (typed.current.text = '')}
    >
      {rows.map((item, index) => (
        <div
          key={item.id}
          id={`${id}-${item.id}`}
          class={`row d${Math.min(item.level, 12)} ${index === active ? 'at' : ''} ${item.id === props.selected ? 'sel' : ''} ${item.current ? 'insel' : ''} ${item.className ?? ''}`}
          role="treeitem"
          aria-level={item.level}
          aria-expanded={item.expanded}
          aria-label={item.name}
          aria-current={item.current ? 'true' : undefined}
          aria-selected={props.selected === undefined ? undefined : item.id === props.selected}
          data-at={index === active ? '' : undefined}
          onMouseDown={() => go(index)}
          onClick={() => {
            if (item.expanded === undefined) props.onOpen?.(item.id);
            else props.onToggle?.(item.id, !item.expanded);
          }}
        >
          {item.expanded === undefined ? (
            <span class="lead" />
          ) : (
            <i class={`codicon codicon-chevron-${item.expanded ? 'down' : 'right'}`} aria-hidden="true" />
          )}
          {item.content}
        </div>
      ))}
    </div>
  );
}
