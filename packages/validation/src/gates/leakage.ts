import type { FeatureFrame, GateCheck } from '@dqs/core';
import { z } from 'zod';

import { check, said, type LimitsOf } from './gate-report.js';

/** Limits on what features may know about a random target. */
export const LEAKAGE_LIMITS = {
  /** Greatest correlation, within series, of a feature with a target drawn by chance. */
  maxLeakCorrelation: z.number().min(0).max(1).default(0.2),
  /** Greatest skill, in squared error, of a model of outcomes drawn by chance over the series' means. */
  maxShuffledSkill: z.number().min(0).max(1).default(0.15),
};

type Limits = LimitsOf<typeof LEAKAGE_LIMITS>;

/** Rows below which a correlation is not judged. */
const LEAST_ROWS = 200;

/** A history whose outcomes were drawn by chance, seen through the features: nothing in it can be known beforehand. */
export interface ChanceRows {
  readonly frame: FeatureFrame;
  /** Outcome of each row. */
  readonly target: Float32Array;
  /** Series of each row, 0 and up. */
  readonly series: Int32Array;
}

/**
 * Does a feature know the target? Random outcomes cannot be known from earlier days, so a feature that correlates with
 * them within its series has seen the day to be forecast.
 */
export function featureLeakCheck(
  rows: ChanceRows,
  { maxLeakCorrelation }: Pick<Limits, 'maxLeakCorrelation'>,
): GateCheck {
  const name = 'feature-leak';
  if (rows.target.length < LEAST_ROWS) {
    return check(name, 'inconclusive', `only ${rows.target.length} rows, expected at least ${LEAST_ROWS}`);
  }
  // Five standard errors of a correlation of nothing, where rows are few.
  const threshold = Math.max(maxLeakCorrelation, 5 / Math.sqrt(rows.target.length));
  const found = rows.frame.columns
    .filter(({ kind }) => kind === 'numeric')
    .map((column) => ({ name: column.name, value: Math.abs(correlationWithinSeries(column.values, rows)) }))
    .filter(({ value }) => !Number.isNaN(value))
    .sort((a, b) => b.value - a.value);
  const [worst] = found;
  if (!worst) return check(name, 'inconclusive', 'no numeric feature varies within a series');
  const leaks = found.filter(({ value }) => value > threshold);
  const reason =
    leaks.length === 0
      ? `${found.length} features know nothing about random outcomes (greatest correlation ${said(worst.value)}, ${worst.name})`
      : `${leaks.map((leak) => `${leak.name} (${said(leak.value)})`).join(', ')} knows random outcomes: it sees its target`;
  return check(name, leaks.length === 0 ? 'pass' : 'fail', reason, { value: worst.value, threshold });
}

/** The errors of a model trained on random outcomes, on later days of the same kind. */
export interface ChanceScore {
  readonly rows: number;
  /** Mean squared errors of the model and of the series' training means, in squared fractions. */
  readonly modelError: number;
  readonly meanError: number;
}

/** Shuffling the target must destroy the skill: a model of random outcomes cannot beat the means of the series. */
export function shuffledTargetCheck(
  { rows, modelError, meanError }: ChanceScore,
  { maxShuffledSkill }: Pick<Limits, 'maxShuffledSkill'>,
): GateCheck {
  const name = 'shuffled-target';
  const skill = meanError > 0 ? 1 - modelError / meanError : Number.NaN;
  if (rows < LEAST_ROWS || Number.isNaN(skill)) {
    return check(name, 'inconclusive', `${rows} rows with nearly constant outcomes say nothing about leaks`);
  }
  const verdict = skill <= maxShuffledSkill ? 'pass' : 'fail';
  const reason =
    verdict === 'pass'
      ? `with random outcomes the skill is gone (${said(100 * skill, 1)} %)`
      : `with random outcomes a model still has a skill of ${said(100 * skill, 1)} %: the features see the target`;
  return check(name, verdict, reason, { value: skill, threshold: maxShuffledSkill });
}

/** Pearson's correlation of a column with the target after taking the means of each series from both. */
function correlationWithinSeries(values: Float32Array, { target, series }: ChanceRows): number {
  const sums = new Map<number, { n: number; x: number; y: number }>();
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isNaN(values[row])) continue;
    let sum = sums.get(series[row]!);
    if (!sum) sums.set(series[row]!, (sum = { n: 0, x: 0, y: 0 }));
    sum.n += 1;
    sum.x += values[row]!;
    sum.y += target[row]!;
  }
  let [xx, yy, xy] = [0, 0, 0];
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isNaN(values[row])) continue;
    const { n, x, y } = sums.get(series[row]!)!;
    const [dx, dy] = [values[row]! - x / n, target[row]! - y / n];
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  // A column that is constant but for rounding has nothing to correlate.
  return xx > 1e-9 && yy > 1e-9 ? xy / Math.sqrt(xx * yy) : Number.NaN;
}
