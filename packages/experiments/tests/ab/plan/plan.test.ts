import { formatDay, Random } from '@dqs/core';

import {
  comparePaired,
  lossFigures,
  planExperiment,
  type ExperimentOutcome,
  type PlannedTest,
} from '../../../src/index.js';
import { pairedTTest } from '../../../src/ab/stats/index.js';

const find = (tests: readonly PlannedTest[], design: string, method: string) =>
  tests.find((test) => test.design === design && test.method === method)!;

describe('a plan', () => {
  const figures = { baselineLoss: 4, dailyDifferenceSd: 0.2 };

  it('for one look agrees with a simulation of that many days', () => {
    const { days, power } = find(planExperiment(figures, { effect: 0.03 }), 'paired', 'fixed');
    const random = new Random(8);
    let found = 0;
    for (let run = 0; run < 4000; run += 1) {
      const differences = Array.from({ length: days! }, () => 0.12 + 0.2 * random.normal());
      if (pairedTTest(differences)!.pValue <= 0.05) found += 1;
    }
    expect(power).toBeGreaterThanOrEqual(0.8);
    expect(found / 4000).toBeCloseTo(power, 1);
  });

  it('for daily looks agrees with comparisons of that many days', () => {
    const { days, power } = find(planExperiment(figures, { effect: 0.03 }), 'paired', 'always-valid');
    const random = new Random(9);
    let found = 0;
    for (let run = 0; run < 60; run += 1) {
      const treatment = Float64Array.from({ length: days! }, () => 4 - 0.12 + 0.2 * random.normal());
      const control = new Float64Array(days!).fill(4);
      const rows = { day: Int32Array.from(treatment.keys()), control, treatment, segment: new Array(days!).fill('') };
      if (comparePaired(rows, { alpha: 0.05, plannedDays: 28, minDays: 7 }).concluded) found += 1;
    }
    expect(power).toBeGreaterThanOrEqual(0.8);
    // Two standard deviations of a share of 60, and two of the 200 the plan rests on.
    expect(Math.abs(found / 60 - power)).toBeLessThan(0.12);
  });

  it('needs more days for smaller effects, for more power and for daily looks', () => {
    const days = (effect: number, power = 0.8) =>
      planExperiment(figures, { effect, power, maxDays: 5000 }).map((test) => test.days!);
    const [fixed, sequential] = days(0.03);
    expect(sequential).toBeGreaterThan(fixed!);
    expect(days(0.015)[0]!).toBeGreaterThan(3.5 * fixed!);
    expect(days(0.03, 0.95)[0]).toBeGreaterThan(fixed!);
  });

  it('of a split never ends if units differ more than days can resolve', () => {
    const split = { units: 200, share: 0.5, unitSd: 3, daySd: 4 };
    const tests = planExperiment({ baselineLoss: 4, split }, { effect: 0.03 });
    expect(tests.map(({ design, days }) => [design, days])).toEqual([
      ['split', null],
      ['split', null],
    ]);
    expect(tests[0]!.power).toBeLessThan(0.1);
    const alike = planExperiment({ baselineLoss: 4, split: { ...split, unitSd: 0, daySd: 1 } }, { effect: 0.03 });
    expect(find(alike, 'split', 'fixed').days).toBeGreaterThan(1);
    expect(find(alike, 'split', 'always-valid').days).toBeGreaterThan(find(alike, 'split', 'fixed').days!);
  });

  it('lists every problem', () => {
    expect(() => planExperiment({ baselineLoss: -1 }, { effect: 2, alpha: 0.9, power: 0 })).toThrow(
      /an effect in \(0, 1\), got 2; .*alpha.*power.*baseline loss.*got neither/,
    );
    const split = { units: 2, share: 1, unitSd: 0, daySd: 0 };
    expect(() => planExperiment({ baselineLoss: 1, split }, { effect: 0.1 })).toThrow(/a share.*4 units.*deviations/);
  });
});

describe('figures for a plan', () => {
  it('are measured on outcomes: the spread of days, between units and within', () => {
    const random = new Random(10);
    const hardness = Array.from({ length: 300 }, () => 20 + 3 * random.normal());
    const outcomes = Array.from({ length: 300 * 60 }, (_, i): ExperimentOutcome => {
      const unit = i % 300;
      const loss = hardness[unit]! + 2 * random.normal();
      return {
        unit: `u${unit}`,
        day: formatDay(20_000 + Math.floor(i / 300)),
        arms: { control: { loss }, treatment: { loss: loss + random.normal() } },
      };
    });
    const figures = lossFigures(outcomes, 'treatment', 0.5);
    expect(figures.baselineLoss).toBeCloseTo(20, 0);
    expect(figures.dailyDifferenceSd! / (1 / Math.sqrt(300))).toBeCloseTo(1, 0);
    expect(figures.split).toMatchObject({ units: 300, share: 0.5 });
    expect(figures.split!.unitSd / 3).toBeCloseTo(1, 0);
    expect(figures.split!.daySd / 2).toBeCloseTo(1, 1);
  });

  it('require two days and two units', () => {
    const outcome: ExperimentOutcome = {
      unit: 'u',
      day: '2026-01-05',
      arms: { control: { loss: 1 }, treatment: { loss: 2 } },
    };
    expect(() => lossFigures([outcome], 'treatment', 0.5)).toThrow(/at least 2 days and 2 units/);
  });
});
