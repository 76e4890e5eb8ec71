import { formatDay } from '@dqs/core';

import { Assigner, type ExperimentEvaluation, type Exposure, type ExperimentOutcome } from '../../../src/index.js';
import { pairedTTest } from '../../../src/ab/stats/index.js';
import { evaluated, FIRST_DAY, madeOutcomes } from '../support/outcomes.js';

const only = ({ treatments }: ExperimentEvaluation) => treatments[0]!;

describe('an experiment in shadow mode', () => {
  it('finds the better version, with day and size of the difference', () => {
    const result = only(evaluated(madeOutcomes({ effect: -0.5 })));
    expect(result.verdict).toBe('treatment better');
    expect(result.primary.difference).toBeCloseTo(-0.5, 1);
    expect(result.concluded).toEqual({ winner: 'treatment', day: expect.any(String), afterDays: expect.any(Number) });
    expect(result.concluded!.afterDays).toBeGreaterThanOrEqual(7);
    expect(result.sentence).toMatch(
      /^m@2 is better than m@1: .*; the treatment's loss is 9\.\d+ against 9\.\d+, a difference of −0\.\d+ \(−\d\.\d %\), 95 % always-valid interval −0\.\d+ to −0\.\d+\.$/,
    );
  });

  it('finds the worse version', () => {
    expect(only(evaluated(madeOutcomes({ effect: 0.5 }))).verdict).toBe('control better');
  });

  it('compares the CRPS beside the loss where outcomes have one', () => {
    const withCrps = (more: number) =>
      madeOutcomes({ effect: -0.5 }).map(({ arms: { control, treatment }, ...one }): ExperimentOutcome => {
        const crps = 5 + (control!.loss! % 1);
        return {
          ...one,
          arms: {
            control: { ...control, crps },
            treatment: { ...treatment, crps: crps + more * (1 + (treatment!.loss! % 1)) },
          },
        };
      });
    const better = only(evaluated(withCrps(-0.3)));
    expect(better).toMatchObject({ verdict: 'treatment better', crps: { concluded: { winner: 'treatment' } } });
    expect(better.primary).toEqual(only(evaluated(madeOutcomes({ effect: -0.5 }))).primary);
    // A smaller error does not make up for distributions that are certainly worse.
    const worse = only(evaluated(withCrps(0.3)));
    expect(worse).toMatchObject({ verdict: 'control better', primary: { concluded: { winner: 'treatment' } } });
    expect(worse.reasons).toEqual([expect.stringMatching(/^the CRPS rose: .* after \d+ days$/)]);
    expect(only(evaluated(madeOutcomes({ effect: -0.5 }))).crps).toBeNull();
  });

  it('is inconclusive if there is no difference', () => {
    const result = only(evaluated(madeOutcomes()));
    expect(result).toMatchObject({ verdict: 'inconclusive', concluded: null });
    expect(result.sentence).toMatch(/^Inconclusive whether m@2 and m@1 differ: after 28 days .* still contains 0/);
  });

  it('gives no numbers if nothing was recorded', () => {
    const evaluation = evaluated([]);
    expect(evaluation).toMatchObject({ from: null, to: null, requests: 0 });
    expect(only(evaluation)).toMatchObject({ verdict: 'inconclusive', reasons: ['there is nothing to compare yet'] });
  });

  it('survives JSON', () => {
    const evaluation = evaluated(madeOutcomes({ effect: -0.5, days: 9 }));
    expect(JSON.parse(JSON.stringify(evaluation))).toEqual(evaluation);
  });

  it('does not depend on the order of the records', () => {
    const outcomes = madeOutcomes({ effect: -0.2 });
    const one = only(evaluated(outcomes));
    const other = only(evaluated([...outcomes].reverse()));
    expect(other.verdict).toBe(one.verdict);
    expect(other.primary.difference).toBeCloseTo(one.primary.difference!, 12);
    expect(other.primary.timeline).toHaveLength(28);
  });

  it('combines arms that were recorded separately', () => {
    const outcomes = madeOutcomes({ effect: -0.5 });
    const apart = (arm: string) =>
      outcomes.map((one): ExperimentOutcome => ({ ...one, arms: { [arm]: one.arms[arm]! } }));
    const together = only(evaluated([...apart('control'), ...apart('treatment')]));
    expect(together.primary).toEqual(only(evaluated(outcomes)).primary);
  });

  it('has fixed tests over the planned days only, equal to the paired t test of daily means', () => {
    const outcomes = madeOutcomes({ effect: -0.1, days: 20 });
    const { fixed } = only(evaluated(outcomes, { plannedDays: 14 })).primary;
    const daily = Array.from({ length: 14 }, (_, day) => {
      const rows = outcomes.filter((one) => one.day === formatDay(FIRST_DAY + day));
      return rows.reduce((sum, { arms }) => sum + arms['treatment']!.loss! - arms['control']!.loss!, 0) / rows.length;
    });
    expect(fixed).toMatchObject({ isDue: true, days: 14 });
    expect(fixed.tests.map(({ name }) => name)).toEqual(['paired t', 'clustered by day', 'Wilcoxon signed-rank']);
    expect(fixed.tests[0]!.pValue).toBeCloseTo(pairedTTest(daily)!.pValue, 10);
    expect(only(evaluated(outcomes)).primary.fixed).toMatchObject({ isDue: false, winner: null, days: 20 });
  });

  it('warns of correlated successive days and widens the interval', () => {
    const drifting = madeOutcomes({ days: 28 }).map((one): ExperimentOutcome => {
      const day = Number(one.day.slice(8));
      const swing = 0.4 * Math.sin(day / 4);
      return { ...one, arms: { ...one.arms, treatment: { loss: one.arms['treatment']!.loss! + swing } } };
    });
    const { primary, cautions } = only(evaluated(drifting));
    expect(primary.dayCorrelation).toBeGreaterThan(0.5);
    expect(cautions).toEqual([expect.stringContaining('successive days are correlated')]);
    // Four weeks of such days carry as much information as a few independent ones: too little to exclude anything.
    expect(primary.alwaysValid).toMatchObject({ low: null, high: null });
    expect(only(evaluated(madeOutcomes({ days: 28 }))).primary.alwaysValid!.low).not.toBeNull();
  });

  it('judges several treatments, each against control, at a share of α', () => {
    const outcomes = madeOutcomes({ effect: -0.5 }).map((one): ExperimentOutcome => {
      const { control, treatment } = one.arms;
      return { ...one, arms: { control: control!, 'treatment-1': treatment!, 'treatment-2': control! } };
    });
    const { treatments } = evaluated(outcomes, { treatments: ['m@2', 'm@3'] });
    expect(treatments.map(({ version, verdict }) => [version, verdict])).toEqual([
      ['m@2', 'treatment better'],
      ['m@3', 'inconclusive'],
    ]);
    expect(treatments[0]!.sentence).toContain('97.5 % always-valid interval');
  });
});

describe('an experiment in split mode', () => {
  const assigner = new Assigner({ name: 'made', seed: 42, treatments: ['treatment'] });
  const served = (outcomes: readonly ExperimentOutcome[]) =>
    outcomes.map((one): ExperimentOutcome => {
      const arm = assigner.arm(one.unit, 0.5);
      return { ...one, arms: { [arm]: one.arms[arm]! } };
    });

  it('compares the units of the arms', () => {
    const outcomes = served(madeOutcomes({ units: 300, effect: -1 }));
    const evaluation = evaluated(outcomes, { mode: 'split' });
    const { primary, split, verdict } = only(evaluation);
    expect(verdict).toBe('treatment better');
    expect(primary).toMatchObject({ design: 'split', rows: 300 * 28, days: 28 });
    expect(primary.units!.control + primary.units!.treatment).toBe(300);
    expect(primary.difference).toBeCloseTo(-1, 1);
    expect(split).toBeNull();
    expect(evaluation.sampleRatio).toHaveLength(1);
  });

  it('warns of arms with few units', () => {
    const { cautions } = only(evaluated(served(madeOutcomes({ units: 30 })), { mode: 'split' }));
    expect(cautions).toEqual([expect.stringMatching(/an arm has only \d+ units/)]);
  });
});

describe('records that cannot be trusted', () => {
  it('of units that were not divided as intended make an experiment invalid', () => {
    const exposures = Array.from({ length: 1000 }, (_, i): Exposure => {
      return { unit: `unit-${i}`, day: formatDay(FIRST_DAY), arm: i % 5 < 2 ? 'treatment' : 'control' };
    });
    const evaluation = evaluated(madeOutcomes({ effect: -0.5 }), {}, exposures);
    expect(only(evaluation).verdict).toBe('invalid');
    expect(only(evaluation).sentence).toMatch(
      /^Nothing can be said about m@2: units have not been divided as intended since 2026-01-05: control 60.0 % instead of 50.0 %/,
    );
    expect(evaluation.misrouted).toBeGreaterThan(300);
    expect(only(evaluation).cautions[0]).toMatch(/exposures went to a different arm than assigned/);
  });

  it('without losses of one arm make an experiment invalid', () => {
    const { verdict, reasons } = only(evaluated(madeOutcomes({ effect: -0.5, errorRate: 0.05 })));
    expect(verdict).toBe('invalid');
    expect(reasons).toEqual([
      expect.stringMatching(/losses are missing more often on one side: control lacks 0 of 840/),
    ]);
  });

  it('without the data of a guardrail make an experiment invalid', () => {
    const bare = madeOutcomes({ effect: -0.5 }).map((one): ExperimentOutcome => {
      return {
        ...one,
        arms: { control: { loss: one.arms['control']!.loss }, treatment: { loss: one.arms['treatment']!.loss } },
      };
    });
    const { verdict, reasons } = only(evaluated(bare, { guardrails: { latencyIncrease: 0.1 } }));
    expect([verdict, reasons]).toEqual(['invalid', [expect.stringContaining('the guardrail "latency" has a limit')]]);
  });
});

describe('a guardrail', () => {
  const limits = { latencyIncrease: 0.2, errorRateIncrease: 0.02, segmentLossIncrease: 0.05 };

  it('that is held lets the better version win', () => {
    const { verdict, guardrails } = only(evaluated(madeOutcomes({ effect: -0.5, units: 90 }), { guardrails: limits }));
    expect(guardrails.map(({ status }) => status)).toEqual(['held', 'held', 'held']);
    expect(verdict).toBe('treatment better');
  });

  it('on latency outweighs a smaller loss', () => {
    const result = only(evaluated(madeOutcomes({ effect: -0.5, latencyRatio: 1.5 }), { guardrails: limits }));
    expect(result.guardrails[0]).toMatchObject({
      name: 'latency',
      status: 'breached',
      increase: expect.closeTo(0.5, 1),
    });
    expect(result.verdict).toBe('control better');
    expect(result.sentence).toContain('the guardrail "latency" is breached: it rose by');
  });

  it('on the error rate sees failures that the loss cannot show', () => {
    const failing = madeOutcomes({ effect: -0.5, units: 60 }).map((one, i): ExperimentOutcome => {
      const failed = i % 10 === 0;
      return { ...one, arms: { ...one.arms, treatment: { ...one.arms['treatment']!, failed } } };
    });
    const result = only(evaluated(failing, { guardrails: limits }));
    expect(result.guardrails[1]).toMatchObject({
      name: 'error rate',
      status: 'breached',
      increase: expect.closeTo(0.1, 2),
    });
    expect(result.verdict).toBe('control better');
  });

  it('on the worst segment sees harm that the mean hides', () => {
    const effect = { DATASET: -2, ATTRIBUTE: -2, ROW: 1.5 };
    const result = only(evaluated(madeOutcomes({ effect, units: 90, days: 42 }), { guardrails: limits }));
    expect(result.primary.concluded!.winner).toBe('treatment');
    expect(result.guardrails[2]).toMatchObject({ name: 'worst segment', status: 'breached', segment: 'ROW' });
    expect(result.verdict).toBe('control better');
  });
});

describe('segments', () => {
  it('are compared under false-discovery control, greatest harm first', () => {
    const { segments } = only(evaluated(madeOutcomes({ effect: { DATASET: -0.8, ROW: 0.8 }, units: 90, seed: 2 })));
    expect(segments.map(({ segment, winner }) => [segment, winner])).toEqual([
      ['ROW', 'control'],
      ['ATTRIBUTE', null],
      ['DATASET', 'treatment'],
    ]);
    for (const { pValue, adjustedPValue } of segments) expect(adjustedPValue).toBeGreaterThanOrEqual(pValue);
  });
});
