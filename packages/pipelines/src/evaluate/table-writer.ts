import type { ExceedanceTable } from '@dqs/core/stats';

/** Takes a table in row by row; the rows are known, their levels are not. */
export class TableWriter {
  readonly #offsets: Int32Array;
  readonly #executions: Int32Array;
  #numerator: Int32Array;
  #exceedance: Float64Array;
  #row = 0;

  constructor(rows: number) {
    this.#offsets = new Int32Array(rows + 1);
    this.#executions = new Int32Array(rows);
    this.#numerator = new Int32Array(16 * (rows + 1));
    this.#exceedance = new Float64Array(16 * (rows + 1));
  }

  /**
   * The next row.
   *
   * @param levels number of its levels, which {@link setLevel} sets.
   * @returns its first level.
   */
  addRow(executions: number, levels: number): number {
    const start = this.#offsets[this.#row]!;
    const end = start + levels;
    if (end > this.#numerator.length) this.#grow(2 * end);
    this.#executions[this.#row] = executions;
    this.#row += 1;
    this.#offsets[this.#row] = end;
    return start;
  }

  setLevel(level: number, numerator: number, exceedance: number): void {
    this.#numerator[level] = numerator;
    this.#exceedance[level] = exceedance;
  }

  /** The table of all rows. */
  table(): ExceedanceTable {
    const size = this.#offsets[this.#row]!;
    return {
      offsets: this.#offsets,
      numerator: this.#numerator.subarray(0, size),
      executions: this.#executions,
      exceedance: this.#exceedance.subarray(0, size),
    };
  }

  #grow(size: number): void {
    const [numerator, exceedance] = [new Int32Array(size), new Float64Array(size)];
    numerator.set(this.#numerator);
    exceedance.set(this.#exceedance);
    [this.#numerator, this.#exceedance] = [numerator, exceedance];
  }
}
