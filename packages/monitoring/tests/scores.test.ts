import {
  accuracyOf,
  addTotals,
  calibrationOf,
  emptyScores,
  joinScores,
  plumbingOf,
  totalsOf,
  warningsOf,
  withinDays,
  type PoolScores,
  type ScoreSum,
} from '../src/index.js';
import { simulatePools } from '../src/testing/index.js';

/** Scores of days with the given sums. */
function scoresOf(days: readonly number[], sums: Partial<Record<ScoreSum, readonly number[]>>): PoolScores {
  const scores = emptyScores(Int32Array.from(days));
  for (const [name, values] of Object.entries(sums)) scores.sums[name as ScoreSum].set(values);
  return scores;
}

describe('scores of pools', () => {
  const [a, b] = [
    scoresOf([10, 12], { graded: [1, 2], crps: [3, 4] }),
    scoresOf([11, 12], { graded: [5, 6], crps: [7, 8] }),
  ];

  it('are joined by day', () => {
    const joined = joinScores([a, b]);
    expect([...joined.days]).toEqual([10, 11, 12]);
    expect([...joined.sums.graded]).toEqual([1, 5, 8]);
  });

  it('of two spans of days add up to those of both', () => {
    const { recent } = simulatePools({ seed: 1, pools: 1, seriesPerPool: 3, days: 30 })[0]!;
    const middle = recent.days[12]!;
    const [before, after] = [withinDays(recent, 0, middle), withinDays(recent, middle + 1, 1e6)];
    const [whole, sum] = [totalsOf(recent), addTotals(totalsOf(before), totalsOf(after))];
    expect(sum.days).toBe(whole.days);
    expect(sum.bins.pit).toEqual(whole.bins.pit);
    expect(sum.sums.crps).toBeCloseTo(whole.sums.crps, 9);
    expect(JSON.parse(JSON.stringify(whole))).toEqual(whole);
  });
});

describe('accuracy', () => {
  const scores = scoresOf([1, 2], {
    graded: [2, 2],
    absoluteError: [3, 5],
    squaredError: [5, 13],
    error: [-1, 5],
    crps: [2, 4],
    pinball: [1, 2],
    withNaive: [2, 1],
    naiveAbsoluteError: [6, 4],
    absoluteErrorBesideNaive: [3, 2],
    crpsBesideNaive: [2, 1],
  });

  it('is what a calculation by hand gives', () => {
    expect(accuracyOf(scores)).toMatchObject({
      graded: 4,
      mae: 2,
      rmse: Math.sqrt(4.5),
      bias: 1,
      crps: 1.5,
      pinball: 0.75,
      naive: { graded: 3, mae: 10 / 3, skill: 0.5, crpsSkill: 0.7, spared: { mean: 5 / 3 } },
    });
  });

  it('of nothing is missing, not 0', () => {
    expect(accuracyOf(emptyScores(Int32Array.of(1)))).toMatchObject({ graded: 0, mae: null, naive: { skill: null } });
  });
});

describe('warnings', () => {
  const scores = scoresOf([1, 2], { graded: [10, 10], below: [3, 2], warnedLead: [4000, 9000] });
  scores.bins.odds[6]!.set([1, 0]);
  scores.bins.odds[9]!.set([2, 2]);
  scores.bins.odds[5]!.set([7, 8]);
  scores.bins.oddsBelow[9]!.set([2, 1]);
  scores.bins.oddsBelow[5]!.set([1, 1]);

  it('are forecasts with odds of 60 % or more, right where the result is below its target', () => {
    expect(warningsOf([scores], scores, 7)).toMatchObject({
      warned: 5,
      cameTrue: 3,
      falseAlarms: 2,
      missed: 2,
      precision: { share: 0.6 },
      recall: { share: 0.6 },
      warningsPerWeek: 5,
      pagesPerWeek: 2,
      medianLeadMs: 2000,
      cost: 22,
      costWithoutForecasts: 50,
    });
  });

  it('cost what was said that they do', () => {
    expect(warningsOf([scores], scores, 7, { missed: 1, falseAlarm: 3 })).toMatchObject({ cost: 8 });
  });
});

describe('plumbing', () => {
  it('counts days without any forecast as due', () => {
    const scores = scoresOf([1, 2, 4], {
      forecasts: [5, 5, 4],
      graded: [5, 3, 4],
      intervened: [0, 1, 0],
      arrived: [5, 4, 4],
      arrivalDelay: [50, 40, 40],
      executions: [40, 40, 40],
      expectedExecutions: [50, 50, 50],
      errors: [0, 0, 30],
    });
    expect(plumbingOf(scores, 4)).toMatchObject({
      issued: 14,
      due: 20,
      graded: 12,
      ungraded: 1,
      executionsOfUsual: 0.8,
      errorShare: 0.2,
      arrivalDelayMs: 10,
    });
  });
});

describe('calibration', () => {
  const pools = simulatePools({ seed: 5, pools: 8, seriesPerPool: 10, days: 90 });
  const honest = joinScores(pools.map(({ recent }) => recent));

  it('of honest forecasts with few executions and shocks of whole days holds', () => {
    const { coverage80, coverage95, pit, odds } = calibrationOf(honest);
    expect([coverage80.verdict, coverage95.verdict, pit.verdict]).toEqual(['pass', 'pass', 'pass']);
    // Whole steps make the published bounds hold more.
    expect(coverage80.plain).toBeGreaterThan(0.85);
    expect(odds.slope).toBeGreaterThan(0.9);
    expect(odds.slope).toBeLessThan(1.1);
    const { brier, reliability, resolution, uncertainty, within } = odds.brier!;
    expect(reliability - resolution + uncertainty + within).toBeCloseTo(brier, 12);
    expect(Math.abs(within)).toBeLessThan(0.002);
  });

  it('of forecasts whose results fall into their ends fails', () => {
    const narrow = { ...honest, bins: { ...honest.bins, pit: movedToEnds(honest.bins.pit) } };
    const { coverage80, coverage95, pit } = calibrationOf(narrow);
    expect([coverage80.verdict, coverage95.verdict, pit.verdict]).toEqual(['fail', 'fail', 'fail']);
    expect(coverage80.reasons[0]).toMatchObject({ observed: 0.8, verdict: 'fail' });
  });

  it('is not judged on a single day', () => {
    const day = honest.days[3]!;
    expect(calibrationOf(withinDays(honest, day, day)).coverage80.verdict).toBe('inconclusive');
  });
});

/** A third of the results of each bin moves to one of the ends. */
function movedToEnds(bins: readonly Float64Array[]): Float64Array[] {
  const moved = bins.map((counts) => counts.map((count) => count - Math.floor(count / 3)));
  bins.forEach((counts, bin) => {
    const end = moved[bin < bins.length / 2 ? 0 : bins.length - 1]!;
    counts.forEach((count, day) => (end[day]! += Math.floor(count / 3)));
  });
  return moved;
}
