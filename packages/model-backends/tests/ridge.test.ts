import { loadBackend, type ParameterValue, type TrainRequest } from '../src/index.js';
import { sampleTrainingSet } from '../src/testing/index.js';
import { EXPECTED, goldenRows, greatestGap } from './support/golden.js';

const GOLDEN = goldenRows('columns', ['percentage', 'weekday', 'amount', 'code']);
/** scikit-learn's answer holds to the rounding of a few hundred additions of double precision. */
const SAME = 1e-8;

async function trained(params: Record<string, ParameterValue>, changes: Partial<TrainRequest> = {}) {
  const backend = await loadBackend('ridge');
  return backend.train({
    train: GOLDEN.train,
    objective: 'l2',
    rounds: 1,
    seed: 0,
    threads: 1,
    params,
    ...changes,
  });
}

const LIKE_SCIKIT_LEARN = { categories: 'one-hot', percentages: 'plain' };

describe('the ridge backend equals scikit-learn to 1e-8', () => {
  it.each([
    ['ridge', { alpha: 1, ...LIKE_SCIKIT_LEARN }],
    ['ridge_strong', { alpha: 50, ...LIKE_SCIKIT_LEARN }],
    ['ridge_logit', { alpha: 3, target: 'logit', ...LIKE_SCIKIT_LEARN }],
    ['ridge_default_terms', { alpha: 2 }],
  ])('%s', async (name, params) => {
    const model = await trained(params);
    expect(greatestGap(model.predict(GOLDEN.test), EXPECTED[name]!)).toBeLessThan(SAME);
  });

  it('under cross-entropy it is the penalised logistic regression of a fraction', async () => {
    const model = await trained({ alpha: 2, tol: 1e-12, ...LIKE_SCIKIT_LEARN }, { objective: 'cross-entropy' });
    expect(greatestGap(model.predict(GOLDEN.test), EXPECTED['ridge_cross_entropy']!)).toBeLessThan(SAME);
    expect(model.contributionScale).toBe('log-odds');
  });
});

describe('the ridge backend', () => {
  it('takes a value beyond those of training for the nearest that training saw', async () => {
    const model = await trained({});
    const frame = (amount: number) => ({
      rows: 1,
      columns: [50, 3, amount, 1].map((value, i) => ({ ...GOLDEN.test.columns[i]!, values: Float32Array.of(value) })),
    });
    const known = GOLDEN.train.frame.columns[2]!.values.filter((value) => !Number.isNaN(value));
    expect(model.predict(frame(1e9))).toEqual(model.predict(frame(Math.max(...known))));
    expect(model.predict(frame(-1e9))).toEqual(model.predict(frame(Math.min(...known))));
  });

  it('shrinks a category of little weight towards the mean of all', async () => {
    // Three categories, so that one straight line through the encoded values cannot meet each of them.
    const code = Float32Array.from({ length: 201 }, (_, row) => (row === 200 ? 2 : row % 2));
    const train = {
      frame: { rows: code.length, columns: [{ name: 'code', kind: 'categorical' as const, values: code }] },
      target: code.map((value) => [0.4, 0.6, 1][value]!),
      weight: new Float32Array(code.length).fill(1),
    };
    const forecast = async (shrinkage: number, of: number) => {
      const model = await trained({ shrinkage, alpha: 0 }, { train });
      return model.predict({ rows: 1, columns: [{ ...train.frame.columns[0]!, values: Float32Array.of(of) }] })[0]!;
    };
    expect(await forecast(0, 2)).toBeCloseTo(1, 9);
    expect(await forecast(10, 2)).toBeLessThan(0.7);
    const mean = train.target.reduce((total, value) => total + value, 0) / code.length;
    expect(await forecast(10, 7)).toBeCloseTo(mean, 2);
  });

  it('ignores categories if configured', async () => {
    const model = await trained({ categories: 'ignore' });
    const parts = model.contributions!(GOLDEN.test);
    const width = GOLDEN.test.columns.length + 1;
    for (let row = 0; row < GOLDEN.test.rows; row += 1) expect(parts[row * width + 3]).toBe(0);
  });

  it('says that alpha must rise where columns repeat each other', async () => {
    const { frame, target, weight } = sampleTrainingSet(100, 3);
    const last = frame.columns[2]!;
    const train = { frame: { rows: 100, columns: [last, { ...last, name: 'again' }] }, target, weight };
    await expect(trained({ alpha: 0 }, { train })).rejects.toMatchObject({
      code: 'model-training-failed',
      message: expect.stringContaining('raise alpha'),
    });
    expect((await trained({ alpha: 1e-6 }, { train })).predict(train.frame)).toHaveLength(100);
  });

  it.each([
    [{ alpha: -1 }, 'params.alpha: expected a number from 0, got -1'],
    [{ alhpa: 1 }, 'params.alhpa: ridge has no such parameter; did you mean "alpha"?'],
    [{ solver: 'svd' }, 'params.solver: ridge does not support it: the normal equations are solved by a Cholesky'],
    [{ categories: 'hash' }, 'params.categories: expected target or one-hot or ignore, got "hash"'],
  ])('refuses %j', async (params, message) => {
    await expect(trained(params as Record<string, ParameterValue>)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(message),
    });
  });

  it('refuses one-hot columns by the thousand', async () => {
    const rows = 600;
    const code = Float32Array.from({ length: rows }, (_, row) => row);
    const train = {
      frame: { rows, columns: [{ name: 'code', kind: 'categorical' as const, values: code }] },
      target: new Float32Array(rows),
      weight: new Float32Array(rows).fill(1),
    };
    await expect(trained({ categories: 'one-hot' }, { train })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('at most 500 categories per column'),
    });
  });

  it('settles on many rows that nearly tell passes from fails, where whole steps overshoot', async () => {
    const set = sampleTrainingSet(30_000, 9);
    const train = { ...set, target: set.frame.columns[3]!.values.map((mean) => (mean > 45 ? 1 : 0)) };
    const model = await trained({ alpha: 0.01 }, { train, objective: 'cross-entropy' });
    expect(model.training.rounds).toBeLessThan(40);
    const known = Array.from(train.frame.columns[3]!.values.keys()).filter(
      (row) => !Number.isNaN(train.frame.columns[3]!.values[row]),
    );
    const forecasts = model.predict(train.frame);
    const right = known.filter((row) => forecasts[row]! > 0.5 === (train.target[row] === 1));
    expect(right.length / known.length).toBeGreaterThan(0.95);
  });

  it.each([2000, 25_000])('settles on %i rows of which a single one failed', async (rows) => {
    const set = sampleTrainingSet(rows, 2);
    const train = { ...set, target: set.target.map((_, row) => (row === 101 ? 0 : 1)) };
    const model = await trained({}, { train, objective: 'cross-entropy' });
    const forecasts = model.predict(train.frame);
    const weighted = forecasts.reduce((sum, forecast, row) => sum + train.weight[row]! * forecast, 0);
    const total = train.weight.reduce((sum, weight) => sum + weight, 0);
    // With an intercept that nothing penalises the forecasts have the mean of the targets.
    expect(weighted / total).toBeCloseTo(1 - train.weight[101]! / total, 6);
  });

  it('gives up where the steps do not settle, and tells what to change', async () => {
    const training = trained({ max_iter: 1 }, { objective: 'cross-entropy' });
    await expect(training).rejects.toMatchObject({
      code: 'model-training-failed',
      message: expect.stringContaining('within 1 steps; raise alpha, max_iter or tol'),
    });
  });
});
