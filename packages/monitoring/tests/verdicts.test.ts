import { Random } from '@dqs/core';

import { simulateDrift, simulatePools, verdictsOfSimulation } from '../src/testing/index.js';
import {
  baseRateOf,
  dailyReference,
  descend,
  driftOf,
  extendDegradation,
  extendEarned,
  judgeCusum,
  judgeDegradation,
  judgeEarned,
  poolEvidence,
  startDegradation,
  startEarned,
  windowLoss,
} from '../src/index.js';

const LEVEL = 0.05;
const NULL = { pools: 30, seriesPerPool: 4, days: 180 };

describe('of histories without any change, days correlated and with shocks in common, 3 to 30 executions,', () => {
  const runs = [0, 0.5].flatMap((correlation) =>
    [1, 2].map((seed) => verdictsOfSimulation({ ...NULL, seed, correlation })),
  );
  const mean = (value: (run: (typeof runs)[number]) => number) =>
    runs.reduce((sum, run) => sum + value(run), 0) / runs.length;

  it.each([0, 1, 2])(
    'the share of p-values of at most 0.05 is at most that, and so are false discoveries: window %d',
    (w) => {
      expect(mean(({ windows, pools }) => windows[w]!.alarms / windows[w]!.looks / pools)).toBeLessThanOrEqual(LEVEL);
      expect(mean(({ windows }) => windows[w]!.falseDiscoveryRate)).toBeLessThanOrEqual(LEVEL);
    },
  );

  it('running evidence of degradation, looked at every day, alarms for at most 5 % of the pools, e-BH for none', () => {
    expect(mean(({ everDegraded, pools }) => everDegraded / pools)).toBeLessThanOrEqual(LEVEL);
    expect(mean(({ falseByEValues }) => falseByEValues)).toBe(0);
  });
});

describe('a drop of pass percentages that forecasts do not notice', () => {
  const drop = (points: number) =>
    verdictsOfSimulation({ seed: 7, pools: 16, seriesPerPool: 20, days: 120, drop: { points, fromDay: 60, pools: 8 } });

  it('of 10 points is found in every pool, by windows and by running evidence, and in no other', () => {
    const { windows, delays, everDegraded, falseByEValues, rightByEValues } = drop(10);
    expect(windows.map(({ found }) => found)).toEqual([8, 8, 8]);
    expect(Math.max(...delays)).toBeLessThan(70);
    expect([everDegraded, falseByEValues, rightByEValues]).toEqual([8, 0, 8]);
  });

  it('of 30 points is found sooner', () => {
    expect(Math.max(...drop(30).delays)).toBeLessThan(25);
  });
});

describe('a window of losses against the reference', () => {
  const random = new Random(8);
  const values = Float64Array.from({ length: 60 }, () => 5 + random.normal());
  const reference = dailyReference(values, LEVEL)!;

  it('of the same level is no rise', () => {
    expect(windowLoss(values.subarray(0, 7), 7, reference).pValue).toBeGreaterThan(0.2);
  });

  it('far above it is one from the first day on', () => {
    expect(windowLoss(Float64Array.of(30), 1, reference)).toMatchObject({ days: 1, mean: 30 });
    expect(windowLoss(Float64Array.of(30), 1, reference).pValue).toBeLessThan(1e-3);
  });

  it('without a result says nothing', () => {
    expect(windowLoss(Float64Array.of(Number.NaN), 1, reference).pValue).toBeNaN();
  });

  it('has no reference with too few days', () => {
    expect(dailyReference(values.subarray(0, 20), LEVEL)).toBeUndefined();
  });
});

describe('running evidence', () => {
  const { history } = simulatePools({ seed: 3, pools: 1, seriesPerPool: 10, days: 100 })[0]!;
  const mean = (course: typeof history.live) =>
    course.columns.absoluteError.map((sum, day) => sum / course.columns.graded[day]!);
  const reference = dailyReference(mean(history.backtest!), LEVEL)!;

  it('goes on from its state as JSON, day by day as all at once', () => {
    const losses = mean(history.live);
    let state = startDegradation(reference);
    for (let day = 0; day < losses.length; day += 1) {
      state = extendDegradation(state, losses.subarray(day, day + 1), reference);
      state = JSON.parse(JSON.stringify(state, replaceNaN), reviveNaN) as typeof state;
    }
    expect(state).toEqual(extendDegradation(startDegradation(reference), losses, reference));
  });

  it('of many times the loss alarms within days, with its reasons', () => {
    const losses = new Float64Array(20).fill(4 * reference.mean);
    const state = extendDegradation(startDegradation(reference), losses, reference);
    expect(judgeDegradation(state, LEVEL)).toMatchObject({
      verdict: 'fail',
      reasons: [{ check: 'e-value', limit: 40, verdict: 'fail' }],
    });
    expect(judgeCusum(state).verdict).toBe('fail');
  });

  it('of a version without a backtest starts after four weeks', () => {
    const { reference, degradation } = poolEvidence({ live: history.live }, [7], 189, LEVEL);
    expect(reference).toMatchObject({ from: 'first days', days: 28 });
    expect(degradation.running.verdict).toBe('pass');
  });

  it('is none where nothing has been seen yet', () => {
    const live = { ...history.live, days: new Int32Array(0), columns: { ...history.live.columns } };
    for (const name of Object.keys(live.columns) as (keyof typeof live.columns)[]) {
      live.columns[name] = new Float64Array(0);
    }
    const { reference, degradation, earned } = poolEvidence({ live }, [7], 189, LEVEL);
    expect(reference).toEqual({ from: 'none', days: 0, mae: null });
    expect(degradation.running.verdict).toBe('inconclusive');
    expect(earned.earned).toBe(false);
  });
});

/** NaN stands for a difference that does not exist yet; JSON has null for it. */
const replaceNaN = (_key: string, value: unknown) => (Number.isNaN(value) ? 'NaN' : value);
const reviveNaN = (_key: string, value: unknown) => (value === 'NaN' ? Number.NaN : value);

describe('the right to page', () => {
  it('is earned by warnings that come true far more often than results are bad anyway', () => {
    const days = 30;
    const [warned, right, wrong] = [4, 3, 0].map((count) => new Float64Array(days).fill(count));
    expect(judgeEarned(extendEarned(startEarned(0.2), warned!, right!)).earned).toBe(true);
    expect(judgeEarned(extendEarned(startEarned(0.2), warned!, wrong!)).earned).toBe(false);
    expect(judgeEarned(startEarned(0.2)).reasons[0]).toMatchObject({ verdict: 'inconclusive', limit: 20 });
  });

  it('has to beat at least a base rate of 5 %', () => {
    expect(startEarned(0.001).baseRate).toBe(0.05);
    const { history } = simulatePools({ seed: 4, pools: 1, seriesPerPool: 10, days: 10 })[0]!;
    const { below, graded } = history.backtest!.columns;
    const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
    expect(baseRateOf(history.backtest!)).toBeGreaterThan(sum(below) / sum(graded));
  });
});

describe('evidence of groups and their members', () => {
  const members = (...values: number[]) => values.map((eValue, key) => ({ key, eValue }));

  it('is first that of groups, then that of the members of those that were found', () => {
    const groups = [
      { name: 'bad', members: members(1000, 1, 0.5) },
      { name: 'quiet', members: members(1, 2, 15) },
      { name: 'empty', members: [] },
    ];
    expect(descend(groups, 0.05)).toEqual([{ name: 'bad', eValue: 1001.5 / 3, members: [0] }]);
  });
});

describe('drift', () => {
  const rules = { q: LEVEL };

  it('is found in at most 5 % of the looks where nothing has moved, though days move together', () => {
    let looks = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const inputs = simulateDrift({ seed, quantities: 6, perDay: 12, days: 28, referenceDays: 120, correlation: 0.4 });
      if (driftOf(inputs, 1, rules).some(({ verdict }) => verdict === 'fail')) looks += 1;
    }
    expect(looks / 40).toBeLessThanOrEqual(LEVEL);
  });

  const moved = simulateDrift({ seed: 9, quantities: 6, perDay: 20, days: 28, shift: { by: 1.5, quantities: 2 } });

  it('of what has moved is found and ranked by what it costs', () => {
    const inputs = moved.map((one, i) => ({ ...one, meanContribution: i === 1 ? 3 : 1 }));
    const rows = driftOf(inputs, 2, rules);
    expect(rows.map(({ name, verdict }) => `${name} ${verdict}`).slice(0, 2)).toEqual(['q1 fail', 'q0 fail']);
    expect(rows[0]!.ofTheError).toBeCloseTo((3 * rows[0]!.statistics.movedShare!) / 2, 12);
    expect(rows[0]!.reasons.map(({ check }) => check)).toEqual([
      'PSI, limit for its size',
      'p-value, limit by Benjamini and Hochberg',
      'expected loss, share of the MAE',
    ]);
  });

  it('that costs less than 5 % of the error does not count, and without contributions nothing is known', () => {
    const cheap = moved.map((one) => ({ ...one, meanContribution: 0.01 }));
    expect(driftOf(cheap, 2, rules).filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    const unknown = moved.map((one) => ({ ...one, meanContribution: undefined }));
    expect(driftOf(unknown, 2, rules).filter(({ verdict }) => verdict === 'inconclusive')).toHaveLength(2);
  });

  it('is also that values are missing', () => {
    const [first] = simulateDrift({ seed: 10, quantities: 1, perDay: 20, days: 28 });
    const missing = { ...first!, dailyMissing: new Float64Array(28).fill(10) };
    const [row] = driftOf([missing], 2, rules);
    expect(row!.reasons[0]).toMatchObject({ check: 'change of missing values', verdict: 'fail' });
    expect(row!.statistics.missingShare).toBeCloseTo(1 / 3, 12);
  });
});
