/** The brush on the bars of time: from pixels to bars to moments, and how it is dragged. Draws nothing. */
import { useEffect, useRef } from 'preact/hooks';
import type { Histogram } from '../../server/stores/questions';

/** Pixels beside the bars. */
export const side = 12;

/** Bars by number: from is the first in it, to the first behind. */
export interface Brush {
  readonly from: number;
  readonly to: number;
}

export interface Scale {
  readonly from: number;
  readonly width: number;
  readonly bars: Histogram['bars'];
  readonly pixels: number;
  x(bar: number): number;
  bar(x: number): number;
  /** ISO 8601 of a bar's edge. */
  edge(bar: number): string;
}

/** What a drag acts on. */
export interface Dragged {
  readonly scale: Scale;
  readonly onDrag: (brush: Brush | undefined) => void;
  readonly onCommit: (brush: Brush | undefined) => void;
}

export function scaleOf(histogram: Histogram, pixels: number): Scale | undefined {
  const { bars, width } = histogram;
  const first = bars[0];
  if (!first) return undefined;
  const from = new Date(first.from).getTime();
  const each = (pixels - 2 * side) / bars.length;
  return {
    from,
    width: width * 1000,
    bars,
    pixels,
    x: (bar) => side + bar * each,
    bar: (x) => (x - side) / each,
    edge: (bar) => new Date(from + bar * width * 1000).toISOString(),
  };
}

export function brushOf(scale: Scale, from: string | undefined, to: string | undefined): Brush | undefined {
  if (from === undefined && to === undefined) return undefined;
  const at = (iso: string): number => (new Date(iso).getTime() - scale.from) / scale.width;
  return { from: from === undefined ? 0 : at(from), to: to === undefined ? scale.bars.length : at(to) };
}

export function zoomTo(
  brush: Brush | undefined,
  scale: Scale,
  set: (change: { zoom: { from: string; to: string } | undefined }) => void,
): void {
  set({ zoom: brush ? { from: scale.edge(Math.floor(brush.from)), to: scale.edge(Math.ceil(brush.to)) } : undefined });
}

/** A new brush, an edge of it, or all of it moved; snaps to bars. Escape ends it. */
export function useDrag(props: Dragged, clamped: Brush | undefined): (event: PointerEvent) => void {
  const latest = useRef(props);
  latest.current = props;
  const running = useRef<() => void>(undefined);
  useEffect(() => () => running.current?.(), []);
  return (down) => {
    const strip = down.currentTarget as HTMLElement;
    if (down.button !== 0) return;
    const left = strip.getBoundingClientRect().left;
    const bar = (event: PointerEvent): number => latest.current.scale.bar(event.clientX - left);
    const { scale } = latest.current;
    const start = bar(down);
    const near = (edge: number): boolean => Math.abs(scale.x(edge) - (down.clientX - left)) <= 6;
    const edge = clamped && near(clamped.from) ? 'from' : clamped && near(clamped.to) ? 'to' : undefined;
    const within = clamped !== undefined && start > clamped.from && start < clamped.to;
    let next: Brush | undefined;
    const move = (event: PointerEvent): void => {
      const now = bar(event);
      if (next === undefined && Math.abs(now - start) * (scale.x(1) - scale.x(0)) < 3) return;
      if (clamped && edge) {
        const fixed = edge === 'from' ? clamped.to : clamped.from;
        next = ordered(fixed, Math.round(now));
      } else if (clamped && within) {
        const by = Math.round(now - start);
        next = { from: clamped.from + by, to: clamped.to + by };
      } else
        next =
          now < start
            ? { from: Math.floor(now), to: Math.ceil(start) }
            : { from: Math.floor(start), to: Math.ceil(now) };
      latest.current.onDrag(next);
    };
    const stop = (): void => {
      strip.removeEventListener('pointermove', move);
      strip.removeEventListener('pointerup', end);
      window.removeEventListener('keydown', escape, true);
      running.current = undefined;
    };
    const end = (): void => {
      stop();
      if (next) latest.current.onCommit(next);
      else if (!edge && !within) latest.current.onCommit({ from: Math.floor(start), to: Math.floor(start) + 1 });
    };
    const escape = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      stop();
      latest.current.onDrag(undefined);
      event.preventDefault();
      event.stopPropagation();
    };
    running.current = stop;
    strip.setPointerCapture(down.pointerId);
    strip.addEventListener('pointermove', move);
    strip.addEventListener('pointerup', end);
    window.addEventListener('keydown', escape, true);
  };
}

function ordered(one: number, other: number): Brush {
  return one < other ? { from: one, to: other } : { from: other, to: one };
}
