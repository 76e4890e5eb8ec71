import { DqsError, type FeatureFrame } from '@dqs/core';
import type { Booster } from '@dqs/lightgbm';

import type { ColumnImportance, FittedModel, ModelColumn } from '../backend.js';
import { assertColumns } from '../columns.js';

/** The model in LightGBM's own text format; Python's `lightgbm.Booster(model_file=…)` opens it. */
export const MODEL_FILE = 'model.txt';
const COLUMNS_FILE = 'columns.json';

/** A LightGBM booster with the columns it was trained on. */
export class LightgbmModel implements FittedModel {
  readonly backend = 'lightgbm';
  readonly #booster: Booster;

  constructor(
    booster: Booster,
    readonly columns: readonly ModelColumn[],
    readonly info: Readonly<Record<string, unknown>>,
  ) {
    this.#booster = booster;
  }

  predict(frame: FeatureFrame, threads = 0): Float64Array {
    assertColumns(this.columns, frame);
    const forecasts = this.#booster.predictSync(valuesOf(frame), { type: 'normal', threads });
    // The objectives l1 and l2 know no bounds; a pass fraction has them.
    for (let row = 0; row < forecasts.length; row += 1) forecasts[row] = Math.min(1, Math.max(0, forecasts[row]!));
    return forecasts;
  }

  contributions(frame: FeatureFrame, threads = 0): Float64Array {
    assertColumns(this.columns, frame);
    return this.#booster.predictSync(valuesOf(frame), { type: 'contributions', threads });
  }

  save(): ReadonlyMap<string, Uint8Array> {
    return new Map([
      [MODEL_FILE, Buffer.from(withoutThreads(this.#booster.toString()), 'utf8')],
      [COLUMNS_FILE, Buffer.from(JSON.stringify(this.columns), 'utf8')],
    ]);
  }

  importance(): readonly ColumnImportance[] {
    const gain = this.#booster.featureImportance('gain');
    const splits = this.#booster.featureImportance('split');
    const rows = this.columns.map(({ name }, i) => ({ name, gain: gain[i]!, splits: splits[i]! }));
    return rows.sort((a, b) => b.gain - a.gain);
  }

  close(): void {
    this.#booster.close();
  }
}

/**
 * LightGBM writes the number of threads of the training into the model. It has no influence on a forecast, and models
 * of the same data and seed should be the same bytes, so it becomes 0, all cores.
 */
function withoutThreads(text: string): string {
  return text.replace(/^\[num_threads: \d+\]$/m, '[num_threads: 0]');
}

/** The columns saved beside a model. */
export function readColumns(files: ReadonlyMap<string, Uint8Array>): ModelColumn[] {
  const bytes = files.get(COLUMNS_FILE);
  if (!bytes) throw new DqsError('bundle-corrupt', `expected the file ${COLUMNS_FILE} of a LightGBM model, found none`);
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as ModelColumn[];
}

function valuesOf(frame: FeatureFrame): Float32Array[] {
  return frame.columns.map((column) => column.values);
}
