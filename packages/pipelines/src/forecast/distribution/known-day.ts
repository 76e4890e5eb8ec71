import { groupRows } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

import type { ExpertForecasts } from './expert-forecasts.js';
import { writeOutcomes } from './level-outcomes.js';
import type { KnownDay, Mixture } from './mixture.js';

/** Rows of forecasts by target day. */
export type RowsByDay = ReadonlyMap<number, readonly number[]>;

/** The rule (of the tenant) of each series, as mixtures know it. */
export function ruleNames({ series }: SeriesHistory): string[] {
  return series.map(({ tenantId, ruleCode }) => JSON.stringify([tenantId, ruleCode]));
}

/** What names each series. */
export function seriesNames({ series }: SeriesHistory): string[] {
  return series.map(({ tenantId, datasetUuid, ruleCode }) => JSON.stringify([tenantId, datasetUuid, ruleCode]));
}

/** All rows of forecasts by target day. */
export function rowsByTargetDay({ requests }: ExpertForecasts): RowsByDay {
  return groupRows(requests.targetDay);
}

/**
 * Lets a mixture learn from forecasts whose results have come, day by day.
 *
 * @param rules of each series, see {@link ruleNames}.
 * @param onDay called after each day.
 */
export function learnDays(
  mixture: Mixture,
  history: SeriesHistory,
  made: ExpertForecasts,
  { rowsByDay, rules, onDay }: { rowsByDay: RowsByDay; rules: readonly string[]; onDay?: (day: number) => void },
): void {
  for (const [day, rows] of [...rowsByDay].sort(([a], [b]) => a - b)) {
    mixture.update(knownDay(history, made, { day, rows, rules }));
    onDay?.(day);
  }
}

interface DayRows {
  readonly day: number;
  readonly rows: readonly number[];
  /** Rule of each series. */
  readonly rules: readonly string[];
}

/** What a mixture learns of a day: its forecasts beside what came, compared as whole numbers. */
function knownDay(history: SeriesHistory, made: ExpertForecasts, { day, rows, rules }: DayRows): KnownDay {
  const { levels, experts, requests } = made;
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + levels.offsets[row + 1]! - levels.offsets[row]!;
  });
  const size = offsets[rows.length]!;
  const known = {
    day,
    rule: rows.map((row) => rules[requests.series[row]!]!),
    offsets,
    width: new Float64Array(size),
    reached: new Uint8Array(size),
    experts: experts.map(() => new Float64Array(size)),
  };
  rows.forEach((row, i) => {
    const [start, end] = [levels.offsets[row]!, levels.offsets[row + 1]!];
    experts.forEach((chances, e) => known.experts[e]!.set(chances.subarray(start, end), offsets[i]));
    const entry = history.entryOn(requests.series[row]!, day);
    writeOutcomes(levels, row, history.passes[entry]!, history.executions[entry]!, known, offsets[i]!);
  });
  return known;
}
