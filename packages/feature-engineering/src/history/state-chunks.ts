import { dayOfWeek } from '@dqs/core';

import { afterStates, type AfterStates } from './after-states.js';
import { exponentialStates, type ExponentialStates } from './exponential.js';
import type { Pools } from './pool.js';
import type { SeriesHistory } from './series-history.js';
import type { SeriesRange } from './series-range.js';

/**
 * For each series of a chunk and weekday (Monday 0) the observed days, with running sums. List (s − first series) × 7 + weekday; a
 * list lies within the entries of its series, counted from the start of the chunk.
 */
export interface WeekdayIndex {
  readonly offsets: Int32Array;
  readonly day: Int32Array;
  readonly passSums: Float64Array;
  readonly executionSums: Float64Array;
}

/** States after each observed day of some series, each kind made when it is first asked for. Entry i belongs to `start + i` of the history. */
export class StateChunk {
  readonly #history: SeriesHistory;
  readonly #pools: () => Pools;
  #weekdays?: WeekdayIndex;
  #exponential?: ExponentialStates;
  #afterStates?: AfterStates;

  constructor(
    history: SeriesHistory,
    readonly range: SeriesRange,
    pools: () => Pools,
  ) {
    this.#history = history;
    this.#pools = pools;
  }

  /** Observed days of a series by weekday. */
  get weekdays(): WeekdayIndex {
    return (this.#weekdays ??= makeWeekdays(this.#history, this.range));
  }

  /** Exponentially weighted states after each observed day. */
  get exponential(): ExponentialStates {
    return (this.#exponential ??= exponentialStates(this.#history, this.#pools(), this.range));
  }

  /** Outcomes after days in the same state, as known after each observed day. */
  get afterStates(): AfterStates {
    return (this.#afterStates ??= afterStates(this.#history, this.range));
  }
}

/** Observed days of a chunk, about, at least: of fewer there would be more arrays than numbers, of more a single forecast would wait. */
const CHUNK_ENTRIES = 8192;

/** Observed days, at most, whose chunks are all kept: 30 MB. */
const ENTRIES_KEPT_WHOLE = 524_288;
/** Chunks that are kept of more of them: whoever goes through all of those day by day would find none of ten times as many. */
const FEW_CHUNKS = 8;

/**
 * The states of all series of a history, a chunk of series at a time. They are sixty bytes an observed day, three times what the
 * history itself takes; whoever goes through the series of a long one keeps those of the latest chunks only.
 */
export class StateChunks {
  readonly #history: SeriesHistory;
  readonly #pools: () => Pools;
  readonly #ranges: readonly SeriesRange[];
  /** Chunk of each series. */
  readonly #of: Int32Array;
  readonly #chunks: (StateChunk | undefined)[] = [];
  /** Numbers of the chunks that are there, in the order in which they were made. */
  #made: number[] = [];
  #most = Number.POSITIVE_INFINITY;

  constructor(history: SeriesHistory, pools: () => Pools) {
    this.#history = history;
    this.#pools = pools;
    this.#ranges = [...rangesOf(history)];
    this.#of = new Int32Array(history.series.length);
    this.#ranges.forEach(({ from, to }, chunk) => this.#of.fill(chunk, from, to));
  }

  /** From now on keeps the latest chunks only, `most` of them, if there are many. */
  keepFew(most = this.#history.day.length <= ENTRIES_KEPT_WHOLE ? Number.POSITIVE_INFINITY : FEW_CHUNKS): void {
    this.#most = most;
    this.#dropOldest();
  }

  /** The chunk of a series. */
  of(series: number): StateChunk {
    return this.#at(this.#of[series]!);
  }

  /** All chunks, one after the other. */
  *all(): Generator<StateChunk> {
    for (let chunk = 0; chunk < this.#ranges.length; chunk += 1) yield this.#at(chunk);
  }

  #at(chunk: number): StateChunk {
    const known = this.#chunks[chunk];
    if (known) return known;
    const made = new StateChunk(this.#history, this.#ranges[chunk]!, this.#pools);
    this.#chunks[chunk] = made;
    this.#made.push(chunk);
    this.#dropOldest();
    return made;
  }

  #dropOldest(): void {
    const over = this.#made.length - this.#most;
    if (over <= 0) return;
    for (const chunk of this.#made.splice(0, over)) this.#chunks[chunk] = undefined;
  }
}

function* rangesOf({ series, offsets }: SeriesHistory): Generator<SeriesRange> {
  for (let from = 0, to = 0; from < series.length; from = to) {
    const start = offsets[from]!;
    while (to < series.length && offsets[to]! - start < CHUNK_ENTRIES) to += 1;
    yield { from, to, start, end: offsets[to]! };
  }
}

function makeWeekdays(
  { offsets: starts, day, passes, executions }: SeriesHistory,
  { from: first, to: last, start, end }: SeriesRange,
): WeekdayIndex {
  const offsets = new Int32Array((last - first) * 7 + 1);
  const days = new Int32Array(end - start);
  const passSums = new Float64Array(end - start);
  const executionSums = new Float64Array(end - start);
  const next = new Int32Array(7);
  for (let s = first; s < last; s += 1) {
    const [from, to] = [starts[s]!, starts[s + 1]!];
    const list = (s - first) * 7;
    next.fill(0);
    for (let i = from; i < to; i += 1) next[dayOfWeek(day[i]!)]! += 1;
    for (let weekday = 0, at = from - start; weekday < 7; weekday += 1) {
      const count = next[weekday]!;
      next[weekday] = at;
      at += count;
      offsets[list + weekday + 1] = at;
    }
    for (let i = from; i < to; i += 1) {
      const weekday = dayOfWeek(day[i]!);
      const at = next[weekday]!;
      next[weekday] = at + 1;
      const isFirst = at === offsets[list + weekday];
      days[at] = day[i]!;
      passSums[at] = (isFirst ? 0 : passSums[at - 1]!) + passes[i]!;
      executionSums[at] = (isFirst ? 0 : executionSums[at - 1]!) + executions[i]!;
    }
  }
  return { offsets, day: days, passSums, executionSums };
}
