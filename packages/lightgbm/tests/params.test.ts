import fc from 'fast-check';
import { Dataset, paramAliases, train } from '../src/index.js';
import type { Params } from '../src/index.js';
import { resolveParams } from '../src/params.js';
import { expectError } from './support/errors.js';

describe('parameters', () => {
  it('are known by LightGBM itself, with all their aliases', () => {
    expect(paramAliases().get('learning_rate')).toEqual(expect.arrayContaining(['eta', 'shrinkage_rate']));
    expect(paramAliases().size).toBeGreaterThan(120);
  });

  it('are written with their canonical names', () => {
    const { text, threads } = resolveParams('params', {
      eta: 0.1,
      metric: ['auc', 'l2'],
      bagging: 0.5,
      n_jobs: 3,
      verbose: 1,
    });
    expect(text.split(' ').sort()).toEqual(
      ['bagging_fraction=0.5', 'learning_rate=0.1', 'metric=auc,l2', 'num_threads=3', 'verbosity=1'].sort(),
    );
    expect(threads).toBe(3);
  });

  it('use all processors and log nothing by default', () => {
    const { text, threads } = resolveParams('params', { num_threads: 0 });
    expect(threads).toBeGreaterThanOrEqual(1);
    expect(text).toBe(`num_threads=${threads} verbosity=-1`);
  });

  it.each<[Params, string]>([
    [{ num_leafs: 3 }, 'unknown parameter "num_leafs"; did you mean "num_leaf"'],
    [{ qqqqqqqqqqqq: 3 }, 'unknown parameter "qqqqqqqqqqqq"$'],
    [{ objective: 'binray' }, 'unknown objective "binray"; did you mean "binary"'],
    [{ metric: ['auc', 'rmsee'] }, 'unknown metric "rmsee"; did you mean "rmse"'],
    [{ learning_rate: NaN }, 'expected a finite number, got NaN'],
    [{ learning_rate: Infinity }, 'finite'],
    [{ objective: 'binary num_leaves=3' }, 'white space'],
    [{ monotone_constraints: [{}] as never }, 'expected a string, number, boolean'],
    [{ n_estimators: 5 }, '"n_estimators": use the option "rounds"'],
    [{ early_stopping_round: 5 }, 'use the option "earlyStopping"'],
    [{ categorical_feature: '0' }, 'categoricalFeatures'],
    [{ machines: 'a:1' }, 'trainDistributed'],
    [{ training_metric: true }, '"training_metric": name the training data in the option "validSets"'],
    [{ raw_score: true }, 'use the option "type" of predict'],
    [{ snapshot_freq: 10 }, 'onIteration'],
    [{ eta: 1, learning_rate: 1 }, '"learning_rate" sets "learning_rate" a second time'],
    [{ num_threads: 100_000 }, 'up to 256'],
    [{ num_class: 1e9 }, 'at most 4096'],
    [[] as never, 'expected an object of LightGBM parameters'],
    ['objective=binary' as never, 'expected an object of LightGBM parameters'],
  ])('refuse %j', async (params, message) => {
    await expectError(() => resolveParams('params', params), 'invalid-argument', new RegExp(message));
  });

  it('of any kind end in a model or a typed error', async () => {
    const column = Float64Array.from({ length: 120 }, (_, i) => (i * 37) % 100);
    const label = Float32Array.from({ length: 120 }, (_, i) => i % 2);
    const value = fc.oneof(
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constantFrom<Params[string]>(-1, 0, 1, 2 ** 31, 1e9, 1e-300, '1,2,3', '[0,1],[2,99]', 'nan', 'x', [0, 1]),
    );
    const slow = new Set(['num_class', 'num_threads']);
    const name = fc.constantFrom(...[...paramAliases().keys()].filter((known) => !slow.has(known)));
    await fc.assert(
      fc.asyncProperty(name, value, async (key, given) => {
        try {
          const params: Params = { objective: 'binary', num_threads: 1, [key]: given };
          const data = await Dataset.fromColumns([column, column], { label, params });
          const { booster } = await train(params, data, { rounds: 2 });
          await booster.predict([column, column]);
        } catch (error) {
          expect((error as Error).name).toBe('LightGBMError');
        }
      }),
      { numRuns: 150, seed: 5 },
    );
  });
});
