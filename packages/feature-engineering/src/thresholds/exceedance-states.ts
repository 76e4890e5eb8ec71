import { LEVEL_STATISTICS } from './level-statistics.js';
import { RECENT, runAfter, SHARE_DECAYS, type ObservedLevels } from './observed-levels.js';

/** Weight of an earlier match in "what followed", by later match. */
const FORGET = 0.95;
const LONGEST_RUN = 6;
/** Weight of the simple chance in the chance that followed. */
const PRIOR = 0.5;

/** Places of one level in the table of states: pairs of (weighted passes of the level, weight). */
const AFTER = 0;
const AFTER_PLAIN = AFTER + 2 * 2;
const AFTER_TWO = AFTER_PLAIN + 2 * 2;
const AFTER_THREE = AFTER_TWO + 2 * 4;
const AFTER_RUN = AFTER_THREE + 2 * 8;
const AFTER_WEEKDAY = AFTER_RUN + 2 * 2 * LONGEST_RUN;
const STRIDE = AFTER_WEEKDAY + 2 * 2 * 7;

/**
 * How one series stands to a set of levels, and what followed when it stood so, `lag` observed days ahead, as the forecast looks. It
 * goes forward with the observations, each of which costs the same, whatever came before.
 *
 * Formulas: an observation v is 1 where it reached the level. "After" is `Σ f v / Σ f` over the earlier days whose class
 * is that of the latest one, v being the outcome `lag` observed days later and f = 0.95^(later matches).
 */
export class ExceedanceStates {
  readonly #table: Float64Array;
  /** Runs after the observation `lag` before the next one to take in. */
  readonly #laggedRuns: Int16Array;
  /** Observations taken in. */
  #next = 0;

  /**
   * @param observed what the series reached; it may be pushed further at any time.
   * @param lag observed days from the latest result to the one forecast, 1 or more.
   */
  constructor(
    readonly observed: ObservedLevels,
    readonly lag: number,
  ) {
    const size = observed.levels.length;
    this.#table = new Float64Array(size * STRIDE);
    this.#laggedRuns = new Int16Array(size);
  }

  /** The same states, to go forward with a copy of what was observed. */
  copy(observed: ObservedLevels): ExceedanceStates {
    const copy = new ExceedanceStates(observed, this.lag);
    copy.#table.set(this.#table);
    copy.#laggedRuns.set(this.#laggedRuns);
    copy.#next = this.#next;
    return copy;
  }

  /**
   * Writes the statistics of every level: {@link LEVEL_STATISTICS} of the first level, then of the next.
   *
   * @param weekday of the target day, Monday 0.
   * @param stride numbers from one level to the next, as many as there are statistics or more.
   */
  write(weekday: number, out: Float64Array, stride: number): void {
    const { observed } = this;
    const { levels, executions, count, fraction, runs } = observed;
    const size = levels.length;
    if (count === 0) {
      for (let level = 0; level < size; level += 1) {
        out.fill(Number.NaN, level * stride, level * stride + LEVEL_STATISTICS.length);
      }
      return;
    }
    this.#catchUp();
    observed.writeShares(7, out, 1, stride);
    observed.writeShares(RECENT, out, 2, stride);
    observed.writeWeekday(weekday, out, 6, stride);
    observed.writeFlips(out, 9, stride);
    const last = observed.back(0);
    for (let level = 0; level < size; level += 1) {
      const place = level * stride;
      out[place] = level < last ? 1 : 0;
      for (let k = 0; k < SHARE_DECAYS.length; k += 1) out[place + 3 + k] = observed.share(level, k);
      out[place + 8] = runs[level]!;
      out[place + 10] = fraction - levels[level]! / executions;
      this.#writeAfter(level, weekday, out, place);
    }
  }

  /** Takes in what was observed since: each result tells something about the class of the observation `lag` before it. */
  #catchUp(): void {
    const { reached, weekdays, count } = this.observed;
    const { lag } = this;
    for (let i = Math.max(this.#next, lag); i < count; i += 1) {
      const second = i > lag ? reached[i - lag - 1]! : -1;
      const third = i > lag + 1 ? reached[i - lag - 2]! : -1;
      this.#push(weekdays[i]!, reached[i]!, reached[i - lag]!, second, third);
    }
    this.#next = count;
  }

  /**
   * @param first levels reached by the observation that the result tells something about; the one before it, `second`, and the one
   *   before that, `third`, are −1 where there was none.
   */
  #push(weekday: number, reached: number, first: number, second: number, third: number): void {
    const table = this.#table;
    const laggedRuns = this.#laggedRuns;
    for (let level = 0, start = 0; level < laggedRuns.length; level += 1, start += STRIDE) {
      const value = level < reached ? 1 : 0;
      const one = level < first ? 1 : 0;
      const run = runAfter(laggedRuns[level]!, one);
      laggedRuns[level] = run;
      match(table, start + AFTER + 2 * one, FORGET, value);
      match(table, start + AFTER_PLAIN + 2 * one, 1, value);
      match(table, start + AFTER_WEEKDAY + 2 * (2 * weekday + one), FORGET, value);
      match(table, start + AFTER_RUN + 2 * runClass(run), FORGET, value);
      if (second < 0) continue;
      const two = 2 * one + (level < second ? 1 : 0);
      match(table, start + AFTER_TWO + 2 * two, FORGET, value);
      if (third < 0) continue;
      match(table, start + AFTER_THREE + 2 * (2 * two + (level < third ? 1 : 0)), FORGET, value);
    }
  }

  #writeAfter(level: number, weekday: number, out: Float64Array, place: number): void {
    const table = this.#table;
    const { observed } = this;
    const start = level * STRIDE;
    const one = level < observed.back(0) ? 1 : 0;
    const after = start + AFTER + 2 * one;
    const plain = start + AFTER_PLAIN + 2 * one;
    const share = out[place + 4]!;
    const chance = (table[after]! + PRIOR * share) / (table[after + 1]! + PRIOR);
    out[place + 11] = table[after + 1]! > 0 ? table[after]! / table[after + 1]! : Number.NaN;
    out[place + 12] = table[plain + 1]! > 0 ? table[plain]! / table[plain + 1]! : Number.NaN;
    let two = chance;
    let three = chance;
    if (observed.count > 1) {
      const both = 2 * one + (level < observed.back(1) ? 1 : 0);
      two = shrunk(table, start + AFTER_TWO + 2 * both, chance);
      three = two;
      if (observed.count > 2) {
        three = shrunk(table, start + AFTER_THREE + 2 * (2 * both + (level < observed.back(2) ? 1 : 0)), two);
      }
    }
    out[place + 13] = two;
    out[place + 14] = three;
    out[place + 15] = shrunk(table, start + AFTER_RUN + 2 * runClass(observed.runs[level]!), chance);
    out[place + 16] = shrunk(table, start + AFTER_WEEKDAY + 2 * (2 * weekday + one), chance);
  }
}

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
