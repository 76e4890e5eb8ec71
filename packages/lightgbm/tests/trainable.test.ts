import { Dataset, TrainableBooster, train } from '../src/index.js';
import { DETERMINISTIC, differences, table } from './support/data.js';
import { expectError } from './support/errors.js';

const { columns, label } = table(61, 800, 5, 0);
const PARAMS = { ...DETERMINISTIC, objective: 'regression', num_leaves: 7, metric: 'l2' };
const trees = (text: string): string => text.split('\nparameters:')[0] as string;

describe('TrainableBooster', () => {
  it('trains the same model in single steps as train', async () => {
    const data = await Dataset.fromColumns(columns, { label });
    const steps = await TrainableBooster.create(PARAMS, data);
    for (let i = 0; i < 8; i++) expect(await steps.update()).toBe(false);
    const { booster } = await train(PARAMS, data, { rounds: 8 });
    expect(trees(steps.toString())).toBe(trees(booster.toString()));
    await steps.rollback();
    expect(steps.numIterations).toBe(7);
    expect(differences(steps.predictSync(columns), booster.predictSync(columns, { numIterations: 7 }))).toBe(0);
  });

  it('learns the same with custom gradients as with the built-in objective', async () => {
    const data = await Dataset.fromColumns(columns, { label });
    const own = await TrainableBooster.create({ ...PARAMS, boost_from_average: false }, data);
    const custom = await TrainableBooster.create({ ...PARAMS, objective: 'none' }, data);
    const ones = new Float32Array(800).fill(1);
    for (let i = 0; i < 5; i++) {
      const scores = await custom.innerPredict(0);
      await custom.updateCustom(
        Float32Array.from(scores, (score, row) => Math.fround(score) - (label[row] as number)),
        ones,
      );
      await own.update();
    }
    // Gradients are rounded to Float32 at another point: equal to about its precision.
    const [a, b] = [own.predictSync(columns), custom.predictSync(columns)];
    expect(Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))))).toBeLessThan(1e-4);
    await expectError(() => custom.update(), 'lightgbm', 'objective');
    await expectError(() => own.updateCustom(ones, ones), 'lightgbm');
    await expectError(
      () => custom.updateCustom(ones.subarray(1), ones),
      'invalid-argument',
      'expected 800 values each',
    );
    await expectError(
      () => custom.updateCustom([] as never, ones),
      'invalid-argument',
      'gradients: expected a Float32Array',
    );
  });

  it('evaluates its datasets', async () => {
    const data = await Dataset.fromColumns(columns, { label });
    const half = columns.map((column) => column.subarray(0, 400));
    const valid = await Dataset.fromColumns(half, { label: label.subarray(0, 400), reference: data });
    const booster = await TrainableBooster.create(PARAMS, data);
    expect(await booster.addValid(valid)).toBe(1);
    await booster.update();
    expect(booster.metrics).toEqual(['l2']);
    const predicted = booster.predictSync(half);
    const l2 = predicted.reduce((sum, value, i) => sum + (value - (label[i] as number)) ** 2, 0) / 400;
    expect((await booster.evalAt(1))['l2']).toBeCloseTo(l2, 9);
    expect(await booster.innerPredict(1)).toHaveLength(400);
    await expectError(() => booster.evalAt(2), 'invalid-argument', '0 \\(training data\\) to 1');
    const stranger = await Dataset.fromColumns(half, { label: label.subarray(0, 400) });
    await expectError(() => booster.addValid(stranger), 'lightgbm', 'different bin mappers');
    expect(Object.keys(await booster.evalAt(1))).toEqual(['l2']);
  });

  it('changes parameters between steps, except those fixed at the start', async () => {
    const data = await Dataset.fromColumns(columns, { label });
    const booster = await TrainableBooster.create(PARAMS, data);
    await booster.update();
    await booster.resetParameter({ learning_rate: 0.01, num_leaves: 3 });
    await booster.update();
    const json = booster.dumpJson() as { tree_info: { num_leaves: number; shrinkage: number }[] };
    expect(json.tree_info[1]).toMatchObject({ num_leaves: 3, shrinkage: 0.01 });
    await expectError(() => booster.resetParameter({ objective: 'poisson' }), 'invalid-argument', 'cannot change');
    await expectError(() => booster.resetParameter({ max_bin: 3 }), 'lightgbm', 'max_bin');
    await expectError(() => booster.resetParameter({}), 'invalid-argument', 'at least one');
    await expectError(() => booster.mergeFrom(booster), 'invalid-argument', 'being trained');
    await expectError(() => booster.shuffleModels(), 'invalid-argument', 'being trained');
  });

  it('does one thing at a time', async () => {
    const data = await Dataset.fromColumns(columns, { label });
    const booster = await TrainableBooster.create(PARAMS, data);
    const step = booster.update();
    await expectError(() => booster.update(), 'busy');
    await expectError(() => booster.predictSync(columns), 'busy');
    await expectError(() => booster.close(), 'busy');
    await step;
    booster.close();
    await expectError(() => booster.update(), 'closed');
  });

  it('survives when its caller closes the datasets', async () => {
    const data = await Dataset.fromColumns(columns, { label });
    const booster = await TrainableBooster.create(PARAMS, data);
    data.close();
    for (let i = 0; i < 3; i++) await booster.update();
    expect(booster.numIterations).toBe(3);
  });
});
