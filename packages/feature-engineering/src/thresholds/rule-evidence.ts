import { lastIndexUpTo } from '../history/search.js';
import type { SeriesHistory } from '../history/series-history.js';
import type { CommonFactor } from './common-factor.js';
import type { KalmanBank } from './kalman-bank.js';
import { KALMAN_CONFIGURATIONS } from './kalman-configurations.js';
import { newBank, pushDay } from './bank-of-series.js';
import type { RuleShares } from './rule-shares.js';

const SIZE = KALMAN_CONFIGURATIONS.length;
/** What evidence is multiplied by a calendar day. */
const DECAY = 0.99;
/** Series of a rule that speak for all: those that began first. A mean over more of them is no better. */
const MOST_SERIES = 32;

interface RuleDays {
  readonly days: Int32Array;
  /** Decayed log evidence by configuration after each day, and the decayed number of results. */
  readonly sums: Float64Array;
}

/**
 * How well each configuration of the Kalman filters explained a rule's series up to a day: what a young series starts from.
 * Made when a rule is first asked for; a series that begins later never changes who spoke before.
 */
export class RuleEvidence {
  readonly #history: SeriesHistory;
  readonly #shares: RuleShares;
  readonly #factor: CommonFactor;
  readonly #rules: (RuleDays | undefined)[] = [];
  /** Filters of the series that speak, after all their results. */
  readonly #atEnd = new Map<number, KalmanBank>();

  constructor(history: SeriesHistory, shares: RuleShares, factor: CommonFactor) {
    this.#history = history;
    this.#shares = shares;
    this.#factor = factor;
  }

  /**
   * Writes the decayed evidence of the rule of a series up to `asOf`, by configuration.
   *
   * @returns the decayed number of results behind it.
   */
  at(series: number, asOf: number, out: Float64Array): number {
    const rule = this.#shares.ruleOf(series);
    const { days, sums } = (this.#rules[rule] ??= this.#make(series));
    const day = lastIndexUpTo(days, 0, days.length, asOf);
    if (day < 0) {
      out.fill(0);
      return 0;
    }
    const fade = DECAY ** (asOf - days[day]!);
    for (let k = 0; k < SIZE; k += 1) out[k] = fade * sums[day * (SIZE + 1) + k]!;
    return fade * sums[day * (SIZE + 1) + SIZE]!;
  }

  /** Filters of a series after all its results, where they had to be run for its rule; not to be changed. */
  bankAtEnd(series: number): KalmanBank | undefined {
    this.#rules[this.#shares.ruleOf(series)] ??= this.#make(series);
    return this.#atEnd.get(series);
  }

  #make(series: number): RuleDays {
    const { offsets, day } = this.#history;
    const observed = this.#shares.membersOf(series).filter((member) => offsets[member] !== offsets[member + 1]);
    const first = (member: number) => day[offsets[member]!]!;
    const speakers = [...observed].sort((a, b) => first(a) - first(b) || a - b).slice(0, MOST_SERIES);
    const byDay = new Map<number, Float64Array>();
    for (const speaker of speakers) {
      this.#collect(speaker, newBank(this.#history, speaker, first(speaker) - 1), byDay);
    }
    return cumulated(byDay);
  }

  #collect(series: number, bank: KalmanBank, byDay: Map<number, Float64Array>): void {
    const { offsets, day } = this.#history;
    for (let i = offsets[series]!; i < offsets[series + 1]!; i += 1) {
      pushDay(this.#history, this.#factor, bank, series, i);
      let sums = byDay.get(day[i]!);
      if (!sums) byDay.set(day[i]!, (sums = new Float64Array(SIZE + 1)));
      for (let k = 0; k < SIZE; k += 1) sums[k]! += bank.logEvidence[k]!;
      sums[SIZE]! += 1;
    }
    this.#atEnd.set(series, bank);
  }
}

function cumulated(byDay: ReadonlyMap<number, Float64Array>): RuleDays {
  const days = Int32Array.from(byDay.keys()).sort();
  const sums = new Float64Array(days.length * (SIZE + 1));
  days.forEach((day, i) => {
    const fade = i === 0 ? 0 : DECAY ** (day - days[i - 1]!);
    const today = byDay.get(day)!;
    for (let k = 0; k <= SIZE; k += 1) {
      const before = i === 0 ? 0 : sums[(i - 1) * (SIZE + 1) + k]!;
      sums[i * (SIZE + 1) + k] = fade * before + today[k]!;
    }
  });
  return { days, sums };
}
