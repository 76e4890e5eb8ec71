import { Booster, DMatrix, train } from '../src/index.js';
import type { Params, TrainOptions } from '../src/index.js';
import { binary, classes, differences, table } from './support/data.js';
import { expectError } from './support/errors.js';
import { LOGISTIC, toDMatrix } from './support/models.js';

const data = table(21, 1200, 3, 1, 20);
const later = table(22, 500, 3, 1, 20);

describe('training', () => {
  it('evaluates the watch list each round, in its order and by its names', async () => {
    const [dmatrix, valid] = [await toDMatrix(data), await toDMatrix(later)];
    const seen: number[] = [];
    const { history, stopped, bestIteration } = await train(
      { ...LOGISTIC, eval_metric: ['rmse', 'logloss'] },
      dmatrix,
      {
        rounds: 7,
        evaluate: [
          { name: 'train: own-data', data: dmatrix },
          { name: 'später', data: valid },
        ],
        onProgress: (iteration, metrics) => {
          seen.push(iteration);
          expect(Object.keys(metrics)).toEqual(['train: own-data', 'später']);
          expect(metrics['später']!['logloss']).toBeGreaterThan(0);
        },
      },
    );
    expect([stopped, bestIteration, seen]).toEqual(['rounds', 7, [1, 2, 3, 4, 5, 6, 7]]);
    expect(Object.keys(history)).toEqual(['train: own-data', 'später']);
    const rmse = history['train: own-data']!['rmse']!;
    expect(rmse).toHaveLength(7);
    expect(rmse[6]).toBeLessThan(rmse[0]!);
  });

  it('evaluates the predictions', async () => {
    const dmatrix = await toDMatrix(data);
    const evaluate = [{ name: 'own', data: dmatrix }];
    const { booster, history } = await train({ ...LOGISTIC, eval_metric: 'rmse' }, dmatrix, { rounds: 3, evaluate });
    const label = dmatrix.getField('label');
    const values = booster.predictSync(dmatrix);
    const mean = values.reduce((sum, value, i) => sum + (value - label[i]!) ** 2, 0) / values.length;
    expect(history['own']!['rmse']![2]).toBeCloseTo(Math.sqrt(mean), 6);
  });

  it('stops early at the last metric of the last set, and predicts with the best rounds', async () => {
    const [dmatrix, valid] = [await toDMatrix(data), await toDMatrix(later)];
    const { booster, history, stopped, bestIteration } = await train({ ...LOGISTIC, eta: 0.9, max_depth: 8 }, dmatrix, {
      rounds: 300,
      evaluate: [
        { name: 'own', data: dmatrix },
        { name: 'valid', data: valid },
      ],
      earlyStopping: { rounds: 5 },
    });
    const losses = history['valid']!['logloss']!;
    expect(stopped).toBe('early');
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(bestIteration);
    expect(losses).toHaveLength(bestIteration + 5);
    expect([booster.bestIteration, booster.numRounds]).toEqual([bestIteration, losses.length]);
    const best = booster.predictSync(valid, { type: 'margin' });
    const ranged = booster.predictSync(valid, { type: 'margin', iterations: [0, bestIteration] });
    const sliced = booster.slice(0, bestIteration).predictSync(valid, { type: 'margin' });
    expect([differences(best, ranged), differences(best, sliced)]).toEqual([0, 0]);
    expect(differences(best, booster.predictSync(valid, { type: 'margin', iterations: [0, 0] }))).toBeGreaterThan(0);
  });

  it('knows which metrics to maximise, with an override', async () => {
    const dmatrix = await toDMatrix({ ...data, label: data.label }, { label: binary(data.label) });
    const options: TrainOptions = { rounds: 40, evaluate: [{ name: 'own', data: dmatrix }] };
    const params = { ...LOGISTIC, eval_metric: 'auc' };
    const grows = await train(params, dmatrix, { ...options, earlyStopping: { rounds: 3 } });
    expect(grows.bestIteration).toBeGreaterThan(3);
    const shrinks = await train(params, dmatrix, { ...options, earlyStopping: { rounds: 3, maximize: false } });
    expect([shrinks.stopped, shrinks.bestIteration]).toEqual(['early', 1]);
    const small = await train(params, dmatrix, { ...options, earlyStopping: { rounds: 3, minDelta: 0.5 } });
    expect([small.stopped, small.bestIteration]).toEqual(['early', 1]);
  });

  it('continues from a model like a single training', async () => {
    const dmatrix = await toDMatrix(data);
    const whole = await train(LOGISTIC, dmatrix, { rounds: 8 });
    const half = await train(LOGISTIC, dmatrix, { rounds: 5 });
    const rest = await train(LOGISTIC, dmatrix, { rounds: 3, initModel: half.booster });
    expect([rest.booster.numRounds, rest.bestIteration, half.booster.numRounds]).toEqual([8, 8, 5]);
    expect(differences(rest.booster.predictSync(dmatrix), whole.booster.predictSync(dmatrix))).toBe(0);
  });

  it('starts each row from its base margin', async () => {
    const baseMargin = new Float32Array(1200).fill(2);
    const dmatrix = await toDMatrix(data, { baseMargin });
    const { booster } = await train(LOGISTIC, dmatrix, { rounds: 0 });
    expect(booster.predictSync(dmatrix, { type: 'margin' })).toEqual(baseMargin);
  });

  it('counts a weighted row as often as its weight', async () => {
    const one = [Float32Array.of(1, 1, 2, 2)];
    const params = { objective: 'reg:squarederror', base_score: 0, eta: 1, lambda: 0, min_child_weight: 0 };
    const dmatrix = await DMatrix.from(one, { label: [1, 3, 5, 5], weight: [3, 1, 1, 1] });
    const { booster } = await train({ ...params, tree_method: 'hist' }, dmatrix, { rounds: 1 });
    expect(Array.from(booster.predictSync([Float32Array.of(1, 2)]))).toEqual([1.5, 5]);
  });

  it('gives one probability per class', async () => {
    const dmatrix = await toDMatrix(data, { label: classes(data.label, 3) });
    const { booster } = await train({ objective: 'multi:softprob', num_class: 3, max_depth: 3 }, dmatrix, {
      rounds: 4,
    });
    expect(booster.numGroups).toBe(3);
    const values = booster.predictSync(data.columns);
    expect(values).toHaveLength(3600);
    for (let row = 0; row < 1200; row += 100) {
      expect(values.slice(row * 3, row * 3 + 3).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
    }
  });

  it('runs several trainings at a time on one DMatrix, with the results of each alone', async () => {
    const dmatrix = await toDMatrix(data);
    const run = (depth: number) => train({ ...LOGISTIC, max_depth: depth }, dmatrix, { rounds: 10 });
    const alone = await Promise.all([2, 3, 4].map(async (depth) => (await run(depth)).booster.save('ubj')));
    const together = await Promise.all([2, 3, 4, 2, 3, 4].map(run));
    together.forEach(({ booster }, i) => expect(Buffer.from(booster.save('ubj')).equals(alone[i % 3]!)).toBe(true));
  });

  it('stops soon after the signal fires, even while it waits for its data', async () => {
    const dmatrix = await toDMatrix(data);
    const stop = new AbortController();
    const rounds = 1_000_000;
    const running = train(LOGISTIC, dmatrix, { rounds, signal: stop.signal, onProgress: () => stop.abort('enough') });
    const waiting = train(LOGISTIC, dmatrix, { rounds, signal: stop.signal });
    await Promise.all([expectError(() => running, 'aborted'), expectError(() => waiting, 'aborted')]);
    await expectError(() => train(LOGISTIC, dmatrix, { signal: AbortSignal.abort() }), 'aborted');
  });

  it('rejects with the error of a callback', async () => {
    const dmatrix = await toDMatrix(data);
    const onProgress = (): never => {
      throw new RangeError('mine');
    };
    await expect(train(LOGISTIC, dmatrix, { rounds: 1_000_000, onProgress })).rejects.toThrow(RangeError);
  });

  it('does not block the main thread', async () => {
    const dmatrix = await toDMatrix(data);
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    await train(LOGISTIC, dmatrix, { rounds: 200 });
    clearInterval(timer);
    expect(turns).toBeGreaterThan(2);
  });

  it('survives closing its data', async () => {
    const dmatrix = await toDMatrix(data);
    const training = train(LOGISTIC, dmatrix, { rounds: 20 });
    dmatrix.close();
    expect((await training).booster.numRounds).toBe(20);
  });

  it.each<[string, Params, unknown, RegExp]>([
    ['a misspelt parameter', { max_dept: 3 }, {}, /did you mean "max_depth"/],
    ['a parameter twice', { eta: 0.1, learning_rate: 0.2 }, {}, /sets "eta" a second time/],
    ['rounds as a parameter', { num_boost_round: 3 }, {}, /use the option "rounds"/],
    ['NaN as a parameter', { eta: NaN }, {}, /finite/],
    ['too many threads', { nthread: 1e6 }, {}, /up to 256/],
    ['negative rounds', {}, { rounds: -1 }, /from 0/],
    ['early stopping without a set', {}, { earlyStopping: { rounds: 3 } }, /needs a set/],
    ['a callback that is none', {}, { onProgress: 3 }, /expected a function/],
    ['a set that is none', {}, { evaluate: [{ name: 'a', data: 3 }] }, /expected a DMatrix/],
    ['a model that is none', {}, { initModel: {} }, /expected a Booster/],
    ['a misspelt option', {}, { earlyStoping: 1 }, /did you mean "earlyStopping"/],
    ['a signal that is none', {}, { signal: {} }, /AbortSignal/],
  ])('refuses %s', async (_, params, options, text) => {
    const dmatrix = await toDMatrix(data);
    await expectError(() => train(params, dmatrix, options as TrainOptions), 'invalid-argument', text);
  });

  it('refuses an unknown metric or set of early stopping by name', async () => {
    const dmatrix = await toDMatrix(data);
    const evaluate = [{ name: 'own', data: dmatrix }];
    const stop = (earlyStopping: TrainOptions['earlyStopping']) =>
      train(LOGISTIC, dmatrix, { evaluate, earlyStopping });
    await expectError(() => stop({ rounds: 3, metric: 'auc' }), 'invalid-argument', /there is logloss/);
    await expectError(() => stop({ rounds: 3, set: 'other' }), 'invalid-argument', /one of own/);
    const twice = [...evaluate, ...evaluate];
    await expectError(() => train(LOGISTIC, dmatrix, { evaluate: twice }), 'invalid-argument', /same name/);
  });

  it("passes on XGBoost's message when it refuses", async () => {
    const dmatrix = await toDMatrix(data);
    await expectError(() => train({ objective: 'no:such' }, dmatrix), 'xgboost', /Unknown objective/);
    await expectError(() => train({ ...LOGISTIC, eta: 'x' }, dmatrix), 'xgboost', /eta|learning_rate/);
    const wrong = await toDMatrix(data, { label: data.label });
    await expectError(() => train(LOGISTIC, wrong), 'xgboost', /label must be in \[0,1\]/);
    const other = await DMatrix.from(data.columns.slice(1), { label: binary(data.label) });
    const { booster } = await train(LOGISTIC, dmatrix, { rounds: 1 });
    await expectError(() => train(LOGISTIC, other, { initModel: booster }), 'invalid-argument', /trained on 4 columns/);
    expect(booster).toBeInstanceOf(Booster);
  });

  it('passes on the warnings of XGBoost', async () => {
    const dmatrix = await toDMatrix(data);
    const lines: string[] = [];
    const params = { ...LOGISTIC, rate_drop: 0.5, validate_parameters: true };
    await train(params, dmatrix, { rounds: 1, logger: (line) => lines.push(line) });
    expect(lines.join('\n')).toContain('rate_drop');
  });

  it('warns after quiet trainings: XGBoost keeps the verbosity of its last parameters by thread', async () => {
    const dmatrix = await toDMatrix(data);
    const quiet = { ...LOGISTIC, verbosity: 0 };
    await Promise.all(Array.from({ length: 32 }, () => train(quiet, dmatrix, { rounds: 1 })));
    const doubtful = { ...LOGISTIC, rate_drop: 0.5, validate_parameters: true };
    const logs = Array.from({ length: 8 }, (): string[] => []);
    await Promise.all(logs.map((log) => train(doubtful, dmatrix, { rounds: 1, logger: (line) => log.push(line) })));
    expect(logs.filter((log) => log.join('\n').includes('rate_drop'))).toHaveLength(8);
  });
});
