import { meanAbsoluteError } from '@dqs/core/stats';
import { Booster } from '@dqs/lightgbm';

import { loadBackend, type FittedModel, type ParameterValue, type TrainRequest } from '../src/index.js';
import { headOf, sampleTrainingSet } from '../src/testing/index.js';
import { EXPECTED, goldenRows, greatestGap } from './support/golden.js';

const WHOLE = goldenRows('whole', ['weekday', 'amount', 'percentage']);
const MISSING = goldenRows('columns', ['percentage', 'weekday', 'amount']);

async function forecasts(
  name: string,
  params: Record<string, ParameterValue>,
  { train, test } = WHOLE,
  changes: Partial<TrainRequest> = {},
) {
  const backend = await loadBackend(name);
  const model = await backend.train({ train, objective: 'l2', rounds: 100, seed: 1, threads: 1, params, ...changes });
  try {
    return { values: model.predict(test), training: model.training };
  } finally {
    model.close();
  }
}

describe('hist-gradient-boosting', () => {
  // Gradients are single-precision numbers on both sides, so the last digits of a sum differ.
  it('equals scikit-learn where there is one split', async () => {
    const params = { max_iter: 1, max_leaf_nodes: 2, learning_rate: 1, min_samples_leaf: 5 };
    const { values } = await forecasts('hist-gradient-boosting', params);
    expect(greatestGap(values, EXPECTED['one_split']!)).toBeLessThan(1e-6);
  });

  it('equals scikit-learn through forty trees on few whole numbers of equal weight', async () => {
    // LightGBM estimates the rows of a leaf from their weights, so min_samples_leaf is exact for equal ones only.
    const train = { ...WHOLE.train, weight: WHOLE.train.weight.map(() => 1) };
    const params = { max_iter: 40, max_leaf_nodes: 8, min_samples_leaf: 10 };
    const { values } = await forecasts('hist-gradient-boosting', params, { ...WHOLE, train });
    expect(greatestGap(values, clipped(EXPECTED['boosted']!))).toBeLessThan(1e-5);
  });

  it('is as good as scikit-learn where values are missing', async () => {
    const params = { max_iter: 30, max_leaf_nodes: 6, l2_regularization: 1.5 };
    const { values } = await forecasts('hist-gradient-boosting', params, MISSING);
    const errorOf = (forecast: ArrayLike<number>) => meanAbsoluteError(MISSING.actual, forecast);
    expect(Math.abs(errorOf(values) - errorOf(EXPECTED['boosted_missing']!))).toBeLessThan(0.01);
  });

  it('takes max_iter for the rounds, and the rounds where there is none', async () => {
    const few = await forecasts('hist-gradient-boosting', { max_iter: 3 });
    const rounds = await forecasts('hist-gradient-boosting', {}, WHOLE, { rounds: 3 });
    expect(few.values).toEqual(rounds.values);
    expect(few.training).toMatchObject({ rounds: 3, params: { max_iter: 3, learning_rate: 0.1, max_leaf_nodes: 31 } });
  });

  it('stops early if there are validation days, unless disabled', async () => {
    const watched = { validation: WHOLE.train, rounds: 400, earlyStoppingRounds: 2 };
    const later = { ...watched, validation: { ...WHOLE.train, target: WHOLE.train.target.map((value) => 1 - value) } };
    const run = async (params: Record<string, ParameterValue>, changes: Partial<TrainRequest>) =>
      (await forecasts('hist-gradient-boosting', params, WHOLE, changes)).training.rounds;
    expect(await run({}, later)).toBeLessThan(20);
    expect(await run({ early_stopping: false }, later)).toBe(400);
    await expect(run({ early_stopping: true }, { rounds: 5 })).rejects.toMatchObject({
      message: expect.stringContaining('--early-stopping'),
    });
  });
});

describe('random-forest', () => {
  it('equals scikit-learn where nothing is drawn: one small tree of rows that tell its splits apart', async () => {
    const params = { n_estimators: 1, bootstrap: false, max_leaf_nodes: 6, min_samples_leaf: 5 };
    const { values } = await forecasts('random-forest', params);
    expect(greatestGap(values, EXPECTED['one_tree']!)).toBeLessThan(1e-6);
  });

  it('forecasts about the same as scikit-learn, and errs as much, where rows are drawn at random', async () => {
    const { values } = await forecasts('random-forest', { n_estimators: 200, min_samples_leaf: 5 });
    const theirs = EXPECTED['forest']!;
    const errorOf = (forecast: ArrayLike<number>) => meanAbsoluteError(WHOLE.actual, forecast);
    expect(meanAbsoluteError(values, theirs)).toBeLessThan(0.03);
    expect(Math.abs(errorOf(values) - errorOf(theirs))).toBeLessThan(0.01);
  });

  it('grows the same tree over and over, or once, where nothing is drawn', async () => {
    const params = { bootstrap: false, min_samples_leaf: 5 };
    const one = await forecasts('random-forest', { ...params, n_estimators: 1 });
    const many = await forecasts('random-forest', { ...params, n_estimators: 50 });
    expect(many.values).toEqual(one.values);
  });

  it.each(['sqrt', 'log2', 0.5, 2])('draws columns by max_features=%s', async (max_features) => {
    const all = await forecasts('random-forest', { n_estimators: 20 });
    const some = await forecasts('random-forest', { n_estimators: 20, max_features });
    expect(some.values).not.toEqual(all.values);
  });

  it('is another forest with another random_state, and the same with the same', async () => {
    const run = async (random_state: number) =>
      (await forecasts('random-forest', { n_estimators: 5, random_state })).values;
    expect(await run(7)).toEqual(await run(7));
    expect(await run(7)).not.toEqual(await run(8));
  });
});

describe('a forest with trees that found nothing to split', () => {
  /** One row in 500 failed: with few rows a tree, most trees see passes alone. */
  const rare = sampleTrainingSet(500, 6);
  rare.target.fill(1);
  rare.target[250] = 0;
  const trees = async (name: string, params: Record<string, ParameterValue>, changes: Partial<TrainRequest> = {}) => {
    const backend = await loadBackend(name);
    return backend.train({ train: rare, objective: 'l2', rounds: 40, seed: 3, threads: 1, params, ...changes });
  };
  const unsplit = (text: string) => [...text.matchAll(/^num_leaves=1$/gm)].length;
  const textOf = (model: FittedModel) => Buffer.from(model.save().get('model.txt')!).toString('utf8');
  const weights = rare.weight.reduce((sum, weight) => sum + weight, 0);
  const mean = 1 - rare.weight[250]! / weights;

  it('gives those the mean, in the flat predictor, in LightGBM itself and in a loaded model alike', async () => {
    const model = await trees('random-forest', { max_samples: 0.3 });
    const text = textOf(model);
    expect(unsplit(text)).toBeGreaterThan(3);
    expect(unsplit(text)).toBeLessThan(40);
    const forecasts = model.predict(rare.frame);
    // An unsplit tree that counts as 0 takes a fortieth from every forecast.
    expect(forecasts.slice().sort()[250]).toBeGreaterThan(0.99);
    const booster = Booster.fromString(text);
    const columns = rare.frame.columns.map(({ values }) => values);
    for (const engine of ['flat', 'lightgbm'] as const) {
      expect(booster.predictSync(columns, { engine }).map((value) => Math.min(1, value))).toEqual(forecasts);
    }
    booster.close();
    expect(Math.max(...forecasts)).toBeLessThanOrEqual(1);
    model.close();
  });

  it.each(['l2', 'cross-entropy'] as const)(
    'forecasts the mean when all trees are such, with LightGBM under %s too',
    async (objective) => {
      const nothing = { min_data_in_leaf: 400, boosting: 'rf', bagging_freq: 1, bagging_fraction: 0.5 };
      const model = await trees('lightgbm', nothing, { objective });
      expect(unsplit(textOf(model))).toBe(40);
      for (const forecast of model.predict(rare.frame)) expect(forecast).toBeCloseTo(mean, 12);
      const [base] = model.contributions!(headOf(rare.frame, 1)).slice(-1);
      expect(objective === 'l2' ? base : 1 / (1 + Math.exp(-base!))).toBeCloseTo(mean, 12);
      model.close();
    },
  );

  it('fails under an objective whose starting value only LightGBM knows', async () => {
    const nothing = { min_data_in_leaf: 400, boosting: 'rf', bagging_freq: 1, bagging_fraction: 0.5 };
    await expect(trees('lightgbm', nothing, { objective: 'l1' })).rejects.toMatchObject({
      code: 'model-training-failed',
      message: expect.stringContaining('under the objective "regression_l1"'),
    });
  });
});

describe('parameters by the names of scikit-learn', () => {
  it.each([
    ['random-forest', { n_estimator: 5 }, 'did you mean "n_estimators"?'],
    ['random-forest', { criterion: 'absolute_error' }, 'expected squared_error, got "absolute_error"'],
    ['random-forest', { oob_score: true }, 'models are scored on later days'],
    ['random-forest', { min_samples_split: 9 }, 'use min_samples_leaf=5'],
    ['random-forest', { max_features: Infinity }, 'expected a number from'],
    ['hist-gradient-boosting', { learning_rate: Infinity }, 'expected a number from'],
    ['random-forest', { max_depth: 0 }, 'expected a whole number from 1, or none, got 0'],
    ['hist-gradient-boosting', { num_leaves: 5 }, 'has no such parameter'],
    ['hist-gradient-boosting', { max_bins: 256 }, 'expected a whole number from 2 to 255, got 256'],
    ['hist-gradient-boosting', { validation_fraction: 0.1 }, 'never random rows'],
    ['hist-gradient-boosting', { learning_rat: 0.1 }, 'did you mean "learning_rate"?'],
  ])('%s refuses %j', async (name, params, message) => {
    await expect(forecasts(name, params as Record<string, ParameterValue>)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(message),
    });
  });
});

/** A pass fraction has bounds that scikit-learn's regressor does not know. */
function clipped(values: readonly number[]): number[] {
  return values.map((value) => Math.min(1, Math.max(0, value)));
}
