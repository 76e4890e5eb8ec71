import { monitor, type MonitoredPool, type WindowReport } from '@dqs/monitoring';
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

/** The same with other figures of the window of 28 days. */
export function withMonth(report: LedgerMonitoring, changed: Partial<WindowReport>): LedgerMonitoring {
  return { ...report, windows: report.windows.map((one) => (one.days === 28 ? { ...one, ...changed } : one)) };
}

/** Figures of 28 days in which nothing was graded. */
export function nothingGraded(report: LedgerMonitoring): LedgerMonitoring {
  const { accuracy, calibration, warnings, plumbing } = report.windows.find(({ days }) => days === 28)!;
  const unknown = { share: null, graded: 0 } as const;
  const none = { share: null, low: 0, high: 1 } as const;
  return withMonth(report, {
    accuracy: {
      ...{ ...accuracy, graded: 0, mae: null, bias: null, crps: null },
      naive: { ...accuracy.naive, mae: null, skill: null },
    },
    calibration: {
      coverage80: { ...calibration!.coverage80, ...unknown },
      coverage95: { ...calibration!.coverage95, ...unknown },
      pit: { ...calibration!.pit, counts: Array.from({ length: 10 }, () => 0) },
      odds: { ...calibration!.odds, brier: null, bins: [] },
    },
    warnings: {
      ...{ ...warnings!, warned: 0, cameTrue: 0, falseAlarms: 0, missed: 0, cost: 0, costWithoutForecasts: 0 },
      ...{ precision: none, recall: none, medianLeadMs: null, pagesPerWeek: null },
    },
    plumbing: { ...plumbing, graded: 0, executionsOfUsual: null, errorShare: null, arrivalDelayMs: null },
  });
}
