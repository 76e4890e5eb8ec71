import { dayOfWeek } from '@dqs/core';
import { EXACT_EXECUTIONS } from '@dqs/core/stats';

import type { SeriesHistory } from '../history/series-history.js';
import { newBank, pushDay } from './bank-of-series.js';
import type { CommonFactor } from './common-factor.js';
import { ExceedanceStates } from './exceedance-states.js';
import type { KalmanBank } from './kalman-bank.js';
import { adaptiveLevels, fullLevels, WINDOW } from './levels.js';
import type { RuleShares } from './rule-shares.js';
import { alikeWithin, RunLengthPosterior } from './run-length.js';

/** Sets of levels whose states a series keeps at a time. */
const MOST_STATES = 12;
/** Latest gaps between observed days that say how often a series is observed. */
const GAPS = 7;
/** Observed days that states look ahead at most. */
export const MOST_LAG = 14;

/** States that were pushed up to, and without, an index of the history. */
interface Pushed {
  readonly states: ExceedanceStates;
  upTo: number;
}

/**
 * All that is known of one series as of a day, pushed forward: the filters, the run lengths and, by set of levels, the states
 * of {@link ExceedanceStates}. It only ever goes forward and sees a result no earlier than on its day.
 */
export class SeriesStates {
  #bank?: KalmanBank;
  readonly runs = new RunLengthPosterior();
  readonly #byLevels = new Map<number, Pushed>();
  #next: number;

  constructor(
    readonly history: SeriesHistory,
    private readonly shares: RuleShares,
    private readonly factor: CommonFactor,
    readonly series: number,
    /** The filters after all results of the series, if somebody has run them. */
    private readonly bankAtEnd?: KalmanBank,
  ) {
    this.#next = history.offsets[series]!;
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
    const takesAll = this.bankAtEnd !== undefined && this.#bank === undefined && end > 0 && day[end - 1]! <= asOf;
    if (takesAll) this.#bank = this.bankAtEnd.copy();
    while (this.#next < end && day[this.#next]! <= asOf) {
      const i = this.#next;
      if (!takesAll) {
        this.#bank ??= newBank(this.history, this.series, day[i]! - 1);
        pushDay(this.history, this.factor, this.#bank, this.series, i);
      }
      this.runs.push(passes[i]!, executions[i]!, this.#massBefore(i));
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
    let pushed = this.#byLevels.get(key);
    if (!pushed) {
      const [oldest] = this.#byLevels.keys();
      if (this.#byLevels.size >= MOST_STATES) this.#byLevels.delete(oldest!);
      const states = new ExceedanceStates(n, fullLevels(n), lag);
      this.#byLevels.set(key, (pushed = { states, upTo: this.history.offsets[this.series]! }));
    }
    this.#push(pushed);
    return pushed.states;
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
      pushed.states.push(dayOfWeek(day[i]!), passes[i]!, executions[i]!);
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
    const pushed = { states: new ExceedanceStates(n, adaptiveLevels(n, latest), lag), upTo: from };
    this.#push(pushed);
    return pushed.states;
  }

  #massBefore(i: number): number {
    const { day, passes, executions } = this.history;
    const within = alikeWithin(passes[i]!, executions[i]!);
    return this.shares.massOf(this.series, day[i]! - 1, passes[i]!, executions[i]!, within);
  }
}
