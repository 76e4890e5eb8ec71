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

/**
 * How long the current regime of a series has lasted, as a posterior over run lengths (Bayesian online changepoint detection,
 * Adams and MacKay, 2007), with a Dirichlet-like predictive: the values of the run, and two days of the rule's. Needs no
 * training.
 */
export class RunLengthPosterior {
  /** Weight of a run of r days, r up to {@link WINDOW}. */
  #weights = new Float64Array(WINDOW + 1);
  #next = new Float64Array(WINDOW + 1);
  /** The latest values as rings. */
  readonly #passes = new Int32Array(WINDOW);
  readonly #executions = new Int32Array(WINDOW);
  readonly #fromRun = new Float64Array(WINDOW + 2);
  #count = 0;
  #counts = new Float64Array(0);

  constructor() {
    this.#weights[0] = 1;
  }

  /** Mean run length in days under the posterior. */
  get expectedRun(): number {
    let sum = 0;
    for (let r = 1; r <= WINDOW; r += 1) sum += r * this.#weights[r]!;
    return sum;
  }

  /**
   * Takes in the next result.
   *
   * @param ruleMass chance of a value alike, see {@link alikeWithin}, by the rule's share as it was known before the result.
   */
  push(passes: number, executions: number, ruleMass: number): void {
    const longest = Math.min(this.#count, WINDOW);
    const mass = Math.max(ruleMass, LEAST_MASS);
    const likely = this.#next;
    const within = alikeWithin(passes, executions);
    let alike = 0;
    let total = 0;
    for (let r = 0; r <= longest; r += 1) {
      if (r > 0 && this.#isAlike(r - 1, passes, executions, within)) alike += 1;
      const one = (this.#weights[r]! * (alike + PRIOR_DAYS * mass)) / (r + PRIOR_DAYS);
      likely[r] = one;
      total += one;
    }
    const weights = this.#weights;
    // The longest run takes in what would grow beyond it.
    const overflow = longest === WINDOW ? likely[WINDOW]! : 0;
    for (let r = Math.min(longest, WINDOW - 1); r >= 0; r -= 1) weights[r + 1] = ((1 - RESTART) * likely[r]!) / total;
    if (overflow > 0) weights[WINDOW]! += ((1 - RESTART) * overflow) / total;
    weights[0] = RESTART;
    const at = this.#count % WINDOW;
    this.#passes[at] = passes;
    this.#executions[at] = executions;
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
    let prior = PRIOR_DAYS * (lasts * this.#weights[0]! + 1 - lasts) * 0.5;
    const fromRun = this.#fromRun;
    fromRun[longest + 1] = 0;
    for (let r = longest; r >= 1; r -= 1) {
      const share = (lasts * this.#weights[r]!) / (r + PRIOR_DAYS);
      fromRun[r] = fromRun[r + 1]! + share;
      prior += PRIOR_DAYS * share;
    }
    const size = levels.length;
    if (this.#counts.length <= size) this.#counts = new Float64Array(size + 2);
    this.#counts.fill(0, 0, size + 1);
    for (let r = 1; r <= longest; r += 1) {
      const place = (this.#count - r) % WINDOW;
      const reached = levelsReached(levels, n, this.#passes[place]!, this.#executions[place]!);
      this.#counts[reached]! += fromRun[r]!;
    }
    let sum = 0;
    for (let level = size - 1; level >= 0; level -= 1) {
      sum += this.#counts[level + 1]!;
      out[at + level] = sum + prior * ruleShare[level]!;
    }
  }

  /** Whether the k-th last value is the same fraction, give or take some passes of these executions. */
  #isAlike(k: number, passes: number, executions: number, within: number): boolean {
    const place = (this.#count - 1 - k) % WINDOW;
    const apart = Math.abs(this.#passes[place]! * executions - passes * this.#executions[place]!);
    return apart <= within * this.#executions[place]!;
  }
}
