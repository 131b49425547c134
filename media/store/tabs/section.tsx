/** A part of a detail with its title, which closes it; what is closed is not drawn. */
import type { ComponentChildren, JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { Icon } from '../controls';

export function Section(props: {
  readonly title: string;
  /** Beside the title. */
  readonly detail?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly closed?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const [open, setOpen] = useState(!props.closed);
  const id = useId();
  return (
    <section class="ew-sec" aria-labelledby={id}>
      <header>
        <h3 class="grow">
          <button type="button" class="sec-title" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon icon={open ? 'chevron-down' : 'chevron-right'} />
            <span id={id}>{props.title}</span>
            {props.detail !== undefined && <span class="dim clip">{props.detail}</span>}
          </button>
        </h3>
        {open && props.actions !== undefined && <span class="ew-actions">{props.actions}</span>}
      </header>
      {open && props.children}
    </section>
  );
}
