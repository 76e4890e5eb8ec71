import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Booster, Dataset, TrainableBooster, train } from '../src/index.js';
import type { TrainOptions } from '../src/index.js';
import { DETERMINISTIC, binary, differences, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label, categorical } = table(21, 1200);
const target = binary(label);
const part = (from: number, to: number): Float64Array[] => columns.map((column) => column.subarray(from, to));
const PARAMS = { ...DETERMINISTIC, objective: 'binary', metric: ['binary_logloss', 'auc'], num_leaves: 15 };

async function sets(keepData = false): Promise<[Dataset, Dataset]> {
  const options = { categoricalFeatures: categorical, keepData };
  const data = await Dataset.fromColumns(part(0, 900), { ...options, label: target.subarray(0, 900) });
  const valid = await Dataset.fromColumns(part(900, 1200), {
    ...options,
    label: target.subarray(900),
    reference: data,
  });
  return [data, valid];
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Log loss from its definition, an oracle for the history. */
function logLoss(labels: Float32Array, probabilities: Float64Array): number {
  return mean(probabilities.map((p, i) => -Math.log(labels[i] === 1 ? p : 1 - p)));
}

describe('train', () => {
  it('records every metric of every set, and they match the predictions', async () => {
    const [data, valid] = await sets();
    const { booster, history, stopped, bestIteration } = await train(PARAMS, data, {
      rounds: 30,
      validSets: [
        { name: 'valid', dataset: valid },
        { name: 'train', dataset: data },
      ],
    });
    expect([stopped, bestIteration, booster.numIterations]).toEqual(['rounds', 30, 30]);
    expect(Object.keys(history)).toEqual(['valid', 'train']);
    expect(Object.keys(history['valid'] ?? {})).toEqual(['binary_logloss', 'auc']);
    const losses = history['valid']?.['binary_logloss'] ?? new Float64Array();
    for (const numIterations of [1, 10, 30]) {
      const probabilities = await booster.predict(part(900, 1200), { numIterations });
      // The oracle sums in another order.
      expect(losses[numIterations - 1]).toBeCloseTo(logLoss(target.subarray(900), probabilities), 12);
    }
    expect(history['train']?.['auc']?.at(-1)).toBeGreaterThan(0.9);
  });

  it('stops early and predicts with the best iteration by default', async () => {
    const [data, valid] = await sets();
    const { booster, history, stopped, bestIteration } = await train({ ...PARAMS, learning_rate: 0.5 }, data, {
      rounds: 500,
      validSets: [{ name: 'v', dataset: valid }],
      earlyStopping: { rounds: 7, metric: 'binary_logloss' },
    });
    const losses = Array.from(history['v']?.['binary_logloss'] ?? []);
    expect(stopped).toBe('early');
    expect(losses).toHaveLength(bestIteration + 7);
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(bestIteration);
    expect(booster.bestIteration).toBe(bestIteration);
    const rows = part(0, 50);
    expect(
      differences(await booster.predict(rows), await booster.predict(rows, { numIterations: bestIteration })),
    ).toBe(0);
    expect(Booster.fromString(booster.toString()).numIterations).toBe(bestIteration);
    expect(booster.numIterations).toBe(bestIteration + 7);
  });

  it('does not count a change up to minDelta as an improvement', async () => {
    const [data, valid] = await sets();
    const stopping = { rounds: 3, metric: 'auc', minDelta: 0.5 };
    const { bestIteration } = await train(PARAMS, data, {
      validSets: [{ name: 'v', dataset: valid }],
      earlyStopping: stopping,
    });
    expect(bestIteration).toBe(1);
  });

  it('reports progress in order, with metrics by name', async () => {
    const [data, valid] = await sets();
    const seen: [number, number | undefined][] = [];
    const { history } = await train(PARAMS, data, {
      rounds: 12,
      validSets: [{ name: 'v', dataset: valid }],
      onProgress: (iteration, metrics) => seen.push([iteration, metrics['v']?.['auc']]),
    });
    expect(seen).toEqual(Array.from(history['v']?.['auc'] ?? [], (auc, i) => [i + 1, auc]));
  });

  it('rejects with the error of a progress callback', async () => {
    const [data] = await sets();
    const stop = new TypeError('mine');
    const onProgress = (iteration: number): void => {
      if (iteration === 3) throw stop;
    };
    await expect(train(PARAMS, data, { rounds: 1e6, onProgress })).rejects.toBe(stop);
  });

  it('rejects with code aborted when its signal fires, before or while it runs', async () => {
    const [data] = await sets();
    await expectError(() => train(PARAMS, data, { signal: AbortSignal.abort() }), 'aborted');
    const stop = new AbortController();
    const onProgress = (iteration: number): void => void (iteration === 5 && stop.abort('enough'));
    await expectError(() => train(PARAMS, data, { rounds: 1e6, signal: stop.signal, onProgress }), 'aborted');
    data.setField('label', target.subarray(0, 900)); // nothing holds on to the data
  });

  it('stops when there is nothing left to split', async () => {
    const data = await Dataset.fromColumns([new Float64Array(100)], { label: label.subarray(0, 100) });
    const { stopped, booster } = await train({ objective: 'regression' }, data, { rounds: 50 });
    expect([stopped, booster.numTrees]).toEqual(['no-split', 1]);
    const expected = label.subarray(0, 100).reduce((sum, value) => sum + value, 0) / 100;
    expect((await booster.predict([Float64Array.of(3)]))[0]).toBeCloseTo(expected, 6);
  });

  it('gives the same text for the same seed, and a different one for another', async () => {
    const params = { ...PARAMS, bagging_fraction: 0.7, bagging_freq: 1, feature_fraction: 0.6 };
    const text = async (seed: number): Promise<string> => {
      const [data] = await sets();
      return (await train({ ...params, seed }, data, { rounds: 15 })).booster.toString();
    };
    const first = await text(1);
    expect(await text(1)).toBe(first);
    expect(await text(2)).not.toBe(first);
  });

  it('continues from a model as if it had never stopped', async () => {
    const [data, valid] = await sets(true);
    const validSets = [{ name: 'v', dataset: valid }];
    const whole = await train(PARAMS, data, { rounds: 20, validSets });
    const first = await train(PARAMS, data, { rounds: 12, validSets });
    const rest = await train(PARAMS, data, { rounds: 8, validSets, initModel: first.booster });
    expect([rest.booster.numIterations, rest.bestIteration]).toEqual([20, 20]);
    expect(rest.history['v']?.['auc']).toHaveLength(8);
    // The first tree carries the average in one case and an initial score in the other: equal up to rounding.
    const [a, b] = await Promise.all([whole, rest].map(({ booster }) => booster.predict(part(900, 1200))));
    expect(Math.max(...Array.from(a ?? [], (value, i) => Math.abs(value - (b?.[i] ?? NaN))))).toBeLessThan(1e-9);
    expect(data.getField('initScore')).toBeNull();
  });

  it('continues multiclass models', async () => {
    const three = Float32Array.from({ length: 900 }, (_, i) => i % 3);
    const data = await Dataset.fromColumns(part(0, 900), { label: three, keepData: true });
    const params = { objective: 'multiclass', num_class: 3, num_leaves: 5 };
    const first = (await train(params, data, { rounds: 4 })).booster;
    const { booster } = await train(params, data, { rounds: 3, initModel: first });
    expect([booster.numTrees, booster.numClasses]).toEqual([21, 3]);
    const one = (await train({ num_leaves: 5 }, data, { rounds: 2 })).booster;
    await expectError(() => train(params, data, { initModel: one }), 'lightgbm', 'init');
  });

  it('requires kept data and no initScore to continue', async () => {
    const [data] = await sets();
    const initModel = (await train(PARAMS, data, { rounds: 2 })).booster;
    await expectError(() => train(PARAMS, data, { initModel }), 'invalid-argument', 'keepData');
    const [kept] = await sets(true);
    kept.setField('initScore', new Float64Array(900));
    await expectError(() => train(PARAMS, kept, { initModel }), 'invalid-argument', 'its own initScore');
    await expectError(
      () => train(PARAMS, kept, { initModel: {} as Booster }),
      'invalid-argument',
      'expected a Booster',
    );
  });

  it('takes a learning rate for each round', async () => {
    const [data] = await sets();
    const fixed = await train({ ...PARAMS, learning_rate: 0.25 }, data, { rounds: 6 });
    const listed = await train(PARAMS, data, { rounds: 6, learningRates: Array(6).fill(0.25) });
    const trees = (text: string): string => (text.split('feature_importances')[0] ?? '').split('Tree=0')[1] ?? '';
    expect(trees(listed.booster.toString())).toBe(trees(fixed.booster.toString()));
    const decaying = await train(PARAMS, data, { rounds: 6, learningRates: (round) => 0.25 * 0.5 ** round });
    expect(trees(decaying.booster.toString())).not.toBe(trees(fixed.booster.toString()));
  });

  it('ranks groups', async () => {
    const relevance = Float32Array.from({ length: 900 }, (_, i) => (i * 7) % 4);
    const group = Int32Array.from({ length: 90 }, () => 10);
    const data = await Dataset.fromColumns(part(0, 900), { label: relevance, group });
    const { history } = await train({ objective: 'lambdarank', metric: 'ndcg', eval_at: [3, 5] }, data, {
      rounds: 10,
      validSets: [{ name: 'train', dataset: data }],
    });
    expect(Object.keys(history['train'] ?? {})).toEqual(['ndcg@3', 'ndcg@5']);
    expect(history['train']?.['ndcg@5']?.at(-1)).toBeGreaterThan(history['train']?.['ndcg@5']?.[0] ?? 1);
    data.setField('group', null);
    await expectError(() => train({ objective: 'lambdarank' }, data), 'lightgbm', 'query');
  });

  it('keeps the training state on request', async () => {
    const [data, valid] = await sets();
    const { booster } = await train(PARAMS, data, {
      rounds: 5,
      validSets: [{ name: 'v', dataset: valid }],
      keepTraining: true,
    });
    expect(booster).toBeInstanceOf(TrainableBooster);
    await booster.update();
    expect(booster.numIterations).toBe(6);
    expect((await booster.evalAt(1))['auc']).toBeGreaterThan(0.5);
  });

  it('sends the log to the logger and nowhere else', async () => {
    const lines: string[] = [];
    const data = await Dataset.fromColumns(part(0, 900), {
      label: target.subarray(0, 900),
      logger: (line) => lines.push(line),
    });
    await train(PARAMS, data, { rounds: 2, logger: (line) => lines.push(line) });
    expect(lines.some((line) => line.includes('[LightGBM] [Info] Number of positive'))).toBe(true);
    const thrown = new Error('mine');
    const logger = (): void => {
      throw thrown;
    };
    await expect(train(PARAMS, data, { rounds: 2, logger })).rejects.toBe(thrown);
  });

  it('refuses a file of forced splits that names unknown features', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'dqs-forced-'));
    const path = join(folder, 'forced.json');
    try {
      for (const feature of [-1, 5, '"x"']) {
        writeFileSync(path, `{"feature":0,"threshold":1,"left":{"feature":${feature},"threshold":2}}`);
        const [data] = await sets();
        const params = { ...PARAMS, forcedsplits_filename: path };
        await expectError(() => train(params, data), 'invalid-argument', 'not a number from 0 to 4');
        const bins = { params: { forcedbins_filename: path } };
        await expectError(() => Dataset.fromColumns(columns, bins), 'invalid-argument', 'not a number from 0 to 4');
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('refuses wrong options', async () => {
    const [data, valid] = await sets();
    const wrong: [TrainOptions | object, string][] = [
      [{ round: 3 }, 'unknown option "round"; did you mean "rounds"'],
      [{ rounds: -1 }, 'rounds: expected an integer from 0'],
      [{ rounds: NaN }, 'rounds: expected an integer'],
      [{ rounds: 1e12 }, 'rounds: expected an integer'],
      [{ validSets: valid }, 'validSets: expected an array'],
      [{ validSets: [null] }, 'validSets\\[0\\].name'],
      [{ validSets: [{ name: 'v', dataset: 3 }] }, 'expected a Dataset, got 3'],
      [
        {
          validSets: [
            { name: 'v', dataset: valid },
            { name: 'v', dataset: data },
          ],
        },
        'same name',
      ],
      [{ earlyStopping: { rounds: 3 } }, 'needs a validation set'],
      [{ earlyStopping: { rounds: 3 }, validSets: [{ name: 't', dataset: data }] }, 'needs a validation set'],
      [{ earlyStopping: { rounds: 0 }, validSets: [{ name: 'v', dataset: valid }] }, 'earlyStopping.rounds'],
      [
        { earlyStopping: { rounds: 3, metric: 'l2' }, validSets: [{ name: 'v', dataset: valid }] },
        'not evaluated; there is binary_logloss, auc',
      ],
      [{ onProgress: 3 }, 'onProgress: expected a function'],
      [{ learningRates: [0.1] }, 'learningRates\\[1\\]'],
      [{ learningRates: 3 }, 'learningRates: expected'],
    ];
    for (const [options, message] of wrong) {
      await expectError(() => train(PARAMS, data, options as TrainOptions), 'invalid-argument', new RegExp(message));
    }
    await expectError(() => train(PARAMS, {} as Dataset), 'invalid-argument', 'expected a Dataset');
    await expectError(() => train({ ...PARAMS, max_bin: 15 }, data), 'invalid-argument', 'max_bin after constructed');
    await expectError(
      () => train({ ...PARAMS, interaction_constraints: '[0,99]' }, data),
      'invalid-argument',
      'no feature 99',
    );
    await expectError(
      () => train({ objective: 'multiclass', num_class: 3, metric: 'auc' }, data),
      'lightgbm',
      "don't match",
    );
  });
});
