import { formatDay, groupRows } from '@dqs/core';

import { InformationMixture } from '../stats/information-mixture.js';
import { moments } from '../stats/moments.js';
import { differenceSkewness, welchTest, type TTest } from '../stats/t-tests.js';
import {
  concludedIn,
  finiteOrNull,
  fixedTest,
  winnerOf,
  type Comparison,
  type JudgingRules,
  type Look,
} from './comparison.js';
import type { SplitRows } from './observations.js';

/** Units per arm below which means are too far from normal to be judged. */
export const LEAST_UNITS = 30;
/** Skewness of the difference above which a test that assumes normality errs noticeably more often than stated. */
const MOST_SKEWNESS = 0.3;
/** The look of arms with too few units. */
const NOTHING_EXCLUDED = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, pValue: 1 };

/** The look that the fixed test uses. */
interface PlannedLook {
  readonly test: TTest;
  /** Units of the smaller arm. */
  readonly units: number;
  readonly skewness: number;
}

/** Sum and number of the losses of one unit under one arm. */
interface UnitLosses {
  readonly isTreated: boolean;
  sum: number;
  count: number;
}

/**
 * Compares the units that control served with those that the treatment served. A unit is one observation, the mean of
 * its losses so far, because it keeps its arm: more days make its mean more precise but do not add units. Each look is
 * a Welch test over units; the always-valid interval is the mixture over their information. With fewer than 30 units in
 * an arm, or if few and skewed units leave the difference far from normal, the test that assumes normality gives no
 * verdict.
 */
export function compareSplit(rows: SplitRows, rules: JudgingRules): Comparison {
  const { timeline, units, planned, days } = looks(rows, rules);
  const means = [unitMeans(units, false), unitMeans(units, true)] as const;
  const [control, treatment] = [moments(means[0]), moments(means[1])];
  const difference = treatment.mean - control.mean;
  const isDue = days >= rules.plannedDays;
  const isReliable = planned !== undefined && planned.units >= LEAST_UNITS && planned.skewness <= MOST_SKEWNESS;
  const isFound = isDue && isReliable && planned.test.pValue <= rules.alpha;
  return {
    design: 'split',
    rows: rows.day.length,
    units: { control: control.count, treatment: treatment.count },
    days,
    control: finiteOrNull(control.mean),
    treatment: finiteOrNull(treatment.mean),
    difference: finiteOrNull(difference),
    relative: finiteOrNull(difference / control.mean),
    dayCorrelation: null,
    alwaysValid: timeline.at(-1) ?? null,
    concluded: concludedIn(timeline, rules.minDays),
    fixed: {
      isDue,
      days: Math.min(days, rules.plannedDays),
      tests: planned ? [fixedTest('Welch t', planned.test)] : [],
      winner: isFound ? winnerOf(planned.test.estimate) : null,
    },
    timeline,
  };
}

function looks(rows: SplitRows, { alpha, plannedDays, minDays }: JudgingRules) {
  const units = new Map<string, UnitLosses>();
  const mixture = new InformationMixture(alpha);
  const timeline: Look[] = [];
  let planned: PlannedLook | undefined;
  let least = 1;
  let days = 0;
  for (const [day, members] of rowsByDay(rows.day)) {
    for (const row of members) addLoss(units, rows, row);
    days += 1;
    const [control, treated] = [unitMeans(units, false), unitMeans(units, true)];
    const test = welchTest(control, treated, alpha);
    if (!test) continue;
    const fewest = Math.min(control.length, treated.length);
    const skewness = Math.abs(differenceSkewness(control, treated));
    if (days <= plannedDays) planned = { test, units: fewest, skewness };
    const { low, high, pValue } = fewest < LEAST_UNITS ? NOTHING_EXCLUDED : mixture.next(test);
    if (days >= minDays) least = Math.min(least, pValue);
    const bounds = { low: finiteOrNull(low), high: finiteOrNull(high) };
    timeline.push({ day: formatDay(day), days, difference: test.estimate, ...bounds, pValue: least });
  }
  return { timeline, units, planned, days };
}

function addLoss(units: Map<string, UnitLosses>, { unit, treated, loss }: SplitRows, row: number): void {
  const isTreated = treated[row] === 1;
  const key = `${treated[row]} ${unit[row]}`;
  let losses = units.get(key);
  if (!losses) units.set(key, (losses = { isTreated, sum: 0, count: 0 }));
  losses.sum += loss[row]!;
  losses.count += 1;
}

function unitMeans(units: ReadonlyMap<string, UnitLosses>, isTreated: boolean): number[] {
  const means: number[] = [];
  for (const losses of units.values()) if (losses.isTreated === isTreated) means.push(losses.sum / losses.count);
  return means;
}

function rowsByDay(day: Int32Array): [number, number[]][] {
  return [...groupRows(day)].sort(([a], [b]) => a - b);
}
