import { fromNative } from '../errors.js';
import type { NativeSingleRow } from '../native.js';
import type { IterationOptions } from './predict-options.js';

/** How single rows are predicted. */
export interface SingleRowOptions extends IterationOptions {
  /** `normal` or `raw` as in PredictOptions. @default 'normal' */
  readonly type?: 'normal' | 'raw';
  /** `auto` is the flat predictor if the model allows it. @default 'auto' */
  readonly engine?: 'auto' | 'lightgbm';
}

/**
 * Predicts one row after another without allocating: write the features into {@link SingleRow.input}, call
 * {@link SingleRow.predict}. It keeps the model as it was at creation, whatever happens to the booster.
 *
 * ```js
 * const row = booster.singleRow();
 * row.input.set([0.3, 1.5, NaN]);
 * const probability = row.predict();
 * ```
 */
export class SingleRow {
  readonly #native: NativeSingleRow;
  readonly #run: () => number;

  /** @internal Use booster.singleRow(). */
  constructor(native: NativeSingleRow) {
    this.#native = native;
    this.#run = native.run;
    this.input = native.input;
    this.output = native.output;
  }

  /** One number per feature, NaN for missing; the memory {@link SingleRow.predict} reads. */
  readonly input: Float64Array;
  /** One number per class, filled by {@link SingleRow.predict}. */
  readonly output: Float64Array;

  /** Whether the flat predictor is used. */
  get isFlat(): boolean {
    return this.#native.flat;
  }

  /** Predicts the row in `input`: fills `output` and returns its first number. */
  predict(): number {
    try {
      return this.#run();
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** Frees the memory. Repeated calls do nothing; predicting then fails with code `closed`. */
  close(): void {
    this.#native.close();
  }

  /** Same as {@link SingleRow.close}, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}
