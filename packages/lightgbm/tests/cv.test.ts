import fc from 'fast-check';
import { Dataset, cv, train } from '../src/index.js';
import type { CvOptions, RoundMetrics } from '../src/index.js';
import { makeFolds } from '../src/training/folds.js';
import { DETERMINISTIC, binary, table } from './support/data.js';
import { expectError } from './support/errors.js';

const ROWS = 300;
const { columns, label } = table(91, ROWS, 3, 0);
const target = binary(label);
const PARAMS = {
  ...DETERMINISTIC,
  num_threads: 1,
  objective: 'binary',
  metric: ['binary_logloss', 'auc'],
  num_leaves: 5,
};
const dataset = (more: object = {}): Promise<Dataset> => Dataset.fromColumns(columns, { label: target, ...more });
const numbers = (values: Iterable<number>): number[] => [...values].sort((a, b) => a - b);

describe('cv', () => {
  it('trains each fold like train on its rows, and averages the metrics', async () => {
    const data = await dataset();
    const result = await cv(PARAMS, data, { folds: 3, rounds: 8 });
    const single: number[][] = [];
    for (const [i, fold] of result.folds.entries()) {
      const [part, valid] = [await data.subset(fold.train), await data.subset(fold.valid)];
      const one = await train(PARAMS, part, { rounds: 8, validSets: [{ name: 'v', dataset: valid }] });
      expect(result.boosters[i]?.toString()).toBe(one.booster.toString());
      single.push([...(one.history['v']?.['auc'] ?? [])]);
    }
    const auc = result.history['valid']?.['auc'];
    auc?.mean.forEach((mean, i) => {
      const values = single.map((fold) => fold[i]!);
      expect(mean).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / 3, 14);
      expect(auc.stdv[i]).toBeCloseTo(Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 3), 14);
    });
    expect(auc?.mean).toHaveLength(8);
  });

  it('stops when the mean of a metric stops improving, and cuts the history there', async () => {
    const data = await dataset();
    const seen: RoundMetrics[] = [];
    const options: CvOptions = {
      rounds: 400,
      folds: 4,
      trainingMetrics: true,
      earlyStopping: { rounds: 5, metric: 'AUC' },
      onIteration: (_, metrics) => void seen.push(metrics),
    };
    const { history, bestIteration, stopped, boosters } = await cv({ ...PARAMS, learning_rate: 0.4 }, data, options);
    const course = seen.map((metrics) => metrics['valid']?.['auc'] ?? NaN);
    expect(stopped).toBe('early');
    expect(course.indexOf(Math.max(...course)) + 1).toBe(bestIteration);
    expect(course).toHaveLength(bestIteration + 5);
    expect(Object.keys(history)).toEqual(['train', 'valid']);
    expect([...(history['valid']?.['auc']?.mean ?? [])]).toEqual(course.slice(0, bestIteration));
    expect(boosters.map((booster) => booster.bestIteration)).toEqual(Array(4).fill(bestIteration));
  });

  it('takes a custom objective, custom metrics and a custom stop', async () => {
    const data = await dataset();
    const result = await cv({ ...PARAMS, objective: 'none', metric: 'none' }, data, {
      folds: 2,
      rounds: 50,
      customObjective: (scores, part) => {
        const truth = part.getField('label') as Float32Array;
        const p = scores.map((score) => 1 / (1 + Math.exp(-score)));
        return {
          gradients: Float32Array.from(p, (value, i) => value - truth[i]!),
          hessians: Float32Array.from(p, (value) => value * (1 - value)),
        };
      },
      customMetrics: [
        {
          name: 'hits',
          higherIsBetter: true,
          evaluate: (scores, part) => {
            const truth = part.getField('label') as Float32Array;
            return scores.filter((score, i) => score > 0 === (truth[i] === 1)).length / scores.length;
          },
        },
      ],
      onIteration: (iteration) => (iteration === 6 ? 'stop' : undefined),
    });
    expect([result.stopped, result.bestIteration]).toEqual(['callback', 6]);
    expect(result.history['valid']?.['hits']?.mean.at(-1)).toBeGreaterThan(0.7);
    expect(result.boosters.map(({ numIterations }) => numIterations)).toEqual([6, 6]);
  });

  it('keeps groups whole when there are some', async () => {
    const sizes = [40, 10, 25, 30, 5, 60, 50, 20, 35, 25];
    const data = await dataset({ group: sizes, label: label.map((_, i) => i % 3) });
    const { folds, history } = await cv({ ...PARAMS, objective: 'lambdarank', metric: 'ndcg' }, data, {
      folds: 3,
      rounds: 3,
    });
    const groupOf = sizes.flatMap((size, group) => Array<number>(size).fill(group));
    for (const { train: rows, valid } of folds) {
      const both = new Set([...valid].map((row) => groupOf[row]));
      expect([...rows].some((row) => both.has(groupOf[row]))).toBe(false);
      expect(Math.abs(valid.length - ROWS / 3)).toBeLessThanOrEqual(20);
    }
    expect(Object.keys(history['valid'] ?? {})).toContain('ndcg@5');
  });

  it('refuses invalid folds and leaves the dataset free', async () => {
    const data = await dataset();
    const wrong: [object, string][] = [
      [{ folds: 1 }, 'folds: expected an integer from 2'],
      [{ folds: ROWS + 1 }, 'folds'],
      [{ folds: [] }, 'expected a number or a list'],
      [{ folds: [{ train: [0, 1], test: [2] }] }, 'unknown option "test"'],
      [{ folds: [{ train: [0, ROWS], valid: [2] }] }, ''],
      [{ seed: -1 }, 'seed'],
      [{ nfold: 3 }, 'unknown option "nfold"'],
      [{ earlyStopping: { rounds: 3, metric: 'l2' } }, 'not evaluated; there is binary_logloss, auc'],
    ];
    for (const [options, message] of wrong) {
      await expect(cv(PARAMS, data, { rounds: 2, ...options })).rejects.toMatchObject({
        name: 'LightGBMError',
        message: expect.stringContaining(message) as string,
      });
    }
    const graded = await dataset({ label });
    const regression = { ...PARAMS, objective: 'regression', metric: 'l2' };
    await expectError(() => cv(regression, graded, { stratified: true }), 'invalid-argument', 'labels are not classes');
    const grouped = await dataset({ group: [100, 200] });
    await expectError(() => cv(PARAMS, grouped, { folds: 3 }), 'invalid-argument', '3 folds of 2 groups');
    data.setField('label', target); // nothing holds on to it
  });

  it('ends when its signal fires', async () => {
    const stop = new AbortController();
    const onIteration = (iteration: number): void => void (iteration === 3 && stop.abort());
    await expectError(
      async () => cv(PARAMS, await dataset(), { rounds: 1e6, signal: stop.signal, onIteration }),
      'aborted',
    );
  });
});

describe('folds', () => {
  it('put every row into exactly one validation set, in equal shares', async () => {
    const data = await dataset();
    const options = fc.record({
      folds: fc.integer({ min: 2, max: 20 }),
      stratified: fc.boolean(),
      shuffle: fc.boolean(),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(options, (chosen) => {
        const folds = makeFolds(data, chosen, false);
        expect(numbers(folds.flatMap(({ valid }) => [...valid]))).toEqual(Array.from({ length: ROWS }, (_, i) => i));
        for (const { train: rows, valid } of folds) {
          expect(numbers([...rows, ...valid])).toHaveLength(ROWS);
          expect([...rows]).toEqual(numbers(rows));
        }
        const sizes = folds.map(({ valid }) => valid.length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        if (!chosen.stratified) return;
        const ones = folds.map(({ valid }) => valid.filter((row) => target[row] === 1).length);
        expect(Math.max(...ones) - Math.min(...ones)).toBeLessThanOrEqual(1);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  it('are the same for the same seed, and blocks of rows without shuffling', async () => {
    const data = await dataset();
    const [first, again, other] = [1, 1, 2].map((seed) => makeFolds(data, { folds: 3, seed }, true));
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const blocks = makeFolds(data, { folds: 3, shuffle: false, stratified: false }, true);
    expect(blocks.map(({ valid }) => [valid[0], valid.at(-1)])).toEqual([
      [0, 99],
      [100, 199],
      [200, 299],
    ]);
  });
});
