import type { CourseDay, SeriesPage } from '@dqs/runtime/pages';

/** Below this width labels go, and fewer days are shown. */
export const SMALL = 620;
const SMALL_DAYS = 28;
const SMALL_AHEAD = 4;

/** Where things of a chart of days lie, in pixels. */
export interface ChartScale {
  readonly width: number;
  readonly height: number;
  readonly isSmall: boolean;
  readonly days: readonly CourseDay[];
  /** Left edge of the day of an index, and how wide a day is. */
  readonly x: (index: number) => number;
  readonly step: number;
  /** Of a pass percentage; what lies below the floor is at the bottom. */
  readonly y: (percentage: number) => number;
  readonly floor: number;
  readonly left: number;
  readonly right: number;
  /** Of the plot. */
  readonly top: number;
  readonly bottom: number;
  /** Executions are read as steps: so many of them. */
  readonly steps: number | null;
  /** Index of the first day of which no result is known yet. */
  readonly ahead: number;
}

const [TOP, ROW, BELOW] = [20, 18, 68];

/** The scale of a chart of a width, with room for so many rows of marks. */
export function chartScale(page: SeriesPage, width: number, markRows: number): ChartScale {
  const isSmall = width < SMALL;
  const height = isSmall ? 330 : 410;
  const days = isSmall ? shownOnPhone(page) : page.days;
  const steps = page.few?.executions ?? null;
  const [left, right] = [steps === null ? 34 : 46, width - (isSmall ? 8 : 96)];
  const [top, bottom] = [TOP + markRows * ROW, height - BELOW];
  const step = (right - left) / Math.max(1, days.length);
  const floor = floorOf(days, page.series.target);
  const highest = 100 + 0.02 * (100 - floor);
  return {
    ...{ width, height, isSmall, days, step, floor, left, right, top, bottom, steps },
    x: (index) => left + index * step,
    y: (percentage) => top + ((highest - Math.max(floor, percentage)) / (highest - floor)) * (bottom - top),
    ahead: days.findIndex(({ day }) => day > page.judged),
  };
}

function shownOnPhone({ days, judged }: SeriesPage): readonly CourseDay[] {
  return days.filter(({ day }) => day > judged - SMALL_DAYS && day <= judged + SMALL_AHEAD);
}

/** Five points below the lowest that is drawn, on a multiple of five. */
function floorOf(days: readonly CourseDay[], target: number): number {
  const lowest = days.reduce((least, { came, said }) => Math.min(least, came ?? 100, said?.lower95 ?? 100), target);
  return Math.max(0, Math.floor((lowest - 1) / 5) * 5);
}

/** Lines of the grid: the exact steps where executions are few, else round percentages, at most six or so. */
export function gridValues({ steps, floor }: ChartScale): readonly number[] {
  if (steps !== null) {
    const all = Array.from({ length: steps + 1 }, (_, passes) => (100 * passes) / steps);
    return all.filter((value) => value >= floor);
  }
  const every = 100 - floor <= 30 ? 5 : 100 - floor <= 60 ? 10 : 20;
  const first = Math.ceil(floor / every) * every;
  return Array.from({ length: Math.floor((100 - first) / every) + 1 }, (_, i) => first + i * every);
}

/** Labels at the end of lines, pushed apart so that each can be read. */
export function apart<T extends { readonly y: number }>(labels: readonly T[], bottom: number, gap = 13): readonly T[] {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const placed: T[] = [];
  for (const one of sorted) placed.push({ ...one, y: Math.max(one.y, (placed.at(-1)?.y ?? -Infinity) + gap) });
  for (let i = placed.length - 1, most = bottom; i >= 0; i -= 1, most -= gap) {
    if (placed[i]!.y > most) placed[i] = { ...placed[i]!, y: most };
  }
  return placed;
}
