import fc from 'fast-check';
import { train, TreeEnsemble } from '../src/index.js';
import type { Params } from '../src/index.js';
import { classes, differences, table } from './support/data.js';
import { expectError } from './support/errors.js';
import { largestGap, LOGISTIC, smallModel, toDMatrix } from './support/models.js';
import { shapley, treesOf } from './support/shapley.js';

async function ensemble(params: Params = LOGISTIC): Promise<{ trees: TreeEnsemble; bytes: Uint8Array }> {
  const { booster } = await smallModel(params, { rounds: 12 });
  const bytes = booster.save('json');
  return { trees: TreeEnsemble.from(bytes), bytes };
}

const one = (row: readonly number[]) => row.map((value) => Float32Array.of(value));

describe('a TreeEnsemble', () => {
  it("gives XGBoost's margins to Float32 precision, for any number of rounds", async () => {
    const { booster, data } = await smallModel(LOGISTIC, { rounds: 12 });
    const trees = TreeEnsemble.from(booster.save('ubj'));
    for (const rounds of [0, 1, 7, 12]) {
      const expected = booster.predictSync(data.columns, {
        type: 'margin',
        iterations: [0, Math.max(1, rounds)],
        engine: 'xgboost',
      });
      const margins = trees.marginsSync(data.columns, { rounds });
      if (rounds === 0) expect(margins.every((margin) => margin === 0)).toBe(true);
      else expect(largestGap(margins, expected)).toBeLessThan(2e-6);
    }
  });

  it('gives Shapley values according to their definition', async () => {
    const { trees, bytes } = await ensemble({ ...LOGISTIC, max_depth: 5 });
    const model = treesOf(bytes);
    const { columns } = table(77, 25, 3, 1, 45);
    const parts = trees.contributionsSync(columns);
    for (let row = 0; row < 25; row += 1) {
      const values = columns.map((column) => Math.fround(column[row]!));
      expect(largestGap(parts.slice(row * 5, row * 5 + 4), shapley(model, values))).toBeLessThan(1e-12);
    }
  });

  it('gives contributions that add up to the margin within 1e-12, for any row', async () => {
    const { trees } = await ensemble({ ...LOGISTIC, max_depth: 9, min_child_weight: 0 });
    const value = fc.oneof(fc.double(), fc.constantFrom(NaN, 0, -0, Infinity, -Infinity, -1, 31, 32, 39, 1e9, 2 ** 24));
    fc.assert(
      fc.property(fc.array(value, { minLength: 4, maxLength: 4 }), (row) => {
        const parts = trees.contributionsSync(one(row));
        const [margin] = trees.marginsSync(one(row));
        return Math.abs(parts.reduce((a, b) => a + b, 0) - margin!) < 1e-12;
      }),
      { seed: 3, numRuns: 300 },
    );
  });

  it('takes the same path as XGBoost for any row', async () => {
    const { booster } = await smallModel(LOGISTIC, { rounds: 12 });
    const trees = TreeEnsemble.from(booster.save());
    const value = fc.oneof(
      fc.double({ min: -10, max: 60, noNaN: true }),
      fc.constantFrom(NaN, 0, -0, -1, 31, 31.5, 32, 39, 40, 1e9, 2 ** 24, -1e30),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 4, maxLength: 4 }), (row) => {
        const [expected] = booster.predictSync(one(row), { type: 'margin', engine: 'xgboost' });
        return Math.abs(trees.marginsSync(one(row))[0]! - expected!) < 2e-6;
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('gives the same bits for a row alone or among many, synchronously or not, on any number of threads', async () => {
    const { trees } = await ensemble();
    const { columns } = table(78, 3001, 3, 1, 40);
    for (const form of ['margins', 'contributions'] as const) {
      const width = form === 'margins' ? 1 : 5;
      const expected = trees[`${form}Sync`](columns, { threads: 1 });
      expect(expected).toHaveLength(3001 * width);
      for (const threads of [2, 3]) {
        expect(differences(trees[`${form}Sync`](columns, { threads }), expected)).toBe(0);
        expect(differences(await trees[form](columns, { threads }), expected)).toBe(0);
      }
      const last = trees[`${form}Sync`](columns.map((column) => column.subarray(3000)));
      expect(differences(last, expected.slice(-width))).toBe(0);
      expect(trees[`${form}Sync`](columns.map((column) => column.subarray(0, 0)))).toHaveLength(0);
    }
  });

  it('knows several classes and dart', async () => {
    const data = table(6, 500, 3, 1, 12);
    const dmatrix = await toDMatrix(data, { label: classes(data.label, 3) });
    const params = { objective: 'multi:softprob', num_class: 3, booster: 'dart', rate_drop: 0.4, max_depth: 3 };
    const { booster } = await train(params, dmatrix, { rounds: 5 });
    const trees = TreeEnsemble.from(booster.save());
    expect([trees.numGroups, trees.numRounds, trees.numFeatures]).toEqual([3, 5, 4]);
    const margins = trees.marginsSync(data.columns);
    expect(largestGap(margins, booster.predictSync(data.columns, { type: 'margin', engine: 'xgboost' }))).toBeLessThan(
      2e-6,
    );
    const parts = trees.contributionsSync(data.columns);
    const sums = margins.map((_, i) => parts.slice(i * 5, i * 5 + 5).reduce((a, b) => a + b, 0));
    expect(largestGap(sums, margins)).toBeLessThan(1e-12);
  });

  it('counts splits and gains like XGBoost', async () => {
    const { booster } = await smallModel();
    const { importance, objective, version, featureNames } = TreeEnsemble.from(booster.save());
    expect(importance.splits).toEqual(booster.featureImportance('weight'));
    booster.featureImportance('total_gain').forEach((gain, i) => expect(importance.gain[i]).toBeCloseTo(gain, 3));
    expect([objective, featureNames]).toEqual(['binary:logistic', []]);
    expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it('refuses wrong columns and options, stops on a signal, and is unusable when closed', async () => {
    const { trees } = await ensemble();
    const { columns } = table(79, 10, 3, 1, 40);
    await expectError(() => trees.marginsSync(columns.slice(1)), 'invalid-argument', /trained on 4/);
    await expectError(() => trees.marginsSync(columns, { rounds: 13 }), 'invalid-argument', /from 0 to 12/);
    await expectError(() => trees.margins(columns, { round: 1 } as never), 'invalid-argument', /did you mean "rounds"/);
    await expectError(() => trees.margins(columns, { signal: AbortSignal.abort() }), 'aborted');
    trees.close();
    trees.close();
    for (const use of [() => trees.marginsSync(columns), () => trees.contributions(columns)]) {
      await expectError(use, 'closed', /TreeEnsemble is closed/);
    }
  });
});
