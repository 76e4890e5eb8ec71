import { decideTick, NO_ALERTS, readPolicy, SYSTEM_POLICY, type AlertingState } from '@dqs/alerting';
import { calibrationOf, joinScores, withinDays } from '@dqs/monitoring';
import { simulatePools, type SimulatedOperation } from '@dqs/monitoring/testing';

import { coverageFacts } from '../../src/alert/evidence.js';
import { DAY } from '../support/operation.js';

const { policy } = readPolicy(SYSTEM_POLICY, 'system.yaml');
/** The last 90 days of an operation are looked at, by windows of 28, every fourth day. */
const [DAYS, BEFORE, WINDOW] = [120, 30, 28];
const [LOOKED_AT, STEP] = [90 - WINDOW, 4];

/** Whether the alert about coverage fires on one of the last days. */
function fires(operation: Omit<SimulatedOperation, 'days' | 'backtestDays'>): boolean {
  const pools = simulatePools({ ...operation, days: DAYS, backtestDays: BEFORE });
  const scores = joinScores(pools.map(({ recent }) => recent));
  let state: AlertingState = NO_ALERTS;
  for (let last = BEFORE + DAYS - LOOKED_AT; last < BEFORE + DAYS; last += STEP) {
    const facts = coverageFacts(calibrationOf(withinDays(scores, last - WINDOW + 1, last)));
    const at = { at: last * DAY, day: last, series: [], sources: [], system: [] };
    const decision = decideTick(policy, state, { ...at, models: [{ model: 'm', labels: {}, ...facts }] });
    if (decision.transitions.some(({ alert, to }) => alert.startsWith('coverage-off/') && to === 'firing')) return true;
    ({ state } = decision);
  }
  return false;
}

const shareOf = (runs: number, operation: (seed: number) => Parameters<typeof fires>[0]) =>
  Array.from({ length: runs }, (_, seed) => fires(operation(seed + 1))).filter((fired) => fired).length / runs;

describe('coverage-off, over two months of honest forecasts', () => {
  it.each([
    [1, 3, 0.3],
    [1, 20, 0.6],
    [5, 20, 0.6],
  ])(
    'fires by chance in at most 5 %% of operations with %d pools of %d series, days correlated by %d',
    (pools, seriesPerPool, correlation) => {
      const share = shareOf(25, (seed) => ({ seed, pools, seriesPerPool, correlation, shock: correlation }));
      expect(share).toBeLessThanOrEqual(0.05);
    },
  );

  it('finds forecasts that do not notice a drop of 25 points', () => {
    const drop = { points: 25, fromDay: DAYS - 40, pools: 5 };
    const share = shareOf(12, (seed) => ({ seed, pools: 5, seriesPerPool: 20, correlation: 0.3, drop }));
    expect(share).toBeGreaterThan(0.9);
  });

  it('says nothing where a handful of results could be anything', () => {
    const pools = simulatePools({ seed: 1, pools: 1, seriesPerPool: 1, days: 28, backtestDays: 30 });
    expect(coverageFacts(calibrationOf(pools[0]!.recent))).toEqual({});
  });
});
