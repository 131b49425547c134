/** Bars and lines of a few pixels: an amount or its course, always beside the number itself. */
import type { JSX } from 'preact';

const barWidth = 96;

export function Bar({ share, kind = 'ev' }: { readonly share: number; readonly kind?: string }): JSX.Element {
  const width = share > 0 ? Math.max(1, Math.min(1, share) * barWidth) : 0;
  return (
    <svg width={barWidth} height="6" aria-hidden="true">
      <rect class="bar-bg" width={barWidth} height="6" rx="1" />
      <rect class={`bar-fg ${kind}`} width={width} height="6" rx="1" />
    </svg>
  );
}

const trendWidth = 56;
const trendHeight = 14;

export function Trend({ values }: { readonly values: readonly number[] }): JSX.Element | null {
  if (values.length < 2) return null;
  const highest = Math.max(1, ...values);
  const points = values.map((value, index) => {
    const x = (index / (values.length - 1)) * (trendWidth - 1) + 0.5;
    const y = trendHeight - 1 - (value / highest) * (trendHeight - 2);
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg width={trendWidth} height={trendHeight} aria-hidden="true">
      <polyline class="spark" points={points.join(' ')} />
    </svg>
  );
}
