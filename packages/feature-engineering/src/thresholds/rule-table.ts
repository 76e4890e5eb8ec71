import { pickRows } from '@dqs/core';
import { EXACT_EXECUTIONS } from '@dqs/core/stats';

import { orderByDay } from '../history/day-order.js';
import type { SeriesHistory } from '../history/series-history.js';

/** What the weight of a value is multiplied by a calendar day: half after 60 days. */
export const RULE_DECAY = 0.5 ** (1 / 60);
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
export interface RuleTable {
  readonly days: Int32Array;
  readonly offsets: Int32Array;
  readonly passes: Int32Array;
  readonly executions: Int32Array;
  /** Decayed weight of the values from the greatest down to this one. */
  readonly weightFromTop: Float64Array;
  /** Series with at least this value on the day itself. */
  readonly todayFromTop: Int32Array;
}

/** The passes that a day of many executions counts with: a whole number of steps, rounded down. May be a fraction. */
export function roundedDown(passes: number, executions: number): number {
  if (executions <= EXACT_EXECUTIONS) return passes;
  return (Math.floor((passes * STEPS) / executions) * executions) / STEPS;
}

/** The values of a rule's series after each day. */
export function makeRuleTable(history: SeriesHistory, members: readonly number[]): RuleTable {
  const order = observationsByDay(history, members);
  const values: Values = { passes: [], executions: [], weight: [], today: [] };
  const written = new Snapshots();
  let today = 0;
  for (let i = 0; i < order.length; i += 1) {
    const day = history.day[order[i]!]!;
    if (i === 0 || day !== today) fade(values, i === 0 ? 1 : RULE_DECAY ** (day - today));
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
  const entries = new Int32Array(size);
  let at = 0;
  for (const series of members) {
    for (let i = offsets[series]!; i < offsets[series + 1]!; i += 1) entries[at++] = i;
  }
  return pickRows(entries, orderByDay(pickRows(day, entries)).entries);
}

function fade({ weight, today }: Values, factor: number): void {
  for (let i = 0; i < weight.length; i += 1) weight[i]! *= factor;
  today.fill(0);
}

function add(values: Values, passed: number, executed: number): void {
  const isExact = executed <= EXACT_EXECUTIONS;
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
