import { indexOfHistory } from '../history/history-index.js';
import { lastIndexUpTo } from '../history/search.js';
import type { SeriesHistory } from '../history/series-history.js';
import { makeRuleTable, RULE_DECAY, roundedDown, type RuleTable } from './rule-table.js';

/**
 * How often the series of a rule (of the tenant) reached a level, in the days up to an as-of day: what is likely where a series
 * itself tells nothing. Every series' day counts once and halves in weight after 60 days. Values are compared as whole
 * numbers; those of more than 50 executions are rounded down to 1/512.
 */
export class RuleShares {
  readonly #history: SeriesHistory;
  readonly #ruleOf: Int32Array;
  readonly #members: readonly number[][];
  readonly #tables: (RuleTable | undefined)[] = [];

  constructor(history: SeriesHistory) {
    this.#history = history;
    const { ruleOf } = indexOfHistory(history).pools;
    this.#ruleOf = ruleOf;
    const members: number[][] = [];
    ruleOf.forEach((rule, series) => (members[rule] ??= []).push(series));
    this.#members = members;
  }

  /** Series of the same rule and tenant as a series, itself included, ascending. */
  membersOf(series: number): readonly number[] {
    return this.#members[this.#ruleOf[series]!]!;
  }

  /** How many rules there are, of a tenant each. */
  get rules(): number {
    return this.#members.length;
  }

  /** Index of the rule (of the tenant) of a series. */
  ruleOf(series: number): number {
    return this.#ruleOf[series]!;
  }

  /**
   * Writes, level by level, the share of the rule's days up to `asOf` that reached it,
   * `(weight ≥ t + .5(1 − t) + .25) / (weight + 1)`.
   *
   * @param levels passes of `n`, ascending.
   */
  write(series: number, asOf: number, n: number, levels: Int32Array, out: Float64Array, at: number, stride = 1): void {
    const table = this.#tableOf(series);
    const day = lastIndexUpTo(table.days, 0, table.days.length, asOf);
    const fade = day < 0 ? 0 : RULE_DECAY ** (asOf - table.days[day]!);
    const [start, end] = day < 0 ? [0, 0] : [table.offsets[day]!, table.offsets[day + 1]!];
    const total = end > start ? fade * table.weightFromTop[end - 1]! : 0;
    let next = start;
    for (let level = levels.length - 1; level >= 0; level -= 1) {
      next = passValues(table, next, end, levels[level]!, n);
      const reached = next > start ? fade * table.weightFromTop[next - 1]! : 0;
      out[at + level * stride] = shareOf(reached, total, levels[level]! / n);
    }
  }

  /**
   * The share of the rule's days up to `asOf` that had this value, smoothed as {@link write} does.
   *
   * @param within how many passes more or fewer count as this value.
   */
  massOf(series: number, asOf: number, passes: number, executions: number, within = 0): number {
    BOUNDS[0] = passes - within;
    BOUNDS[1] = passes + within + 1;
    this.write(series, asOf, executions, BOUNDS, MASS, 0);
    const reached = BOUNDS[0] <= 0 ? 1 : MASS[0]!;
    return reached - (BOUNDS[1] > executions ? 0 : MASS[1]!);
  }

  /**
   * Writes, level by level, the share of the rule's other series that reached it on the as-of day itself; NaN where there
   * was none.
   *
   * @param own passes and executions of the series on that day; undefined if it had no result.
   */
  writeOthersToday(
    series: number,
    asOf: number,
    own: { readonly passes: number; readonly executions: number } | undefined,
    n: number,
    levels: Int32Array,
    out: Float64Array,
    at: number,
    stride: number,
  ): void {
    const table = this.#tableOf(series);
    const day = lastIndexUpTo(table.days, 0, table.days.length, asOf);
    const isToday = day >= 0 && table.days[day] === asOf;
    const [start, end] = isToday ? [table.offsets[day]!, table.offsets[day + 1]!] : [0, 0];
    const others = isToday ? table.todayFromTop[end - 1]! - (own ? 1 : 0) : 0;
    const ownReached = own ? Math.floor((roundedDown(own.passes, own.executions) * n) / own.executions) : 0;
    let next = start;
    for (let level = levels.length - 1; level >= 0; level -= 1) {
      next = passValues(table, next, end, levels[level]!, n);
      const reached =
        (next > start ? table.todayFromTop[next - 1]! : 0) - (own && ownReached >= levels[level]! ? 1 : 0);
      out[at + level * stride] = others > 0 ? Math.min(1, Math.max(0, reached / others)) : Number.NaN;
    }
  }

  #tableOf(series: number): RuleTable {
    const rule = this.#ruleOf[series]!;
    return (this.#tables[rule] ??= makeRuleTable(this.#history, this.#members[rule]!));
  }
}

const BOUNDS = new Int32Array(2);
const MASS = new Float64Array(2);

function shareOf(reached: number, total: number, level: number): number {
  return (reached + 0.5 * (1 - level) + 0.25) / (total + 1);
}

/** Index of the first value, from `next` on, that is below a level. */
function passValues({ passes, executions }: RuleTable, next: number, end: number, level: number, n: number): number {
  let i = next;
  while (i < end && passes[i]! * n >= level * executions[i]!) i += 1;
  return i;
}
