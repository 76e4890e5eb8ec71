import { DqsError, type FeatureFrame } from '@dqs/core';
import { z } from 'zod/mini';

import type { ColumnImportance, ContributionScale, FittedModel, ModelColumn, ModelTraining } from '../backend.js';
import { assertColumns } from '../columns.js';
import { COLUMNS_SCHEMA, readDocument } from '../saved-columns.js';
import { termCount, termWriter, type ColumnDesign } from './design.js';
import { logistic } from './solve.js';

const MODEL_FILE = 'ridge.json';

/** Everything that a ridge regression learned. Survives JSON to the last bit. */
export interface RidgeState {
  readonly columns: readonly ModelColumn[];
  /** How each column becomes terms. */
  readonly designs: readonly ColumnDesign[];
  /** One per term, in the order of the columns, then the intercept. */
  readonly coefficients: readonly number[];
  /** Scale of the score. */
  readonly scale: ContributionScale;
  /** How it was trained, without libraries: there are none. */
  readonly info: Pick<ModelTraining, 'rounds' | 'params'>;
}

/** A fitted ridge regression: a weighted sum of terms, on the scale of fractions or of log odds. */
export class RidgeModel implements FittedModel {
  readonly backend = 'ridge';
  readonly columns: readonly ModelColumn[];
  readonly training: ModelTraining;
  readonly contributionScale: ContributionScale;
  readonly #state: RidgeState;
  readonly #coefficients: Float64Array;
  /** First term of each column, and behind the last one. */
  readonly #starts: Int32Array;

  constructor(state: RidgeState) {
    this.#state = state;
    this.columns = state.columns;
    this.training = { ...state.info, versions: {} };
    this.contributionScale = state.scale;
    this.#coefficients = Float64Array.from(state.coefficients);
    let at = 0;
    this.#starts = Int32Array.from([0, ...state.designs.map((design) => (at += termCount(design)))]);
  }

  predict(frame: FeatureFrame): Float64Array {
    assertColumns(this.columns, frame);
    const isLogOdds = this.contributionScale === 'log-odds';
    const forecasts = new Float64Array(frame.rows);
    this.#eachRow(frame, (row, parts) => {
      let score = 0;
      for (const part of parts) score += part;
      forecasts[row] = isLogOdds ? logistic(score) : Math.min(1, Math.max(0, score));
    });
    return forecasts;
  }

  contributions(frame: FeatureFrame): Float64Array {
    assertColumns(this.columns, frame);
    const width = this.columns.length + 1;
    const all = new Float64Array(frame.rows * width);
    this.#eachRow(frame, (row, parts) => all.set(parts, row * width));
    return all;
  }

  /** One column's part of the score after the other, the intercept last; the array is used again for the next row. */
  #eachRow(frame: FeatureFrame, use: (row: number, parts: Float64Array) => void): void {
    const coefficients = this.#coefficients;
    const starts = this.#starts;
    const width = this.columns.length;
    const terms = new Float64Array(coefficients.length);
    const parts = new Float64Array(width + 1);
    parts[width] = coefficients.at(-1)!;
    const write = termWriter(this.#state.designs, frame);
    for (let row = 0; row < frame.rows; row += 1) {
      write(row, terms);
      for (let column = 0; column < width; column += 1) {
        let part = 0;
        for (let i = starts[column]!; i < starts[column + 1]!; i += 1) part += coefficients[i]! * terms[i]!;
        parts[column] = part;
      }
      use(row, parts);
    }
  }

  save(): ReadonlyMap<string, Uint8Array> {
    return new Map([[MODEL_FILE, Buffer.from(JSON.stringify(this.#state), 'utf8')]]);
  }

  /** By the change of the score when each term of the column moves by one standard deviation. */
  importance(): readonly ColumnImportance[] {
    const rows = this.columns.map(({ name }, column) => {
      const own = this.#coefficients.subarray(this.#starts[column], this.#starts[column + 1]);
      return { name, gain: own.reduce((total, coefficient) => total + Math.abs(coefficient), 0), splits: 0 };
    });
    return rows.sort((a, b) => b.gain - a.gain);
  }

  close(): void {}
}

const SCALE = z.object({ mean: z.number(), deviation: z.number(), least: z.number(), most: z.number() });
const DESIGN = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('number'), value: SCALE, logOdds: z.optional(SCALE), missing: z.optional(SCALE) }),
  z.object({ kind: z.literal('encoded'), value: SCALE, byCode: z.array(z.nullable(z.number())), other: z.number() }),
  z.object({ kind: z.literal('one-hot'), codes: z.array(z.number()) }),
  z.object({ kind: z.literal('ignored') }),
]);
const STATE = z.object({
  columns: COLUMNS_SCHEMA,
  designs: z.array(DESIGN),
  coefficients: z.array(z.number()),
  scale: z.enum(['fraction', 'log-odds']),
  info: z.object({ rounds: z.int(), params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])) }),
});

/**
 * Reads a model that {@link RidgeModel.save} wrote.
 *
 * @throws DqsError `bundle-corrupt` if the files are no such model.
 */
export function loadRidgeModel(files: ReadonlyMap<string, Uint8Array>): RidgeModel {
  const state: RidgeState = readDocument(files, MODEL_FILE, STATE);
  const { columns, designs, coefficients } = state;
  const terms = designs.reduce((total, design) => total + termCount(design), 1);
  if (designs.length === columns.length && coefficients.length === terms) return new RidgeModel(state);
  throw new DqsError('bundle-corrupt', `expected columns, designs and as many coefficients in ${MODEL_FILE}`);
}
