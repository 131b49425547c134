/** A section of a detail pane that folds; whether it is folded is kept. */
import type { ComponentChildren, JSX } from 'preact';
import { useData, usePanel } from './state';
import { Icon } from './controls';

export function Section(props: {
  readonly name: string;
  readonly title: string;
  readonly detail?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly folded?: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  const { store } = usePanel();
  const key = `section.${props.name}`;
  const kept = useData((data) => data.panes[key]);
  const open = kept === undefined ? !props.folded : kept === 1;
  const toggle = (): void => store.set({ panes: { ...store.get().panes, [key]: open ? 0 : 1 } });
  return (
    <section class="ew-sec" aria-label={props.title}>
      <header>
        <button type="button" class="twist" aria-expanded={open} onClick={toggle}>
          <Icon icon={open ? 'chevron-down' : 'chevron-right'} />
          {props.title}
        </button>
        {props.detail !== undefined && <span class="dim clip">{props.detail}</span>}
        {open && props.actions !== undefined && <span class="ew-actions">{props.actions}</span>}
      </header>
      {open && props.children}
    </section>
  );
}
