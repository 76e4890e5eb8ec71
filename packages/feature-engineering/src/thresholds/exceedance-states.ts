import { LEVEL_STATISTICS } from './level-statistics.js';
import { levelsReached } from './levels.js';

/** Weight of an earlier match in "what followed", by later match. */
const FORGET = 0.95;
/** Decays by observed day of the exponential shares. */
const SHARE_DECAYS = [0.85, 0.95, 0.985] as const;
/** Observations that are looked at one by one. */
const RECENT = 28;
/** Observations kept: as many as are looked at with those of the lag before them, and a power of two. */
const KEPT = 64;
/** Observations of a weekday that are looked at one by one. */
const RECENT_WEEKDAY = 8;
const LONGEST_RUN = 6;
/** Weight of the simple chance in the chance that followed. */
const PRIOR = 0.5;

/** Places of one level in the table of states: pairs of (weighted passes of the level, weight), after the shares. */
const AFTER = SHARE_DECAYS.length;
const AFTER_PLAIN = AFTER + 2 * 2;
const AFTER_TWO = AFTER_PLAIN + 2 * 2;
const AFTER_THREE = AFTER_TWO + 2 * 4;
const AFTER_RUN = AFTER_THREE + 2 * 8;
const AFTER_WEEKDAY = AFTER_RUN + 2 * 2 * LONGEST_RUN;
const STRIDE = AFTER_WEEKDAY + 2 * 2 * 7;

/**
 * How one series stands to a set of levels, pushed forward a day at a time: each push costs the same, whatever came before.
 * The states of what followed look `lag` observed days ahead, as the forecast does.
 *
 * Formulas: an observation v is 1 where it reached the level. "After" is `Σ f v / Σ f` over the earlier days whose class
 * is that of the latest one, v being the outcome `lag` observed days later and f = 0.95^(later matches).
 */
export class ExceedanceStates {
  readonly #table: Float64Array;
  readonly #runs: Int16Array;
  /** Runs after each of the last `lag` observations, the oldest first, as a ring. */
  readonly #laggedRuns: Int16Array;
  /** Levels reached by observation, a ring. */
  readonly #reached = new Int32Array(KEPT);
  readonly #weekday: Int32Array;
  readonly #weekdayCount = new Int32Array(7);
  readonly #shareWeight = new Float64Array(SHARE_DECAYS.length);
  readonly #counts: Int32Array;
  #count = 0;
  #fraction = Number.NaN;

  /**
   * @param executions n of the levels.
   * @param levels passes of n, ascending; the last is n.
   * @param lag observed days from the latest result to the one forecast, 1 or more.
   */
  constructor(
    readonly executions: number,
    readonly levels: Int32Array,
    readonly lag: number,
  ) {
    const size = levels.length;
    this.#table = new Float64Array(size * STRIDE);
    this.#runs = new Int16Array(size);
    this.#laggedRuns = new Int16Array(size * lag);
    this.#weekday = new Int32Array(7 * RECENT_WEEKDAY);
    this.#counts = new Int32Array(size + 2);
  }

  /** The same states, to be pushed on their own. */
  copy(): ExceedanceStates {
    const copy = new ExceedanceStates(this.executions, this.levels, this.lag);
    copy.#table.set(this.#table);
    copy.#runs.set(this.#runs);
    copy.#laggedRuns.set(this.#laggedRuns);
    copy.#reached.set(this.#reached);
    copy.#weekday.set(this.#weekday);
    copy.#weekdayCount.set(this.#weekdayCount);
    copy.#shareWeight.set(this.#shareWeight);
    copy.#count = this.#count;
    copy.#fraction = this.#fraction;
    return copy;
  }

  /** Takes in the result of an observed day, later than those before. */
  push(weekday: number, passes: number, executions: number): void {
    const reached = levelsReached(this.levels, this.executions, passes, executions);
    if (this.#count >= this.lag) this.#pushAfter(weekday, reached);
    this.#pushShares(reached);
    this.#pushRuns(reached);
    this.#reached[this.#count & (KEPT - 1)] = reached;
    this.#weekday[weekday * RECENT_WEEKDAY + (this.#weekdayCount[weekday]! % RECENT_WEEKDAY)] = reached;
    this.#weekdayCount[weekday]! += 1;
    this.#count += 1;
    this.#fraction = passes / executions;
  }

  /**
   * Writes the statistics of every level: {@link LEVEL_STATISTICS} of the first level, then of the next.
   *
   * @param weekday of the target day, Monday 0.
   * @param stride numbers from one level to the next, as many as there are statistics or more.
   */
  write(weekday: number, out: Float64Array, stride: number): void {
    const size = this.levels.length;
    if (this.#count === 0) {
      for (let level = 0; level < size; level += 1) {
        out.fill(Number.NaN, level * stride, level * stride + LEVEL_STATISTICS.length);
      }
      return;
    }
    this.#writeShares(7, out, 1, stride);
    this.#writeShares(RECENT, out, 2, stride);
    this.#writeWeekday(weekday, out, 6, stride);
    this.#writeFlips(out, 9, stride);
    const last = this.#back(0);
    for (let level = 0; level < size; level += 1) {
      const place = level * stride;
      out[place] = level < last ? 1 : 0;
      for (let k = 0; k < SHARE_DECAYS.length; k += 1) {
        out[place + 3 + k] = this.#table[level * STRIDE + k]! / this.#shareWeight[k]!;
      }
      out[place + 8] = this.#runs[level]!;
      out[place + 10] = this.#fraction - this.levels[level]! / this.executions;
      this.#writeAfter(level, weekday, out, place);
    }
  }

  /** Levels reached by the k-th last observation. */
  #back(k: number): number {
    return this.#reached[(this.#count - 1 - k) & (KEPT - 1)]!;
  }

  #pushShares(reached: number): void {
    for (let k = 0; k < SHARE_DECAYS.length; k += 1) {
      const decay = SHARE_DECAYS[k]!;
      this.#shareWeight[k] = decay * this.#shareWeight[k]! + 1;
      for (let level = 0, place = k; level < this.levels.length; level += 1, place += STRIDE) {
        this.#table[place] = decay * this.#table[place]! + (level < reached ? 1 : 0);
      }
    }
  }

  #pushRuns(reached: number): void {
    const ring = (this.#count % this.lag) * this.levels.length;
    for (let level = 0; level < this.levels.length; level += 1) {
      const run = this.#runs[level]!;
      const next = level < reached ? Math.max(run, 0) + 1 : Math.min(run, 0) - 1;
      // Longer runs all mean the same to whoever reads them.
      this.#runs[level] = Math.max(-MOST_RUN, Math.min(MOST_RUN, next));
      this.#laggedRuns[ring + level] = this.#runs[level]!;
    }
  }

  /** The result came `lag` observations after one whose class it now tells something about. */
  #pushAfter(weekday: number, reached: number): void {
    const table = this.#table;
    const first = this.#back(this.lag - 1);
    const second = this.#count > this.lag ? this.#back(this.lag) : -1;
    const third = this.#count > this.lag + 1 ? this.#back(this.lag + 1) : -1;
    // The ring's place that is written next holds the runs of `lag` observations ago.
    const ring = (this.#count % this.lag) * this.levels.length;
    for (let level = 0, start = 0; level < this.levels.length; level += 1, start += STRIDE) {
      const value = level < reached ? 1 : 0;
      const one = level < first ? 1 : 0;
      match(table, start + AFTER + 2 * one, FORGET, value);
      match(table, start + AFTER_PLAIN + 2 * one, 1, value);
      match(table, start + AFTER_WEEKDAY + 2 * (2 * weekday + one), FORGET, value);
      match(table, start + AFTER_RUN + 2 * runClass(this.#laggedRuns[ring + level]!), FORGET, value);
      if (second < 0) continue;
      const two = 2 * one + (level < second ? 1 : 0);
      match(table, start + AFTER_TWO + 2 * two, FORGET, value);
      if (third < 0) continue;
      match(table, start + AFTER_THREE + 2 * (2 * two + (level < third ? 1 : 0)), FORGET, value);
    }
  }

  #writeAfter(level: number, weekday: number, out: Float64Array, place: number): void {
    const table = this.#table;
    const start = level * STRIDE;
    const one = level < this.#back(0) ? 1 : 0;
    const after = start + AFTER + 2 * one;
    const plain = start + AFTER_PLAIN + 2 * one;
    const share = out[place + 4]!;
    const chance = (table[after]! + PRIOR * share) / (table[after + 1]! + PRIOR);
    out[place + 11] = table[after + 1]! > 0 ? table[after]! / table[after + 1]! : Number.NaN;
    out[place + 12] = table[plain + 1]! > 0 ? table[plain]! / table[plain + 1]! : Number.NaN;
    let two = chance;
    let three = chance;
    if (this.#count > 1) {
      const both = 2 * one + (level < this.#back(1) ? 1 : 0);
      two = shrunk(table, start + AFTER_TWO + 2 * both, chance);
      three = two;
      if (this.#count > 2) {
        three = shrunk(table, start + AFTER_THREE + 2 * (2 * both + (level < this.#back(2) ? 1 : 0)), two);
      }
    }
    out[place + 13] = two;
    out[place + 14] = three;
    out[place + 15] = shrunk(table, start + AFTER_RUN + 2 * runClass(this.#runs[level]!), chance);
    out[place + 16] = shrunk(table, start + AFTER_WEEKDAY + 2 * (2 * weekday + one), chance);
  }

  /** Share of the last observations that reached each level: counts from the top down. */
  #writeShares(window: number, out: Float64Array, at: number, stride: number): void {
    const days = Math.min(window, this.#count);
    this.#counts.fill(0);
    for (let k = 0; k < days; k += 1) this.#counts[this.#back(k)]! += 1;
    this.#writeFromTop(days, out, at, stride);
  }

  #writeWeekday(weekday: number, out: Float64Array, at: number, stride: number): void {
    const count = this.#weekdayCount[weekday]!;
    const days = Math.min(RECENT_WEEKDAY, count);
    this.#counts.fill(0);
    for (let k = 0; k < days; k += 1) this.#counts[this.#weekday[weekday * RECENT_WEEKDAY + k]!]! += 1;
    this.#writeFromTop(days, out, at + 1, stride);
    const last = days === 0 ? Number.NaN : this.#weekday[weekday * RECENT_WEEKDAY + ((count - 1) % RECENT_WEEKDAY)]!;
    for (let level = 0; level < this.levels.length; level += 1) {
      out[at + level * stride] = days === 0 ? Number.NaN : level < last ? 1 : 0;
    }
  }

  #writeFromTop(days: number, out: Float64Array, at: number, stride: number): void {
    let reached = 0;
    for (let level = this.levels.length - 1; level >= 0; level -= 1) {
      reached += this.#counts[level + 1]!;
      out[at + level * stride] = days === 0 ? Number.NaN : reached / days;
    }
  }

  /** A change between two days concerns the levels between what they reached: steps up and down, summed. */
  #writeFlips(out: Float64Array, at: number, stride: number): void {
    const days = Math.min(RECENT, this.#count);
    this.#counts.fill(0);
    for (let k = 0; k + 1 < days; k += 1) {
      const [a, b] = [this.#back(k), this.#back(k + 1)];
      this.#counts[Math.min(a, b)]! += 1;
      this.#counts[Math.max(a, b)]! -= 1;
    }
    let flips = 0;
    for (let level = 0; level < this.levels.length; level += 1) {
      flips += this.#counts[level]!;
      out[at + level * stride] = flips;
    }
  }
}

const MOST_RUN = 1000;

function match(table: Float64Array, place: number, keep: number, value: number): void {
  table[place] = keep * table[place]! + value;
  table[place + 1] = keep * table[place + 1]! + 1;
}

/** The chance of a class, shrunk towards a wider one by the weight of one match. */
function shrunk(table: Float64Array, place: number, prior: number): number {
  return (table[place]! + prior) / (table[place + 1]! + 1);
}

function runClass(run: number): number {
  return run > 0 ? LONGEST_RUN + Math.min(run, LONGEST_RUN) - 1 : Math.min(-run, LONGEST_RUN) - 1;
}
