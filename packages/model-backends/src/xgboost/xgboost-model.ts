import { DqsError, type FeatureFrame } from '@dqs/core';
import { TreeEnsemble } from '@dqs/xgboost';

import type {
  ColumnImportance,
  ContributionScale,
  FittedModel,
  ModelColumn,
  ModelEngine,
  ModelTraining,
} from '../backend.js';
import { assertColumns } from '../columns.js';
import { readColumns, writeColumns } from '../saved-columns.js';
import { ENGINE_NAME, translated } from './errors.js';
import { CategoryMask, readCategories, writeCategories, type SeenCategories } from './seen-categories.js';

/** The model in XGBoost's own JSON format; Python's `xgboost.Booster(model_file=…)` opens it. */
const MODEL_FILE = 'model.json';

/** The parts of an XGBoost model. */
export interface XgboostModelParts {
  /** The model file. */
  readonly file: Uint8Array;
  readonly columns: readonly ModelColumn[];
  readonly categories: SeenCategories;
  /** How it was trained; undefined if it was loaded. */
  readonly training?: ModelTraining;
}

/**
 * XGBoost's trees with the columns they were trained on. They are evaluated in double precision by the binding, so that
 * contributions add up to the forecast; XGBoost's own forecasts, in Float32, agree to about seven digits.
 */
export class XgboostModel implements FittedModel {
  readonly backend = 'xgboost';
  readonly engine: ModelEngine;
  readonly contributionScale: ContributionScale;
  readonly columns: readonly ModelColumn[];
  readonly training?: ModelTraining;
  /** Category codes of the training. */
  readonly categories: SeenCategories;
  /** The model file. */
  readonly file: Uint8Array;
  readonly #trees: TreeEnsemble;
  readonly #mask: CategoryMask;

  /** @throws XGBoostError where the file is no model, or no model of as many columns. */
  constructor({ file, columns, categories, training }: XgboostModelParts) {
    this.file = file;
    this.columns = columns;
    this.categories = categories;
    this.training = training;
    this.#mask = new CategoryMask(categories);
    this.#trees = TreeEnsemble.from(file);
    this.engine = { name: ENGINE_NAME, version: this.#trees.version, package: '@dqs/xgboost' };
    this.contributionScale = this.#trees.objective === 'binary:logistic' ? 'log-odds' : 'fraction';
    if (this.#trees.numFeatures === columns.length && this.#trees.numGroups === 1) return;
    this.close();
    throw new DqsError('bundle-corrupt', `expected a model of ${columns.length} columns and one forecast per row`);
  }

  /** Boosting rounds. */
  get rounds(): number {
    return this.#trees.numRounds;
  }

  predict(frame: FeatureFrame, threads = 0): Float64Array {
    assertColumns(this.columns, frame);
    const forecasts = this.#trees.marginsSync(this.#mask.apply(frame), { threads });
    const isLogOdds = this.contributionScale === 'log-odds';
    for (let row = 0; row < forecasts.length; row += 1) {
      const margin = forecasts[row]!;
      forecasts[row] = isLogOdds ? 1 / (1 + Math.exp(-margin)) : Math.min(1, Math.max(0, margin));
    }
    return forecasts;
  }

  contributions(frame: FeatureFrame, threads = 0): Float64Array {
    assertColumns(this.columns, frame);
    return this.#trees.contributionsSync(this.#mask.apply(frame), { threads });
  }

  save(): ReadonlyMap<string, Uint8Array> {
    return new Map([[MODEL_FILE, this.file], writeColumns(this.columns), writeCategories(this.categories)]);
  }

  importance(): readonly ColumnImportance[] {
    const { gain, splits } = this.#trees.importance;
    const rows = this.columns.map(({ name }, i) => ({ name, gain: gain[i]!, splits: splits[i]! }));
    return rows.sort((a, b) => b.gain - a.gain);
  }

  close(): void {
    this.#trees.close();
  }
}

/**
 * Reads a model that {@link XgboostModel.save} wrote. Needs the binding, and not the XGBoost library.
 *
 * @throws DqsError `bundle-corrupt` if the files are no such model.
 */
export function loadXgboostModel(files: ReadonlyMap<string, Uint8Array>): Promise<FittedModel> {
  return translated(() => {
    const file = files.get(MODEL_FILE);
    if (!file) throw new DqsError('bundle-corrupt', `expected the file ${MODEL_FILE} of an xgboost model, found none`);
    const columns = readColumns(files);
    return new XgboostModel({ file, columns, categories: readCategories(files, columns.length) });
  });
}
