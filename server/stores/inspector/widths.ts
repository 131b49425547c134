/** How wide the bars of a histogram are: steps that people know, each a whole number of those before. Knows no store. */

/** Seconds: from one to a week, then weeks. */
const widths = [
  1, 5, 15, 60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_419_200, 7_257_600, 29_030_400, 116_121_600,
];
/** Two days are a bar, but no part of a week. */
const barWidths = [...widths, 172_800].sort((a, b) => a - b);

/** Weeks begin on a Monday: 1970 began on a Thursday. It is a whole number of every shorter width. */
export const offset = 345_600;

/** The smallest with at most so many of them between two moments, in milliseconds. */
export function barWidth(from: number, to: number, bars: number): number {
  const fits = (width: number): boolean => placeOf(to, width) - placeOf(from, width) < Math.max(1, bars);
  return barWidths.find(fits) ?? Math.ceil((to - from) / 1000 / Math.max(1, bars - 1)) + 1;
}

const finest = 1500;

/** Fine enough for any bars over all of the time, and part of theirs. */
export function surveyWidth(from: number, to: number): number {
  return widths.find((width) => (to - from) / 1000 / width <= finest && width <= 604_800) ?? 604_800;
}

export const placeOf = (milliseconds: number, width: number): number =>
  Math.floor((Math.floor(milliseconds / 1000) - offset) / width);

/** In milliseconds. */
export const startOf = (place: number, width: number): number => (place * width + offset) * 1000;
