import { meanVarianceInflation } from './serial-correlation.js';

/** Stakes as shares of the greatest one possible; the mean over them does nearly as well as the best one. */
const STAKES = [0.99, 0.6, 0.35, 0.2, 0.1, 0.05, 0.02, 0.01] as const;
/** A gain counts up to so many bounds, so that one absurd day does not decide for ever. */
const MOST_GAIN = 20;
/** So many days of its own outweigh what was assumed of the correlation of days. */
const PRIOR_DAYS = 30;
const MOST_CORRELATION = 0.9;
/** Logarithms beyond this have no number. */
const MOST_LOGARITHM = 690;
/** Correlation of successive days where nothing better is known. */
const USUAL_CORRELATION = 0.3;

/** Running evidence that differences are above 0 on average. Plain data: it survives JSON. */
export interface EProcess {
  /** No difference is below minus this. */
  readonly bound: number;
  /** Correlation of successive differences that is assumed before any is known, in [0, 0.9]. */
  readonly correlation: number;
  /** A new bet begins after so many differences; 0 for never. */
  readonly restartEvery: number;
  /** Differences so far. */
  readonly days: number;
  /** Logarithm of the wealth of each stake. */
  readonly logWealth: readonly number[];
  /** Sums of squared changes over one day and over two: their ratio tells the correlation. */
  readonly changes: readonly [number, number];
  /** The last two differences, the latest first; NaN where there is none. */
  readonly last: readonly [number, number];
}

/**
 * An e-process without a day.
 *
 * @param bound above 0, fixed before the first difference: no difference can be below −bound; one that is counts as −bound.
 * @param correlation assumed of successive differences, such as that of the days before. @default 0.3
 * @param restartEvery for changes that may come after a long time without one: every so many differences a part of the stake,
 * 1 / ((k + 1)(k + 2)), begins anew, so that what was lost before does not count against it. The hypothesis must then hold from
 * each of those days on, as "no day is expected to be above 0" does. @default 0, never
 */
export function startEProcess(bound: number, correlation = USUAL_CORRELATION, restartEvery = 0): EProcess {
  const assumed = Math.min(MOST_CORRELATION, Math.max(0, correlation));
  const logWealth = STAKES.map(() => (restartEvery > 0 ? Math.log(stakeOf(0)) : 0));
  const last = [Number.NaN, Number.NaN] as const;
  return { bound, correlation: assumed, restartEvery, days: 0, logWealth, changes: [0, 0], last };
}

/** The part of the stake that the k-th bet begins with; all together are 1. */
function stakeOf(k: number): number {
  return 1 / ((k + 1) * (k + 2));
}

/**
 * Evidence by betting that differences of bounded losses are above 0, for looks at any time: the sequential comparison of
 * forecasters of Choe and Ramdas ("Comparing sequential forecasters", Operations Research 2024), with constant stakes λ on
 * each difference d, wealth `Π (1 + λ d)`, averaged over a grid
 * of stakes.
 *
 * **What holds.** If the conditional expectations Δ of the differences have a mean of 0 or less at every time (their weak
 * null; single days may be above), then `Π (1 + λ d) = M · Π (1 + λ Δ) ≤ M · exp(λ Σ Δ) ≤ M` with a martingale M of
 * expectation 1: the probability that {@link eValue} ever reaches 1 / α is at most α (Ville 1939), and values of many
 * processes may be judged by e-BH whatever their dependence. One step by the inequality 1 + x ≤ eˣ, which the
 * empirical-Bernstein process of that paper takes twice, so this one is never behind it.
 *
 * **Correlated days.** Where a day resembles the one before, Δ wanders around 0 and the weak null fails for a while. Sums of
 * such days behave like sums of independent ones with `κ = (1 + ρ) / (1 − ρ)` times the variance, so the wealth is taken to
 * the power 1 / κ: for κ ≥ 1 that never exceeds the greater of the wealth and 1, so what holds without correlation still
 * does, however ρ was estimated; that it holds with correlation too is shown by simulation, up to 0.7 from day to day. ρ is
 * measured on changes over one day and over two, which a lasting change of the mean does not disturb, and starts from
 * `correlation`.
 *
 * The unit is one number a day: the mean of a pool's losses, which move together within a day.
 *
 * @param state is not changed.
 * @param differences in order of time, one a day; NaN, a day without results, is left out.
 */
export function extendEProcess(state: EProcess, differences: Iterable<number>): EProcess {
  const running = runningOf(state);
  for (const difference of differences) advance(running, difference);
  return running;
}

/**
 * {@link eValue} after each of some differences, as {@link extendEProcess} takes them one by one.
 *
 * @returns one a difference, in [0, ∞).
 */
export function eValues(state: EProcess, differences: ArrayLike<number>): Float64Array {
  const running = runningOf(state);
  return Float64Array.from(differences, (difference) => {
    advance(running, difference);
    return eValue(running);
  });
}

/** An e-process that is extended in place. */
interface RunningEProcess extends EProcess {
  days: number;
  readonly logWealth: number[];
  readonly changes: [number, number];
  readonly last: [number, number];
}

function runningOf(state: EProcess): RunningEProcess {
  const { logWealth, changes, last } = state;
  return { ...state, logWealth: [...logWealth], changes: [...changes], last: [...last] };
}

function advance(running: RunningEProcess, difference: number): void {
  if (difference !== difference) return;
  const { bound, restartEvery, days, logWealth, changes, last } = running;
  if (restartEvery > 0 && days > 0 && days % restartEvery === 0) addStake(logWealth, stakeOf(days / restartEvery));
  const outcome = Math.min(MOST_GAIN, Math.max(-1, difference / bound));
  for (let k = 0; k < STAKES.length; k += 1) logWealth[k]! += Math.log1p(STAKES[k]! * outcome);
  if (last[1] === last[1]) {
    changes[0] += (outcome - last[0]) ** 2;
    changes[1] += (outcome - last[1]) ** 2;
  }
  last[1] = last[0];
  last[0] = outcome;
  running.days += 1;
}

function addStake(logWealth: number[], stake: number): void {
  for (let k = 0; k < STAKES.length; k += 1) {
    const [more, less] = [Math.max(logWealth[k]!, Math.log(stake)), Math.min(logWealth[k]!, Math.log(stake))];
    logWealth[k] = more + Math.log1p(Math.exp(less - more));
  }
}

/**
 * The process of `earlier` and then `later`, of the same bound and without restarts. Wealth multiplies; of the correlation the
 * two changes across the seam are not seen.
 */
export function joinEProcesses(earlier: EProcess, later: EProcess): EProcess {
  return {
    ...later,
    correlation: earlier.correlation,
    days: earlier.days + later.days,
    logWealth: earlier.logWealth.map((value, k) => value + later.logWealth[k]!),
    changes: [earlier.changes[0] + later.changes[0], earlier.changes[1] + later.changes[1]],
    last:
      later.days > 1
        ? later.last
        : ([...later.last.slice(0, later.days), ...earlier.last].slice(0, 2) as [number, number]),
  };
}

/**
 * The e-value so far: 1 at first; the greater, the stronger the evidence. 20 refutes at a level of 5 %.
 */
export function eValue(state: EProcess): number {
  const inflation = meanVarianceInflation(differenceCorrelation(state));
  const greatest = Math.max(...state.logWealth);
  let sum = unstaked(state) * Math.exp(-greatest);
  for (const value of state.logWealth) sum += Math.exp(value - greatest) / STAKES.length;
  return Math.exp(Math.min(MOST_LOGARITHM, (greatest + Math.log(sum)) / inflation));
}

/** What the bets to come will begin with. */
function unstaked({ restartEvery, days }: EProcess): number {
  return restartEvery === 0 ? 0 : 1 / (Math.floor(Math.max(0, days - 1) / restartEvery) + 2);
}

/**
 * Correlation of a difference with that of the day before, in [0, 0.9]: changes over two days are 1 + ρ times as great as
 * those over one, squared, in a first-order autoregression.
 */
export function differenceCorrelation({ days, changes: [one, two], correlation }: EProcess): number {
  const measured = one > 0 ? two / one - 1 : 0;
  const weight = one > 0 ? Math.max(0, days - 2) : 0;
  const shrunk = (weight * measured + PRIOR_DAYS * correlation) / (weight + PRIOR_DAYS);
  return Math.min(MOST_CORRELATION, Math.max(0, shrunk));
}
