import { monitor, type MonitoredPool } from '@dqs/monitoring';
import { simulateDrift, simulatePools } from '@dqs/monitoring/testing';
import type { LedgerMonitoring } from '@dqs/pipelines';

import { EVIL } from './results.js';

const DAYS = { backtest: 30, live: 100 };

/** Four pools of a hundred days, the first of which has dropped; or nothing at all. */
export function monitored(isEmpty = false): LedgerMonitoring {
  const operation = { seed: 2, pools: 4, seriesPerPool: 6, days: DAYS.live, backtestDays: DAYS.backtest };
  const pools = simulatePools({ ...operation, drop: { points: 25, fromDay: 60, pools: 1 } }).map(named);
  const lastDay = isEmpty ? -1 : DAYS.backtest + DAYS.live - 1;
  const drift = simulateDrift({ seed: 4, quantities: 3, perDay: 10, days: 28, shift: { by: 1.5, quantities: 1 } });
  const report = monitor({ pools: isEmpty ? [] : pools, lastDay, drift: isEmpty ? [] : drift });
  return { knownAt: '1970-05-11T08:00:00.000Z', lastDate: isEmpty ? null : '1970-05-10', backfill: 3, ...report };
}

function named(pool: MonitoredPool, index: number): MonitoredPool {
  return { ...pool, pool: { ...pool.pool, source: index === 1 ? EVIL : 'shop' } };
}
