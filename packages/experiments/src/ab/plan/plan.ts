import { DqsError, Random } from '@dqs/core';
import { meanVarianceInflation, serialCorrelation } from '@dqs/core/stats';

import { Wager } from '../stats/betting.js';
import { criticalT, mixtureScale, TUNED_FOR } from '../stats/information-mixture.js';
import { tTestPower } from '../stats/noncentral-t.js';

/** What is known about losses before an experiment starts. */
export interface LossFigures {
  /** Mean loss of the control. */
  readonly baselineLoss: number;
  /**
   * Standard deviation of the daily mean difference of losses, including the correlation of days; for the paired
   * design.
   */
  readonly dailyDifferenceSd?: number;
  /** For the split design. */
  readonly split?: {
    /** Total number of units, and the share that is treated. */
    readonly units: number;
    readonly share: number;
    /** Standard deviation between units of their long-run mean loss. */
    readonly unitSd: number;
    /** Standard deviation within a unit from day to day. */
    readonly daySd: number;
  };
}

/** The effect and the error rates of a plan. */
export interface PlanOptions {
  /** Relative change of the loss to detect, such as 0.03; above 0. */
  readonly effect: number;
  /** @default 0.05 */
  readonly alpha?: number;
  /** Probability of detecting it. @default 0.8 */
  readonly power?: number;
  /** Longest experiment to consider. @default 730 */
  readonly maxDays?: number;
}

/** Days that one kind of test needs. */
export interface PlannedTest {
  readonly design: 'paired' | 'split';
  /** `fixed`: one look on the last day. `always-valid`: daily looks. */
  readonly method: 'fixed' | 'always-valid';
  /** null if `maxDays` are not enough. */
  readonly days: number | null;
  /** Power after those days, or after `maxDays`. */
  readonly power: number;
}

/**
 * Days needed to detect an effect. The power of fixed tests follows from the noncentral t distribution. For the paired
 * always-valid test it is the share of 200 simulated experiments that have concluded by then. For the always-valid
 * split it is the probability of concluding on exactly that day, assuming many units with normal means; concluding
 * earlier only adds to it, so the estimate is slightly too high, never too low.
 *
 * @throws DqsError `invalid-argument` for an effect, a level or a figure outside its range.
 */
export function planExperiment(figures: LossFigures, options: PlanOptions): PlannedTest[] {
  const { effect, alpha = 0.05, power = 0.8, maxDays = 730 } = options;
  assertFigures(figures, { effect, alpha, power });
  const size = effect * figures.baselineLoss;
  const { dailyDifferenceSd: sd, split } = figures;
  const tests: PlannedTest[] = [];
  const add = (design: PlannedTest['design'], method: PlannedTest['method'], powerOn: (days: number) => number) => {
    tests.push({ design, method, ...daysFor(powerOn, power, maxDays) });
  };
  if (sd !== undefined) {
    const shift = (days: number) => (size / sd) * Math.sqrt(days);
    add('paired', 'fixed', (days) => tTestPower(shift(days), days - 1, alpha));
    const concluded = bettingDays(size / sd, alpha, maxDays);
    const shareOn = (day: number) => concluded.filter((days) => days <= day).length / concluded.length;
    add('paired', 'always-valid', shareOn);
  }
  if (split !== undefined) {
    const error = (days: number) => splitError(split, days);
    const freedom = split.units - 2;
    add('split', 'fixed', (days) => tTestPower(size / error(days), freedom, alpha));
    const critical = (days: number) =>
      criticalT(mixtureScale(TUNED_FOR, alpha) * (error(1) / error(days)) ** 2, freedom, alpha);
    add('split', 'always-valid', (days) => tTestPower(size / error(days), freedom, alpha, critical(days)));
  }
  return tests;
}

/** Standard error of the difference between arms: differences between units persist, those between days average out. */
function splitError({ units, share, unitSd, daySd }: NonNullable<LossFigures['split']>, days: number): number {
  const variance = unitSd ** 2 + daySd ** 2 / days;
  return Math.sqrt(variance / (units * share) + variance / (units * (1 - share)));
}

/** The first day with enough power; power rises with days, so halving finds it. */
function daysFor(powerOn: (days: number) => number, wanted: number, maxDays: number) {
  let [low, high] = [1, maxDays];
  const most = powerOn(maxDays);
  if (most < wanted) return { days: null, power: most };
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (powerOn(middle) >= wanted) high = middle;
    else low = middle;
  }
  return { days: high, power: powerOn(high) };
}

function assertFigures(
  figures: LossFigures,
  { effect, alpha, power }: Required<Pick<PlanOptions, 'effect' | 'alpha' | 'power'>>,
) {
  const { baselineLoss, dailyDifferenceSd: sd, split } = figures;
  const problems: string[] = [];
  const expect = (isFine: boolean, text: string) => (isFine ? 0 : problems.push(text));
  expect(effect > 0 && effect < 1, `an effect in (0, 1), got ${effect}`);
  expect(alpha > 0 && alpha < 0.5, `alpha in (0, 0.5), got ${alpha}`);
  expect(power > alpha && power < 1, `power between alpha and 1, got ${power}`);
  expect(baselineLoss > 0, `a baseline loss above 0, got ${baselineLoss}`);
  expect(sd === undefined || sd > 0, `a standard deviation of daily differences above 0, got ${sd}`);
  expect(sd !== undefined || split !== undefined, 'figures for the paired or the split design, got neither');
  if (split) {
    expect(split.share > 0 && split.share < 1, `a share in (0, 1), got ${split.share}`);
    expect(split.units >= 4, `4 units or more, got ${split.units}`);
    expect(split.unitSd >= 0 && split.daySd >= 0 && split.unitSd + split.daySd > 0, 'standard deviations above 0');
  }
  if (problems.length === 0) return;
  throw new DqsError('invalid-argument', `invalid plan: expected ${problems.join('; expected ')}`, {
    details: { problems },
  });
}

/** Number of simulated experiments; the concluded share is accurate to about 3 of 100. */
const RUNS = 200;

/**
 * The days after which each of a number of simulated experiments with daily looks would have concluded; ascending, ∞ if
 * `maxDays` are not enough. Days are normal and independent; the same arguments give the same days.
 *
 * @param effect the true daily difference in standard deviations of a day; above 0.
 * @param alpha probability of a false verdict.
 */
function bettingDays(effect: number, alpha: number, maxDays: number): number[] {
  const random = new Random(42);
  return Array.from({ length: RUNS }, () => daysUntilConcluded(effect, alpha, maxDays, random)).sort((a, b) => a - b);
}

function daysUntilConcluded(effect: number, alpha: number, maxDays: number, random: Random): number {
  const wager = new Wager();
  const values: number[] = [];
  while (values.length < maxDays) {
    const value = effect + random.normal();
    values.push(value);
    wager.add(value);
    // Discounting for correlation only lowers the wealth, so it is done only if it could matter.
    if (wager.wealth(1) < 2 / alpha) continue;
    if (wager.wealth(meanVarianceInflation(serialCorrelation(values))) >= 2 / alpha) return values.length;
  }
  return Number.POSITIVE_INFINITY;
}
