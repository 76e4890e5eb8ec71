import fc from 'fast-check';

import { DqsError } from '@dqs/core';

import {
  medianPruner,
  search,
  STRATEGY_NAMES,
  type SearchObjective,
  type SearchHooks,
  type SpaceDefinition,
  type Trial,
} from '../src/index.js';
import { BRANIN } from './support/functions.js';
import { TREE_SPACE } from './support/spaces.js';

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** A trial without its duration. */
const facts = (trials: readonly Trial[]) => trials.map(({ durationMs: _, ...rest }) => rest);

/** Reports in steps, so that pruners have work, and finishes out of order. */
const unruly: SearchObjective = async ({ x0, x1 }, trial) => {
  for (let step = 1; step <= 3; step += 1) {
    await wait((trial.number * 7919) % 5);
    if (trial.report(step, BRANIN.value({ x0: x0!, x1: x1! }) + 10 / step)) return Number.NaN;
  }
  trial.note('sum', Number(x0) + Number(x1));
  return BRANIN.value({ x0: x0!, x1: x1! });
};

describe('the same search', () => {
  it.each(['random', 'tpe', 'gp'] as const)('by %s gives the same trials with 1, 2 and 5 workers', async (strategy) => {
    const run = async (workers: number) => {
      const options = { strategy, trials: 16, window: 5, workers, pruner: medianPruner(), seed: 3 };
      return facts((await search(BRANIN.space, unruly, options)).trials);
    };
    const alone = await run(1);
    expect(alone.some(({ state }) => state === 'pruned')).toBe(true);
    expect(await run(2)).toEqual(alone);
    expect(await run(5)).toEqual(alone);
  });

  it('differs with the seed', async () => {
    const points = async (seed: number) =>
      facts((await search(BRANIN.space, BRANIN.value, { trials: 5, seed })).trials);
    expect(await points(1)).toEqual(await points(1));
    expect(await points(1)).not.toEqual(await points(2));
  });

  it('with fewer trials is a prefix of the one with more', async () => {
    const run = async (trials: number) =>
      facts((await search(BRANIN.space, BRANIN.value, { trials, window: 2 })).trials);
    expect((await run(30)).slice(0, 18)).toEqual(await run(18));
  });
});

describe('a search', () => {
  it('tries no point twice, and stops once every point was tried', async () => {
    const definition: SpaceDefinition = {
      a: { type: 'int', low: 1, high: 6 },
      b: { type: 'categorical', choices: ['x', 'y'] },
      c: { type: 'int', low: 1, high: 2, when: { b: 'y' } },
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...STRATEGY_NAMES),
        fc.nat(1000),
        fc.integer({ min: 1, max: 4 }),
        async (strategy, seed, window) => {
          const { trials, reason } = await search(definition, ({ a }) => Number(a), {
            strategy,
            seed,
            window,
            trials: 100,
          });
          const keys = trials.map(({ parameters }) => JSON.stringify(parameters));
          expect(new Set(keys).size).toBe(keys.length);
          expect({ count: keys.length, reason }).toEqual({ count: strategy === 'grid' ? 15 : 18, reason: 'exhausted' });
        },
      ),
      { numRuns: 12 },
    );
  });

  it('never runs more trials at once than workers or window allow', async () => {
    for (const [window, workers, most] of [
      [4, 2, 2],
      [2, 8, 2],
    ] as const) {
      let [running, greatest] = [0, 0];
      await search(
        BRANIN.space,
        async (parameters) => {
          running += 1;
          greatest = Math.max(greatest, running);
          await wait(2);
          running -= 1;
          return BRANIN.value(parameters);
        },
        { trials: 16, window, workers },
      );
      expect(greatest).toBe(most);
    }
  });

  it('tries the initial parameters first, each once', async () => {
    const first = { booster: 'linear', rate: 0.1 };
    const second = { ...first, rate: 0.2 };
    const { trials } = await search(TREE_SPACE, ({ rate }) => Number(rate), {
      initial: [first, first, second],
      trials: 6,
    });
    expect(trials.slice(0, 2).map(({ parameters }) => parameters)).toEqual([first, second]);
    expect(new Set(trials.map(({ parameters }) => JSON.stringify(parameters))).size).toBe(6);
  });

  it('maximises the value on request', async () => {
    const { best, trials } = await search(BRANIN.space, ({ x0 }) => Number(x0), { direction: 'maximize', trials: 40 });
    expect(best.value).toBe(Math.max(...trials.map(({ value }) => value!)));
    expect(best.value).toBeGreaterThan(9);
  });

  it('records failures and continues; a value that is not finite is a failure', async () => {
    const objective: SearchObjective = (parameters, { number }) => {
      if (number === 1) throw new DqsError('model-training-failed', 'too few rows');
      return number === 2 ? Number.NaN : BRANIN.value(parameters);
    };
    const { trials } = await search(BRANIN.space, objective, { trials: 4 });
    expect(trials.map(({ state }) => state)).toEqual(['complete', 'failed', 'failed', 'complete']);
    expect(trials[1]!.error).toBe('[model-training-failed] too few rows');
    expect(trials[2]!.error).toContain('expected a finite number');
  });

  it('gives up with the first error if nothing succeeds', async () => {
    let calls = 0;
    const run = search(
      BRANIN.space,
      () => {
        calls += 1;
        throw new Error('unknown parameter');
      },
      { trials: 500, maxFailures: 4 },
    );
    await expect(run).rejects.toMatchObject({
      code: 'search-failed',
      message: expect.stringContaining('unknown parameter'),
    });
    expect(calls).toBe(4);
  });

  it('reports every trial with the best so far', async () => {
    const seen: number[] = [];
    const hooks: SearchHooks = {
      onTrial: ({ best, done, total }) => seen.push(best!.value!) && expect([done, total]).toEqual([seen.length, 12]),
    };
    const { best } = await search(BRANIN.space, BRANIN.value, { trials: 12 }, hooks);
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
    expect(seen.at(-1)).toBe(best.value);
  });

  it('passes on an error of the listener without waiting for trials', async () => {
    const run = search(
      BRANIN.space,
      BRANIN.value,
      {},
      {
        onTrial: () => {
          throw new Error('the listener broke');
        },
      },
    );
    await expect(run).rejects.toThrow('the listener broke');
  });

  it.each([
    ['trials', { trials: 0 }],
    ['window', { window: 1.5 }],
    ['workers', { workers: -1 }],
    ['seed', { seed: -1 }],
    ['timeMs', { timeMs: 0 }],
    ['memoryBytes', { memoryBytes: Number.NaN }],
  ])('refuses %s that are invalid', async (name, options) => {
    await expect(search(BRANIN.space, BRANIN.value, options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining(name),
    });
  });

  it('refuses an unknown strategy and suggests the nearest name', async () => {
    const strategy = 'tpa' as 'tpe';
    await expect(search(BRANIN.space, BRANIN.value, { strategy })).rejects.toThrow('did you mean "tpe"?');
  });
});

describe('budgets', () => {
  /** Runs until the search stops it, unless it is one of the first. */
  const slow: SearchObjective = async (parameters, { number, signal }) => {
    if (number >= 3) await new Promise((_, stop) => signal.addEventListener('abort', () => stop(new Error('stopped'))));
    return BRANIN.value(parameters);
  };

  it('of time stops a search by aborting the objective; running trials do not count as finished', async () => {
    const { trials, reason } = await search(BRANIN.space, slow, { trials: 50, timeMs: 60, window: 2 });
    expect(reason).toBe('time');
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2]);
  });

  it('of time abandons an objective that ignores the signal', async () => {
    const deaf: SearchObjective = (parameters, { number }) =>
      number < 2 ? BRANIN.value(parameters) : new Promise(() => undefined);
    const { trials, reason } = await search(BRANIN.space, deaf, { timeMs: 30 });
    expect({ count: trials.length, reason }).toEqual({ count: 2, reason: 'time' });
  });

  it('of memory stops a search as soon as the process exceeds it', async () => {
    const block: Buffer[] = [];
    const hungry: SearchObjective = (parameters) => {
      block.push(Buffer.alloc(50_000_000, 1));
      return BRANIN.value(parameters);
    };
    const memoryBytes = process.memoryUsage.rss() + 120_000_000;
    const { trials, reason } = await search(BRANIN.space, hungry, { trials: 50, memoryBytes });
    expect(reason).toBe('memory');
    expect(trials.length).toBeLessThan(10);
  });

  it('that leave no time for one trial end in an error', async () => {
    const endless: SearchObjective = (_, { signal }) =>
      new Promise((__, stop) => signal.addEventListener('abort', () => stop(new Error('stopped'))));
    await expect(search(BRANIN.space, endless, { timeMs: 20 })).rejects.toMatchObject({ code: 'search-failed' });
  });

  it('end with the caller: an aborted search rejects', async () => {
    const caller = new AbortController();
    const run = search(BRANIN.space, slow, {}, { signal: caller.signal });
    setTimeout(() => caller.abort(), 30);
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
    await expect(search(BRANIN.space, slow, {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
