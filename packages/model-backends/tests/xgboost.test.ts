import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

import { Booster } from '@dqs/xgboost';

import { loadBackend, type FittedModel, type TrainedModel, type TrainRequest } from '../src/index.js';
import { frameOf, headOf, sampleTrainingSet } from '../src/testing/index.js';

const SAMPLE = sampleTrainingSet(1500, 7);
const LATER = sampleTrainingSet(600, 8);

async function trained(changes: Partial<TrainRequest> = {}): Promise<TrainedModel> {
  const backend = await loadBackend('xgboost');
  return backend.train({ train: SAMPLE, objective: 'cross-entropy', rounds: 30, seed: 3, threads: 2, ...changes });
}

const file = (model: FittedModel, name: string) => Buffer.from(model.save().get(name)!);
const json = (model: FittedModel, name: string) => JSON.parse(file(model, name).toString('utf8')) as unknown;

describe('the backend xgboost', () => {
  it.each(['cross-entropy', 'l2', 'l1'] as const)('forecasts %s as XGBoost itself does', async (objective) => {
    const model = await trained({ objective });
    const booster = Booster.load(file(model, 'model.json'));
    const values = booster.predictSync(LATER.frame.columns.map((column) => column.values));
    // XGBoost adds up in Float32.
    model.predict(LATER.frame).forEach((forecast, row) => {
      expect(Math.abs(forecast - Math.min(1, Math.max(0, values[row]!)))).toBeLessThan(1e-6);
    });
  });

  it('starts from the weighted mean, or the median for l1', async () => {
    const { target, weight } = SAMPLE;
    const weights = weight.reduce((a, b) => a + b, 0);
    const mean = target.reduce((sum, y, row) => sum + y * weight[row]!, 0) / weights;
    const flat = { rounds: 0 };
    const [byMean, byMedian] = [await trained(flat), await trained({ ...flat, objective: 'l1' })];
    expect(byMean.predict(headOf(SAMPLE.frame, 1))[0]).toBeCloseTo(mean, 6);
    const median = byMedian.predict(headOf(SAMPLE.frame, 1))[0]!;
    const below = target.reduce((sum, y, row) => sum + (y < median - 1e-6 ? weight[row]! : 0), 0);
    const above = target.reduce((sum, y, row) => sum + (y > median + 1e-6 ? weight[row]! : 0), 0);
    expect(below).toBeLessThanOrEqual(weights / 2);
    expect(above).toBeLessThanOrEqual(weights / 2);
  });

  it('keeps the rounds up to the best one after an early stop', async () => {
    const rounds: number[] = [];
    const model = await trained({
      validation: LATER,
      rounds: 400,
      earlyStoppingRounds: 5,
      params: { eta: 0.5 },
      onRound: ({ round, validationLoss }) => {
        rounds.push(round);
        expect(validationLoss).toBeGreaterThan(0);
      },
    });
    const best = model.training.rounds;
    expect(rounds.at(-1)).toBe(best + 5);
    expect(model.training.stopped).toBe('early');
    expect(Booster.load(file(model, 'model.json')).numRounds).toBe(best);
  });

  it('tells its parameters, version and engine, but not what follows from the data', async () => {
    const model = await trained({ params: { max_depth: 3 } });
    expect(model.training.params).toMatchObject({ objective: 'binary:logistic', tree_method: 'hist', max_depth: 3 });
    expect(model.training.params).not.toHaveProperty('base_score');
    expect((await trained({ params: { base_score: 0.5 } })).training.params).toHaveProperty('base_score', 0.5);
    const version = model.training.versions['xgboost'];
    expect(model.engine).toEqual({ name: 'XGBoost', version, package: '@dqs/xgboost' });
  });

  it('remembers the categories of every training it went through', async () => {
    const other = { ...SAMPLE, frame: { ...SAMPLE.frame, columns: SAMPLE.frame.columns.map((c) => ({ ...c })) } };
    other.frame.columns[0]!.values = SAMPLE.frame.columns[0]!.values.map((code) => code + 5);
    const first = await trained();
    const model = await trained({ train: other, initial: first, rounds: 10 });
    const seen = (of: FittedModel) => (json(of, 'categories.json') as (number[] | null)[])[0];
    expect(seen(first)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(seen(model)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(Booster.load(file(model, 'model.json')).numRounds).toBe(40);
  });

  it('takes negative and fractional codes for missing', async () => {
    const model = await trained();
    const f = (value: number) => Float32Array.of(value);
    const forecast = (code: number) => model.predict(frameOf(f(code), f(1), f(50), f(50), f(50), f(50)))[0];
    for (const code of [-1, 2.5, 1e9, Infinity]) expect(forecast(code)).toBe(forecast(NaN));
    expect(forecast(2)).not.toBe(forecast(NaN));
  });

  it('refuses damaged files by their names', async () => {
    const backend = await loadBackend('xgboost');
    const files = (await trained()).save();
    const damaged = (name: string, text: string) => backend.load(new Map([...files, [name, Buffer.from(text)]]));
    for (const [name, text] of [
      ['model.json', '{"learner":{}}'],
      ['model.json', 'tree'],
      ['categories.json', '[]'],
      ['categories.json', '[[3,1],[0],null,null,null,null]'],
      ['columns.json', '[{"name":"a","kind":"numeric"}]'],
    ] as const) {
      await expect(damaged(name, text)).rejects.toMatchObject({ code: 'bundle-corrupt' });
    }
  });

  it("gives the names of wrong parameters in XGBoost's own terms", async () => {
    await expect(trained({ params: { num_leaves: 31 } })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('unknown parameter "num_leaves"') as unknown,
    });
    await expect(trained({ params: { booster: 'dart' } })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(trained({ params: { max_depth: -3 } })).rejects.toMatchObject({ code: 'model-training-failed' });
  });

  it('without the library still forecasts, and names the library when training', async () => {
    const model = await trained({ rounds: 2 });
    const saved = JSON.stringify([...model.save()].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
    const program = `
      import { loadBackend } from './src/index.ts';
      import { sampleTrainingSet, headOf } from './src/testing/index.ts';
      const backend = await loadBackend('xgboost');
      const train = sampleTrainingSet(1500, 7);
      const files = new Map(${saved}.map(([name, text]) => [name, Buffer.from(text)]));
      const forecast = (await backend.load(files)).predict(headOf(train.frame, 1))[0];
      const error = await backend.train({ train, objective: 'l2', rounds: 1, seed: 1, threads: 1 }).catch((e) => e);
      console.log(JSON.stringify({ forecast, code: error.code, message: error.message }));`;
    const args = ['--conditions=@dqs/source', '--import', 'tsx', '--input-type=module', '-e', program];
    const env = { ...process.env, NODE_OPTIONS: '', DQS_XGBOOST_LIBRARY: '/nowhere/libxgboost.so' };
    const ended = spawnSync(process.execPath, args, { cwd: resolve(__dirname, '..'), encoding: 'utf8', env });
    expect(ended.stderr).toBe('');
    const { forecast, code, message } = JSON.parse(ended.stdout) as Record<string, unknown>;
    expect(forecast).toBe(model.predict(headOf(SAMPLE.frame, 1))[0]);
    expect(code).toBe('model-engine-missing');
    expect(message).toContain('the engine XGBoost cannot be loaded');
    expect(message).toContain('npm install xgboost_node');
  });
});
