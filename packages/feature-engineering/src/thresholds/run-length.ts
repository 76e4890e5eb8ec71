import { EXACT_EXECUTIONS } from '@dqs/core/stats';

import { levelsReached, WINDOW } from './levels.js';

/** Chance a day that a run of alike days begins anew. */
const RESTART = 1 / 40;
/** Weight of the rule's share, in days. */
const PRIOR_DAYS = 2;
/** No value is less likely than that before it was seen. */
const LEAST_MASS = 1e-4;

/**
 * How many passes apart two values count as alike: none up to {@link EXACT_EXECUTIONS} executions. Above, where hardly a
 * value comes twice and equal ones would tell nothing, half the standard deviation of a Binomial day, rounded down: 0 where up
 * to four fail, so that histories in which the same few fail every day are still told apart.
 */
export function alikeWithin(passes: number, executions: number): number {
  if (executions <= EXACT_EXECUTIONS) return 0;
  return Math.floor(0.5 * Math.sqrt((passes * (executions - passes)) / executions));
}

/** 1 / (r + {@link PRIOR_DAYS}), by run length r. */
const SHARE_OF_ONE = Float64Array.from({ length: WINDOW + 1 }, (_, r) => 1 / (r + PRIOR_DAYS));

/** How many numbers {@link RunLengthPosterior.save} writes. */
export const RUN_NUMBERS = WINDOW + 1;

/** What a call works with. */
const likely = new Float64Array(WINDOW + 1);
const fromRun = new Float64Array(WINDOW + 2);

/**
 * How long the current regime of a series has lasted, as a posterior over run lengths (Bayesian online changepoint detection,
 * Adams and MacKay, 2007), with a Dirichlet-like predictive: the values of the run, and two days of the rule's. Needs no
 * training.
 */
export class RunLengthPosterior {
  /** Weight of a run of r days, r up to {@link WINDOW}. */
  readonly #weights = new Float64Array(WINDOW + 1);
  /** The latest values, the latest first, from {@link #latest} on: with room in front, so that few days move the others. */
  readonly #passes = new Int32Array(2 * WINDOW);
  readonly #executions = new Int32Array(2 * WINDOW);
  #latest = 2 * WINDOW;
  #count = 0;
  #counts = new Float64Array(0);

  constructor() {
    this.#weights[0] = 1;
  }

  /** Writes the weights of all runs, {@link RUN_NUMBERS} numbers: all that later pushes go on from beside the latest values. */
  save(into: Float64Array, at: number): void {
    into.set(this.#weights, at);
  }

  /**
   * The posterior that {@link save} wrote.
   *
   * @param passes of all results that it has taken in, in order, as `executions`.
   */
  static saved(from: Float64Array, at: number, passes: Int32Array, executions: Int32Array): RunLengthPosterior {
    const posterior = new RunLengthPosterior();
    posterior.#weights.set(from.subarray(at, at + RUN_NUMBERS));
    posterior.#count = passes.length;
    const known = Math.min(passes.length, WINDOW);
    posterior.#latest = 2 * WINDOW - known;
    for (let r = 0; r < known; r += 1) {
      posterior.#passes[posterior.#latest + r] = passes[passes.length - 1 - r]!;
      posterior.#executions[posterior.#latest + r] = executions[passes.length - 1 - r]!;
    }
    return posterior;
  }

  /** Mean run length in days under the posterior. */
  get expectedRun(): number {
    const weights = this.#weights;
    const longest = Math.min(this.#count, WINDOW);
    let sum = 0;
    for (let r = 1; r <= longest; r += 1) sum += r * weights[r]!;
    return sum;
  }

  /**
   * Takes in the next result.
   *
   * @param ruleMass chance of a value alike, see {@link alikeWithin}, by the rule's share as it was known before the result.
   */
  push(passes: number, executions: number, ruleMass: number): void {
    const longest = Math.min(this.#count, WINDOW);
    const total = this.#weigh(longest, passes, executions, PRIOR_DAYS * Math.max(ruleMass, LEAST_MASS));
    const weights = this.#weights;
    const lasts = (1 - RESTART) / total;
    for (let r = Math.min(longest, WINDOW - 1); r >= 0; r -= 1) weights[r + 1] = lasts * likely[r]!;
    // The longest run takes in what would grow beyond it.
    if (longest === WINDOW) weights[WINDOW]! += lasts * likely[WINDOW]!;
    weights[0] = RESTART;
    this.#remember(passes, executions);
  }

  /** How likely each run length makes the next result, times its weight; returns the sum. */
  #weigh(longest: number, passes: number, executions: number, prior: number): number {
    const within = alikeWithin(passes, executions);
    const weights = this.#weights;
    const [allPasses, allExecutions] = [this.#passes, this.#executions];
    let total = weights[0]! * prior * SHARE_OF_ONE[0]!;
    likely[0] = total;
    for (let r = 1, i = this.#latest, alike = 0; r <= longest; r += 1, i += 1) {
      const executed = allExecutions[i]!;
      if (Math.abs(allPasses[i]! * executions - passes * executed) <= within * executed) alike += 1;
      const one = weights[r]! * (alike + prior) * SHARE_OF_ONE[r]!;
      likely[r] = one;
      total += one;
    }
    return total;
  }

  #remember(passes: number, executions: number): void {
    if (this.#latest === 0) {
      this.#passes.copyWithin(WINDOW, 0, WINDOW);
      this.#executions.copyWithin(WINDOW, 0, WINDOW);
      this.#latest = WINDOW;
    }
    this.#latest -= 1;
    this.#passes[this.#latest] = passes;
    this.#executions[this.#latest] = executions;
    this.#count += 1;
  }

  /**
   * Writes the chance of reaching each level: `Σ_r w_r (c_r + 2 S0) / (r + 2)`, c_r being the days among the last r that
   * reached it.
   *
   * @param lag observed days to the one forecast; a run lasts on with 39/40 a day.
   * @param ruleShare the rule's share by level, S0.
   */
  write(n: number, levels: Int32Array, lag: number, ruleShare: Float64Array, out: Float64Array, at: number): void {
    const longest = Math.min(this.#count, WINDOW);
    const lasts = (1 - RESTART) ** (lag - 1);
    const weights = this.#weights;
    let prior = 0.5 * PRIOR_DAYS * (lasts * weights[0]! + 1 - lasts);
    fromRun[longest + 1] = 0;
    for (let r = longest, sum = 0; r >= 1; r -= 1) {
      const share = lasts * weights[r]! * SHARE_OF_ONE[r]!;
      sum += share;
      fromRun[r] = sum;
      prior += PRIOR_DAYS * share;
    }
    const size = levels.length;
    const counts = this.#countsBy(n, levels, longest);
    let sum = 0;
    for (let level = size - 1; level >= 0; level -= 1) {
      sum += counts[level + 1]!;
      out[at + level] = sum + prior * ruleShare[level]!;
    }
  }

  /** Adds up {@link fromRun} by the number of levels that a day reached. */
  #countsBy(n: number, levels: Int32Array, longest: number): Float64Array {
    const size = levels.length;
    if (this.#counts.length <= size) this.#counts = new Float64Array(size + 2);
    const counts = this.#counts.fill(0, 0, size + 1);
    const [passes, executions] = [this.#passes, this.#executions];
    for (let r = 1, i = this.#latest; r <= longest; r += 1, i += 1) {
      const isWhole = size === n && executions[i] === n;
      const reached = isWhole ? passes[i]! : levelsReached(levels, n, passes[i]!, executions[i]!);
      counts[reached]! += fromRun[r]!;
    }
    return counts;
  }
}
