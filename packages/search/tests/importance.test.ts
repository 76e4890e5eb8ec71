import { Random } from '@dqs/core';

import { parameterImportance, search, type Parameters, type SpaceDefinition, type Trial } from '../src/index.js';

const SPACE: SpaceDefinition = {
  much: { type: 'float', low: 0, high: 1 },
  some: { type: 'int', low: 1, high: 1000, log: true },
  none: { type: 'float', low: 0, high: 1 },
  kind: { type: 'categorical', choices: ['a', 'b'] },
  only: { type: 'float', low: 0, high: 1, when: { kind: 'b' } },
};

const trialsOf = async (value: (parameters: Parameters) => number, trials = 120): Promise<readonly Trial[]> =>
  (await search(SPACE, value, { strategy: 'random', trials })).trials;

describe('parameterImportance', () => {
  it('orders parameters by their effect, and gives shares that add up to 1', async () => {
    const trials = await trialsOf(({ much, some }) => 10 * Number(much) + Math.log10(Number(some)));
    const importance = parameterImportance(SPACE, trials);
    expect(importance.slice(0, 2).map(({ name }) => name)).toEqual(['much', 'some']);
    expect(importance.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(importance[0]!.share).toBeGreaterThan(0.7);
    expect(importance.find(({ name }) => name === 'none')!.share).toBeLessThan(0.05);
  });

  it('covers categories and parameters conditional on them', async () => {
    const trials = await trialsOf(({ kind, only }) => (kind === 'a' ? 0 : 1 + 3 * Number(only)));
    const [first, second, third] = parameterImportance(SPACE, trials);
    expect([first!.name, second!.name].sort()).toEqual(['kind', 'only']);
    expect(third!.share).toBeLessThan(0.1);
  });

  it('gives the same result for the same seed, and for both directions', async () => {
    const value = ({ much, some }: Parameters) => Number(much) * Number(some);
    const trials = await trialsOf(value, 40);
    const turned = trials.map((trial) => ({ ...trial, value: -trial.value! }));
    expect(parameterImportance(SPACE, turned, { direction: 'maximize' })).toEqual(parameterImportance(SPACE, trials));
  });

  it('is not hidden by a few terrible trials', async () => {
    const random = new Random(4);
    const trials = await trialsOf(({ much }) => Number(much) + (random.next() < 0.05 ? 1e9 : 0));
    expect(parameterImportance(SPACE, trials)[0]!.name).toBe('much');
  });

  it('is 0 for all if too few trials completed or all have the same value', async () => {
    const few = await trialsOf(({ much }) => Number(much), 5);
    const alike = await trialsOf(() => 3, 30);
    for (const trials of [few, alike]) {
      expect(parameterImportance(SPACE, trials).map(({ share }) => share)).toEqual([0, 0, 0, 0, 0]);
    }
  });
});
