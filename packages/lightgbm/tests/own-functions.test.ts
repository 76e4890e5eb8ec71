import fc from 'fast-check';
import { Dataset, TrainableBooster, train } from '../src/index.js';
import type { CustomMetric, TrainOptions } from '../src/index.js';
import { DETERMINISTIC, binary, classes, differences, random, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label, categorical } = table(41, 700);
const next = random(42);
/** With noise, so that a metric stops improving soon. */
const target = binary(label).map((value) => (next() < 0.15 ? 1 - value : value));
const part = (from: number, to: number): Float64Array[] => columns.map((column) => column.subarray(from, to));
const PARAMS = {
  ...DETERMINISTIC,
  num_threads: 1,
  objective: 'binary',
  metric: ['binary_logloss', 'auc'],
  num_leaves: 9,
};

async function sets(labels: Float32Array = target): Promise<[Dataset, Dataset]> {
  const options = { categoricalFeatures: categorical, keepData: true };
  const data = await Dataset.fromColumns(part(0, 500), { ...options, label: labels.subarray(0, 500) });
  const valid = await Dataset.fromColumns(part(500, 700), { ...options, label: labels.subarray(500), reference: data });
  return [data, valid];
}

const labelOf = (dataset: Dataset): Float32Array => dataset.getField('label') as Float32Array;
const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const brier: CustomMetric = {
  name: 'brier',
  evaluate: (p, dataset) => mean(p.map((value, i) => (value - labelOf(dataset)[i]!) ** 2)),
};

/** The same training, waiting for a callback after each round. */
const waited = (options: TrainOptions): TrainOptions => ({ ...options, onIteration: () => undefined });

describe('training with custom functions', () => {
  it('gives the same model, history and stop as training without them', async () => {
    const [data, valid] = await sets();
    const validSets = [
      { name: 'train', dataset: data },
      { name: 'valid', dataset: valid },
    ];
    const stopping = fc.record(
      {
        rounds: fc.integer({ min: 1, max: 12 }),
        metric: fc.constantFrom('auc', 'binary_logloss'),
        minDelta: fc.constantFrom(0, 1e-3, 0.02),
      },
      { requiredKeys: ['rounds'] },
    );
    const options = fc.record(
      {
        rounds: fc.integer({ min: 0, max: 60 }),
        earlyStopping: stopping,
        learningRates: fc.constantFrom(
          (round: number) => 0.4 / (1 + round),
          (round: number) => 3.21e-5 * (round + 1),
        ),
      },
      { requiredKeys: ['rounds'] },
    );
    await fc.assert(
      fc.asyncProperty(options, fc.double({ min: 0.05, max: 0.6, noNaN: true }), async (chosen, rate) => {
        const params = { ...PARAMS, learning_rate: rate };
        const plain = await train(params, data, { ...chosen, validSets });
        const other = await train(params, data, waited({ ...chosen, validSets }));
        expect(other.booster.toString({ numIterations: 0 })).toBe(plain.booster.toString({ numIterations: 0 }));
        expect([other.history, other.stopped, other.bestIteration, other.booster.bestIteration]).toEqual([
          ...[plain.history, plain.stopped, plain.bestIteration, plain.booster.bestIteration],
        ]);
      }),
      { numRuns: 25, seed: 6 },
    );
  });

  it('allows its datasets to be closed at once', async () => {
    const [data, valid] = await sets();
    const training = train(PARAMS, data, waited({ rounds: 3, validSets: [{ name: 'v', dataset: valid }] }));
    data.close();
    valid.close();
    expect((await training).booster.numTrees).toBe(3);
  });

  it('continues models and stops without splits like the native loop', async () => {
    const [data] = await sets();
    const initModel = (await train(PARAMS, data, { rounds: 4 })).booster;
    const plain = await train(PARAMS, data, { rounds: 3, initModel });
    const other = await train(PARAMS, data, waited({ rounds: 3, initModel }));
    expect(other.booster.toString()).toBe(plain.booster.toString());
    const flat = await Dataset.fromColumns([new Float64Array(100)], { label: label.subarray(0, 100) });
    const { stopped, booster } = await train({ objective: 'l2', num_threads: 1 }, flat, waited({ rounds: 9 }));
    expect([stopped, booster.numTrees]).toEqual(['no-split', 1]);
  });
});

describe('a callback after each round', () => {
  it('stops the training and leaves exactly the iterations so far', async () => {
    const [data, valid] = await sets();
    const seen: number[] = [];
    const { booster, stopped, bestIteration, history } = await train(PARAMS, data, {
      rounds: 1e6,
      validSets: [{ name: 'v', dataset: valid }],
      onIteration: async (iteration, metrics) => {
        seen.push(iteration);
        await Promise.resolve();
        return (metrics['v']?.['auc'] ?? 0) > 0.7 && iteration >= 5 ? 'stop' : undefined;
      },
    });
    expect([stopped, booster.numIterations, bestIteration]).toEqual(['callback', seen.length, seen.length]);
    expect(history['v']?.['auc']).toHaveLength(seen.length);
    const same = await train(PARAMS, data, { rounds: seen.length });
    expect(booster.toString()).toBe(same.booster.toString());
  });

  it('stops a booster that keeps its training state', async () => {
    const [data] = await sets();
    const onIteration = (iteration: number) => (iteration === 3 ? 'stop' : undefined);
    const { booster } = await train(PARAMS, data, { keepTraining: true, onIteration });
    expect(booster).toBeInstanceOf(TrainableBooster);
    await booster.update();
    expect(booster.numIterations).toBe(4);
  });

  it('rejects the training with its error, and with aborted when the signal fires', async () => {
    const [data] = await sets();
    const mine = new TypeError('mine');
    const failing = (): never => {
      throw mine;
    };
    await expect(train(PARAMS, data, { onIteration: failing })).rejects.toBe(mine);
    const stop = new AbortController();
    const onIteration = (iteration: number): void => void (iteration === 2 && stop.abort());
    await expectError(() => train(PARAMS, data, { rounds: 1e6, onIteration, signal: stop.signal }), 'aborted');
    data.setField('label', target.subarray(0, 500)); // nothing holds on to the data
  });
});

describe('a custom metric', () => {
  const l2: CustomMetric = { ...brier, name: 'mine' };

  it('is in the history of every set and matches the predictions', async () => {
    const [data, valid] = await sets();
    const { booster, history } = await train({ ...PARAMS, metric: 'auc' }, data, {
      rounds: 12,
      validSets: [
        { name: 'v', dataset: valid },
        { name: 't', dataset: data },
      ],
      customMetrics: [l2, { name: 'rows', evaluate: (p) => Promise.resolve(p.length) }],
    });
    expect(Object.keys(history['v'] ?? {})).toEqual(['auc', 'mine', 'rows']);
    expect([history['v']?.['rows']?.[0], history['t']?.['rows']?.[0]]).toEqual([200, 500]);
    for (const iterations of [1, 12]) {
      const p = await booster.predict(part(500, 700), { numIterations: iterations });
      expect(history['v']?.['mine']?.[iterations - 1]).toBeCloseTo(await brier.evaluate(p, valid), 12);
    }
  });

  it("stops the training early like LightGBM's own metric", async () => {
    const [data, valid] = await sets();
    const options = { rounds: 300, validSets: [{ name: 'v', dataset: valid }] };
    const params = { ...PARAMS, learning_rate: 0.3 };
    const own = await train({ ...params, metric: 'none' }, data, {
      ...options,
      customMetrics: [l2],
      earlyStopping: { rounds: 6, metric: 'mine' },
    });
    const theirs = await train({ ...params, metric: 'l2' }, data, { ...options, earlyStopping: { rounds: 6 } });
    expect([own.stopped, own.bestIteration]).toEqual(['early', theirs.bestIteration]);
    const up = await train({ ...params, metric: 'l2' }, data, {
      ...options,
      customMetrics: [{ name: 'L1', higherIsBetter: true, evaluate: async (p, d) => -(await l2.evaluate(p, d)) }],
      earlyStopping: { rounds: 6, metric: 'L1' },
    });
    expect(up.bestIteration).toBe(theirs.bestIteration);
    const first = await train({ ...params, metric: 'none', first_metric_only: true }, data, {
      ...options,
      customMetrics: [l2, { name: 'worse', evaluate: (() => 0) as () => number }],
      earlyStopping: { rounds: 6 },
    });
    expect(first.bestIteration).toBe(theirs.bestIteration);
  });

  it('gets one number per row and class, row after row', async () => {
    const three = classes(label, 3);
    const [data, valid] = await sets(three);
    const params = { ...PARAMS, objective: 'multiclass', num_class: 3, metric: 'none' };
    let last = new Float64Array();
    const keep: CustomMetric = { name: 'keep', evaluate: (p) => (last = p as Float64Array<ArrayBuffer>)[0]! };
    const { booster } = await train(params, data, {
      rounds: 4,
      validSets: [{ name: 'v', dataset: valid }],
      customMetrics: [keep],
    });
    const predicted = await booster.predict(part(500, 700));
    expect(last).toHaveLength(600);
    expect(Math.max(...last.map((value, i) => Math.abs(value - predicted[i]!)))).toBeLessThan(1e-12);
  });
});

describe('a custom objective', () => {
  it("trains the same model as LightGBM's objective with the same derivatives", async () => {
    const [data] = await sets(label);
    const params = { ...PARAMS, objective: 'l2', metric: 'none', boost_from_average: false };
    const theirs = await train(params, data, { rounds: 6 });
    const own = await train({ ...params, objective: 'none' }, data, {
      rounds: 6,
      customObjective: (scores, dataset) => ({
        gradients: Float32Array.from(scores, (score, i) => score - labelOf(dataset)[i]!),
        hessians: new Float32Array(scores.length).fill(1),
      }),
    });
    const [a, b] = [await own.booster.predict(part(0, 200)), await theirs.booster.predict(part(0, 200))];
    expect(differences(a, b)).toBe(0);
  });
});

describe('custom functions', () => {
  it('that are invalid are refused', async () => {
    const [data, valid] = await sets();
    const validSets = [{ name: 'v', dataset: valid }];
    const wrong: [object, string][] = [
      [{ customMetrics: brier }, 'customMetrics: expected an array'],
      [{ customMetrics: [{ ...brier, higher: true }] }, 'unknown option "higher"'],
      [{ customMetrics: [{ name: 'x', evaluate: 3 }] }, 'customMetrics\\[0\\].evaluate: expected a function'],
      [{ customMetrics: [{ ...brier, name: 'auc' }], validSets }, '"auc" is evaluated twice'],
      [{ customMetrics: [{ name: 'x', evaluate: () => 'y' }], validSets }, 'customMetrics.x: expected .* number'],
      [{ onIteration: 3 }, 'onIteration: expected a function'],
      [{ customObjective: () => ({}) }, 'objective: "none"'],
      [
        { customMetrics: [brier], validSets, earlyStopping: { rounds: 3, metric: 'brie' } },
        'not evaluated; there is binary_logloss, auc, brier',
      ],
    ];
    for (const [options, message] of wrong) {
      await expectError(() => train(PARAMS, data, { rounds: 2, ...options }), 'invalid-argument', new RegExp(message));
    }
    const gradients = new Float32Array(500);
    for (const [value, message] of [
      [{ gradients, hessians: gradients.subarray(1) }, 'hessians: expected a Float32Array of 500 values, got 499'],
      [{ gradients: [1], hessians: gradients }, 'gradients: expected a Float32Array'],
      [3, 'customObjective: expected an options object'],
    ] as [never, string][]) {
      await expectError(
        () => train({ ...PARAMS, objective: 'none' }, data, { rounds: 2, customObjective: () => value }),
        'invalid-argument',
        new RegExp(message),
      );
    }
    data.setField('label', target.subarray(0, 500)); // nothing holds on to the data
  });
});
