import { type FeatureFrame, type GateCheck, Random } from '@dqs/core';

import type { ObservedSeries, ScoredRows } from '../../src/index.js';

/** How made forecasts are wrong. */
export interface ForecastShape {
  readonly days?: number;
  readonly series?: number;
  readonly seed?: number;
  /** Standard deviations of the model's and of the naive forecast's errors, in points. */
  readonly modelError?: number;
  readonly naiveError?: number;
  /** Added to every mean. */
  readonly bias?: number;
  /** Added to the model's error in one series. */
  readonly worstSeries?: number;
}

/** Forecasts of known quality: series of levels from 30 to 70, errors normal. */
export function madeRows(shape: ForecastShape = {}): ScoredRows {
  const { days = 30, series = 10, seed = 1, modelError = 4, naiveError = 8, bias = 0, worstSeries = 0 } = shape;
  const random = new Random(seed);
  const n = days * series;
  const columns = Object.fromEntries(
    ['actual', 'expected', 'predicted', 'naive'].map((name) => [name, new Float64Array(n)]),
  ) as Record<'actual' | 'expected' | 'predicted' | 'naive', Float64Array>;
  const [day, code] = [new Int32Array(n), new Int32Array(n)];
  for (let row = 0; row < n; row += 1) {
    code[row] = row % series;
    day[row] = 20_000 + Math.floor(row / series);
    const level = 30 + (40 * code[row]!) / Math.max(1, series - 1);
    const extra = code[row] === 0 ? worstSeries : 0;
    columns.actual[row] = level;
    columns.expected[row] = level + bias + extra + modelError * random.normal();
    columns.predicted[row] = columns.expected[row]!;
    columns.naive[row] = level + naiveError * random.normal();
  }
  const { actual, expected, predicted, naive } = columns;
  const names = Array.from({ length: series }, (_, i) => `d${i}`);
  return { day, actual, expected, predicted, naive: { 'median-7': naive }, segments: { dataset: { names, code } } };
}

/** A frame of numeric columns. */
export function frameOf(
  columns: Readonly<Record<string, readonly number[]>>,
  categorical: readonly string[] = [],
): FeatureFrame {
  const entries = Object.entries(columns);
  return {
    rows: entries[0]?.[1].length ?? 0,
    columns: entries.map(([name, values]) => ({
      name,
      kind: categorical.includes(name) ? ('categorical' as const) : ('numeric' as const),
      values: Float32Array.from(values),
    })),
  };
}

/** Results of a series on a day: passes of executions; undefined for a day without. */
export type ResultOf = (series: number, day: number) => readonly [number, number] | undefined;

/** Observed series from a function of series and day. */
export function observed(ids: readonly string[], from: number, to: number, result: ResultOf): ObservedSeries {
  const [day, passes, executions, offsets]: number[][] = [[], [], [], [0]];
  ids.forEach((_, s) => {
    for (let d = from; d <= to; d += 1) {
      const found = result(s, d);
      if (!found) continue;
      day!.push(d);
      passes!.push(found[0]);
      executions!.push(found[1]);
    }
    offsets!.push(day!.length);
  });
  return {
    series: ids.map((id) => ({ tenantId: 'T', datasetUuid: id, ruleCode: '101' })),
    offsets: Int32Array.from(offsets!),
    day: Int32Array.from(day!),
    passes: Int32Array.from(passes!),
    executions: Int32Array.from(executions!),
    firstDay: Math.min(...day!),
    lastDay: Math.max(...day!),
  };
}

/** Verdicts by name. */
export function verdicts(checks: readonly GateCheck[]): Record<string, string> {
  return Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));
}
