import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Dataset, train } from '../src/index.js';
import { DETERMINISTIC, random, table } from './support/data.js';
import { expectError } from './support/errors.js';

const SIZES = [5, 1, 7, 3, 4, 10, 2, 8];
const ROWS = SIZES.reduce((sum, size) => sum + size, 0);
const { columns } = table(61, ROWS, 3, 0);
const next = random(62);
const relevance = Float32Array.from({ length: ROWS }, () => Math.floor(next() * 4));
const position = Int32Array.from({ length: ROWS }, () => Math.floor(next() * 6) - 2);
/** The group of each row. */
const groupOf = SIZES.flatMap((size, group) => Array<number>(size).fill(group));
const PARAMS = {
  ...DETERMINISTIC,
  num_threads: 1,
  objective: 'lambdarank',
  min_data_in_leaf: 2,
  num_leaves: 5,
  metric: 'ndcg',
};
const DATASET_PARAMS = { min_data_in_leaf: 2 };

const ranked = (): Promise<Dataset> =>
  Dataset.fromColumns(columns, { label: relevance, group: SIZES, position, params: DATASET_PARAMS });

/** Counts of the chosen rows of each group that has some: the groups Python LightGBM gives a subset. */
function countsOf(rows: readonly number[]): number[] {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(groupOf[row]!, (counts.get(groupOf[row]!) ?? 0) + 1);
  return [...counts.values()];
}

describe('a subset of a dataset with groups', () => {
  it('has the groups and positions of its rows for any choice of rows', async () => {
    const data = await ranked();
    const chosen = fc.uniqueArray(fc.integer({ min: 0, max: ROWS - 1 }), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(chosen, async (numbers) => {
        const rows = numbers.sort((a, b) => a - b);
        const subset = await data.subset(rows);
        expect([...(subset.getField('group') ?? [])]).toEqual(countsOf(rows));
        expect([...(subset.getField('position') ?? [])]).toEqual(rows.map((row) => position[row]));
        subset.close();
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  it('of all rows trains the same model as the whole', async () => {
    const data = await ranked();
    const subset = await data.subset(Int32Array.from({ length: ROWS }, (_, i) => i));
    const [whole, part] = [await train(PARAMS, data, { rounds: 5 }), await train(PARAMS, subset, { rounds: 5 })];
    expect(part.booster.toString()).toBe(whole.booster.toString());
    expect(whole.booster.numTrees).toBe(5);
  });

  it('can be subset again', async () => {
    const data = await ranked();
    const half = await data.subset(groupOf.flatMap((group, row) => (group % 2 === 0 ? [row] : [])));
    const last = await half.subset(Int32Array.from({ length: 9 }, (_, i) => half.numRows - 9 + i));
    expect([...(last.getField('group') ?? [])]).toEqual([3, 4, 2]);
  });
});

describe('positions', () => {
  it('are integers, one per row, and are returned as they were given', async () => {
    const data = await ranked();
    expect(data.getField('position')).toEqual(position);
    data.setField(
      'position',
      position.map((one) => one + 1),
    );
    expect(data.getField('position')).toEqual(position.map((one) => one + 1));
    expect((await Dataset.fromColumns(columns, { label: relevance })).getField('position')).toBeNull();
    await expectError(() => data.setField('position', [1.5]), 'invalid-argument', 'position');
    await expectError(() => data.setField('position', position.subarray(1)), 'invalid-argument', 'length');
  });

  it('cannot be removed, because LightGBM would continue to read them', async () => {
    const data = await ranked();
    await expectError(() => data.setField('position', null), 'invalid-argument', 'cannot be removed');
    await train(PARAMS, data, { rounds: 2 });
  });

  it('are not in a binary file, as documented', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'lightgbm-'));
    try {
      await (await ranked()).saveBinary(join(folder, 'data.bin'));
      const read = await Dataset.fromFile(join(folder, 'data.bin'), { params: DATASET_PARAMS, position });
      expect([read.getField('group'), read.getField('position')]).toEqual([Int32Array.from(SIZES), position]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
