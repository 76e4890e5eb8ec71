import { resolveParams, threadCount, toPairs } from '../src/params.js';
import { expectError } from './support/errors.js';

describe('parameters', () => {
  it("are written in XGBoost's form under their canonical names", () => {
    const { values, threads } = resolveParams('params', {
      learning_rate: 0.1,
      max_depth: 3,
      validate_parameters: true,
      eval_metric: ['auc', 'logloss'],
      monotone_constraints: [1, 0, -1],
      interaction_constraints: ['a', 'b'],
      objective: undefined,
      nthread: 3,
    });
    expect(threads).toBe(3);
    expect(toPairs(values)).toEqual([
      ...['eta', '0.1', 'max_depth', '3', 'validate_parameters', '1', 'eval_metric', 'auc', 'eval_metric', 'logloss'],
      ...['monotone_constraints', '[1,0,-1]', 'interaction_constraints', '["a","b"]', 'nthread', '3'],
    ]);
  });

  it('use all processors by default', () => {
    expect(threadCount('t', undefined)).toBeGreaterThan(0);
    expect(threadCount('t', 0)).toBe(threadCount('t', undefined));
    expect(threadCount('t', -1)).toBe(threadCount('t', undefined));
  });

  it.each([
    [{ 'max depth': 1 }, /unknown parameter/],
    [{ enable_categorical: true }, /featureTypes/],
    [{ missing: -1 }, /missing values are NaN/],
    [{ eta: null as never }, /expected a string, number/],
    [{ eta: 'a\0b' }, /expected a string/],
    [[] as never, /expected an object/],
    [{ nthread: 1.5 }, /integer up to 256/],
  ])('refuse %j', async (params, message) => {
    await expectError(() => resolveParams('params', params), 'invalid-argument', message);
  });
});
