import { formatDay, Random } from '@dqs/core';

import { Assigner, compareSplit, simulatedSplit, simulateLosses, type ExperimentOutcome } from '../../../src/index.js';
import { multinomialPValue } from '../../../src/ab/stats/index.js';
import type { ObservedRequest } from '../../../src/ab/analysis/observations.js';
import { checkGuardrails } from '../../../src/ab/analysis/guardrails.js';
import { compareSegments } from '../../../src/ab/analysis/segments.js';
import { evaluated, FIRST_DAY } from '../support/outcomes.js';

const RULES = { alpha: 0.05, plannedDays: 28, minDays: 7 };

/** Share of seeded runs with a false positive. */
function errorRate(runs: number, isWrong: (seed: number) => boolean): number {
  let wrong = 0;
  for (let seed = 0; seed < runs; seed += 1) if (isWrong(seed)) wrong += 1;
  return wrong / runs;
}

describe('the split between equal versions', () => {
  // Hard and easy units, few of them treated: their means are skewed, and the difference with them.
  it.each([
    [80, 0.5],
    [300, 0.15],
    [600, 0.06],
  ])('of %d units, a share of %d treated, is called different in at most 5 of 100', (units, share) => {
    const found = Array.from({ length: 60 }, (_, seed) => {
      const losses = simulateLosses({ units, days: 28, unitSpread: 1.2, seed });
      const assigner = new Assigner({ name: 'a/a', seed, treatments: ['treatment'] });
      const rows = simulatedSplit(losses, assigner, share);
      // Looks on four days represent all: the units are the same, and their means change little from day to day.
      const kept = Array.from(rows.day.keys()).filter((row) => rows.day[row]! % 7 === 6);
      const pick = <T>(values: ArrayLike<T>) => kept.map((row) => values[row]!);
      const few = {
        day: Int32Array.from(pick(rows.day)),
        unit: pick(rows.unit),
        treated: Uint8Array.from(pick(rows.treated)),
        loss: Float64Array.from(pick(rows.loss)),
        segment: pick(rows.segment),
      };
      return compareSplit(few, { ...RULES, plannedDays: 4, minDays: 1 });
    });
    const rate = (isWrong: (at: (typeof found)[number]) => boolean) => found.filter(isWrong).length / found.length;
    expect(rate(({ concluded }) => concluded !== null)).toBeLessThanOrEqual(0.05);
    // The fixed test was wrong in up to 17 of 100.
    expect(rate(({ fixed }) => fixed.winner !== null)).toBeLessThanOrEqual(0.07);
  });
});

describe('units divided as intended', () => {
  it('are called unevenly divided in at most 1 of 100 experiments, with a look after every unit', () => {
    const wrong = errorRate(200, (seed) => {
      const random = new Random(seed);
      const counts = [0, 0];
      for (let unit = 0; unit < 600; unit += 1) {
        counts[random.next() < 0.1 ? 1 : 0]! += 1;
        if (multinomialPValue(counts, [0.9, 0.1]) < 0.01) return true;
      }
      return false;
    });
    expect(wrong).toBeLessThanOrEqual(0.01);
  });
});

describe('a guardrail over equal versions', () => {
  /** Requests of both arms: skewed latencies, rare failures, a shared daily effect. */
  function requests(seed: number, days: number): ObservedRequest[] {
    const random = new Random(seed);
    return Array.from({ length: days * 20 }, (_, i) => {
      const arm = () => ({
        loss: 1,
        latencyMs: Math.exp(random.normal()),
        ...(random.next() < 0.02 ? { failed: true } : {}),
      });
      const day = FIRST_DAY + Math.floor(i / 20);
      return { key: `${i}`, unit: `u${i % 20}`, day, date: formatDay(day), arms: { control: arm(), treatment: arm() } };
    }) as unknown as ObservedRequest[];
  }

  it('is breached at a limit of no increase in at most 5 of 100 experiments, with weekly looks', () => {
    const rows = { day: new Int32Array(0), control: new Float64Array(0), treatment: new Float64Array(0), segment: [] };
    const wrong = { latency: 0, 'error rate': 0, 'worst segment': 0 };
    for (let seed = 0; seed < 40; seed += 1) {
      const all = requests(seed, 56);
      const breached = new Set<keyof typeof wrong>();
      for (let day = 14; day <= 56; day += 7) {
        const seen = all.slice(0, day * 20);
        const limits = { latencyIncrease: 0, errorRateIncrease: 0 };
        for (const { name, status } of checkGuardrails(limits, seen, 'treatment', { design: 'paired', rows }, RULES)) {
          if (status === 'breached') breached.add(name);
        }
      }
      for (const name of breached) wrong[name] += 1;
    }
    expect(wrong.latency).toBeLessThanOrEqual(2);
    expect(wrong['error rate']).toBeLessThanOrEqual(2);
  });
});

describe('segments that do not differ', () => {
  it('have a winner among ten of them in at most 5 of 100 experiments', () => {
    const wrong = errorRate(40, (seed) => {
      const random = new Random(seed);
      const count = 28 * 10;
      const control = new Float64Array(count).map(() => Math.exp(random.normal()));
      const treatment = new Float64Array(count).map(() => Math.exp(random.normal()));
      const rows = {
        day: Int32Array.from({ length: count }, (_, row) => Math.floor(row / 10)),
        segment: Array.from({ length: count }, (_, row) => `segment ${row % 10}`),
        control,
        treatment,
      };
      return compareSegments({ design: 'paired', rows }, RULES).some(({ winner }) => winner !== null);
    });
    expect(wrong).toBeLessThanOrEqual(0.05);
  });
});

describe('the verdict over loss and CRPS together', () => {
  /** Shadow outcomes whose skewed losses and CRPS go together, with days that resemble the one before. */
  function outcomes(seed: number, days: number, crpsRatio: number): ExperimentOutcome[] {
    const random = new Random(seed);
    const mood = { control: 0, treatment: 0 };
    return Array.from({ length: days * 12 }, (_, i) => {
      const arms = (['control', 'treatment'] as const).map((arm) => {
        if (i % 12 === 0) mood[arm] = 0.5 * mood[arm] + 0.1 * random.normal();
        return arm;
      });
      const shared = Math.exp(random.normal());
      const measured = arms.map((arm) => {
        const loss = 10 * shared * Math.exp(mood[arm] + 0.2 * random.normal());
        const crps = 0.7 * loss * Math.exp(0.1 * random.normal()) * (arm === 'treatment' ? crpsRatio : 1);
        return [arm, { loss, crps }] as const;
      });
      return { unit: `u${i % 12}`, day: formatDay(FIRST_DAY + Math.floor(i / 12)), arms: Object.fromEntries(measured) };
    });
  }
  const verdicts = (runs: number, days: number, crpsRatio: number) =>
    Array.from({ length: runs }, (_, seed) => evaluated(outcomes(seed, days, crpsRatio)).treatments[0]!.verdict);

  it('calls equal versions different in at most 5 of 100 experiments, though both may conclude', () => {
    const wrong = verdicts(100, 28, 1).filter((verdict) => verdict !== 'inconclusive').length;
    expect(wrong).toBeLessThanOrEqual(5);
  });

  it('finds a version whose CRPS alone is half again as large within 8 weeks, in at least 9 of 10', () => {
    const found = verdicts(20, 56, 1.5).filter((verdict) => verdict === 'control better').length;
    expect(found).toBeGreaterThanOrEqual(18);
  });
});
