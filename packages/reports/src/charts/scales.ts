import { scaleLinear } from '@visx/scale';

import type { Course } from './data/course.js';

/** Width that what is stretched is drawn at; it gets that of its place. */
export const STRETCHED = 1000;

/** Most ticks of an axis. */
const MOST_TICKS = 6;

/** A vertical axis: where a value lies, in pixels from the top, and where its ticks are. */
export interface ValueAxis {
  readonly scale: ReturnType<typeof scaleLinear<number>>;
  readonly ticks: readonly number[];
  /** Digits that tell the ticks apart. */
  readonly digits: number;
}

/** The axis of a course, fitted to its values in whole steps; of 0 to 1 where it has none. */
export function courseAxis(course: Course, height: number): ValueAxis {
  const { lines, bands = [], low, high, zero, clip } = course;
  if (clip) {
    const axis = valueAxis(clip.low, clip.high, height);
    axis.scale.clamp(true);
    return axis;
  }
  const columns = [
    ...lines.map(({ values }) => values),
    ...bands.flatMap((band) => [band.low, band.high]),
    zero ? [0] : [],
  ];
  const values = columns.flatMap((column) => column.filter((value) => value !== null));
  const least = Math.min(...values, low ?? Number.POSITIVE_INFINITY);
  const greatest = Math.max(...values, high ?? Number.NEGATIVE_INFINITY);
  return valueAxis(least, greatest, height, high);
}

/** An axis over `[least, greatest]` in whole steps; `top` holds whatever the steps are. */
export function valueAxis(least: number, greatest: number, height: number, top?: number): ValueAxis {
  const [from, to] = least <= greatest ? [least, greatest] : [0, 1];
  const domain = from === to ? [from - 0.5, to + 0.5] : [from, to];
  const scale = scaleLinear<number>({ domain, range: [height, 0] }).nice(4);
  const [bottom] = scale.domain();
  if (top !== undefined) scale.domain([bottom!, top]);
  const ticks = [5, 4, 3, 2].map((count) => scale.ticks(count)).find((found) => found.length <= MOST_TICKS) ?? [];
  return { scale, ticks, digits: digitsOf(ticks) };
}

/** Places of at most six labels among `count`, evenly, ends included. */
export function labelledPlaces(count: number, most = MOST_TICKS): number[] {
  const shown = Math.min(most, count);
  const places = Array.from({ length: shown }, (_, i) => Math.round((i * (count - 1)) / Math.max(1, shown - 1)));
  return [...new Set(places)];
}

/** Pushes labels apart that would overlap, keeping their order and the lower end. */
export function apart<T extends { readonly y: number }>(labels: readonly T[], gap: number, lowest: number): T[] {
  const sorted = labels.map((label) => ({ ...label })).sort((a, b) => a.y - b.y);
  for (let i = 1; i < sorted.length; i++) {
    const y = Math.max(sorted[i]!.y, sorted[i - 1]!.y + gap);
    sorted[i] = { ...sorted[i]!, y };
  }
  for (let i = sorted.length - 1; i >= 0; i--) {
    const below = sorted[i + 1]?.y ?? lowest + gap;
    sorted[i] = { ...sorted[i]!, y: Math.min(sorted[i]!.y, below - gap) };
  }
  return sorted;
}

function digitsOf(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? ticks[1]! - ticks[0]! : 1;
  return Math.min(6, Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
}
