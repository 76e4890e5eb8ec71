import { createHash } from 'node:crypto';
import { DMatrix, train } from '../src/index.js';
import type { Params } from '../src/index.js';
import { fraction, table } from './support/data.js';
import { expectError } from './support/errors.js';
import { largestGap, LOGISTIC, toDMatrix } from './support/models.js';

const data = table(31, 5000, 4, 1, 30);
const weight = Float32Array.from(data.label, (_, i) => 0.37 * (1 + (i % 7)));
const dense = { ...data, columns: data.columns.map((column) => column.map((value) => value || 0)) };

async function digest(params: Params, threads: number, source = data): Promise<string> {
  const label = params['objective'] === 'binary:logistic' ? fraction(data.label) : data.label;
  const dmatrix = await toDMatrix(source, { label, weight, threads });
  const { booster } = await train({ ...params, nthread: threads }, dmatrix, { rounds: 25, reproducible: true });
  return createHash('sha256').update(booster.save('ubj')).digest('hex');
}

const SETTINGS: readonly Params[] = [
  { objective: 'binary:logistic', base_score: 0.4, max_depth: 6 },
  { objective: 'binary:logistic', subsample: 0.5, colsample_bytree: 0.5, colsample_bynode: 0.7, seed: 4 },
  { objective: 'reg:squarederror', grow_policy: 'lossguide', max_leaves: 20, max_depth: 0, subsample: 0.8 },
  { objective: 'reg:absoluteerror', max_depth: 5, subsample: 0.6, base_score: 1 },
];

describe('a reproducible training', () => {
  it.each(SETTINGS.map((params) => [JSON.stringify(params), params] as const))(
    'gives the same bytes on any number of threads: %s',
    async (_, params) => {
      for (const source of [data, dense]) {
        const digests = await Promise.all([1, 2, 3, 4, 7].map((threads) => digest(params, threads, source)));
        expect(new Set(digests).size).toBe(1);
      }
    },
  );

  it('samples other rows for another seed', async () => {
    const params = { objective: 'binary:logistic', subsample: 0.5 };
    expect(await digest({ ...params, seed: 1 }, 2)).not.toBe(await digest({ ...params, seed: 2 }, 2));
    expect(await digest({ ...params, seed: 1 }, 2)).toBe(await digest({ ...params, seed: 1 }, 2));
  });

  it('samples the requested share of the rows', async () => {
    const column = Float32Array.from({ length: 4000 }, (_, i) => i % 2);
    const dmatrix = await DMatrix.from([column], { label: column });
    // The sum of the hessians of a stump is a quarter of the rows at a margin of 0.
    const params = { ...LOGISTIC, max_depth: 1, subsample: 0.3 };
    const { booster } = await train(params, dmatrix, { rounds: 1, reproducible: true });
    const text = Buffer.from(booster.save('json')).toString('utf8');
    const [rows] = JSON.parse(/"sum_hessian":(\[.*?\])/.exec(text)![1]!) as number[];
    // Three standard deviations of a binomial draw are 87 rows.
    expect(Math.abs(rows! * 4 - 1200)).toBeLessThan(87);
  });

  it("agrees with XGBoost's own training", async () => {
    const dmatrix = await toDMatrix(data, { weight });
    const own = await train(LOGISTIC, dmatrix, { rounds: 10 });
    const ours = await train(LOGISTIC, dmatrix, { rounds: 10, reproducible: true });
    // The gradients and leaves differ only in their last bits; the splits are the same.
    expect(largestGap(ours.booster.predictSync(dmatrix), own.booster.predictSync(dmatrix))).toBeLessThan(1e-5);
  });

  it('continues from a model', async () => {
    const dmatrix = await toDMatrix(data, { weight });
    const options = { rounds: 4, reproducible: true };
    const first = await train({ ...LOGISTIC, subsample: 0.5 }, dmatrix, options);
    const rest = await train({ ...LOGISTIC, subsample: 0.5 }, dmatrix, { ...options, initModel: first.booster });
    const whole = await train({ ...LOGISTIC, subsample: 0.5 }, dmatrix, { ...options, rounds: 8 });
    // A row's place in the sample depends only on the round; margins are summed once in another order.
    expect(largestGap(rest.booster.predictSync(dmatrix), whole.booster.predictSync(dmatrix))).toBeLessThan(1e-5);
  });

  it.each<[string, Params, RegExp]>([
    ['another objective', { objective: 'count:poisson' }, /one of the objectives binary:logistic/],
    ['another method', { ...LOGISTIC, tree_method: 'exact' }, /needs hist/],
    ['another booster', { ...LOGISTIC, booster: 'dart' }, /needs gbtree/],
    ['scaled weights', { ...LOGISTIC, scale_pos_weight: 3 }, /needs 1/],
    ['an impossible share', { ...LOGISTIC, subsample: 0 }, /above 0, up to 1/],
    ['a seed that is none', { ...LOGISTIC, seed: 0.5 }, /integer/],
  ])('refuses %s', async (_, params, text) => {
    const dmatrix = await toDMatrix(data);
    await expectError(() => train(params, dmatrix, { reproducible: true }), 'invalid-argument', text);
  });

  it('refuses labels that are not fractions, not finite or missing', async () => {
    const run = async (label: Float32Array | undefined, objective: string) =>
      train({ objective }, await DMatrix.from(data.columns, { label }), { reproducible: true });
    await expectError(() => run(data.label, 'binary:logistic'), 'invalid-argument', /from 0 to 1/);
    const missing = data.label.map(() => NaN);
    await expectError(() => run(missing, 'reg:squarederror'), 'xgboost', /NaN/);
    await expectError(() => run(undefined, 'reg:squarederror'), 'invalid-argument', /one per row/);
  });
});
