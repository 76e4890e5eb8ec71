import { lastIndexUpTo } from '../history/search.js';
import type { SeriesHistory } from '../history/series-history.js';
import { newBank, pushDay } from './bank-of-series.js';
import type { CommonFactor } from './common-factor.js';
import type { KalmanBank } from './kalman-bank.js';
import { KALMAN_CONFIGURATIONS } from './kalman-configurations.js';
import type { RuleShares } from './rule-shares.js';

const SIZE = KALMAN_CONFIGURATIONS.length;
/** Numbers of a day: the evidence by configuration, and the number of results behind it. */
export const RULE_NUMBERS = SIZE + 1;
/** What evidence is multiplied by a calendar day. */
const DECAY = 0.99;
/** Series of a rule that speak for all: those that began first. A mean over more of them is no better. */
const MOST_SERIES = 32;

/** Evidence of a rule after each of its days, the last of which is at most `upTo`. */
export interface EvidenceDays {
  readonly upTo: number;
  readonly days: Int32Array;
  /** Decayed log evidence by configuration after each day, and the decayed number of results. */
  readonly sums: Float64Array;
}

/** What the evidence of a rule goes on from. */
export interface EvidenceStart extends EvidenceDays {
  /** The filters of the series of a rank after its results up to that day, if they are kept. Nobody else may push them. */
  bankOf(rank: number): KalmanBank | undefined;
}

/** What a rule goes on from, by the rank of its first series. */
type StartOf = (rank: number) => EvidenceStart | undefined;

/** A series that speaks for its rule. */
interface Speaker {
  readonly series: number;
  bank: KalmanBank | undefined;
  /** Index in the history of the next result to take in. */
  next: number;
}

/**
 * How well each configuration of the Kalman filters explained a rule's series up to a day: what a young series starts from.
 * It goes forward to the days that it is asked for; a series that begins later never changes who spoke before.
 */
export class RuleEvidence {
  readonly #history: SeriesHistory;
  readonly #shares: RuleShares;
  readonly #factor: CommonFactor;
  readonly #rules = new Map<number, SpeakingSeries>();
  readonly #startOf: StartOf;

  constructor(history: SeriesHistory, shares: RuleShares, factor: CommonFactor, startOf: StartOf) {
    this.#history = history;
    this.#shares = shares;
    this.#factor = factor;
    this.#startOf = startOf;
  }

  /**
   * Writes the decayed evidence of the rule of a series up to `asOf`, by configuration.
   *
   * @returns the decayed number of results behind it.
   */
  at(series: number, asOf: number, out: Float64Array): number {
    return this.#advanced(series, asOf).at(asOf, out);
  }

  /**
   * Filters of a series after all its results up to a day, where they had to be run for its rule and went no further; not to be
   * changed.
   */
  bankOf(series: number, asOf: number): KalmanBank | undefined {
    return this.#advanced(series, asOf).bankOf(series, asOf);
  }

  /** The evidence of the rule of a series, as far as a day. */
  upTo(series: number, asOf: number): SpokenFor {
    return this.#advanced(series, asOf);
  }

  /** The evidence of each rule that was asked for. */
  known(): Iterable<SpeakingSeries> {
    return this.#rules.values();
  }

  #advanced(series: number, asOf: number): SpeakingSeries {
    const rule = this.#shares.ruleOf(series);
    let evidence = this.#rules.get(rule);
    if (!evidence) {
      const members = this.#shares.membersOf(series);
      evidence = new SpeakingSeries(this.#history, this.#factor, members, this.#startOf);
      this.#rules.set(rule, evidence);
    }
    evidence.advance(asOf);
    return evidence;
  }
}

/** Who speaks for a rule, and what they have said. */
export type SpokenFor = Pick<SpeakingSeries, 'upTo' | 'members'>;

/** The series that speak for a rule, and what they have said up to a day. */
class SpeakingSeries {
  readonly #history: SeriesHistory;
  readonly #factor: CommonFactor;
  readonly #speakers: readonly Speaker[];
  #days: Int32Array;
  #sums: Float64Array;
  #count: number;
  #upTo: number;
  /** Rank of the series that began first; −1 where nothing was observed. */
  readonly first: number;

  constructor(history: SeriesHistory, factor: CommonFactor, members: readonly number[], startOf: StartOf) {
    this.#history = history;
    this.#factor = factor;
    const { offsets, day, arrivals } = history;
    const observed = members.filter((member) => offsets[member] !== offsets[member + 1]);
    const began = (member: number) => day[offsets[member]!]!;
    const speakers = [...observed].sort((a, b) => began(a) - began(b) || a - b).slice(0, MOST_SERIES);
    this.first = speakers.length > 0 ? arrivals.rank[speakers[0]!]! : -1;
    const start = speakers.length > 0 ? startOf(this.first) : undefined;
    const upTo = start?.upTo ?? Number.NEGATIVE_INFINITY;
    const started = speakers.map((series) => ({
      series,
      bank: began(series) > upTo ? undefined : start!.bankOf(arrivals.rank[series]!),
      next: lastIndexUpTo(day, offsets[series]!, offsets[series + 1]!, upTo) + 1,
    }));
    const goesOn = started.every(({ series, bank }) => began(series) > upTo || bank !== undefined);
    this.#speakers = goesOn ? started : speakers.map((series) => ({ series, bank: undefined, next: offsets[series]! }));
    this.#upTo = goesOn ? upTo : Number.NEGATIVE_INFINITY;
    this.#count = goesOn && start ? start.days.length : 0;
    this.#days = goesOn && start ? start.days.slice() : new Int32Array(0);
    this.#sums = goesOn && start ? start.sums.slice() : new Float64Array(0);
  }

  /** Takes in the results of all days up to and including one. */
  advance(asOf: number): void {
    if (asOf <= this.#upTo) return;
    const byDay = new Map<number, Float64Array>();
    for (const speaker of this.#speakers) this.#collect(speaker, asOf, byDay);
    for (const day of [...byDay.keys()].sort((a, b) => a - b)) this.#append(day, byDay.get(day)!);
    this.#upTo = asOf;
  }

  at(asOf: number, out: Float64Array): number {
    const day = lastIndexUpTo(this.#days, 0, this.#count, asOf);
    if (day < 0) {
      out.fill(0);
      return 0;
    }
    const fade = DECAY ** (asOf - this.#days[day]!);
    for (let k = 0; k < SIZE; k += 1) out[k] = fade * this.#sums[day * RULE_NUMBERS + k]!;
    return fade * this.#sums[day * RULE_NUMBERS + SIZE]!;
  }

  bankOf(series: number, asOf: number): KalmanBank | undefined {
    const speaker = this.#speakers.find((one) => one.series === series);
    const isBeyond = speaker !== undefined && speaker.next > 0 && this.#history.day[speaker.next - 1]! > asOf;
    return isBeyond ? undefined : speaker?.bank;
  }

  /** All that was said, for whoever goes on from it in the place of this one. */
  get whole(): EvidenceStart {
    const { rank } = this.#history.arrivals;
    const banks = new Map(this.#speakers.map(({ series, bank }) => [rank[series]!, bank]));
    return { ...this.upTo(this.#upTo)!, bankOf: (one) => banks.get(one) };
  }

  /** The series that speak. */
  get members(): readonly number[] {
    return this.#speakers.map(({ series }) => series);
  }

  /** What was known by the end of a day; undefined where it did not go as far. */
  upTo(day: number): EvidenceDays | undefined {
    if (this.#upTo < day) return undefined;
    const count = lastIndexUpTo(this.#days, 0, this.#count, day) + 1;
    return { upTo: day, days: this.#days.slice(0, count), sums: this.#sums.slice(0, count * RULE_NUMBERS) };
  }

  #collect(speaker: Speaker, asOf: number, byDay: Map<number, Float64Array>): void {
    const { offsets, day } = this.#history;
    const { series } = speaker;
    for (; speaker.next < offsets[series + 1]! && day[speaker.next]! <= asOf; speaker.next += 1) {
      const i = speaker.next;
      const bank = (speaker.bank ??= newBank(this.#history, series, day[i]! - 1));
      pushDay(this.#history, this.#factor, bank, series, i);
      let sums = byDay.get(day[i]!);
      if (!sums) byDay.set(day[i]!, (sums = new Float64Array(RULE_NUMBERS)));
      for (let k = 0; k < SIZE; k += 1) sums[k]! += bank.logEvidence[k]!;
      sums[SIZE]! += 1;
    }
  }

  #append(day: number, today: Float64Array): void {
    const i = this.#count;
    if (i === this.#days.length) this.#grow();
    const fade = i === 0 ? 0 : DECAY ** (day - this.#days[i - 1]!);
    for (let k = 0; k < RULE_NUMBERS; k += 1) {
      const before = i === 0 ? 0 : this.#sums[(i - 1) * RULE_NUMBERS + k]!;
      this.#sums[i * RULE_NUMBERS + k] = fade * before + today[k]!;
    }
    this.#days[i] = day;
    this.#count += 1;
  }

  #grow(): void {
    const capacity = Math.max(64, 2 * this.#days.length);
    const [days, sums] = [new Int32Array(capacity), new Float64Array(capacity * RULE_NUMBERS)];
    days.set(this.#days);
    sums.set(this.#sums);
    [this.#days, this.#sums] = [days, sums];
  }
}
