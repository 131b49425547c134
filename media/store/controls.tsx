/** Buttons, icons, menus and data in text: the small things every view is made of. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { shortName, visible } from './words';

/** Text that comes from the store or the code: never markup, never turns the text around it. */
export function Text({ value, className }: { readonly value: string; readonly className?: string }): JSX.Element {
  return <bdi class={className}>{visible(value)}</bdi>;
}

/** A class or type by its last part; the whole name on hover. */
export function Name({
  value,
  className = 'clip',
}: {
  readonly value: string;
  readonly className?: string;
}): JSX.Element {
  return (
    <bdi class={className} title={visible(value)}>
      {visible(shortName(value))}
    </bdi>
  );
}

/** Of an event: there are stores that do not say it. */
export function TypeName({ value }: { readonly value: string }): JSX.Element {
  return value === '' ? <span class="clip dim">no type</span> : <Name value={value} />;
}

export interface IconProps {
  readonly icon: string;
  /** Colour of a meaning: `event`, `error`. */
  readonly kind?: string;
  readonly small?: boolean;
  readonly title?: string;
}

export function Icon({ icon, kind, small, title }: IconProps): JSX.Element {
  const classes = `codicon codicon-${icon} ${kind ? `k-${kind}` : ''} ${small ? 's' : ''}`;
  if (title === undefined) return <i class={classes} aria-hidden="true" />;
  return <i class={classes} role="img" aria-label={title} title={title} />;
}

export interface IconButtonProps {
  readonly icon?: string;
  readonly title: string;
  /** Words beside the icon. */
  readonly text?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
  readonly popup?: boolean;
  readonly expanded?: boolean;
  readonly tabIndex?: number;
  readonly onClick: () => void;
}

export function IconButton(props: IconButtonProps): JSX.Element {
  return (
    <button
      type="button"
      class="ew-icon"
      title={props.title}
      aria-label={props.text === undefined ? props.title : undefined}
      aria-pressed={props.pressed}
      aria-haspopup={props.popup ? 'menu' : undefined}
      aria-expanded={props.expanded}
      disabled={props.disabled}
      tabIndex={props.tabIndex}
      onClick={props.onClick}
    >
      {props.icon !== undefined && <Icon icon={props.icon} />}
      {props.text !== undefined && <span class="t">{props.text}</span>}
    </button>
  );
}

export function Button(props: {
  readonly secondary?: boolean;
  readonly disabled?: boolean;
  readonly onClick: () => void;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <button
      type="button"
      class={`ew-button ${props.secondary ? 'secondary' : ''}`}
      disabled={props.disabled}
      onClick={props.onClick}
    >
      {props.children}
    </button>
  );
}

export interface MenuItem {
  readonly label: string;
  readonly detail?: string;
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly icon?: string;
  readonly run: () => void;
}

/** `-` is a line between two groups. */
export type MenuEntry = MenuItem | '-';

/** A button with a menu below it, as VS Code's own: arrows, type to find, Escape. */
export function MenuButton(props: {
  readonly icon?: string;
  readonly title: string;
  readonly text?: string;
  readonly className?: string;
  readonly children?: ComponentChildren;
  readonly entries: () => readonly MenuEntry[];
}): JSX.Element {
  const [entries, setEntries] = useState<readonly MenuEntry[]>();
  const box = useRef<HTMLSpanElement>(null);
  const close = (focus: boolean): void => {
    setEntries(undefined);
    if (focus) box.current?.querySelector('button')?.focus();
  };
  useEffect(() => {
    if (!entries) return undefined;
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) close(false);
    };
    const blur = (): void => close(false);
    document.addEventListener('mousedown', outside);
    document.addEventListener('focusin', outside);
    window.addEventListener('blur', blur);
    return () => {
      document.removeEventListener('mousedown', outside);
      document.removeEventListener('focusin', outside);
      window.removeEventListener('blur', blur);
    };
  }, [entries]);
  const toggle = (): void => (entries ? close(true) : setEntries(props.entries()));
  return (
    <span class="menu-anchor" ref={box}>
      {props.children === undefined ? (
        <IconButton
          {...(props.icon === undefined ? {} : { icon: props.icon })}
          {...(props.text === undefined ? {} : { text: props.text })}
          title={props.title}
          popup
          expanded={entries !== undefined}
          onClick={toggle}
        />
      ) : (
        <button
          type="button"
          class={props.className}
          title={props.title}
          aria-haspopup="menu"
          aria-expanded={entries !== undefined}
          onClick={toggle}
        >
          {props.children}
        </button>
      )}
      {entries && <Menu label={props.title} entries={entries} onClose={close} />}
    </span>
  );
}

function Menu(props: {
  readonly label: string;
  readonly entries: readonly MenuEntry[];
  readonly onClose: (focus: boolean) => void;
}): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const items = (): HTMLElement[] => [
    ...(list.current?.querySelectorAll<HTMLElement>('[role^="menuitem"]:not([aria-disabled="true"])') ?? []),
  ];
  useLayoutEffect(() => {
    const box = list.current;
    // Near the right edge it opens to the left.
    if (box && box.getBoundingClientRect().right > window.innerWidth - 4) box.classList.add('left');
    items()[0]?.focus();
  }, []);
  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 };
    const next = to[event.key];
    if (next !== undefined) all[(next + all.length) % all.length]?.focus();
    else if (event.key === 'Escape' || event.key === 'Tab') props.onClose(event.key === 'Escape');
    else if (/^\S$/.test(event.key)) {
      const after = [...all.slice(at + 1), ...all.slice(0, at + 1)];
      after.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
    } else return;
    if (event.key !== 'Tab') event.preventDefault();
    event.stopPropagation();
  };
  const checks = props.entries.some((entry) => entry !== '-' && entry.checked !== undefined);
  return (
    <div class="menu" role="menu" aria-label={props.label} ref={list} onKeyDown={onKeyDown}>
      {props.entries.map((entry, index) =>
        entry === '-' ? (
          <div key={index} role="separator" class="menu-line" />
        ) : (
          <button
            key={index}
            type="button"
            class="menu-item"
            role={entry.checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={entry.checked}
            aria-disabled={entry.disabled}
            tabIndex={-1}
            onClick={() => {
              if (entry.disabled) return;
              props.onClose(true);
              entry.run();
            }}
          >
            {checks && <span class="menu-check">{entry.checked && <Icon icon="check" />}</span>}
            {entry.icon !== undefined && <Icon icon={entry.icon} />}
            <span class="grow">{entry.label}</span>
            {entry.detail !== undefined && <span class="dim">{entry.detail}</span>}
          </button>
        ),
      )}
    </div>
  );
}

/** Counts that changes, told to screen readers once they have settled. */
export function Live({ text }: { readonly text: string }): JSX.Element {
  const [said, say] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => say(text), 300);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <div class="sr" aria-live="polite">
      {said}
    </div>
  );
}

/** A time that is none: absent, or something else where a time should be. */
export function Missing({ value }: { readonly value: string | undefined }): JSX.Element {
  if (value === undefined) return <span class="dim">no time</span>;
  return (
    <span class="t-warning" title={`Stored: ${value}`}>
      invalid time
    </span>
  );
}
