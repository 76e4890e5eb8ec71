import { type GateCheck, Random } from '@dqs/core';

import { checkBatch, profileOf, gateLimits, type GateLimits } from '../src/index.js';
import { trainingAndBatch, type RowsShape, type Shift } from './support/drifting-rows.js';

/** Any distance is too far: only chance stands between a distribution and its verdict. */
const CHANCE_ALONE = { maxPsi: 0, maxDriftedShare: 0 };
/** Days that are all alike in every series: what a batch knows is the luck of its days. */
const LUCKY = { luck: 0.9, between: 0 };

/** The verdicts on the distributions of batches, by run. */
function drifts(runs: number, shape: RowsShape, { limits = {}, shift = {} }: Case = {}): GateCheck[][] {
  const random = new Random(41);
  return Array.from({ length: runs }, () => {
    const [training, { frame, target, weight, day }] = trainingAndBatch(random, shape, shift);
    const batch = { frame, observed: { target, weight }, day };
    return [...checkBatch(batch, profileOf(training), { limits: gateLimits(limits) }).checks];
  });
}

interface Case {
  readonly limits?: Partial<GateLimits>;
  readonly shift?: Shift;
}

const isDrift = ({ name }: GateCheck) => name.endsWith('drift');

/** Share of the runs in which one of the named checks fails; without a name, one of those of drift. */
function failing(runs: readonly GateCheck[][], name?: string): number {
  const failed = runs.filter((checks) =>
    checks.some((one) => one.verdict === 'fail' && (name === undefined ? isDrift(one) : one.name === name)),
  );
  return failed.length / runs.length;
}

/** Shapes of data without any drift. */
const CLEAN: readonly (readonly [string, RowsShape])[] = [
  ['days are independent', { series: 10 }],
  ['independent days, luck shared', { series: 10, ...LUCKY }],
  ['days correlate by 0.3', { correlation: 0.3, series: 10 }],
  ['days correlate by 0.5', { correlation: 0.5, series: 20 }],
  ['days correlate by 0.5, four series share their luck', { correlation: 0.5, series: 4, ...LUCKY }],
  ['days correlate by 0.5, thirty series share their luck', { correlation: 0.5, series: 30, ...LUCKY }],
  ['weekends are lower', { correlation: 0.3, weekend: 1.5 }],
  ['two weeks', { correlation: 0.5, batchDays: 14, series: 10, ...LUCKY }],
  ['five days', { correlation: 0.5, batchDays: 5, series: 20, ...LUCKY }],
  ['28 days against 364', { correlation: 0.5, trainingDays: 364 }],
  ['28 features', { correlation: 0.5, repeats: 7, series: 4, ...LUCKY }],
];
const RUNS = 30;

/** A share of 0.05 is seen to be more than this in 1 of 700 simulations. */
const mostOf = (runs: number) => 0.05 + 3 * Math.sqrt((0.05 * 0.95) / runs);

describe('the verdicts on drift, where nothing has drifted', () => {
  it('fail in at most 5 of 100 batches of each kind of data, even where any distance is beyond the limit', () => {
    const shares = CLEAN.map(
      ([name, shape]) => [name, failing(drifts(RUNS, shape, { limits: CHANCE_ALONE }))] as const,
    );
    expect(shares.filter(([, share]) => share > mostOf(RUNS))).toEqual([]);
    const mean = shares.reduce((sum, [, share]) => sum + share / shares.length, 0);
    expect(mean).toBeLessThanOrEqual(mostOf(RUNS * CLEAN.length));
  });

  it('say inconclusive of a distance beyond the limit that chance explains', () => {
    const runs = drifts(15, { correlation: 0.5, batchDays: 5, series: 20, ...LUCKY });
    expect(failing(runs)).toBeLessThanOrEqual(0.05);
    const unclear = runs.flat().filter((one) => isDrift(one) && one.verdict === 'inconclusive');
    expect(unclear.length).toBeGreaterThan(20);
    expect(unclear.every(({ value, threshold }) => value! > threshold!)).toBe(true);
    expect(unclear.find(({ name }) => name === 'drift')!.reason).toMatch(/far from the training .*, 0 of them beyond/);
    expect(unclear.find(({ name }) => name === 'executions-drift')!.reason).toContain('chance explains as much');
  });
});

describe('the verdicts on drift, where something has', () => {
  it.each<[string, string, number, RowsShape, Case]>([
    ['features move by one standard deviation', 'drift', 0.9, {}, { shift: { mean: 1 } }],
    ['they do, and days correlate by 0.5', 'drift', 0.5, { correlation: 0.5 }, { shift: { mean: 1 } }],
    [
      'they move by a half, with a lower limit',
      'drift',
      0.2,
      { series: 10 },
      { shift: { mean: 0.5 }, limits: { maxPsi: 0.1 } },
    ],
    ['three in ten values are missing', 'missing-values', 1, {}, { shift: { missing: 0.3 } }],
    ['the pass fraction falls by 30 points', 'target-drift', 0.95, { correlation: 0.5 }, { shift: { target: 0.3 } }],
    [
      'it falls by 10 points, with a lower limit',
      'target-drift',
      0.7,
      { series: 10 },
      { shift: { target: 0.1 }, limits: { maxPsi: 0.1 } },
    ],
    ['executions double', 'executions-drift', 0.95, { correlation: 0.5 }, { shift: { executions: 2 } }],
  ])('see that %s: %s fails in a share of at least %d', (_, name, least, shape, one) => {
    expect(failing(drifts(20, shape, one), name)).toBeGreaterThanOrEqual(least);
  });
});
