/** Two panes with a sash between: dragged, or moved by arrows; narrow, the second stands under the first. Sizes are kept. */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useData, usePanel } from './state';

export interface PanesProps {
  /** What the size is kept under. */
  readonly name: string;
  /** Which of the two has the size; the other takes what is left. */
  readonly sized: 'first' | 'second';
  readonly size: number;
  readonly least: number;
  /** Of the other one. */
  readonly leastRest: number;
  /** Below this width the second goes under the first. */
  readonly narrow?: number;
  readonly first: ComponentChildren;
  readonly second: ComponentChildren;
  readonly label: string;
}

/** Unless it was dragged there, no pane takes more of the width. */
const mostOfWidth = 0.46;

export function Panes(props: PanesProps): JSX.Element {
  const { store } = usePanel();
  const box = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const measure = (): void => setRoom({ width: element.clientWidth, height: element.clientHeight });
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const under = room.width > 0 && room.width < (props.narrow ?? 900);
  const name = under ? `${props.name}.under` : props.name;
  const chosen = useData((data) => data.panes[name]);
  const length = under ? room.height : room.width;
  const [least, leastRest] = under ? [120, 120] : [props.least, props.leastRest];
  const most = Math.max(least, length - leastRest);
  const usual = under ? Math.round(room.height * 0.5) : Math.min(props.size, Math.round(room.width * mostOfWidth));
  const wanted = chosen ?? usual;
  const size = Math.max(Math.min(least, length), Math.min(most, wanted));
  const resize = (to: number): void => {
    const { panes } = store.get();
    store.set({ panes: { ...panes, [name]: Math.round(Math.max(least, Math.min(most, to))) } });
  };
  const grows = props.sized === 'first' ? 1 : -1;

  const onPointerDown = (event: PointerEvent): void => {
    const sash = event.currentTarget as HTMLElement;
    const from = under ? event.clientY : event.clientX;
    sash.setPointerCapture(event.pointerId);
    sash.classList.add('moving');
    const move = (moved: PointerEvent): void => resize(size + ((under ? moved.clientY : moved.clientX) - from) * grows);
    const end = (): void => {
      sash.classList.remove('moving');
      sash.removeEventListener('pointermove', move);
      sash.removeEventListener('lostpointercapture', end);
    };
    sash.addEventListener('pointermove', move);
    sash.addEventListener('lostpointercapture', end);
    event.preventDefault();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const [less, more] = under ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
    const step = event.key === more ? 16 : event.key === less ? -16 : 0;
    if (!step) return;
    resize(size + step * grows);
    event.preventDefault();
  };
  const fixed = length > 0 ? { flex: `0 0 ${size}px` } : {};
  return (
    <div class={`cols ${under ? 'under' : ''}`} ref={box}>
      <div class={`pane ${props.sized === 'first' ? '' : 'rest'}`} style={props.sized === 'first' ? fixed : {}}>
        {props.first}
      </div>
      <div
        class="sash"
        role="separator"
        aria-label={props.label}
        aria-orientation={under ? 'horizontal' : 'vertical'}
        aria-valuenow={Math.round(size)}
        aria-valuemin={least}
        aria-valuemax={Math.max(least, Math.round(most))}
        tabIndex={0}
        onPointerDown={onPointerDown}
        onDblClick={() => resize(usual)}
        onKeyDown={onKeyDown}
      />
      <div class={`pane ${props.sized === 'second' ? '' : 'rest'}`} style={props.sized === 'second' ? fixed : {}}>
        {props.second}
      </div>
    </div>
  );
}
