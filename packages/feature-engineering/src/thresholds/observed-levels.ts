import { levelsReached } from './levels.js';

/** Decays by observed day of the exponential shares. */
export const SHARE_DECAYS = [0.85, 0.95, 0.985] as const;
const [FAST, MIDDLE, SLOW] = SHARE_DECAYS;
const DECAYS = SHARE_DECAYS.length;
/** Observations that are looked at one by one. */
export const RECENT = 28;
/** Observations of a weekday that are looked at one by one. */
const RECENT_WEEKDAY = 8;
/** Longer runs all mean the same to whoever reads them. */
const MOST_RUN = 1000;
const FIRST_CAPACITY = 64;

/**
 * How one series reached a set of levels, pushed forward a day at a time, whatever is forecast from it: each push costs the same. What
 * followed upon it, which depends on how far ahead is looked, is in `ExceedanceStates`.
 */
export class ObservedLevels {
  /** Weighted days that reached each level, by decay. */
  readonly #shares: Float64Array;
  readonly #shareWeight = new Float64Array(DECAYS);
  readonly #runs: Int16Array;
  #reached = new Int32Array(FIRST_CAPACITY);
  #weekdays = new Uint8Array(FIRST_CAPACITY);
  /** The latest observations of each weekday, rings. */
  readonly #ofWeekday = new Int32Array(7 * RECENT_WEEKDAY);
  readonly #weekdayCount = new Int32Array(7);
  readonly #counts: Int32Array;
  #count = 0;
  #fraction = Number.NaN;

  /**
   * @param executions n of the levels.
   * @param levels passes of n, ascending; the last is n.
   */
  constructor(
    readonly executions: number,
    readonly levels: Int32Array,
  ) {
    this.#shares = new Float64Array(levels.length * DECAYS);
    this.#runs = new Int16Array(levels.length);
    this.#counts = new Int32Array(levels.length + 2);
  }

  /** The same, to be pushed on its own. */
  copy(): ObservedLevels {
    const copy = new ObservedLevels(this.executions, this.levels);
    copy.#shares.set(this.#shares);
    copy.#shareWeight.set(this.#shareWeight);
    copy.#runs.set(this.#runs);
    copy.#reached = this.#reached.slice();
    copy.#weekdays = this.#weekdays.slice();
    copy.#ofWeekday.set(this.#ofWeekday);
    copy.#weekdayCount.set(this.#weekdayCount);
    copy.#count = this.#count;
    copy.#fraction = this.#fraction;
    return copy;
  }

  /** Observations taken in. */
  get count(): number {
    return this.#count;
  }

  /** How many levels each observation reached, in order; as many as {@link count} count. */
  get reached(): Int32Array {
    return this.#reached;
  }

  /** Weekday of each observation, as {@link reached}. */
  get weekdays(): Uint8Array {
    return this.#weekdays;
  }

  /** By level: observations in a row that reached it, negative for those that did not. */
  get runs(): Int16Array {
    return this.#runs;
  }

  /** Pass fraction of the latest observation. */
  get fraction(): number {
    return this.#fraction;
  }

  /** Takes in the result of an observed day, later than those before. */
  push(weekday: number, passes: number, executions: number): void {
    const reached = levelsReached(this.levels, this.executions, passes, executions);
    if (this.#count === this.#reached.length) this.#grow();
    this.#reached[this.#count] = reached;
    this.#weekdays[this.#count] = weekday;
    this.#pushLevels(reached);
    this.#ofWeekday[weekday * RECENT_WEEKDAY + (this.#weekdayCount[weekday]! % RECENT_WEEKDAY)] = reached;
    this.#weekdayCount[weekday]! += 1;
    this.#count += 1;
    this.#fraction = passes / executions;
  }

  /** The exponential share of a level by one of {@link SHARE_DECAYS}. */
  share(level: number, decay: number): number {
    return this.#shares[level * DECAYS + decay]! / this.#shareWeight[decay]!;
  }

  /** Levels reached by the k-th last observation. */
  back(k: number): number {
    return this.#reached[this.#count - 1 - k]!;
  }

  /** Share of the last observations that reached each level: counts from the top down. */
  writeShares(window: number, out: Float64Array, at: number, stride: number): void {
    const days = Math.min(window, this.#count);
    this.#counts.fill(0);
    for (let k = 0; k < days; k += 1) this.#counts[this.back(k)]! += 1;
    this.#writeFromTop(days, out, at, stride);
  }

  /** Whether the last observation of a weekday reached each level, and the share of its last ones. */
  writeWeekday(weekday: number, out: Float64Array, at: number, stride: number): void {
    const count = this.#weekdayCount[weekday]!;
    const days = Math.min(RECENT_WEEKDAY, count);
    this.#counts.fill(0);
    for (let k = 0; k < days; k += 1) this.#counts[this.#ofWeekday[weekday * RECENT_WEEKDAY + k]!]! += 1;
    this.#writeFromTop(days, out, at + 1, stride);
    const last = days === 0 ? Number.NaN : this.#ofWeekday[weekday * RECENT_WEEKDAY + ((count - 1) % RECENT_WEEKDAY)]!;
    for (let level = 0; level < this.levels.length; level += 1) {
      out[at + level * stride] = days === 0 ? Number.NaN : level < last ? 1 : 0;
    }
  }

  /** A change between two days concerns the levels between what they reached: steps up and down, summed. */
  writeFlips(out: Float64Array, at: number, stride: number): void {
    const days = Math.min(RECENT, this.#count);
    this.#counts.fill(0);
    for (let k = 0; k + 1 < days; k += 1) {
      const a = this.back(k);
      const b = this.back(k + 1);
      this.#counts[Math.min(a, b)]! += 1;
      this.#counts[Math.max(a, b)]! -= 1;
    }
    let flips = 0;
    for (let level = 0; level < this.levels.length; level += 1) {
      flips += this.#counts[level]!;
      out[at + level * stride] = flips;
    }
  }

  #pushLevels(reached: number): void {
    const shares = this.#shares;
    const weight = this.#shareWeight;
    weight[0] = FAST * weight[0]! + 1;
    weight[1] = MIDDLE * weight[1]! + 1;
    weight[2] = SLOW * weight[2]! + 1;
    for (let level = 0, at = 0; level < this.#runs.length; level += 1, at += DECAYS) {
      const value = level < reached ? 1 : 0;
      shares[at] = FAST * shares[at]! + value;
      shares[at + 1] = MIDDLE * shares[at + 1]! + value;
      shares[at + 2] = SLOW * shares[at + 2]! + value;
      this.#runs[level] = runAfter(this.#runs[level]!, value);
    }
  }

  #writeFromTop(days: number, out: Float64Array, at: number, stride: number): void {
    let reached = 0;
    for (let level = this.levels.length - 1; level >= 0; level -= 1) {
      reached += this.#counts[level + 1]!;
      out[at + level * stride] = days === 0 ? Number.NaN : reached / days;
    }
  }

  #grow(): void {
    const [reached, weekdays] = [this.#reached, this.#weekdays];
    this.#reached = new Int32Array(2 * reached.length);
    this.#reached.set(reached);
    this.#weekdays = new Uint8Array(2 * weekdays.length);
    this.#weekdays.set(weekdays);
  }
}

/** A run after one more observation, which reached the level (1) or did not (0). */
export function runAfter(run: number, value: number): number {
  return value === 1 ? Math.min(MOST_RUN, Math.max(run, 0) + 1) : Math.max(-MOST_RUN, Math.min(run, 0) - 1);
}
