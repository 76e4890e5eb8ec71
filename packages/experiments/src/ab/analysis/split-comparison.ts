import { formatDay } from '@dqs/core';

import { InformationMixture } from '../stats/information-mixture.js';
import { moments } from '../stats/moments.js';
import { welchOf, type TTest } from '../stats/t-tests.js';
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

/** Sum and number of the losses of one unit under one arm. */
interface UnitLosses {
  readonly isTreated: boolean;
  sum: number;
  count: number;
}

/**
 * Compares the units that control served with those that the treatment served. A unit is one observation, the mean of its
 * losses so far, because it keeps its arm: more days make its mean surer but do not make more units. Each look is a Welch
 * test over units; the always-valid interval is the mixture over their information.
 */
export function compareSplit(rows: SplitRows, rules: JudgingRules): Comparison {
  const { timeline, units, planned, days } = looks(rows, rules);
  const arms = [false, true].map((isTreated) => moments(unitMeans(units, isTreated)));
  const [control, treatment] = [arms[0]!, arms[1]!];
  const difference = treatment.mean - control.mean;
  const isDue = days >= rules.plannedDays;
  const isFound = isDue && planned !== undefined && planned.pValue <= rules.alpha;
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
      tests: planned ? [fixedTest('Welch t', planned)] : [],
      winner: isFound ? winnerOf(planned.estimate) : null,
    },
    timeline,
  };
}

function looks(rows: SplitRows, { alpha, plannedDays, minDays }: JudgingRules) {
  const units = new Map<string, UnitLosses>();
  const mixture = new InformationMixture(alpha);
  const timeline: Look[] = [];
  let planned: TTest | undefined;
  let least = 1;
  let days = 0;
  for (const [day, members] of rowsByDay(rows.day)) {
    for (const row of members) addLoss(units, rows, row);
    days += 1;
    const test = welchOf(moments(unitMeans(units, false)), moments(unitMeans(units, true)), alpha);
    if (!test) continue;
    if (days <= plannedDays) planned = test;
    const { low, high, pValue } = mixture.next(test);
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
  const groups = new Map<number, number[]>();
  day.forEach((at, row) => {
    const members = groups.get(at);
    if (members) members.push(row);
    else groups.set(at, [row]);
  });
  return [...groups].sort(([a], [b]) => a - b);
}
