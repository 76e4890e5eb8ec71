import { indexOfHistory } from '../history/history-index.js';
import { lastIndexUpTo } from '../history/search.js';
import type { SeriesHistory } from '../history/series-history.js';
import { MOST_FULL_EXECUTIONS } from './levels.js';

/** What the weight of a value is multiplied by a calendar day: half after 60 days. */
const DECAY = 0.5 ** (1 / 60);
/** Steps that the values of days with many executions are rounded down to. */
const STEPS = 512;
/** A value with less than this share of the weight is counted as the next lower one. */
const LEAST_SHARE = 1 / 1024;

/** Distinct values of a rule up to a day, from the greatest down, as passes of executions in lowest terms. */
interface Values {
  readonly passes: number[];
  readonly executions: number[];
  /** Decayed weight of each. */
  readonly weight: number[];
  /** How many series had it on the latest day. */
  readonly today: number[];
}

/** The values of one rule after each of its days; entries `offsets[i] … offsets[i + 1] − 1` are those after day i. */
interface RuleTable {
  readonly days: Int32Array;
  readonly offsets: Int32Array;
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  /** Decayed weight of the values from the greatest down to this one. */
  readonly weightFromTop: Float64Array;
  /** Series with at least this value on the day itself. */
  readonly todayFromTop: Int32Array;
}

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
    const fade = day < 0 ? 0 : DECAY ** (asOf - table.days[day]!);
    const [start, end] = day < 0 ? [0, 0] : [table.offsets[day]!, table.offsets[day + 1]!];
    const total = end > start ? fade * table.weightFromTop[end - 1]! : 0;
    let next = start;
    for (let level = levels.length - 1; level >= 0; level -= 1) {
      next = passValues(table, next, end, levels[level]!, n);
      const reached = next > start ? fade * table.weightFromTop[next - 1]! : 0;
      out[at + level * stride] = shareOf(reached, total, levels[level]! / n);
    }
  }

  /** The share of the rule's days up to `asOf` that had exactly this value, smoothed as {@link write} does. */
  massOf(series: number, asOf: number, passes: number, executions: number): number {
    EXACT[0] = passes;
    EXACT[1] = passes + 1;
    this.write(series, asOf, executions, EXACT, MASS, 0);
    const reached = passes === 0 ? 1 : MASS[0]!;
    return reached - (passes === executions ? 0 : MASS[1]!);
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
    return (this.#tables[rule] ??= makeTable(this.#history, this.#members[rule]!));
  }
}

const EXACT = new Int32Array(2);
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

/** The passes that a day of many executions counts with: a whole number of steps, rounded down. May be a fraction. */
function roundedDown(passes: number, executions: number): number {
  if (executions <= MOST_FULL_EXECUTIONS) return passes;
  return (Math.floor((passes * STEPS) / executions) * executions) / STEPS;
}

function makeTable(history: SeriesHistory, members: readonly number[]): RuleTable {
  const order = observationsByDay(history, members);
  const values: Values = { passes: [], executions: [], weight: [], today: [] };
  const written = new Snapshots();
  let today = 0;
  for (let i = 0; i < order.length; i += 1) {
    const day = history.day[order[i]!]!;
    if (i === 0 || day !== today) fade(values, i === 0 ? 1 : DECAY ** (day - today));
    today = day;
    add(values, history.passes[order[i]!]!, history.executions[order[i]!]!);
    if (i + 1 < order.length && history.day[order[i + 1]!] === day) continue;
    written.add(day, values);
  }
  return written.table();
}

/** Indices of the observed days of some series, by day. */
function observationsByDay({ offsets, day }: SeriesHistory, members: readonly number[]): Int32Array {
  const size = members.reduce((sum, series) => sum + offsets[series + 1]! - offsets[series]!, 0);
  const order = new Int32Array(size);
  let at = 0;
  for (const series of members) {
    for (let i = offsets[series]!; i < offsets[series + 1]!; i += 1) order[at++] = i;
  }
  return order.sort((a, b) => day[a]! - day[b]! || a - b);
}

function fade({ weight, today }: Values, factor: number): void {
  for (let i = 0; i < weight.length; i += 1) weight[i]! *= factor;
  today.fill(0);
}

function add(values: Values, passed: number, executed: number): void {
  const isExact = executed <= MOST_FULL_EXECUTIONS;
  const passes = isExact ? passed : Math.floor((passed * STEPS) / executed);
  const executions = isExact ? executed : STEPS;
  let [low, high] = [0, values.passes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values.passes[middle]! * executions > passes * values.executions[middle]!) low = middle + 1;
    else high = middle;
  }
  if (low < values.passes.length && values.passes[low]! * executions === passes * values.executions[low]!) {
    values.weight[low]! += 1;
    values.today[low]! += 1;
    return;
  }
  values.passes.splice(low, 0, passes);
  values.executions.splice(low, 0, executions);
  values.weight.splice(low, 0, 1);
  values.today.splice(low, 0, 1);
}

/** Values with next to no weight join the next lower one, so that the list stays short. */
function prune(values: Values): void {
  const least = LEAST_SHARE * values.weight.reduce((sum, weight) => sum + weight, 0);
  let kept = 0;
  const size = values.weight.length;
  for (let i = 0; i < size; i += 1) {
    if (values.weight[i]! < least && values.today[i] === 0 && i + 1 < size) {
      values.weight[i + 1]! += values.weight[i]!;
      continue;
    }
    for (const column of [values.passes, values.executions, values.weight, values.today]) column[kept] = column[i]!;
    kept += 1;
  }
  for (const column of [values.passes, values.executions, values.weight, values.today]) column.length = kept;
}

/** The lists of values after each day, one after the other. */
class Snapshots {
  readonly #days: number[] = [];
  readonly #offsets: number[] = [0];
  readonly #passes: number[] = [];
  readonly #executions: number[] = [];
  readonly #weight: number[] = [];
  readonly #today: number[] = [];

  add(day: number, values: Values): void {
    prune(values);
    let [weight, today] = [0, 0];
    for (let i = 0; i < values.passes.length; i += 1) {
      weight += values.weight[i]!;
      today += values.today[i]!;
      this.#passes.push(values.passes[i]!);
      this.#executions.push(values.executions[i]!);
      this.#weight.push(weight);
      this.#today.push(today);
    }
    this.#days.push(day);
    this.#offsets.push(this.#passes.length);
  }

  table(): RuleTable {
    return {
      days: Int32Array.from(this.#days),
      offsets: Int32Array.from(this.#offsets),
      passes: Int32Array.from(this.#passes),
      executions: Int32Array.from(this.#executions),
      weightFromTop: Float64Array.from(this.#weight),
      todayFromTop: Int32Array.from(this.#today),
    };
  }
}
