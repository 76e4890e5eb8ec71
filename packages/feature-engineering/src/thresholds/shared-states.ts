import type { SeriesHistory } from '../history/series-history.js';
import { RULE_NUMBERS, type EvidenceDays } from './rule-evidence.js';
import { SERIES_NUMBERS, type SavedSeries, type SeriesStates } from './series-states.js';

/** More of it is not shared: each thread then finds out for itself. Pages that nothing is written to take no memory. */
const MOST_BYTES = 512 * 1024 * 1024;
const [FREE, TAKEN, READY] = [0, 1, 2];

/** Room for what threads know of one history as of a day, as plain data. It survives a structured clone to a thread. */
export interface StateMemory {
  readonly day: number;
  /** Rules, of a tenant each, and series that ever had a result. */
  readonly rules: number;
  readonly series: number;
  /** Days of the history up to the day. */
  readonly days: number;
  readonly memory: SharedArrayBuffer;
}

/**
 * Memory for the states of a history as of a day, empty; undefined where that is too much to share.
 *
 * @param rules how many there are, of a tenant each.
 */
export function newStateMemory(history: SeriesHistory, rules: number, day: number): StateMemory | undefined {
  const series = history.arrivals.order.length;
  const days = day - history.firstDay + 1;
  const bytes = placesOf({ rules, series, days }).end;
  if (series === 0 || days < 1 || bytes > MOST_BYTES) return undefined;
  return { day, rules, series, days, memory: new SharedArrayBuffer(bytes) };
}

/** Where each column begins. */
function placesOf({ rules, series, days }: Pick<StateMemory, 'rules' | 'series' | 'days'>) {
  const sums = 8 * series * SERIES_NUMBERS;
  const ruleDays = sums + 8 * rules * days * RULE_NUMBERS;
  const counts = ruleDays + 4 * rules * days;
  const ruleStates = counts + 4 * rules;
  const seriesStates = ruleStates + 4 * rules;
  return { sums, ruleDays, counts, ruleStates, seriesStates, end: seriesStates + 4 * series };
}

/**
 * What the threads of a process find out about the series of one history as of a day, each for all, without locks: nobody reads what is
 * not ready, and two that write the same at a time write the same bits. A thread that ends in between leaves a rule that the others
 * find out about for themselves.
 */
export class SharedStates {
  readonly day: number;
  readonly #days: number;
  readonly #numbers: Float64Array;
  readonly #sums: Float64Array;
  readonly #ruleDays: Int32Array;
  readonly #counts: Int32Array;
  readonly #ruleStates: Int32Array;
  readonly #seriesStates: Int32Array;

  constructor({ day, rules, series, days, memory }: StateMemory) {
    const places = placesOf({ rules, series, days });
    this.day = day;
    this.#days = days;
    this.#numbers = new Float64Array(memory, 0, series * SERIES_NUMBERS);
    this.#sums = new Float64Array(memory, places.sums, rules * days * RULE_NUMBERS);
    this.#ruleDays = new Int32Array(memory, places.ruleDays, rules * days);
    this.#counts = new Int32Array(memory, places.counts, rules);
    this.#ruleStates = new Int32Array(memory, places.ruleStates, rules);
    this.#seriesStates = new Int32Array(memory, places.seriesStates, series);
  }

  /** Whether the series of a rank is there. */
  isReady(rank: number): boolean {
    return Atomics.load(this.#seriesStates, rank) === READY;
  }

  /** What somebody has added of the series of a rank. */
  series(rank: number): SavedSeries | undefined {
    return this.isReady(rank) ? { day: this.day, numbers: this.#numbers, at: rank * SERIES_NUMBERS } : undefined;
  }

  /** Adds the states of a series as of {@link day}. */
  add(rank: number, states: SeriesStates): void {
    if (!states.save(this.day, this.#numbers, rank * SERIES_NUMBERS)) return;
    Atomics.store(this.#seriesStates, rank, READY);
  }

  /** Whether a rule is the caller's to find out about: it is to the first that asks. */
  takeRule(rule: number): boolean {
    return Atomics.compareExchange(this.#ruleStates, rule, FREE, TAKEN) === FREE;
  }

  /** What somebody has added of a rule. */
  rule(rule: number): EvidenceDays | undefined {
    if (Atomics.load(this.#ruleStates, rule) !== READY) return undefined;
    const [from, count] = [rule * this.#days, this.#counts[rule]!];
    return {
      upTo: this.day,
      days: this.#ruleDays.subarray(from, from + count),
      sums: this.#sums.subarray(from * RULE_NUMBERS, (from + count) * RULE_NUMBERS),
    };
  }

  /** Adds what is known of a rule by the end of {@link day}, after the series that speak for it. */
  addRule(rule: number, { days, sums }: EvidenceDays): void {
    const from = rule * this.#days;
    this.#ruleDays.set(days, from);
    this.#sums.set(sums, from * RULE_NUMBERS);
    this.#counts[rule] = days.length;
    Atomics.store(this.#ruleStates, rule, READY);
  }
}
