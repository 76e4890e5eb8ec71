import { DqsError, isDqsError } from '@dqs/core';
import { Booster, Dataset, LIGHTGBM_VERSION, LightGBMError, train } from '@dqs/lightgbm';

import type { FittedModel, ModelBackend, ParameterValue, TrainingSet, TrainRequest } from '../backend.js';
import { columnsOf } from '../columns.js';
import { LightgbmModel, MODEL_FILE, readColumns } from './lightgbm-model.js';
import { lightgbmParameters } from './parameters.js';

const VALIDATION = 'validation';

/** Gradient boosted trees by LightGBM itself, through the native binding. The default learner. */
export const LIGHTGBM_BACKEND: ModelBackend = {
  name: 'lightgbm',
  capabilities: { contributions: true, categories: true, objectives: ['cross-entropy', 'l2', 'l1'] },
  async train(request) {
    return translated(() => fit(request));
  },
  async load(files) {
    const text = files.get(MODEL_FILE);
    if (!text) throw new DqsError('bundle-corrupt', `expected the file ${MODEL_FILE} of a LightGBM model, found none`);
    return translated(async (): Promise<FittedModel> => {
      const booster = Booster.fromString(Buffer.from(text).toString('utf8'));
      return new LightgbmModel(booster, readColumns(files), {});
    });
  },
};

async function fit(request: TrainRequest): Promise<FittedModel> {
  const params = lightgbmParameters(request);
  const dataset = await toDataset(request.train, params);
  let validation: Dataset | undefined;
  try {
    if (request.validation) validation = await toDataset(request.validation, params, dataset);
    const result = await train(params, dataset, {
      rounds: request.rounds,
      validSets: validation ? [{ name: VALIDATION, dataset: validation }] : [],
      earlyStopping: validation && request.earlyStoppingRounds ? { rounds: request.earlyStoppingRounds } : undefined,
      signal: request.signal,
      onProgress: request.onRound && progressOf(request),
    });
    const versions = { lightgbm: LIGHTGBM_VERSION };
    const info = { rounds: result.bestIteration, stopped: result.stopped, params, versions };
    return new LightgbmModel(result.booster, columnsOf(request.train.frame), info);
  } finally {
    validation?.close();
    dataset.close();
  }
}

function toDataset(set: TrainingSet, params: Record<string, ParameterValue>, reference?: Dataset): Promise<Dataset> {
  const { columns } = set.frame;
  return Dataset.fromColumns(
    columns.map((column) => column.values),
    {
      label: set.target,
      weight: set.weight,
      featureNames: columns.map((column) => column.name),
      categoricalFeatures: columns.flatMap((column, i) => (column.kind === 'categorical' ? [i] : [])),
      reference,
      params,
    },
  );
}

function progressOf(request: TrainRequest) {
  return (iteration: number, metrics: Readonly<Record<string, Readonly<Record<string, number>>>>): void => {
    const validationLoss = Object.values(metrics[VALIDATION] ?? {})[0];
    request.onRound?.({ round: iteration, rounds: request.rounds, validationLoss });
  };
}

/** Runs native work and gives its failures as DqsErrors, LightGBM's own words included. */
async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (isDqsError(cause) || !(cause instanceof LightGBMError)) throw cause;
    if (cause.code === 'aborted') throw new DqsError('aborted', 'the training was interrupted', { cause });
    const code = cause.code === 'invalid-argument' ? 'invalid-argument' : 'model-training-failed';
    throw new DqsError(code, cause.message, { cause, details: { engine: 'lightgbm', engineCode: cause.code } });
  }
}
