import { median } from '@dqs/core/stats';

import {
  gpStrategy,
  gridStrategy,
  randomStrategy,
  search,
  tpeStrategy,
  type Parameters,
  type SearchOptions,
  type SpaceDefinition,
} from '../src/index.js';
import { BRANIN, HARTMANN6, RASTRIGIN, type TestFunction } from './support/functions.js';
import { TREE_SPACE } from './support/spaces.js';

/** Median over seeds of the best value a search finds. */
async function medianBest(of: TestFunction, seeds: number, options: (seed: number) => SearchOptions): Promise<number> {
  const bests: number[] = [];
  for (let seed = 0; seed < seeds; seed += 1) {
    const { best } = await search(of.space, (parameters) => of.value(parameters), { ...options(seed), seed });
    bests.push(best.value!);
  }
  return median(bests);
}

describe('tpe', () => {
  // What Optuna 5.0 reaches in the median of 10 seeds with 60 trials.
  it.each([
    ['Branin', BRANIN, 0.465],
    ['Hartmann 6', HARTMANN6, -3.08],
    ['Rastrigin 5', RASTRIGIN, 33.3],
  ])('does at least as well as Optuna on %s, and better than random search', async (_, of, optuna) => {
    const tpe = await medianBest(of, 10, () => ({ strategy: 'tpe', trials: 60 }));
    const chance = await medianBest(of, 10, (seed) => ({
      strategy: randomStrategy({ seed, sampler: 'uniform' }),
      trials: 60,
    }));
    expect(tpe).toBeLessThanOrEqual(optuna);
    expect(tpe).toBeLessThan(chance);
  });

  it('still beats random search with parallel trials that know little of each other', async () => {
    const parallel = await medianBest(BRANIN, 7, () => ({ strategy: 'tpe', trials: 60, window: 8 }));
    expect(parallel).toBeLessThan(0.7);
  });

  it('finds the good branch of a tree of conditions and the best point in it', async () => {
    const value = ({ booster, rate, leaves, drop }: Parameters) =>
      (booster === 'dart' ? 0 : 2) +
      Math.abs(Math.log10(Number(rate) / 0.05)) +
      (booster === 'dart' ? Number(drop) : 0) +
      Number(leaves ?? 256) / 256;
    for (const options of [
      {},
      { group: false },
      { multivariate: false },
      { priorWeight: 2, candidates: 48, constantLiar: false },
    ]) {
      const { best } = await search(TREE_SPACE, value, {
        strategy: tpeStrategy({ seed: 5, ...options }),
        trials: 80,
        seed: 5,
      });
      expect(best.parameters['booster']).toBe('dart');
      expect(best.value).toBeLessThan(0.5);
    }
  });

  it('continues even if every initial trial has failed', async () => {
    let calls = 0;
    const { trials } = await search(
      BRANIN.space,
      (parameters) => {
        calls += 1;
        if (calls <= 10) throw new Error('no luck');
        return BRANIN.value(parameters);
      },
      { trials: 20, maxFailures: 11 },
    );
    expect(trials.map(({ state }) => state).filter((state) => state === 'complete')).toHaveLength(10);
  });
});

describe('gp', () => {
  it('comes within a tenth of the minimum of Branin in 26 trials', async () => {
    const best = await medianBest(BRANIN, 3, () => ({ strategy: 'gp', trials: 26 }));
    expect(best).toBeLessThan(BRANIN.minimum * 1.1);
  });

  it('works with categories, conditions, failures and pending trials', async () => {
    const value = ({ booster, rate }: Parameters) => {
      if (booster === 'linear') throw new Error('not here');
      return (booster === 'dart' ? 0 : 1) + Math.abs(Math.log10(Number(rate) / 0.02));
    };
    const { best } = await search(TREE_SPACE, value, {
      strategy: gpStrategy({ seed: 2 }),
      trials: 28,
      window: 3,
      seed: 2,
    });
    expect(best.parameters['booster']).toBe('dart');
    expect(best.value).toBeLessThan(0.2);
  });
});

describe('grid', () => {
  const space: SpaceDefinition = {
    a: { type: 'categorical', choices: ['x', 'y'] },
    b: { type: 'int', low: 1, high: 3 },
    c: { type: 'float', low: 0, high: 1, when: { a: 'y' } },
  };
  const tried = async (options: SearchOptions) => {
    const { trials, reason } = await search(space, ({ b }) => Number(b), options);
    return { points: trials.map(({ parameters }) => Object.values(parameters).join(' ')), reason };
  };

  it('tries every point once and then stops, conditional parameters only when active', async () => {
    const { points, reason } = await tried({ strategy: gridStrategy({ gridPoints: 3 }), trials: 1000 });
    expect(points).toEqual([
      'x 1',
      'x 2',
      'x 3',
      'y 1 0',
      'y 1 0.5',
      'y 1 1',
      'y 2 0',
      'y 2 0.5',
      'y 2 1',
      'y 3 0',
      'y 3 0.5',
      'y 3 1',
    ]);
    expect(reason).toBe('exhausted');
  });

  it('puts cheap configurations first', async () => {
    const cost = ({ b, c }: Parameters) => Number(b) + Number(c ?? 0);
    const { trials } = await search(space, () => 1, { strategy: 'grid', trials: 1000, cost });
    const costs = trials.map(({ parameters }) => cost(parameters));
    expect(costs).toEqual([...costs].sort((x, y) => x - y));
    expect(costs.at(-1)).toBeGreaterThan(costs[0]!);
  });

  it('of too many points is refused', async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 8 }, (_, i) => [`x${i}`, { type: 'float' as const, low: 0, high: 1 }]),
    );
    await expect(search(wide, () => 1, { strategy: 'grid' })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('random', () => {
  it('leaves smaller gaps with the Sobol sequence than with uniform numbers', async () => {
    const widestGap = async (sampler: 'sobol' | 'uniform') => {
      const space: SpaceDefinition = { x: { type: 'float', low: 0, high: 1 } };
      const { trials } = await search(space, ({ x }) => Number(x), {
        strategy: randomStrategy({ seed: 4, sampler }),
        trials: 64,
      });
      const places = [0, ...trials.map(({ parameters }) => Number(parameters['x'])).sort((a, b) => a - b), 1];
      return Math.max(...places.slice(1).map((place, i) => place - places[i]!));
    };
    expect(await widestGap('sobol')).toBeLessThan(2 / 64);
    expect(await widestGap('uniform')).toBeGreaterThan(2 / 64);
  });

  it('puts cheap configurations first within every 16 trials, without changing the set', async () => {
    const run = async (cost?: SearchOptions['cost']) => {
      const { trials } = await search(BRANIN.space, () => 1, { strategy: 'random', trials: 32, cost });
      return trials.map(({ parameters }) => Number(parameters['x0']));
    };
    const [plain, cheapFirst] = [await run(), await run(({ x0 }) => Number(x0))];
    for (const block of [cheapFirst.slice(0, 16), cheapFirst.slice(16)])
      expect(block).toEqual([...block].sort((a, b) => a - b));
    expect([...cheapFirst].sort()).toEqual([...plain].sort());
  });

  it('supports more dimensions than the Sobol sequence has', async () => {
    const wide = Object.fromEntries(
      Array.from({ length: 70 }, (_, i) => [`x${i}`, { type: 'float' as const, low: 0, high: 1 }]),
    );
    const { trials } = await search(wide, () => 1, { strategy: 'random', trials: 3 });
    const last = trials.map(({ parameters }) => parameters['x69']);
    expect(new Set(last).size).toBe(3);
  });
});
