import { loadBackend, NAIVE_STRATEGIES } from '../src/index.js';
import { frameOf } from '../src/testing/index.js';

const missing = Number.NaN;
const f = (...values: number[]) => Float32Array.from(values);

/** Rows: all known; nothing but the last value; nothing at all. */
const frame = frameOf(
  f(0, 0, 1),
  f(0, 0, 1),
  f(80, 70, missing),
  f(60, missing, missing),
  f(50, missing, missing),
  f(40, missing, missing),
  f(30, missing, missing),
);

async function forecast(strategy: string): Promise<number[]> {
  const backend = await loadBackend('naive');
  const model = await backend.train({
    train: { frame, target: f(1, 0.5, 0), weight: f(1, 1, 1) },
    objective: 'l1',
    rounds: 1,
    seed: 0,
    threads: 1,
    params: { strategy },
  });
  return Array.from(model.predict(frame), (fraction) => Math.round(fraction * 1000) / 10);
}

describe('naive forecasts', () => {
  it.each([
    ['last-value', [80, 70, 50]],
    ['mean-7', [60, 70, 50]],
    ['median-7', [50, 70, 50]],
    ['median-28', [30, 70, 50]],
    ['same-weekday', [40, 70, 50]],
    ['training-mean', [75, 75, 0]],
  ])('%s takes its column, else the last value, else the training mean', async (strategy, expected) => {
    expect(NAIVE_STRATEGIES).toContain(strategy);
    expect(await forecast(strategy)).toEqual(expected);
  });

  it('an unknown strategy is refused with the known ones', async () => {
    await expect(forecast('median-8')).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('median-7'),
    });
  });

  it('has no other parameter, and takes no rows without the columns of its strategy', async () => {
    const backend = await loadBackend('naive');
    const train = { frame, target: f(1, 0.5, 0), weight: f(1, 1, 1) };
    const request = { train, objective: 'l1', rounds: 1, seed: 0, threads: 1 } as const;
    const unknown = (name: string) => backend.train({ ...request, params: { [name]: 1 } });
    await expect(unknown('stratgy')).rejects.toMatchObject({
      code: 'invalid-argument',
      message: 'params.stratgy: the naive backend only has the parameter strategy; did you mean "strategy"?',
    });
    await expect(unknown('num_leaves')).rejects.toThrow(/only has the parameter strategy$/);
    const columns = frame.columns.filter(({ name }) => name !== 'last_1_value');
    const without = { ...train, frame: { ...frame, columns } };
    const refused = { code: 'feature-mismatch', message: expect.stringContaining('a column "last_1_value"') as string };
    const fitted = backend.train({ ...request, train: without }).then((model) => model.predict(without.frame));
    await expect(fitted).rejects.toMatchObject(refused);
  });
});
