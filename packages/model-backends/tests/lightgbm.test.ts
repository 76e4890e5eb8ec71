import { LightGBMError, type LightGBMErrorCode } from '@dqs/lightgbm';
import { DqsError, pickFrame } from '@dqs/core';

import { loadBackend, type Machines, type ParameterValue, type TrainedModel, type TrainRequest } from '../src/index.js';
import { translated } from '../src/lightgbm/errors.js';
import { certainSet, sampleTrainingSet } from '../src/testing/sample-data.js';

const SAMPLE = sampleTrainingSet(1200, 7);
const LATER = sampleTrainingSet(300, 8);

async function trained(changes: Partial<TrainRequest> = {}): Promise<TrainedModel> {
  const backend = await loadBackend('lightgbm');
  return backend.train({ train: SAMPLE, objective: 'cross-entropy', rounds: 5, seed: 3, threads: 1, ...changes });
}

const text = (model: TrainedModel) => Buffer.from(model.save().get('model.txt')!).toString('utf8');

describe('a training whose features are made when they are needed', () => {
  const { frame, target, weight } = SAMPLE;
  const streamed = { frame: { ...frame, pick: (rows: Int32Array) => pickFrame(frame, rows) }, target, weight };
  const shown = async (params?: Readonly<Record<string, ParameterValue>>) => {
    const model = await trained({ train: streamed as never, ...(params && { params }) });
    const { force_row_wise, force_col_wise, bin_construct_sample_cnt, subsample_for_bin } = model.training.params;
    model.close();
    return { force_row_wise, force_col_wise, bin_construct_sample_cnt, subsample_for_bin };
  };

  it('keeps its memory low', async () => {
    expect(await shown()).toMatchObject({
      force_row_wise: false,
      force_col_wise: true,
      bin_construct_sample_cnt: 50_000,
    });
  });

  it('leaves to a request what it says itself', async () => {
    expect(await shown({ force_row_wise: true, subsample_for_bin: 1000 })).toMatchObject({
      force_row_wise: true,
      subsample_for_bin: 1000,
    });
    expect((await shown({ subsample_for_bin: 1000 })).bin_construct_sample_cnt).not.toBe(50_000);
  });
});

describe('a training over several machines', () => {
  const refusal = async (machines: Machines, changes: Partial<TrainRequest> = {}) => {
    const error: unknown = await trained({ machines, ...changes }).catch((cause: unknown) => cause);
    const { code, message } = error as { code: string; message: string };
    return [code, message];
  };
  const addresses = ['10.0.0.1:12400', '10.0.0.2'];

  it('needs a rank whose machine says its port', async () => {
    const end = (rank: number) => [
      'invalid-argument',
      `expected a rank from 0 to 1 whose machine is host:port, got ${rank} of 10.0.0.1:12400, 10.0.0.2`,
    ];
    expect(await refusal({ addresses, rank: 1 })).toEqual(end(1));
    expect(await refusal({ addresses, rank: 2 })).toEqual(end(2));
  });

  it('cannot stop early, and cannot go on from a model', async () => {
    expect(await refusal({ addresses, rank: 0 }, { validation: LATER })).toEqual([
      'model-backend-unsupported',
      'a training over several machines cannot stop early; omit it',
    ]);
    const initial = await trained();
    expect(await refusal({ addresses, rank: 0 }, { initial })).toEqual([
      'model-backend-unsupported',
      'a training over several machines cannot continue from a model; omit it',
    ]);
    initial.close();
  });
});

describe('a forest whose trees find nothing to split', () => {
  const forest = { boosting: 'rf', bagging_freq: 1, bagging_fraction: 0.5, min_data_in_leaf: 10_000 };

  it.each(['l2', 'cross-entropy'] as const)('forecasts the mean of its rows under %s', async (objective) => {
    for (const outcome of [0, 1]) {
      const model = await trained({ train: certainSet(200, outcome), objective, params: forest });
      expect(model.predict(certainSet(1, outcome).frame)[0]).toBeCloseTo(outcome, 9);
      model.close();
    }
  });

  it('is refused under an objective whose starting value only LightGBM knows', async () => {
    await expect(trained({ objective: 'l1', params: forest })).rejects.toMatchObject({
      code: 'model-training-failed',
      message: expect.stringMatching(
        /under the objective "regression_l1", and there is one; use the objective l2 or cross-entropy/,
      ) as string,
    });
  });
});

describe('a model of LightGBM', () => {
  it('is the same wherever it was trained: without threads and machines', async () => {
    const [one, two] = [await trained({ threads: 1 }), await trained({ threads: 2 })];
    expect(text(one)).toBe(text(two));
    expect(text(one)).toContain('[num_threads: 0]');
    for (const model of [one, two]) model.close();
  });

  it('has no contributions under an objective by which they add up to no forecast', async () => {
    const model = await trained({ objective: 'l2', params: { objective: 'poisson' } });
    expect([model.contributions, model.contributionScale]).toEqual([undefined, undefined]);
    expect(Math.min(...model.predict(LATER.frame))).toBeGreaterThan(0);
    model.close();
  });

  it('of another number of columns than its own file says is refused', async () => {
    const backend = await loadBackend('lightgbm');
    const model = await trained();
    const files = new Map(model.save());
    model.close();
    files.set('columns.json', Buffer.from('[{"name":"a","kind":"numeric"}]'));
    await expect(backend.load(files)).rejects.toMatchObject({
      code: 'bundle-corrupt',
      message: 'expected a model of 1 columns and one forecast per row',
    });
    files.set('model.txt', Buffer.from('tree\0'));
    await expect(backend.load(files)).rejects.toMatchObject({
      code: 'bundle-corrupt',
      message: 'expected the text of a lightgbm model in the file model.txt',
    });
  });
});

describe('an error of LightGBM', () => {
  const error = (code: LightGBMErrorCode) => translated(() => Promise.reject(new LightGBMError(code, 'its own words')));

  it.each([
    ['aborted', 'aborted', 'the training was interrupted'],
    ['invalid-argument', 'invalid-argument', 'its own words'],
    ['native-missing', 'model-engine-missing', 'the engine LightGBM cannot be loaded: its own words'],
    ['native-incompatible', 'model-engine-missing', 'the engine LightGBM cannot be loaded: its own words'],
    ['invalid-model', 'bundle-corrupt', 'its own words'],
    ['lightgbm', 'model-training-failed', 'its own words'],
  ] as const)('%s is %s', async (code, ours, message) => {
    await expect(error(code)).rejects.toMatchObject({
      code: ours,
      message,
      details: { engine: 'LightGBM', engineCode: code },
    });
  });

  it('that is ours, or nobody’s, stays as it is', async () => {
    const ours = new DqsError('aborted', 'stop');
    const plain = new TypeError('odd');
    for (const cause of [ours, plain]) await expect(translated(() => Promise.reject(cause))).rejects.toBe(cause);
  });
});
