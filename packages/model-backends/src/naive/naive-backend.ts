import { DqsError, nearestName, throwIfAborted, type FeatureFrame } from '@dqs/core';
import { z } from 'zod/mini';

import type { FittedModel, ModelBackend, ModelColumn, ModelTraining, TrainingSet, TrainRequest } from '../backend.js';
import { assertColumns, columnsOf } from '../columns.js';
import { COLUMNS_SCHEMA, readDocument } from '../saved-columns.js';
import { assertSupported } from '../supported.js';
import { NAIVE } from './descriptor.js';

/**
 * The forecasts a model has to beat, from the columns of the feature spec `naive`: `last-value` the last observed
 * percentage, `mean-7` and `median-7` over the last 7 observed days, `median-28` over the last 28, `same-weekday` exactly
 * a week before the target, `training-mean` the mean of the series' daily percentages in the training days.
 */
export const NAIVE_STRATEGIES = [
  'last-value',
  'mean-7',
  'median-7',
  'median-28',
  'same-weekday',
  'training-mean',
] as const;

/** One of {@link NAIVE_STRATEGIES}. */
export type NaiveStrategy = (typeof NAIVE_STRATEGIES)[number];

/** The column of the frame that holds the forecast of a strategy, as a percentage; null where training gave it. */
const COLUMN: Readonly<Record<NaiveStrategy, string | null>> = {
  'last-value': 'last_1_value',
  'mean-7': 'mean_last_7',
  'median-7': 'median_last_7',
  'median-28': 'median_last_28',
  'same-weekday': 'lag_7_day',
  'training-mean': null,
};

const MODEL_FILE = 'naive.json';

interface NaiveState {
  readonly strategy: NaiveStrategy;
  /** Mean of the training target, used if a row has no history. */
  readonly trainingMean: number;
  /** Mean of the training target by series (see {@link seriesOf}); empty for strategies that do not need it. */
  readonly seriesMeans: Readonly<Record<number, number>>;
  readonly columns: readonly ModelColumn[];
}

const STATE = z.object({
  strategy: z.enum(NAIVE_STRATEGIES),
  trainingMean: z.number(),
  seriesMeans: z.record(z.string(), z.number()),
  columns: COLUMNS_SCHEMA,
});

/**
 * Forecasts that need no learning, behind the same contract as the learners. `params.strategy` chooses one of
 * {@link NAIVE_STRATEGIES} (default `median-7`). Where the chosen value is missing the last observed value answers, and
 * if there is none either, the training mean.
 */
export const NAIVE_BACKEND: ModelBackend = {
  ...NAIVE,
  async train(request) {
    assertSupported(NAIVE_BACKEND, request);
    throwIfAborted(request.signal);
    const strategy = readStrategy(request.params ?? {});
    const means = trainingMeans(request.train, strategy === 'training-mean');
    return new NaiveModel({ strategy, ...means, columns: columnsOf(request.train.frame) }, request.params);
  },
  async load(files) {
    return new NaiveModel(readDocument(files, MODEL_FILE, STATE));
  },
};

class NaiveModel implements FittedModel {
  readonly backend = 'naive';
  readonly columns: readonly ModelColumn[];
  readonly training: ModelTraining;
  readonly #state: NaiveState;

  /** @param params as they were given to the training. */
  constructor(state: NaiveState, params: ModelTraining['params'] = { strategy: state.strategy }) {
    this.#state = state;
    this.columns = state.columns;
    this.training = { rounds: 1, params, versions: {} };
  }

  predict(frame: FeatureFrame): Float64Array {
    assertColumns(this.columns, frame);
    const { strategy, trainingMean, seriesMeans } = this.#state;
    const column = COLUMN[strategy];
    if (column === null) {
      const series = seriesOf(frame);
      return Float64Array.from({ length: frame.rows }, (_, row) => seriesMeans[series(row)] ?? trainingMean);
    }
    const chosen = valuesOf(frame, column);
    const last = valuesOf(frame, 'last_1_value');
    return Float64Array.from({ length: frame.rows }, (_, row) => {
      if (!Number.isNaN(chosen[row])) return chosen[row]! / 100;
      return Number.isNaN(last[row]) ? trainingMean : last[row]! / 100;
    });
  }

  save(): ReadonlyMap<string, Uint8Array> {
    return new Map([[MODEL_FILE, Buffer.from(JSON.stringify(this.#state), 'utf8')]]);
  }

  importance(): [] {
    return [];
  }

  close(): void {}
}

function readStrategy({ strategy: value = 'median-7', ...others }: NonNullable<TrainRequest['params']>): NaiveStrategy {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) {
    const hint = nearestName(unknown, ['strategy']) === undefined ? '' : '; did you mean "strategy"?';
    throw new DqsError(
      'invalid-argument',
      `params.${unknown}: the naive backend only has the parameter strategy${hint}`,
    );
  }
  const known = NAIVE_STRATEGIES.find((strategy) => strategy === value);
  if (known) return known;
  throw new DqsError(
    'invalid-argument',
    `expected params.strategy to be one of ${NAIVE_STRATEGIES.join(', ')}, got ${JSON.stringify(value)}`,
  );
}

function valuesOf(frame: FeatureFrame, name: string): Float32Array {
  const column = frame.columns.find((candidate) => candidate.name === name);
  if (column) return column.values;
  throw new DqsError(
    'feature-mismatch',
    `expected a column "${name}" for a naive forecast; use the feature spec "naive" of this version`,
  );
}

/** Codes of rules lie below this, so that dataset and rule make one whole number. */
const RULE_CODES = 2 ** 24;

/** Gives the series of a row as one number, from its category codes; NaN if one of them is missing. */
function seriesOf(frame: FeatureFrame): (row: number) => number {
  const dataset = valuesOf(frame, 'dataset_uuid');
  const rule = valuesOf(frame, 'rule_code');
  return (row) => dataset[row]! * RULE_CODES + rule[row]!;
}

function trainingMeans(
  { frame, target }: TrainingSet,
  bySeries: boolean,
): Pick<NaiveState, 'trainingMean' | 'seriesMeans'> {
  let total = 0;
  for (const value of target) total += value;
  return { trainingMean: total / target.length, seriesMeans: bySeries ? seriesMeansOf(frame, target) : {} };
}

function seriesMeansOf(frame: FeatureFrame, target: Float32Array): Record<number, number> {
  const series = seriesOf(frame);
  const sums = new Map<number, { sum: number; count: number }>();
  for (let row = 0; row < target.length; row += 1) {
    let entry = sums.get(series(row));
    if (!entry) sums.set(series(row), (entry = { sum: 0, count: 0 }));
    entry.sum += target[row]!;
    entry.count += 1;
  }
  return Object.fromEntries([...sums].map(([name, { sum, count }]) => [name, sum / count]));
}
