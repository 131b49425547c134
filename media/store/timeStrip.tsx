/** Events over time with a brush on them, failures under the axis: the one time selection of all tabs. */
import type { JSX } from 'preact';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import type { Histogram } from '../../server/stores/questions';
import { useData, usePanel } from './state';
import { brushOf, scaleOf, side, useDrag, zoomTo, type Brush, type Dragged, type Scale } from './timeBrush';
import { amountMarks, timeMarks } from './timeAxis';
import { useAnswer } from './useAnswer';
import { useFormat } from './useFormat';
import { Live } from './controls';
import { count } from './words';

export function TimeStrip({ tall }: { readonly tall: boolean }): JSX.Element | null {
  const { store } = usePanel();
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  const [pixels, setPixels] = useState(0);
  const filter = useData((data) => data.filter);
  const from = useData((data) => data.from);
  const to = useData((data) => data.to);
  const zoom = useData((data) => data.zoom);
  useLayoutEffect(() => {
    if (!box) return undefined;
    setPixels(box.clientWidth);
    const observer = new ResizeObserver(() => setPixels(box.clientWidth));
    observer.observe(box);
    return () => observer.disconnect();
  }, [box]);
  // Steps of twenty: dragging the window's edge must not ask at every pixel.
  const wanted = Math.max(20, Math.min(160, Math.round((pixels - 2 * side) / 11 / 20) * 20));
  const { answer, problem } = useAnswer(
    'histogram',
    pixels ? { ...(filter ? { filter: { text: filter } } : {}), bars: wanted, ...zoom } : undefined,
  );
  const scale = useMemo(() => (answer && pixels ? scaleOf(answer, pixels) : undefined), [answer, pixels]);
  const chosen = scale ? brushOf(scale, from, to) : undefined;
  const [dragged, setDragged] = useState<Brush>();
  const brush = dragged ?? chosen;
  const empty = (answer?.bars.length === 0 && !zoom) || (problem !== undefined && !answer);
  if (empty) return null;

  const commit = (next: Brush | undefined): void => {
    setDragged(undefined);
    if (!scale || !next) {
      store.set({ from: undefined, to: undefined, fresh: 0 });
      return;
    }
    const [low, high] = [
      Math.max(0, Math.min(next.from, next.to)),
      Math.min(scale.bars.length, Math.max(next.from, next.to)),
    ];
    if (low < high) store.set({ from: scale.edge(low), to: scale.edge(high), fresh: 0 });
  };
  return (
    <div class={`timestrip ${tall ? 'tall' : ''}`} ref={setBox}>
      {scale && (
        <Strip
          scale={scale}
          tall={tall}
          brush={brush}
          filtered={filter !== ''}
          without={answer?.without ?? 0}
          onDrag={setDragged}
          onCommit={commit}
        />
      )}
    </div>
  );
}

interface StripProps extends Dragged {
  readonly tall: boolean;
  readonly brush: Brush | undefined;
  readonly filtered: boolean;
  readonly without: number;
}

function Strip(props: StripProps): JSX.Element {
  const { scale, tall, brush } = props;
  const format = useFormat();
  const { store } = usePanel();
  const [top, base, height] = tall ? [10, 128, 148] : [2, 36, 52];
  const shown = (bar: Histogram['bars'][number]): number => (props.filtered ? bar.selected : bar.stored);
  const highest = Math.max(1, ...scale.bars.map((bar) => bar.stored));
  const mostFailures = Math.max(1, ...scale.bars.map((bar) => bar.failures));
  const rise = (amount: number): number => (amount ? Math.max(1, ((base - top) * amount) / highest) : 0);
  const last = scale.bars.length;
  const clamped = brush && { from: Math.max(0, Math.min(last, brush.from)), to: Math.max(0, Math.min(last, brush.to)) };
  const inBrush = (index: number): boolean => !clamped || (index + 0.5 > clamped.from && index + 0.5 < clamped.to);
  /** Without a brush nothing stands out, so nothing has to stand back. */
  const barClass = (index: number, meant: boolean): string => {
    if (!meant || !inBrush(index)) return '';
    return clamped || props.filtered ? 'on' : 'all';
  };
  const selected = scale.bars.reduce((sum, bar, index) => sum + (inBrush(index) ? shown(bar) : 0), 0);
  const label = `Events over time, ${format.moment(scale.edge(0))} to ${format.moment(scale.edge(last))}`;
  const marks = timeMarks(scale.from, scale.from + scale.width * last, Math.max(2, Math.floor(scale.pixels / 110)));
  const markText = (time: number, kind: string): string => {
    const iso = new Date(time).toISOString();
    if (kind === 'seconds') return format.seconds(iso);
    if (kind === 'clock') return format.minutes(iso);
    return kind === 'month' ? format.month(iso) : format.day(iso);
  };
  const pan = (bars: number): void => store.set({ zoom: { from: scale.edge(bars), to: scale.edge(last + bars) } });
  const zoomBy = (factor: number): void => {
    const middle = clamped ? (clamped.from + clamped.to) / 2 : last / 2;
    const half = (last * factor) / 2;
    store.set({ zoom: factor > 4 ? undefined : { from: scale.edge(middle - half), to: scale.edge(middle + half) } });
  };
  const onKeyDown = (event: KeyboardEvent, edge: 'from' | 'to'): void => {
    const now = clamped ? { from: Math.round(clamped.from), to: Math.round(clamped.to) } : { from: 0, to: last };
    const step = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (step && (event.ctrlKey || event.metaKey)) pan(step * Math.max(1, Math.round(last / 8)));
    else if (step && event.shiftKey)
      props.onCommit(step < 0 ? { ...now, from: now.from - 1 } : { ...now, to: now.to + 1 });
    else if (step) {
      const next = { ...now, [edge]: now[edge] + step };
      if (next.from < next.to) props.onCommit(next);
    } else if (event.key === '+' || event.key === '=') zoomBy(0.5);
    else if (event.key === '-') zoomBy(2);
    else if (event.key === '0') store.set({ zoom: undefined });
    else if (event.key === 'Home' || event.key === 'End')
      props.onCommit(
        edge === 'from'
          ? { ...now, from: event.key === 'Home' ? 0 : now.to - 1 }
          : { ...now, to: event.key === 'End' ? last : now.from + 1 },
      );
    else if (event.key === 'Escape') props.onCommit(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const drag = useDrag(props, clamped);
  return (
    <div
      role="group"
      aria-label={label}
      class="strip"
      onPointerDown={drag}
      onDblClick={() => zoomTo(clamped, scale, store.set)}
    >
      <svg width={scale.pixels} height={height} aria-hidden="true">
        {tall &&
          amountMarks(highest).map((amount) => (
            <g key={amount}>
              <line
                class="gridl"
                x1={side}
                x2={scale.pixels - side}
                y1={Math.round(base - rise(amount)) + 0.5}
                y2={Math.round(base - rise(amount)) + 0.5}
              />
            </g>
          ))}
        {clamped && (
          <rect
            class="brush"
            x={scale.x(clamped.from)}
            y={tall ? top : 0}
            width={Math.max(1, scale.x(clamped.to) - scale.x(clamped.from))}
            height={base - (tall ? top : 0)}
          />
        )}
        {scale.bars.map((bar, index) => {
          const x = scale.x(index);
          const width = Math.max(1, scale.x(index + 1) - x - (scale.pixels / last > 5 ? 1.5 : 0.5));
          const whole = rise(bar.stored);
          const part = rise(shown(bar));
          const failed = bar.failures
            ? Math.max(3, Math.round(Math.sqrt(bar.failures / mostFailures) * (tall ? 6 : 4)))
            : 0;
          return (
            <g key={bar.from}>
              {whole > 0 && (
                <rect
                  class={`h-bar ${barClass(index, !props.filtered)}`}
                  x={x}
                  y={base - whole}
                  width={width}
                  height={whole}
                />
              )}
              {props.filtered && part > 0 && (
                <rect class={`h-bar ${barClass(index, true)}`} x={x} y={base - part} width={width} height={part} />
              )}
              {failed > 0 && <rect class="h-err" x={x} y={base + 1} width={width} height={failed} />}
              <rect class="h-hit" x={x} y="0" width={scale.x(index + 1) - x} height={height}>
                <title>{barTitle(scale, index, shown(bar), bar.failures, format)}</title>
              </rect>
            </g>
          );
        })}
        <line class="gridl" x1={side} x2={scale.pixels - side} y1={base + 0.5} y2={base + 0.5} />
        {marks.map(({ time, kind }) => {
          const x = scale.x((time - scale.from) / scale.width);
          if (x > scale.pixels - 48) return null;
          return (
            <text key={time} class="ax" x={x} y={height - 4}>
              {markText(time, kind)}
            </text>
          );
        })}
        {tall &&
          amountMarks(highest).map((amount) => (
            <text key={amount} class="ax over" x={side} y={Math.round(base - rise(amount)) - 3}>
              {format.short(amount)}
            </text>
          ))}
        {clamped &&
          [clamped.from, clamped.to].map((edge, index) => (
            <Edge key={index} x={scale.x(edge)} top={tall ? top : 0} base={base} />
          ))}
      </svg>
      {(['from', 'to'] as const).map((edge) => {
        const at = clamped ? clamped[edge] : edge === 'from' ? 0 : last;
        return (
          <div
            key={edge}
            class="brush-handle"
            role="slider"
            tabIndex={0}
            aria-label={edge === 'from' ? 'From' : 'To'}
            aria-orientation="horizontal"
            aria-valuemin={0}
            aria-valuemax={last}
            aria-valuenow={Math.round(at)}
            aria-valuetext={`${format.moment(scale.edge(Math.round(at)))}, ${count(format.number(selected), 'event')}`}
            style={{ left: `${scale.x(at) - 6}px`, height: `${base}px` }}
            onKeyDown={(event) => onKeyDown(event, edge)}
          />
        );
      })}
      {props.without > 0 && tall && (
        <span class="without">{`${count(format.number(props.without), 'event')} without a valid time`}</span>
      )}
      {clamped && (
        <Live
          text={`${format.moment(scale.edge(clamped.from))} to ${format.moment(scale.edge(clamped.to))}, ${count(format.number(selected), 'event')}`}
        />
      )}
    </div>
  );
}

function Edge({ x, top, base }: { readonly x: number; readonly top: number; readonly base: number }): JSX.Element {
  const at = Math.round(x) - 0.5;
  const grip = Math.min(16, (base - top) / 2);
  return (
    <>
      <line class="brush-edge" x1={at} x2={at} y1={top} y2={base} />
      <rect class="brush-grip" x={at - 2} y={(top + base - grip) / 2} width="4" height={grip} rx="2" />
    </>
  );
}

function barTitle(
  scale: Scale,
  index: number,
  events: number,
  failures: number,
  format: ReturnType<typeof useFormat>,
): string {
  const span = `${format.moment(scale.edge(index))} \u2013 ${format.moment(scale.edge(index + 1))}`;
  const failed = failures ? `\n${count(format.number(failures), 'failure')}` : '';
  return `${span}\n${count(format.number(events), 'event')}${failed}`;
}
