import {
  Assigner,
  comparePaired,
  compareSplit,
  simulatedPairs,
  simulatedSplit,
  simulateLosses,
  type SimulationOptions,
} from '../../../src/index.js';
import { pairedTTest } from '../../../src/ab/stats/index.js';

const RULES = { alpha: 0.05, plannedDays: 28, minDays: 7 };
const assigner = (seed: number) => new Assigner({ name: 'simulated', seed, treatments: ['treatment'] });

function means(values: Float64Array, units: number): number[] {
  const days = values.length / units;
  return Array.from({ length: days }, (_, day) => {
    return values.subarray(day * units, (day + 1) * units).reduce((sum, value) => sum + value, 0) / units;
  });
}

describe('simulated losses', () => {
  it('are the same for the same seed, and improve by the requested share', () => {
    const options: SimulationOptions = { units: 200, days: 300, effect: 0.1, seed: 9 };
    const losses = simulateLosses(options);
    expect(simulateLosses(options)).toEqual(losses);
    const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);
    expect(total(losses.treatment) / total(losses.control)).toBeCloseTo(0.9, 2);
  });

  it('refuse invalid similarities and sizes', () => {
    expect(() => simulateLosses({ units: 0, days: 1, seed: 1 })).toThrow(/units and days from 1/);
    expect(() => simulateLosses({ units: 1, days: 1, similarity: 2, seed: 1 })).toThrow(/similarity/);
  });
});

describe('A/A tests with daily looks', () => {
  const RUNS = 100;
  const wrong = { paired: 0, split: 0, fixed: 0 };
  beforeAll(() => {
    for (let seed = 0; seed < RUNS; seed += 1) {
      const losses = simulateLosses({ units: 40, days: 42, seed });
      if (comparePaired(simulatedPairs(losses), RULES).concluded) wrong.paired += 1;
      if (compareSplit(simulatedSplit(losses, assigner(seed), 0.5), RULES).concluded) wrong.split += 1;
      const treatment = means(losses.treatment, 40);
      const daily = means(losses.control, 40).map((control, day) => treatment[day]! - control);
      const isFound = daily.some((_, day) => day >= 6 && pairedTTest(daily.slice(0, day + 1))!.pValue <= 0.05);
      if (isFound) wrong.fixed += 1;
    }
  });

  it('are wrong at most as often as stated with the always-valid intervals of both designs', () => {
    expect(wrong.paired / RUNS).toBeLessThanOrEqual(0.05);
    expect(wrong.split / RUNS).toBeLessThanOrEqual(0.05);
  });

  it('are wrong far more often than stated with a test for one look', () => {
    expect(wrong.fixed / RUNS).toBeGreaterThan(0.12);
  });
});

describe('a true improvement of 3 %', () => {
  it('is detected by paired shadow in at most a fifth of the days the split needs', () => {
    const RUNS = 9;
    const DAYS = 400;
    const days = { paired: [] as number[], split: [] as number[] };
    for (let seed = 0; seed < RUNS; seed += 1) {
      const shape = { units: 100, effect: 0.03, seed: 100 + seed };
      const losses = simulateLosses({ ...shape, days: DAYS });
      // The first days of the same experiment are enough for pairs; an inconclusive test needs more than all days.
      const pairs = simulatedPairs(simulateLosses({ ...shape, days: 120 }));
      days.paired.push(comparePaired(pairs, RULES).concluded?.afterDays ?? Infinity);
      const split = compareSplit(simulatedSplit(losses, assigner(seed), 0.5), RULES);
      days.split.push(split.concluded?.afterDays ?? DAYS + 1);
    }
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
    expect(median(days.paired)).toBeLessThan(100);
    expect(median(days.split) / median(days.paired)).toBeGreaterThanOrEqual(5);
  });
});
