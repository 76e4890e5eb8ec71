import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Dataset, TrainableBooster, train } from '../src/index.js';
import type { EarlyStopping, Params, TrainResult } from '../src/index.js';
import { METRICS, OBJECTIVES } from '../src/param-names.js';
import { resolveParams } from '../src/params.js';
import { DETERMINISTIC, binary, random, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label, categorical } = table(71, 600);
const next = random(72);
/** A target with noise, so that a metric stops improving soon. */
const target = binary(label).map((value) => (next() < 0.1 ? 1 - value : value));
const part = (from: number, to: number): Float64Array[] => columns.map((column) => column.subarray(from, to));
const PARAMS = { ...DETERMINISTIC, num_threads: 1, objective: 'binary', num_leaves: 15, learning_rate: 0.1 };

const dataset = (params?: Params): Promise<Dataset> =>
  Dataset.fromColumns(part(0, 400), { label: target.subarray(0, 400), ...(params ? { params } : {}) });

describe('names of objectives and metrics', () => {
  it.each<[Params, string]>([
    [{ objective: 'MAE' }, 'objective=mae'],
    [{ objective: 'Lambdarank' }, 'objective=lambdarank'],
    [{ metric: ['Binary_LogLoss', 'AUC'] }, 'metric=binary_logloss,auc'],
    [{ metric: 'None' }, 'metric=none'],
    [{ app: 'Binary', metrics: 'L2' }, 'objective=binary metric=l2'],
  ])('are accepted in any case: %j', (params, text) => {
    expect(resolveParams('params', params).text).toBe(
      `${text} num_threads=${resolveParams('params').threads} verbosity=-1`,
    );
  });

  it('are all known to LightGBM, and metrics have the documented names', async () => {
    const data = await Dataset.fromColumns([Float64Array.from({ length: 60 }, (_, i) => i % 7)], {
      label: Float64Array.from({ length: 60 }, (_, i) => i % 2),
      group: [20, 40],
    });
    const positive = await Dataset.fromColumns([Float64Array.from({ length: 60 }, (_, i) => i % 7)], {
      label: Float64Array.from({ length: 60 }, (_, i) => (i % 2 === 0 ? 1 : 0.5)),
      group: [20, 40],
    });
    for (const [name, known] of METRICS) {
      if (known === 'custom') continue;
      const many = ['auc_mu', 'multi_error', 'multi_logloss'].includes(known);
      const above = /^(gamma|tweedie|poisson)/.test(known);
      const params = many ? { objective: 'multiclass', num_class: 2 } : { objective: above ? 'l2' : 'binary' };
      const metric = name.toUpperCase();
      const booster = await TrainableBooster.create({ ...params, metric, num_threads: 1 }, above ? positive : data);
      expect(booster.metrics.map((metric) => metric.split('@')[0])).toContain(known);
    }
    for (const name of OBJECTIVES) {
      const classes = { num_threads: 1, ...(/^(multi|softmax|ov)/.test(name) ? { num_class: 2 } : {}) };
      const whole = /^(multi|softmax|ov|binary|lambdarank|rank|x.?e?_?ndcg)/.test(name);
      await TrainableBooster.create({ objective: name.toUpperCase(), ...classes }, whole ? data : positive);
    }
  });

  it('may be an alias in early stopping too', async () => {
    const data = await dataset();
    const valid = await Dataset.fromColumns(part(400, 600), { label: target.subarray(400), reference: data });
    const options = { rounds: 300, validSets: [{ name: 'v', dataset: valid }] };
    const params = { ...PARAMS, metric: ['auc', 'mae'] };
    const stop = (metric: string) => train(params, data, { ...options, earlyStopping: { rounds: 5, metric } });
    const [alias, own] = [await stop('Mean_Absolute_Error'), await stop('l1')];
    expect([alias.stopped, alias.bestIteration]).toEqual(['early', own.bestIteration]);
  });
});

describe('the parameter first_metric_only', () => {
  const run = async (metric: string[], more: Params, stopping: Partial<EarlyStopping> = {}): Promise<TrainResult> => {
    const data = await dataset();
    const valid = await Dataset.fromColumns(part(400, 600), { label: target.subarray(400), reference: data });
    return train({ ...PARAMS, metric, ...more }, data, {
      rounds: 300,
      validSets: [{ name: 'v', dataset: valid }],
      earlyStopping: { rounds: 8, ...stopping },
    });
  };

  it('makes only the first metric decide when to stop', async () => {
    const [auc, loss] = [await run(['auc'], {}), await run(['binary_logloss'], {})];
    expect(auc.bestIteration).not.toBe(loss.bestIteration);
    for (const on of [true, 'TRUE', '+']) {
      const both = await run(['auc', 'binary_logloss'], { first_metric_only: on });
      expect(both.bestIteration).toBe(auc.bestIteration);
      expect(both.history['v']?.['auc']).toEqual(auc.history['v']?.['auc']);
    }
    const other = await run(['binary_logloss', 'auc'], { first_metric_only: true });
    expect(other.bestIteration).toBe(loss.bestIteration);
    const any = await run(['auc', 'binary_logloss'], { first_metric_only: false });
    expect(any.history['v']?.['auc']?.length).toBeLessThanOrEqual(
      Math.min(...[auc, loss].map(({ bestIteration }) => bestIteration + 8)),
    );
  });

  it('excludes a metric of early stopping', async () => {
    await expectError(
      () => run(['auc'], { first_metric_only: true }, { metric: 'auc' }),
      'invalid-argument',
      'first_metric_only',
    );
  });
});

describe('parameters that a dataset and a training share', () => {
  it('are accepted twice when they are equal, even a file of forced bins', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lightgbm-'));
    const path = (name: string): string => join(folder, name);
    try {
      writeFileSync(path('bins.json'), '[{"feature":0,"bin_upper_bound":[0.5,3]}]');
      writeFileSync(path('other.json'), '[{"feature":0,"bin_upper_bound":[0.5,4]}]');
      const shared = { max_bin: 31, forcedbins_filename: path('bins.json') };
      const data = await dataset(shared);
      const twice = await train({ ...PARAMS, ...shared }, data, { rounds: 5 });
      const once = await train(PARAMS, data, { rounds: 5 });
      const trees = (result: TrainResult): string => result.booster.toString().split('end of trees')[0] ?? '';
      expect(trees(twice)).toBe(trees(once));
      await TrainableBooster.create({ ...PARAMS, ...shared }, data);
      const other = { ...PARAMS, forcedbins_filename: path('other.json') };
      await expectError(() => train(other, data), 'invalid-argument', 'forced bins');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('are an error when they differ, even for a booster trained step by step', async () => {
    const data = await dataset();
    const params = { ...PARAMS, max_bin: 15 };
    await expectError(() => train(params, data), 'invalid-argument', 'max_bin');
    await expectError(() => TrainableBooster.create(params, data), 'invalid-argument', 'max_bin');
  });
});

describe('quantised training', () => {
  const quantised = { ...PARAMS, num_leaves: 4, use_quantized_grad: true };

  it('on categories is refused before it starts', async () => {
    const options = { label: target, categoricalFeatures: categorical, featureNames: ['a', 'b', 'c', 'd', 'shop'] };
    const data = await Dataset.fromColumns(columns, options);
    const message = 'use_quantized_grad: .* "shop"';
    await expectError(() => train(quantised, data), 'invalid-argument', new RegExp(message));
    await expectError(() => TrainableBooster.create(quantised, data), 'invalid-argument', new RegExp(message));
  });

  it('is refused with options that LightGBM does not support on quantised gradients', async () => {
    for (const more of [{ linear_tree: true }, { forcedsplits_filename: 'splits.json' }]) {
      const data = await dataset();
      const message = new RegExp(`does not learn with both it and "${Object.keys(more)[0]}"`);
      await expectError(() => train({ ...quantised, ...more }, data), 'invalid-argument', message);
      const off = { ...more, use_quantized_grad: false };
      expect(resolveParams('params', off).values.get('use_quantized_grad')).toBe('false');
    }
  });

  it('works on numeric features, and cannot be switched on later', async () => {
    const data = await dataset();
    expect((await train(quantised, data, { rounds: 5 })).booster.numTrees).toBe(5);
    const booster = await TrainableBooster.create(PARAMS, data);
    await expectError(() => booster.resetParameter({ use_quantized_grad: true }), 'invalid-argument', 'cannot change');
  });
});
