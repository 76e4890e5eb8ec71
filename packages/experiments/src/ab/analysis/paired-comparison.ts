import { formatDay } from '@dqs/core';
import { meanVarianceInflation, serialCorrelation } from '@dqs/core/stats';

import { bettingInterval } from '../stats/betting.js';
import { moments } from '../stats/moments.js';
import { clusteredMeanTest, pairedTTest } from '../stats/t-tests.js';
import { wilcoxonTest } from '../stats/wilcoxon.js';
import {
  concludedIn,
  finiteOrNull,
  fixedTest,
  winnerOf,
  type Comparison,
  type FixedTest,
  type JudgingRules,
  type Look,
} from './comparison.js';
import type { PairedRows } from './observations.js';

/** Means of one day. */
interface DailyLosses {
  readonly day: number;
  readonly rows: number;
  readonly control: number;
  readonly treatment: number;
  readonly difference: number;
}

/**
 * Compares the losses of two versions for the same requests. A day is one observation, its mean difference, because all
 * requests of a day share that day's effect. The always-valid interval comes from betting on those daily differences
 * (`bettingInterval`), widened if successive days are correlated.
 */
export function comparePaired(rows: PairedRows, rules: JudgingRules): Comparison {
  const daily = dailyLosses(rows);
  const timeline = looks(daily, rules);
  const control = meanOf(daily.map((day) => day.control));
  const difference = meanOf(daily.map((day) => day.difference));
  return {
    design: 'paired',
    rows: rows.day.length,
    units: null,
    days: daily.length,
    control: finiteOrNull(control),
    treatment: finiteOrNull(meanOf(daily.map((day) => day.treatment))),
    difference: finiteOrNull(difference),
    relative: finiteOrNull(difference / control),
    dayCorrelation: serialCorrelation(daily.map((day) => day.difference)),
    alwaysValid: timeline.at(-1) ?? null,
    concluded: concludedIn(timeline, rules.minDays),
    fixed: fixedTests(rows, daily, rules),
    timeline,
  };
}

/**
 * Number of days and standard deviation of daily mean differences, including their correlation, as needed for a plan.
 */
export function dailyDifferenceSpread(rows: PairedRows): { readonly days: number; readonly sd: number } {
  const differences = dailyLosses(rows).map(({ difference }) => difference);
  const { count, variance } = moments(differences);
  return { days: count, sd: Math.sqrt(variance * meanVarianceInflation(serialCorrelation(differences))) };
}

function looks(daily: readonly DailyLosses[], { alpha, minDays }: JudgingRules): Look[] {
  const differences: number[] = [];
  let least = 1;
  return daily.map(({ day, difference }) => {
    differences.push(difference);
    const { count, mean } = moments(differences);
    const inflation = meanVarianceInflation(serialCorrelation(differences));
    const { low, high, pValue } = bettingInterval(differences, inflation, alpha);
    if (count >= minDays) least = Math.min(least, pValue);
    return {
      day: formatDay(day),
      days: count,
      difference: mean,
      low: finiteOrNull(low),
      high: finiteOrNull(high),
      pValue: least,
    };
  });
}

function fixedTests(rows: PairedRows, daily: readonly DailyLosses[], rules: JudgingRules): Comparison['fixed'] {
  const { alpha, plannedDays } = rules;
  const used = daily.slice(0, plannedDays);
  const differences = used.map(({ difference }) => difference);
  const lastDay = used.at(-1)?.day ?? Number.NEGATIVE_INFINITY;
  const kept = Array.from(rows.day.keys()).filter((row) => rows.day[row]! <= lastDay);
  const byRow = kept.map((row) => rows.treatment[row]! - rows.control[row]!);
  const paired = pairedTTest(differences, alpha);
  const clustered = clusteredMeanTest(
    byRow,
    kept.map((row) => rows.day[row]!),
    alpha,
  );
  const signed = wilcoxonTest(differences);
  const tests: FixedTest[] = [];
  if (paired) tests.push(fixedTest('paired t', paired));
  if (clustered) tests.push(fixedTest('clustered by day', clustered));
  if (signed) {
    const { pValue, statistic } = signed;
    tests.push({
      name: 'Wilcoxon signed-rank',
      pValue,
      difference: meanOf(differences),
      low: null,
      high: null,
      statistic,
    });
  }
  const isDue = daily.length >= plannedDays;
  const isFound = isDue && paired !== undefined && paired.pValue <= alpha;
  return { isDue, days: used.length, tests, winner: isFound ? winnerOf(paired.estimate) : null };
}

function dailyLosses({ day, control, treatment }: PairedRows): DailyLosses[] {
  const sums = new Map<number, { rows: number; control: number; treatment: number }>();
  for (let row = 0; row < day.length; row += 1) {
    let sum = sums.get(day[row]!);
    if (!sum) sums.set(day[row]!, (sum = { rows: 0, control: 0, treatment: 0 }));
    sum.rows += 1;
    sum.control += control[row]!;
    sum.treatment += treatment[row]!;
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([at, sum]) => ({
      day: at,
      rows: sum.rows,
      control: sum.control / sum.rows,
      treatment: sum.treatment / sum.rows,
      difference: (sum.treatment - sum.control) / sum.rows,
    }));
}

function meanOf(values: readonly number[]): number {
  return moments(values).mean;
}
