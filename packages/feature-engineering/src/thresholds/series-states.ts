import { dayOfWeek } from '@dqs/core';
import { EXACT_EXECUTIONS } from '@dqs/core/stats';

import { lastIndexUpTo } from '../history/search.js';
import type { SeriesHistory } from '../history/series-history.js';
import { newBank, pushDay } from './bank-of-series.js';
import type { CommonFactor } from './common-factor.js';
import { ExceedanceStates } from './exceedance-states.js';
import { BANK_NUMBERS, KalmanBank } from './kalman-bank.js';
import { adaptiveLevels, fullLevels, WINDOW } from './levels.js';
import { ObservedLevels } from './observed-levels.js';
import type { RuleEvidence } from './rule-evidence.js';
import type { RuleShares } from './rule-shares.js';
import { alikeWithin, RUN_NUMBERS, RunLengthPosterior } from './run-length.js';

/** Latest gaps between observed days that say how often a series is observed. */
const GAPS = 7;
/** Observed days that states look ahead at most. */
export const MOST_LAG = 14;
/** Sets of levels whose states a series keeps at a time: those of all lags, and of some days with other executions. */
const MOST_STATES = MOST_LAG + 2;

/** How many numbers {@link SeriesStates.save} writes. */
export const SERIES_NUMBERS = BANK_NUMBERS + RUN_NUMBERS;

/** What is known of everything, as far as the states of a series look beyond it. */
export interface KnownOfAll {
  readonly history: SeriesHistory;
  readonly shares: RuleShares;
  readonly factor: CommonFactor;
  readonly evidence: Pick<RuleEvidence, 'bankOf'>;
  /** Counts the sets of levels whose states are kept, where not all of them are. */
  readonly kept?: LevelSets | undefined;
}

/** Takes note of a set of levels whose states are kept from now on. */
export interface LevelSets {
  made(of: SeriesStates, key: number): void;
}

/** What was saved of a series after its results up to a day. */
export interface SavedSeries {
  readonly day: number;
  /** {@link SERIES_NUMBERS} numbers from `at` on. */
  readonly numbers: Float64Array;
  readonly at: number;
}

/** A set of levels that was pushed up to, and without, an index of the history. */
interface Pushed {
  readonly observed: ObservedLevels;
  upTo: number;
}

/**
 * All that is known of one series as of a day, pushed forward: the filters, the run lengths and, by set of levels, the states
 * of {@link ExceedanceStates}. It only ever goes forward and sees a result no earlier than on its day.
 */
export class SeriesStates {
  #known: KnownOfAll;
  #series: number;
  #bank?: KalmanBank;
  #runs: RunLengthPosterior;
  /** By executions; states of the same levels, which look a different number of days ahead, share what was observed. */
  readonly #observed = new Map<number, Pushed>();
  readonly #states = new Map<number, ExceedanceStates>();
  #next: number;

  /** @param saved what {@link save} wrote of the series; without it, nothing was taken in. */
  constructor(known: KnownOfAll, series: number, saved?: SavedSeries) {
    const { offsets, day, passes, executions } = known.history;
    this.#known = known;
    this.#series = series;
    const from = offsets[series]!;
    this.#next = from;
    if (saved) this.#next = lastIndexUpTo(day, from, offsets[series + 1]!, saved.day) + 1;
    const count = this.#next - from;
    if (saved === undefined || count === 0) {
      this.#runs = new RunLengthPosterior();
      return;
    }
    const { numbers, at } = saved;
    this.#bank = KalmanBank.saved(numbers, at, count, day[this.#next - 1]!);
    const taken = (column: Int32Array) => column.subarray(from, this.#next);
    this.#runs = RunLengthPosterior.saved(numbers, at + BANK_NUMBERS, taken(passes), taken(executions));
  }

  /**
   * Writes all that goes on from the results of the series up to a day, {@link SERIES_NUMBERS} numbers.
   *
   * @returns whether these were the results that were taken in; if not, nothing is written.
   */
  save(day: number, into: Float64Array, at: number): boolean {
    const { offsets, day: days } = this.history;
    const end = lastIndexUpTo(days, offsets[this.series]!, offsets[this.series + 1]!, day) + 1;
    if (end !== this.#next) return false;
    this.#bank?.save(into, at);
    this.#runs.save(into, at + BANK_NUMBERS);
    return true;
  }

  /** The same states, to go forward on their own. */
  copy(): SeriesStates {
    if (this.count === 0) return new SeriesStates(this.#known, this.#series);
    const day = this.history.day[this.latest]!;
    const numbers = new Float64Array(SERIES_NUMBERS);
    this.save(day, numbers, 0);
    const copy = new SeriesStates(this.#known, this.#series, { day, numbers, at: 0 });
    for (const [n, { observed, upTo }] of this.#observed) copy.#observed.set(n, { observed: observed.copy(), upTo });
    for (const [key, states] of this.#states) {
      copy.#states.set(key, states.copy(copy.#observed.get(states.observed.executions)!.observed));
    }
    return copy;
  }

  /**
   * Moves to another history, if it has the results that were taken in and the same of everything else up to the day before the
   * latest of them.
   *
   * @param sameUpTo the day up to which both histories are known to be the same.
   * @returns whether it has moved; otherwise nothing has changed.
   */
  moveTo(known: KnownOfAll, series: number, sameUpTo: number): boolean {
    const { offsets, day, passes, executions } = known.history;
    const shift = offsets[series]! - this.history.offsets[this.series]!;
    if (this.count > 0) {
      const { latest: own, history } = this;
      const i = own + shift;
      const isThere = i < offsets[series + 1]! && day[i] === history.day[own];
      const isSame = isThere && passes[i] === history.passes[own] && executions[i] === history.executions[own];
      if (!isSame || day[i]! > sameUpTo + 1) return false;
    }
    this.#next += shift;
    for (const pushed of this.#observed.values()) pushed.upTo += shift;
    this.#known = known;
    this.#series = series;
    return true;
  }

  /** Index of the series in {@link history}. */
  get series(): number {
    return this.#series;
  }

  /** The history that results are taken from. */
  get history(): SeriesHistory {
    return this.#known.history;
  }

  /** How long the current regime has lasted. */
  get runs(): RunLengthPosterior {
    return this.#runs;
  }

  /** The filters as of a day up to which all results were taken in. */
  bankAsOf(asOf: number): KalmanBank {
    return this.#bank ?? newBank(this.history, this.series, asOf);
  }

  /** Index in the history of the latest result that was taken in; before the first of the series if there is none. */
  get latest(): number {
    return this.#next - 1;
  }

  /** Results that were taken in. */
  get count(): number {
    return this.#next - this.history.offsets[this.series]!;
  }

  /** Takes in every result up to and including a day. */
  advance(asOf: number): void {
    const { offsets, day, passes, executions } = this.history;
    const end = offsets[this.series + 1]!;
    if (this.#next === end || day[this.#next]! > asOf) return;
    const ahead = this.#known.evidence.bankOf(this.series, asOf);
    if (ahead) (this.#bank ??= new KalmanBank(0)).follow(ahead);
    while (this.#next < end && day[this.#next]! <= asOf) {
      const i = this.#next;
      if (!ahead) {
        this.#bank ??= newBank(this.history, this.series, day[i]! - 1);
        pushDay(this.history, this.#known.factor, this.#bank, this.series, i);
      }
      this.#runs.push(passes[i]!, executions[i]!, this.#massBefore(i));
      this.#next += 1;
    }
  }

  /** Whether a day before the latest result was asked for: then the states have to be made anew. */
  isPast(asOf: number): boolean {
    return this.count > 0 && this.history.day[this.latest]! > asOf;
  }

  /** Executions to expect: those of the latest day, 1 if there is none. */
  get executions(): number {
    return this.count > 0 ? this.history.executions[this.latest]! : 1;
  }

  /** The states of a series' levels as of the latest result. */
  statesFor(horizon: number): ExceedanceStates {
    const n = this.executions;
    const lag = this.lagOf(horizon);
    if (n > EXACT_EXECUTIONS) return this.#freshStates(n, lag);
    const key = n * (MOST_LAG + 1) + lag;
    let states = this.#states.get(key);
    if (!states) {
      if (this.#states.size >= MOST_STATES) this.forget(this.#states.keys().next().value!);
      states = new ExceedanceStates(this.#observedOf(n).observed, lag);
      this.#states.set(key, states);
      this.#known.kept?.made(this, key);
    }
    this.#push(this.#observed.get(n)!);
    return states;
  }

  #observedOf(n: number): Pushed {
    let pushed = this.#observed.get(n);
    if (!pushed) {
      pushed = { observed: new ObservedLevels(n, fullLevels(n)), upTo: this.history.offsets[this.series]! };
      this.#observed.set(n, pushed);
    }
    return pushed;
  }

  /** Lets go of the states of a set of levels: they are made anew when they are asked for again. */
  forget(key: number): void {
    const forgotten = this.#states.get(key);
    if (!forgotten) return;
    this.#states.delete(key);
    const { observed } = forgotten;
    const isUsed = [...this.#states.values()].some((states) => states.observed === observed);
    if (!isUsed) this.#observed.delete(observed.executions);
  }

  /** Observed days that a horizon of calendar days is likely to be, from 1 to {@link MOST_LAG}. */
  lagOf(horizon: number): number {
    if (horizon === 1 || this.count < 2) return Math.min(horizon, MOST_LAG);
    const gaps = Math.min(GAPS, this.count - 1);
    const { day } = this.history;
    const gap = (day[this.latest]! - day[this.latest - gaps]!) / gaps;
    return Math.max(1, Math.min(MOST_LAG, Math.round(horizon / gap)));
  }

  #push(pushed: Pushed): void {
    const { day, passes, executions } = this.history;
    for (; pushed.upTo < this.#next; pushed.upTo += 1) {
      const i = pushed.upTo;
      pushed.observed.push(dayOfWeek(day[i]!), passes[i]!, executions[i]!);
    }
  }

  /** Levels that follow the latest values have states of the latest values only. */
  #freshStates(n: number, lag: number): ExceedanceStates {
    const from = Math.max(this.history.offsets[this.series]!, this.#next - WINDOW);
    const { passes, executions } = this.history;
    const latest = Int32Array.from({ length: this.#next - from }, (_, r) => {
      const i = this.#next - 1 - r;
      return Math.ceil((passes[i]! * n) / executions[i]!);
    });
    const observed = new ObservedLevels(n, adaptiveLevels(n, latest));
    this.#push({ observed, upTo: from });
    return new ExceedanceStates(observed, lag);
  }

  #massBefore(i: number): number {
    const { day, passes, executions } = this.history;
    const within = alikeWithin(passes[i]!, executions[i]!);
    return this.#known.shares.massOf(this.series, day[i]! - 1, passes[i]!, executions[i]!, within);
  }
}
