import { binomialMedian } from '../binomial.js';
import { lowerThreshold, upperThreshold } from './summary.js';
import type { ExceedanceTable } from './table.js';

/** Up to so many executions every number of passes is a level. */
export const EXACT_EXECUTIONS = 50;
/** Most levels of a row with more executions. */
const MOST_LEVELS = 60;
/** Of them, one less than are spread over the range; the others decide the median or a bound, and the last is n. */
const SPREAD_LEVELS = 48;
/** Levels reach as far as the distribution has mass. */
const TAIL = 1e-9;
/** Probabilities below this share of the mode's change no digit of a sum. */
const NEGLIGIBLE = 1e-17;
/** The published quantiles, exact with any number of executions; P(passes ≥ m) falls, so the passes ascend. */
const THRESHOLDS = [lowerThreshold(0.95), lowerThreshold(0.8), 0.5, upperThreshold(0.8), upperThreshold(0.95)];
const ABOVE_HALF = 0.5 + Number.EPSILON / 2;

/**
 * Binomial(n, p) by row. Up to {@link EXACT_EXECUTIONS} executions every level is there; beyond, at most 60: spread over the
 * range that has mass, and both neighbours of the median and of the bounds of 80 and 95 %, which therefore are exact. The median
 * is that of {@link binomialMedian}.
 *
 * @param executions n by row, integers ≥ 1.
 * @param probabilities p by row, in [0, 1]; what lies outside counts as the nearer end.
 */
export function binomialTable(executions: Int32Array, probabilities: Float64Array): ExceedanceTable {
  const rows = executions.length;
  let most = 0;
  for (const n of executions) most += n <= EXACT_EXECUTIONS ? n : MOST_LEVELS;
  const table = {
    offsets: new Int32Array(rows + 1),
    numerator: new Int32Array(most),
    executions,
    exceedance: new Float64Array(most),
  };
  const tail = new BinomialTail();
  for (let row = 0; row < rows; row += 1) {
    tail.compute(executions[row]!, Math.min(1, Math.max(0, probabilities[row]!)));
    table.offsets[row + 1] = tail.writeLevels(table, table.offsets[row]!);
  }
  const used = table.offsets[rows]!;
  return {
    ...table,
    numerator: table.numerator.subarray(0, used),
    exceedance: table.exceedance.subarray(0, used),
  };
}

type LevelArrays = Pick<ExceedanceTable, 'numerator' | 'exceedance'>;

/** P(X ≥ m) of one binomial distribution after the other, in memory that they share. */
class BinomialTail {
  /** Sums of terms: P(X ≥ m), but for a factor, at m − {@link #base}. */
  #values = new Float64Array(64);
  #base = 0;
  #n = 1;
  /** The first and the last value that are kept: before them the probability is 1, after them 0. */
  #from = 0;
  #to = 0;
  /** What the values are shares of. */
  #sum = 1;
  #median = 0;
  readonly #pinned = new Int32Array(2 * THRESHOLDS.length);

  /** Terms as shares of the mode's, which neither overflow nor lose digits; then their sums, from above. */
  compute(n: number, p: number): void {
    const isExact = n <= EXACT_EXECUTIONS;
    const mode = Math.min(n, Math.floor((n + 1) * p));
    const reach = isExact ? n : Math.ceil(10 * Math.sqrt(n * p * (1 - p))) + 60;
    this.#n = n;
    this.#from = this.#base = Math.max(0, mode - reach);
    this.#to = Math.min(n, mode + reach);
    if (this.#to - this.#base >= this.#values.length) this.#values = new Float64Array(2 * (this.#to - this.#base + 1));
    this.#addTerms(mode, p / (1 - p), isExact ? 0 : NEGLIGIBLE);
    this.#sumTerms();
    this.#findMedian(p);
  }

  #addTerms(mode: number, odds: number, least: number): void {
    const [terms, base, n] = [this.#values, this.#base, this.#n];
    terms[mode - base] = 1;
    let term = 1;
    for (let k = mode + 1; k <= this.#to; k += 1) {
      term *= ((n - k + 1) / k) * odds;
      terms[k - base] = term;
      if (term < least) this.#to = k;
    }
    term = 1;
    for (let k = mode - 1; k >= this.#from; k -= 1) {
      term *= (k + 1) / (n - k) / odds;
      terms[k - base] = term;
      if (term < least) this.#from = k;
    }
  }

  /** From above: the value at m is the sum of the terms from m on. */
  #sumTerms(): void {
    const [values, from] = [this.#values, this.#from - this.#base];
    let sum = 0;
    for (let i = this.#to - this.#base; i >= from; i -= 1) values[i] = sum += values[i]!;
    this.#sum = sum;
  }

  /** The median is where the probabilities say; where rounding alone would decide, where {@link binomialMedian} says. */
  #findMedian(p: number): void {
    const median = this.#above(0.5);
    const isPlain = this.#share(median) - 0.5 > TAIL && 0.5 - this.#share(median + 1) > TAIL;
    this.#median = isPlain ? median : binomialMedian(this.#n, p);
  }

  #share(m: number): number {
    if (m <= this.#from) return 1;
    return m > this.#to ? 0 : this.#values[m - this.#base]! / this.#sum;
  }

  /** P(X ≥ m), which is above ½ up to the median and not beyond. */
  #at(m: number): number {
    const share = this.#share(m);
    return m <= this.#median ? Math.max(share, ABOVE_HALF) : Math.min(share, 0.5);
  }

  /** The greatest m with P(X ≥ m) > `threshold`. */
  #above(threshold: number): number {
    const limit = threshold * this.#sum;
    let [low, high] = [this.#from, this.#to + 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#values[middle - this.#base]! > limit) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Writes the levels of a row at `start` and beyond; gives the end. */
  writeLevels(table: LevelArrays, start: number): number {
    if (this.#n > EXACT_EXECUTIONS) return this.#writeThinned(table, start);
    const { numerator, exceedance } = table;
    for (let m = 1; m <= this.#n; m += 1) {
      numerator[start + m - 1] = m;
      exceedance[start + m - 1] = this.#at(m);
    }
    return start + this.#n;
  }

  #writeThinned({ numerator, exceedance }: LevelArrays, start: number): number {
    let end = start;
    const write = (m: number) => {
      if (m < 1 || m > this.#n || (end > start && numerator[end - 1]! >= m)) return;
      numerator[end] = m;
      exceedance[end++] = this.#at(m);
    };
    const pinned = this.#pinned;
    THRESHOLDS.forEach((threshold, i) => {
      pinned[2 * i] = this.#above(threshold);
      pinned[2 * i + 1] = pinned[2 * i]! + 1;
    });
    const [first, last] = [this.#above(1 - TAIL), this.#above(TAIL) + 1];
    const half = (last - first) / 2;
    let next = 0;
    for (let i = 0; i <= SPREAD_LEVELS; i += 1) {
      // Twice as dense at the centre, where the probability bends most, as on the average.
      const u = (2 * i) / SPREAD_LEVELS - 1;
      const m = Math.round(first + half * (1 + (u * (1 + Math.abs(u))) / 2));
      while (next < pinned.length && pinned[next]! <= m) write(pinned[next++]!);
      write(m);
    }
    for (; next < pinned.length; next += 1) write(pinned[next]!);
    write(this.#n);
    return end;
  }
}
