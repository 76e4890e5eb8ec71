import { DMatrix, train } from '../src/index.js';
import type { DMatrixOptions } from '../src/index.js';
import { random, table } from './support/data.js';
import { expectError } from './support/errors.js';

const ROWS = 240;
const { columns } = table(71, ROWS, 3, 0);
const next = random(72);
/** The rank of a row in its group. */
const label = Float32Array.from({ length: ROWS }, (_, i) =>
  Math.min(4, Math.max(0, Math.round((columns[0]![i] || 0) / 3))),
);
const sizes = Array.from({ length: 24 }, () => 10);
const matrix = (options: DMatrixOptions = {}): Promise<DMatrix> => DMatrix.from(columns, { label, ...options });

describe('ranking', () => {
  it.each(['rank:pairwise', 'rank:ndcg', 'rank:map'])('learns the order inside groups with %s', async (objective) => {
    const binary = label.map((value) => (value > 1 ? 1 : 0));
    const data = await matrix({ group: sizes, ...(objective === 'rank:map' ? { label: binary } : {}) });
    const metric = objective === 'rank:map' ? 'map' : 'ndcg';
    const params = { objective, eval_metric: metric, eta: 0.3, nthread: 1, seed: 1 };
    const { history } = await train(params, data, { rounds: 10, evaluate: [{ name: 'own', data }] });
    const course = history['own']![metric]!;
    expect(course.at(-1)).toBeGreaterThanOrEqual(course[0]!);
    expect(course.at(-1)).toBeGreaterThan(0.95);
  });

  it('trains a different model for different groups, and the same for the same', async () => {
    const params = { objective: 'rank:pairwise', nthread: 1, seed: 1 };
    const model = async (group: DMatrixOptions['group']) =>
      Buffer.from(
        (await train(params, await matrix({ group: group! }), { rounds: 4 })).booster.save('json'),
      ).toString();
    const first = await model(sizes);
    expect(await model(Int32Array.from(sizes))).toBe(first);
    expect(await model(Array(12).fill(20))).not.toBe(first);
    expect(await model(sizes.map((size, i) => size + (i % 2 === 0 ? 1 : -1)))).not.toBe(first);
  });

  it('takes one weight per group', async () => {
    const params = { objective: 'rank:pairwise', nthread: 1, seed: 1 };
    const data = await matrix({ group: sizes, weight: sizes.map(() => next()) });
    expect((await train(params, data, { rounds: 2 })).booster.numRounds).toBe(2);
  });

  it('without groups is refused, for the training data and for every set', async () => {
    const [grouped, plain] = [await matrix({ group: sizes }), await matrix()];
    expect([grouped.hasGroups, plain.hasGroups]).toEqual([true, false]);
    const params = { objective: 'rank:ndcg' };
    await expectError(
      () => train(params, plain),
      'invalid-argument',
      'data: objective "rank:ndcg" ranks rows in groups',
    );
    const evaluate = [
      { name: 'a', data: grouped },
      { name: 'b', data: plain },
    ];
    await expectError(() => train(params, grouped, { evaluate }), 'invalid-argument', 'evaluate\\[1\\].data');
    await train({ objective: 'reg:squarederror' }, plain, { rounds: 1, evaluate });
  });

  it.each<[unknown, string]>([
    [[100, 100], 'add up to 200, expected 240'],
    [[240, 0], 'group\\[1\\]: expected an integer from 1'],
    [[250, -10], 'group\\[1\\]'],
    [[120.5, 119.5], 'group\\[0\\]'],
    [[], 'add up to 0'],
    ['240', 'group: expected numbers'],
  ])('refuses groups %j', async (group, message) => {
    await expectError(() => matrix({ group: group as number[] }), 'invalid-argument', new RegExp(message));
  });
});
