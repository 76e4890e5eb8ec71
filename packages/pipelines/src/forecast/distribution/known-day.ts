import type { SeriesHistory } from '@dqs/features';

import type { ExpertForecasts } from './expert-forecasts.js';
import type { KnownDay } from './mixture.js';

/** On which days there were results. */
export interface ResultDays {
  /** Ascending. */
  readonly days: readonly number[];
  /** Number of series with a result, by day. */
  readonly results: ReadonlyMap<number, number>;
}

/** The days of a history that have results. */
export function resultsByDay({ day }: SeriesHistory): ResultDays {
  const results = new Map<number, number>();
  for (const one of day) results.set(one, (results.get(one) ?? 0) + 1);
  return { days: [...results.keys()].sort((a, b) => a - b), results };
}

/** Forecasts of one day, in rows of what was made. */
export interface DayRows {
  readonly day: number;
  readonly rows: readonly number[];
  /** Rule of each of them. */
  readonly rules: readonly string[];
}

/** What a mixture learns of a day: its forecasts beside what came, compared as whole numbers. */
export function knownDay(history: SeriesHistory, made: ExpertForecasts, { day, rows, rules }: DayRows): KnownDay {
  const { levels, experts, requests } = made;
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + levels.offsets[row + 1]! - levels.offsets[row]!;
  });
  const size = offsets[rows.length]!;
  const known = {
    day,
    rule: rules,
    offsets,
    width: new Float64Array(size),
    reached: new Uint8Array(size),
    experts: experts.map(() => new Float64Array(size)),
  };
  rows.forEach((row, i) => {
    const [start, end] = [levels.offsets[row]!, levels.offsets[row + 1]!];
    experts.forEach((chances, e) => known.experts[e]!.set(chances.subarray(start, end), offsets[i]));
    const { passes, executions } = resultOn(history, requests.series[row]!, day);
    const n = levels.executions[row]!;
    let below = 0;
    for (let level = start; level < end; level += 1) {
      const at = offsets[i]! + level - start;
      known.width[at] = (levels.numerator[level]! - below) / n;
      below = levels.numerator[level]!;
      known.reached[at] = passes * n >= below * executions ? 1 : 0;
    }
  });
  return known;
}

/** The result of a series on a day on which it has one. */
function resultOn({ offsets, day, passes, executions }: SeriesHistory, series: number, on: number) {
  let [low, high] = [offsets[series]!, offsets[series + 1]! - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (day[middle]! < on) low = middle + 1;
    else high = middle;
  }
  return { passes: passes[low]!, executions: executions[low]! };
}
