import fc from 'fast-check';

import { halvingPruner, medianPruner, search, type Pruner, type PruningState } from '../src/index.js';

const curve = (...losses: number[]) => new Map(losses.map((loss, i) => [i + 1, loss]));
const stateOf = (own: number[], others: number[][]): PruningState => ({
  step: own.length,
  curve: curve(...own),
  others: others.map((losses) => curve(...losses)),
});

const PRUNERS: [string, () => Pruner][] = [
  ['median', () => medianPruner({ startupTrials: 1 })],
  ['halving', () => halvingPruner({ reduction: 2 })],
];

describe.each(PRUNERS)('the %s pruner', (_, make) => {
  it('never ends the trial that is best at every step', () => {
    const losses = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 9 }), (starts, step) => {
        // Curves with the same slope never cross: the best at the start is the best at the end.
        const falling = (start: number, steps: number) =>
          Array.from({ length: steps }, (__, i) => start + 100 / (i + 1));
        const best = falling(Math.min(...starts) - 1, step);
        expect(
          make().isHopeless(
            stateOf(
              best,
              starts.map((start) => falling(start, 9)),
            ),
          ),
        ).toBe(false);
      }),
    );
  });

  it('prunes the worst of many', () => {
    const others = [1, 2, 3, 4, 5].map((loss) => [loss]);
    expect(make().isHopeless(stateOf([9], others))).toBe(true);
  });

  it('prunes nothing if there is nothing to compare with', () => {
    expect(make().isHopeless(stateOf([9], []))).toBe(false);
    expect(make().isHopeless(stateOf([9, 9], [[1], [1], [1]]))).toBe(false);
  });

  it('saves steps of a search and keeps its best trial', async () => {
    const space = { x: { type: 'float', low: 0, high: 1 } } as const;
    const run = async (pruner?: Pruner) => {
      let steps = 0;
      const { best, trials } = await search(
        space,
        ({ x }, trial) => {
          for (let step = 1; step <= 8; step += 1) {
            steps += 1;
            if (trial.report(step, Number(x) + 1 / step)) break;
          }
          return Number(x) + 1 / 8;
        },
        { strategy: 'random', trials: 40, pruner },
      );
      return { best: best.number, steps, states: new Set(trials.map(({ state }) => state)) };
    };
    const [all, some] = [await run(), await run(make())];
    expect(some.best).toBe(all.best);
    expect(some.steps).toBeLessThan(0.75 * all.steps);
    expect([...some.states].sort()).toEqual(['complete', 'pruned']);
  });
});

describe('the median pruner', () => {
  it('judges the best so far, so that one bad step does not end a good trial', () => {
    const others = [
      [5, 5],
      [6, 6],
      [7, 7],
    ];
    expect(medianPruner({ startupTrials: 3 }).isHopeless(stateOf([1, 9], others))).toBe(false);
  });

  it('waits for enough trials and through the warm-up', () => {
    const others = [[1], [1], [1], [1]];
    expect(medianPruner().isHopeless(stateOf([9], others))).toBe(false);
    expect(medianPruner({ startupTrials: 4 }).isHopeless(stateOf([9], others))).toBe(true);
    expect(medianPruner({ startupTrials: 4, warmupSteps: 1 }).isHopeless(stateOf([9], others))).toBe(false);
  });
});

describe('the halving pruner', () => {
  it('judges only at its rungs, and keeps one in the reduction factor', () => {
    const pruner = halvingPruner({ firstRung: 1, reduction: 3 });
    const others = Array.from({ length: 8 }, (_, i) => Array.from({ length: 9 }, () => i));
    const judged = (loss: number, step: number) =>
      pruner.isHopeless(
        stateOf(
          Array.from({ length: step }, () => loss),
          others,
        ),
      );
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9].map((step) => judged(99, step))).toEqual([
      true,
      false,
      true,
      false,
      false,
      false,
      false,
      false,
      true,
    ]);
    // Of nine, the best three continue.
    expect([-1, 0.5, 1.5, 2.5].map((loss) => judged(loss, 3))).toEqual([false, false, false, true]);
  });
});

describe('steps', () => {
  it('that do not increase or are not numbers fail the trial', async () => {
    const { trials } = await search(
      { x: { type: 'float', low: 0, high: 1 } },
      (_, trial) => {
        if (trial.number === 0) trial.report(1, Number.NaN);
        if (trial.number === 1) [2, 2].forEach((step) => trial.report(step, 1));
        return 1;
      },
      { trials: 3 },
    );
    expect(trials.map(({ state }) => state)).toEqual(['failed', 'failed', 'complete']);
    expect(trials[1]!.error).toContain('expected a step after 2');
  });
});
