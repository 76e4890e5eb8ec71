import type { SeriesHistory } from './series-history.js';
import { lastIndexUpTo } from './search.js';

/** Passes and executions over a range of days. */
export interface Counts {
  passes: number;
  executions: number;
}

/** Two numbers for every observed day of a history. */
export interface DayTerms {
  readonly passes: ArrayLike<number>;
  readonly executions: ArrayLike<number>;
}

/** Pools of series, and the pool group of each series. */
export interface Pools {
  readonly dataset: Pool;
  readonly datasetOf: Int32Array;
  readonly rule: Pool;
  readonly ruleOf: Int32Array;
  readonly all: Pool;
  readonly allOf: Int32Array;
}

/**
 * Terms of groups of series by day (all rules of a dataset, all datasets of a rule, everything), summed up from the
 * first day: a sum over any range of days is two look-ups. Of counts it is exact, because all terms are integers.
 */
export class Pool {
  readonly #offsets: Int32Array;
  readonly #day: Int32Array;
  /** Sums up to and including each entry, within its group. */
  readonly #passes: Float64Array;
  readonly #executions: Float64Array;

  /**
   * @param groupOf group of each series, 0 … groups − 1.
   * @param terms the summands, in the order of the history's observed days; days without executions are left out.
   */
  constructor(history: SeriesHistory, groupOf: Int32Array, groups: number, terms: DayTerms = history) {
    const days = Math.max(0, history.lastDay - history.firstDay + 1);
    const members = membersOf(groupOf, groups);
    const parts = members.map((series) => sumByDay(history, terms, series, days));
    const size = parts.reduce((sum, part) => sum + part.day.length, 0);
    this.#offsets = new Int32Array(groups + 1);
    this.#day = new Int32Array(size);
    this.#passes = new Float64Array(size);
    this.#executions = new Float64Array(size);
    parts.forEach((part, group) => {
      const start = this.#offsets[group]!;
      this.#day.set(part.day, start);
      this.#passes.set(part.passes, start);
      this.#executions.set(part.executions, start);
      this.#offsets[group + 1] = start + part.day.length;
    });
  }

  /** Writes the counts of a group over the days `from … to`, both included, into `into`. */
  sums(group: number, from: number, to: number, into: Counts): void {
    const start = this.#offsets[group]!;
    const end = this.#offsets[group + 1]!;
    const last = lastIndexUpTo(this.#day, start, end, to);
    const before = lastIndexUpTo(this.#day, start, last + 1, from - 1);
    into.passes = this.#upTo(this.#passes, last, start) - this.#upTo(this.#passes, before, start);
    into.executions = this.#upTo(this.#executions, last, start) - this.#upTo(this.#executions, before, start);
  }

  #upTo(sums: Float64Array, index: number, start: number): number {
    return index < start ? 0 : sums[index]!;
  }
}

function membersOf(groupOf: Int32Array, groups: number): number[][] {
  const members: number[][] = Array.from({ length: groups }, () => []);
  groupOf.forEach((group, series) => members[group]!.push(series));
  return members;
}

/** A group with fewer observations has places for the days it was observed on only: one stray date makes any span long. */
const DAYS_PER_OBSERVATION = 16;

/** The days on which some series were observed, ascending, and the place of each among them. */
function placesOf(history: SeriesHistory, members: readonly number[]) {
  const seen = new Set<number>();
  for (const series of members) {
    for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) seen.add(history.day[i]!);
  }
  const days = Int32Array.from(seen).sort();
  const of = new Map<number, number>();
  days.forEach((day, place) => of.set(day, place));
  return { days, of };
}

function sumByDay(history: SeriesHistory, terms: DayTerms, members: readonly number[], days: number) {
  const observed = members.reduce((sum, series) => sum + history.offsets[series + 1]! - history.offsets[series]!, 0);
  const places = days <= DAYS_PER_OBSERVATION * observed ? undefined : placesOf(history, members);
  const size = places?.days.length ?? days;
  const passes = new Float64Array(size);
  const executions = new Float64Array(size);
  for (const series of members) {
    for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
      const at = places === undefined ? history.day[i]! - history.firstDay : places.of.get(history.day[i]!)!;
      passes[at]! += terms.passes[i]!;
      executions[at]! += terms.executions[i]!;
    }
  }
  const day: number[] = [];
  const sums = { passes: [] as number[], executions: [] as number[] };
  let [passSum, executionSum] = [0, 0];
  for (let at = 0; at < size; at += 1) {
    if (executions[at] === 0) continue;
    passSum += passes[at]!;
    executionSum += executions[at]!;
    day.push(places?.days[at] ?? history.firstDay + at);
    sums.passes.push(passSum);
    sums.executions.push(executionSum);
  }
  return { day, ...sums };
}
