import type { FeatureFrame, Random } from '@dqs/core';

import { frameOf } from './rows.js';

/** What made rows are like; the defaults are half a year of training and four weeks of later days of six series. */
export interface RowsShape {
  /** Correlation of each day with the day before. */
  readonly correlation?: number;
  /** Share of what moves a value that is the luck of the day, the same for all series; the rest is the series' own. */
  readonly luck?: number;
  /** Share of the variance that lies between series. */
  readonly between?: number;
  readonly series?: number;
  readonly trainingDays?: number;
  readonly batchDays?: number;
  /** How much lower weekends are, in standard deviations of a value. */
  readonly weekend?: number;
  /** Independent features of each kind: normal, skewed, constant by series, of a few values. */
  readonly repeats?: number;
}

/** What happens to the later rows; without it nothing does. */
export interface Shift {
  /** By how much all features but the constant ones move, in standard deviations of a value. */
  readonly mean?: number;
  /** Share of the values of the first feature that are missing. */
  readonly missing?: number;
  /** By how much the pass fraction falls. */
  readonly target?: number;
  /** What executions are multiplied by. */
  readonly executions?: number;
}

/** Rows in order of days, as a history gives them. */
export interface DailyRows {
  readonly frame: FeatureFrame;
  readonly target: Float32Array;
  readonly weight: Float32Array;
  readonly day: Int32Array;
}

/** Values of one feature by row, of variance 1. */
function waves(random: Random, days: number, shape: RowsShape): number[] {
  const { correlation = 0, luck = 0.5, between = 0.5, series = 6, weekend = 0 } = shape;
  const levels = Array.from({ length: series }, () => random.normal());
  const states = Array.from({ length: series + 1 }, () => random.normal());
  const next = (i: number) =>
    (states[i] = correlation * states[i]! + Math.sqrt(1 - correlation ** 2) * random.normal());
  return Array.from({ length: days * series }, (_, row) => {
    const s = row % series;
    if (s === 0) next(series);
    const moved = Math.sqrt(luck) * states[series]! + Math.sqrt(1 - luck) * next(s);
    const isWeekend = Math.floor(row / series) % 7 > 4;
    return Math.sqrt(between) * levels[s]! + Math.sqrt(1 - between) * moved - (isWeekend ? weekend : 0);
  });
}

/** A training and the days after it, of one and the same process but for what the shift does to the later ones. */
export function trainingAndBatch(random: Random, shape: RowsShape, shift: Shift = {}): readonly [DailyRows, DailyRows] {
  const { series = 6, trainingDays = 182, batchDays = 28, repeats = 1 } = shape;
  const [split, all] = [trainingDays * series, (trainingDays + batchDays) * series];
  const made = () => waves(random, trainingDays + batchDays, shape);
  const later = (values: number[], change: (value: number) => number) =>
    values.map((value, row) => (row < split ? value : change(value)));
  const moved = () => later(made(), (value) => value + (shift.mean ?? 0));
  const columns: Record<string, readonly number[]> = {};
  for (let i = 0; i < repeats; i += 1) {
    columns[`normal_${i}`] = moved();
    columns[`skewed_${i}`] = moved().map((value) => Math.exp(value));
    columns[`constant_${i}`] = Array.from({ length: all }, (_, row) => row % series);
    columns[`few_${i}`] = moved().map((value) => Math.round(value));
  }
  const { missing = 0 } = shift;
  columns['normal_0'] = later(columns['normal_0'] as number[], (value) => (random.next() < missing ? NaN : value));
  const share = made().map((value) => 0.8 + 0.1 * value);
  const target = later(share, (value) => value - (shift.target ?? 0)).map((value) => {
    let passes = 0;
    for (let i = 0; i < 8; i += 1) if (random.next() < value) passes += 1;
    return passes / 8;
  });
  const executions = later(
    made().map((value) => Math.max(1, Math.round(20 + 5 * value))),
    (value) => Math.round(value * (shift.executions ?? 1)),
  );
  const part = (from: number, to: number): DailyRows => ({
    frame: frameOf(Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values.slice(from, to)]))),
    target: Float32Array.from(target.slice(from, to)),
    weight: Float32Array.from(executions.slice(from, to)),
    day: Int32Array.from({ length: to - from }, (_, row) => 20_000 + Math.floor((from + row) / series)),
  });
  return [part(0, split), part(split, all)];
}
