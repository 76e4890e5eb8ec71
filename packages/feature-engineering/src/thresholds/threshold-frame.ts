import { EXACT_EXECUTIONS } from '@dqs/core/stats';

import type { ForecastRequests, SeriesHistory } from '../history/series-history.js';
import { assertRequests } from '../requests.js';
import { levelSourceOf, ROW_STATISTICS, THRESHOLD_STATISTICS, type LevelRow } from './level-source.js';

/**
 * Levels of forecasts, and what the history up to the as-of day says of each. The levels of row i are
 * `offsets[i] … offsets[i + 1] − 1`.
 */
export interface ThresholdFrame {
  readonly rows: number;
  readonly offsets: Int32Array;
  /** Passes of each level, ascending within a row; the last is the row's executions. */
  readonly numerator: Int32Array;
  /** Executions that a row assumes: those of the last observed day, 1 if there is none. */
  readonly executions: Int32Array;
  /** By {@link THRESHOLD_STATISTICS}, one entry a level; NaN where nothing is known. */
  readonly statistics: readonly Float32Array[];
  /** By {@link ROW_STATISTICS}, one entry a row. */
  readonly rowStatistics: readonly Float32Array[];
}

/**
 * The levels of every request with their statistics: for training and prediction alike. Row i depends on the requested series,
 * day and as-of day and on the results up to the as-of day, and on nothing else; a day of results costs the same however many
 * came before.
 *
 * @throws DqsError `invalid-argument` if an as-of day is not before its target day.
 */
export function thresholdFrame(history: SeriesHistory, requests: ForecastRequests): ThresholdFrame {
  assertRequests(history, requests);
  const source = levelSourceOf(history);
  const built = new FrameBuilder(requests.series.length);
  const { series, targetDay, asOfDay } = requests;
  for (const row of inOrder(requests)) built.add(row, source.levels(series[row]!, targetDay[row]!, asOfDay[row]!));
  return built.frame();
}

/** Rows by series, then as-of day, so that states only go forward. */
function inOrder({ series, asOfDay }: ForecastRequests): Iterable<number> {
  let isOrdered = true;
  for (let i = 1; i < series.length && isOrdered; i += 1) {
    isOrdered = series[i - 1]! < series[i]! || (series[i - 1] === series[i] && asOfDay[i - 1]! <= asOfDay[i]!);
  }
  if (isOrdered) return series.keys();
  return Int32Array.from(series.keys()).sort((a, b) => series[a]! - series[b]! || asOfDay[a]! - asOfDay[b]!);
}

/** Some rows of a frame, in the order asked for. */
export function pickThresholdRows(frame: ThresholdFrame, rows: Int32Array): ThresholdFrame {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + frame.offsets[row + 1]! - frame.offsets[row]!;
  });
  const picked = <Column extends Int32Array | Float32Array>(column: Column, into: Column): Column => {
    rows.forEach((row, i) => into.set(column.subarray(frame.offsets[row]!, frame.offsets[row + 1]!), offsets[i]));
    return into;
  };
  const size = offsets[rows.length]!;
  return {
    rows: rows.length,
    offsets,
    numerator: picked(frame.numerator, new Int32Array(size)),
    executions: rows.map((row) => frame.executions[row]!),
    statistics: frame.statistics.map((column) => picked(column, new Float32Array(size))),
    rowStatistics: frame.rowStatistics.map((column) => Float32Array.from(rows, (row) => column[row]!)),
  };
}

/** The statistics of many levels, by column, growing as rows come in whatever order. */
class FrameBuilder {
  readonly #start: Int32Array;
  readonly #levels: Int32Array;
  readonly #executions: Int32Array;
  readonly #rowStatistics: Float32Array[];
  #numerator: Int32Array;
  #columns: Float32Array[];
  #size = 0;
  #isOrdered = true;

  constructor(rows: number) {
    [this.#start, this.#levels, this.#executions] = [0, 0, 0].map(() => new Int32Array(rows)) as [
      Int32Array,
      Int32Array,
      Int32Array,
    ];
    this.#rowStatistics = ROW_STATISTICS.map(() => new Float32Array(rows));
    const capacity = rows === 1 ? EXACT_EXECUTIONS : 4 * rows;
    this.#numerator = new Int32Array(capacity);
    this.#columns = newColumns(capacity);
  }

  /** Takes in what {@link LevelSource.write} wrote. */
  add(row: number, { levels, executions, statistics, rowStatistics }: LevelRow): void {
    const start = this.#size;
    const size = levels.length;
    if (start + size > this.#numerator.length) this.#grow(start + size);
    const before = row === 0 ? 0 : this.#start[row - 1]! + this.#levels[row - 1]!;
    this.#isOrdered &&= before === start;
    [this.#start[row], this.#levels[row], this.#executions[row]] = [start, size, executions];
    this.#numerator.set(levels, start);
    const width = THRESHOLD_STATISTICS.length;
    for (let column = 0; column < width; column += 1) {
      const values = this.#columns[column]!;
      for (let level = 0, from = column; level < size; level += 1, from += width) {
        values[start + level] = statistics[from]!;
      }
    }
    for (let column = 0; column < rowStatistics.length; column += 1) {
      this.#rowStatistics[column]![row] = rowStatistics[column]!;
    }
    this.#size += size;
  }

  frame(): ThresholdFrame {
    const rows = this.#start.length;
    const offsets = new Int32Array(rows + 1);
    for (let row = 0; row < rows; row += 1) offsets[row + 1] = offsets[row]! + this.#levels[row]!;
    return {
      rows,
      offsets,
      numerator: this.#inRowOrder(this.#numerator),
      executions: this.#executions,
      statistics: this.#columns.map((column) => this.#inRowOrder(column)),
      rowStatistics: this.#rowStatistics,
    };
  }

  #inRowOrder<Column extends Int32Array | Float32Array>(column: Column): Column {
    if (this.#isOrdered) return column.subarray(0, this.#size) as Column;
    const ordered = column.slice(0, this.#size) as Column;
    let at = 0;
    this.#start.forEach((start, row) => {
      const end = start + this.#levels[row]!;
      for (let i = start; i < end; i += 1) ordered[at++] = column[i]!;
    });
    return ordered;
  }

  #grow(least: number): void {
    const capacity = Math.max(least, 2 * this.#numerator.length);
    const numerator = new Int32Array(capacity);
    numerator.set(this.#numerator);
    this.#numerator = numerator;
    const grown = newColumns(capacity);
    grown.forEach((column, i) => column.set(this.#columns[i]!));
    this.#columns = grown;
  }
}

/**
 * A column for each of {@link THRESHOLD_STATISTICS}, all in one block of memory: a block for each would cost a single forecast more
 * than what it is filled with.
 */
function newColumns(capacity: number): Float32Array[] {
  const block = new Float32Array(THRESHOLD_STATISTICS.length * capacity);
  return THRESHOLD_STATISTICS.map((_, i) => block.subarray(i * capacity, (i + 1) * capacity));
}
