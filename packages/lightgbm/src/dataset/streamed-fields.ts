import { invalidArgument } from '../errors.js';
import type { NativeFields } from '../native.js';
import { toNativeFields } from './options.js';
import type { FieldOptions } from './options.js';

type PerRow = 'label' | 'weight' | 'position';
const PER_ROW: readonly PerRow[] = ['label', 'weight', 'position'];

/** The fields of a stream, assembled batch by batch. */
export class StreamedFields {
  readonly #rows: number;
  readonly #perRow: { label?: Float32Array; weight?: Float32Array; position?: Int32Array } = {};
  readonly #groups: number[] = [];
  #initScore: Float64Array | undefined;
  /** The fields of the first batch, which all others must have. */
  #names: string | undefined;

  /** @param rows number of rows of the stream */
  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Takes the fields of the rows `first` … `first + count − 1`. */
  add(first: number, count: number, given: FieldOptions): void {
    const fields = toNativeFields(given);
    const names = Object.keys(fields).sort().join(', ') || 'none';
    this.#names ??= names;
    if (names !== this.#names) {
      throw invalidArgument('batch', `expected the fields of the first (${this.#names}), got ${names} at row ${first}`);
    }
    for (const name of PER_ROW) this.#addPerRow(name, first, count, fields[name]);
    if (fields.init_score !== undefined) this.#addInitScore(first, count, fields.init_score);
    if (fields.group !== undefined) this.#addGroups(first, count, fields.group);
  }

  /** All fields; complete once the rows are. */
  toNative(): NativeFields {
    return {
      ...this.#perRow,
      ...(this.#initScore === undefined ? {} : { init_score: this.#initScore }),
      ...(this.#groups.length === 0 ? {} : { group: Int32Array.from(this.#groups) }),
    };
  }

  #addPerRow(name: PerRow, first: number, count: number, values: Float32Array | Int32Array | undefined): void {
    if (values === undefined) return;
    this.#checkLength(name, first, values.length, count);
    const all = (this.#perRow[name] ??= new (name === 'position' ? Int32Array : Float32Array)(this.#rows) as never);
    (all as Float32Array | Int32Array).set(values, first);
  }

  /** Class by class, in a batch as in the whole. */
  #addInitScore(first: number, count: number, values: Float64Array): void {
    const classes = this.#initScore === undefined ? values.length / count : this.#initScore.length / this.#rows;
    if (count === 0 && values.length === 0) return;
    if (!Number.isInteger(classes)) this.#checkLength('initScore', first, values.length, count);
    this.#checkLength('initScore', first, values.length, count * classes);
    this.#initScore ??= new Float64Array(this.#rows * classes);
    for (let k = 0; k < classes; k++) {
      this.#initScore.set(values.subarray(k * count, (k + 1) * count), k * this.#rows + first);
    }
  }

  #addGroups(first: number, count: number, sizes: Int32Array): void {
    const sum = sizes.reduce((total, size) => total + size, 0);
    if (sum !== count) {
      throw invalidArgument('batch.group', `expected sizes that add up to ${count} at row ${first}, got ${sum}`);
    }
    for (const size of sizes) this.#groups.push(size);
  }

  #checkLength(name: string, first: number, length: number, expected: number): void {
    if (length === expected) return;
    throw invalidArgument(`batch.${name}`, `expected ${expected} values at row ${first}, got ${length}`);
  }
}
