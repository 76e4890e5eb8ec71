import type { AlwaysValidInterval } from './information-mixture.js';

/** Stakes as shares of the maximum; a portfolio of them does nearly as well as the best one. */
const STAKES = [1 / 6, 0.4, 1] as const;
/** Initial observations used only to learn the size of differences; nothing is staked on them. */
const WARM_UP = 3;
/**
 * An observation may be this many times as large as any before, and this many times as large as any against the bet.
 */
const LARGER_THAN_ANY = 1.5;
const LARGER_AGAINST = 2;
/** Far beyond any level of evidence; products are capped here to stay finite. */
const MOST_WEALTH = 1e280;

/**
 * A gambler who bets, day after day, that differences are above 0. If their mean is 0 or below, the expected wealth
 * never exceeds 1, so the probability that it ever reaches 1 / α is at most α (Ville 1939).
 */
export class Wager {
  readonly #wealth = [1, 1, 1];
  #count = 0;
  #greatest = 0;
  #greatestAgainst = 0;

  /** Settles the bet on one difference; the stake depends only on earlier ones. */
  add(difference: number): void {
    const usual = LARGER_THAN_ANY * this.#greatest;
    const against = LARGER_AGAINST * this.#greatestAgainst;
    const bound = usual > against ? usual : against;
    // A gain counts only up to the bound, which can only lower the expectation; a loss cannot exceed the wealth.
    if (this.#count >= WARM_UP && bound > 0) this.#settle(difference < bound ? difference / bound : 1);
    const size = difference < 0 ? -difference : difference;
    this.#count += 1;
    if (size > this.#greatest) this.#greatest = size;
    if (-difference > this.#greatestAgainst) this.#greatestAgainst = -difference;
  }

  #settle(outcome: number): void {
    const wealth = this.#wealth;
    for (let i = 0; i < wealth.length; i += 1) {
      const factor = 1 + STAKES[i]! * outcome;
      const next = factor > 0 ? wealth[i]! * factor : 0;
      wealth[i] = next < MOST_WEALTH ? next : MOST_WEALTH;
    }
  }

  /**
   * The wealth so far. Correlated days count for less: their sums behave like those of independent days with
   * `inflation` times the variance, so the wealth is reduced to the root of that order.
   */
  wealth(inflation: number): number {
    let sum = 0;
    for (const wealth of this.#wealth) sum += inflation === 1 ? wealth : wealth ** (1 / inflation);
    return sum / STAKES.length;
  }
}

/**
 * The confidence sequence of a mean by betting (Waudby-Smith and Ramdas, "Estimating means of bounded random variables
 * by betting", Journal of the Royal Statistical Society B 2024): the means against which neither of two gamblers, one
 * for each side, has turned 1 into 2 / α. It assumes no distribution, so skewed and heavy-tailed losses do not mislead
 * it. Its assumption is a bound: that no difference is larger against a bet than twice the largest one against it so
 * far and one and a half times the largest of all. A version that is slightly better on most days and a disaster on
 * rare ones cannot be distinguished from a better one before such a day.
 *
 * @param values differences of successive days.
 * @param inflation factor by which their correlation raises the variance of their mean, 1 or more.
 * @param alpha probability of ever missing the true mean, in (0, 1).
 */
export function bettingInterval(values: ArrayLike<number>, inflation: number, alpha: number): AlwaysValidInterval {
  const wealthOver = (mean: number, sign: 1 | -1) => {
    const wager = new Wager();
    const count = values.length;
    for (let i = 0; i < count; i += 1) wager.add(sign * (values[i]! - mean));
    return wager.wealth(inflation);
  };
  const isExcluded = (sign: 1 | -1) => (mean: number) => wealthOver(sign * mean, sign) >= 2 / alpha;
  const { mean, range } = spanOf(values);
  if (!(values.length > WARM_UP)) return { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY, pValue: 1 };
  const direction = mean < 0 ? -1 : 1;
  return {
    low: lowerEnd(mean, range, isExcluded(1)),
    high: -lowerEnd(-mean, range, isExcluded(-1)),
    pValue: mean === 0 ? 1 : Math.min(1, 2 / wealthOver(0, direction)),
  };
}

/** Number of bisection steps between an excluded mean and one that is not. */
const HALVINGS = 30;
/** How far below the mean the bound is searched, in ranges of the values. */
const FARTHEST = 1e6;

/**
 * The smallest mean that is not excluded. If 0 lies below the mean, it is tested first, so that the bound is always on
 * the correct side of it.
 */
function lowerEnd(mean: number, range: number, isExcluded: (mean: number) => boolean): number {
  let inside = mean;
  let outside = Number.NaN;
  if (mean > 0 && isExcluded(0)) outside = 0;
  else if (mean > 0) inside = 0;
  for (let step = range; Number.isNaN(outside) && step <= FARTHEST * range; step *= 10) {
    if (isExcluded(inside - step)) outside = inside - step;
  }
  if (Number.isNaN(outside)) return Number.NEGATIVE_INFINITY;
  for (let i = 0; i < HALVINGS; i += 1) {
    const middle = (inside + outside) / 2;
    if (isExcluded(middle)) outside = middle;
    else inside = middle;
  }
  return inside;
}

function spanOf(values: ArrayLike<number>) {
  let [sum, least, greatest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const count = values.length;
  for (let i = 0; i < count; i += 1) {
    sum += values[i]!;
    least = Math.min(least, values[i]!);
    greatest = Math.max(greatest, values[i]!);
  }
  const mean = sum / count;
  // Identical values have a range equal to their size.
  return { mean, range: greatest > least ? greatest - least : Math.abs(mean) || 1 };
}
