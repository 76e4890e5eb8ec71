import type { Pool, PoolReport, WindowReport } from '@dqs/monitoring';
import type { LedgerMonitoring } from '@dqs/pipelines';

import { shown } from '../../text/typeset.js';
import type { CoverageChart, CoverageRow, OddsChart, PitChart } from './calibration.js';
import { daily, type Course } from './course.js';

/** Pools that a chart has room for. */
const MOST_POOLS = 40;

/** What a pool is called: its rule, its level and its source. */
export function poolName({ tenantId, ruleCode, level, source }: Pool): string {
  return [ruleCode, level, source, tenantId].filter((part) => part !== '').join(' · ');
}

/** The error of each day beside that of the naive forecast; undefined without a day. */
export function errorByDay({ daily: days }: LedgerMonitoring): Course | undefined {
  if (days.length === 0) return undefined;
  const { labels, column } = daily(days.map(({ date }) => date));
  const better = days.filter(({ mae, naiveMae }) => mae !== null && naiveMae !== null && mae < naiveMae).length;
  return {
    title: 'Error against naive, by day',
    note: 'mean absolute error in points, forecasts that have a naive one beside them',
    finding: `Mean absolute error by day: on ${better} of ${days.length} days the forecasts were closer than the naive one`,
    places: { kind: 'day', labels },
    lines: [
      { name: 'forecasts', role: 'forecast', form: 'line', values: column(days.map(({ mae }) => mae)) },
      { name: 'naive', role: 'naive', form: 'line', values: column(days.map(({ naiveMae }) => naiveMae)) },
    ],
    unit: '',
    digits: 2,
    low: 0,
  };
}

/** The odds of results below their targets beside what came; undefined without a forecast. */
export function oddsOfWindow({ calibration, days }: WindowReport): OddsChart | undefined {
  const bins = calibration?.odds.bins ?? [];
  if (bins.length === 0) return undefined;
  const right = bins.filter(({ forecast, low, high }) => low <= forecast && forecast <= high).length;
  return {
    title: 'Does 70 % mean 70 %?',
    note: `odds of a result below its target, ${days} days`,
    finding: `Odds of a result below its target beside the share that was: ${right} of ${bins.length} groups hold what was said`,
    bins: bins.map(({ from, to, rows, forecast, observed, low, high }) => ({
      label: `${shown(100 * from, 0)}–${shown(100 * to, 0)} %`,
      rows,
      said: 100 * forecast,
      happened: 100 * observed,
      low: 100 * low,
      high: 100 * high,
      naiveSaid: null,
      naiveHappened: null,
    })),
  };
}

/** Where results fell in their forecasts; undefined without one. */
export function pitOfWindow({ calibration, days }: WindowReport): PitChart | undefined {
  const { counts, reasons, verdict } = calibration?.pit ?? { counts: [], reasons: [], verdict: 'inconclusive' };
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  const share = 1 / counts.length;
  const p = reasons[0]?.observed;
  const said = p == null ? 'too few days to tell' : `p = ${shown(p, 3)} that this is chance`;
  // What chance makes of independent results, wider by what days that move together add is the verdict's business.
  const reach = 1.96 * Math.sqrt((share * (1 - share)) / total);
  return {
    title: 'Do results fall where they should?',
    note: `share of results by their place in the forecast, ${days} days; ${said}`,
    finding: `Share of results by tenth of their forecast: ${verdict === 'fail' ? 'not level' : 'no sign that it is not level'}, ${said}`,
    bins: counts.map((count, i) => ({
      label: `${shown(100 * i * share, 0)}–${shown(100 * (i + 1) * share, 0)} %`,
      share: (100 * count) / total,
      naiveShare: null,
    })),
    right: { share: 100 * share, low: 100 * Math.max(0, share - reach), high: 100 * (share + reach) },
  };
}

/** Whether ranges hold what they say, over all pools and by pool; undefined without a forecast. */
export function coverageOfPools(month: WindowReport, pools: readonly PoolReport[]): CoverageChart | undefined {
  const all = coverageRow('all pools', month.calibration);
  if (!all) return undefined;
  const each = pools.flatMap(({ pool, calibration }) => coverageRow(poolName(pool), calibration) ?? []);
  const off = pools.filter(({ calibration: { coverage80, coverage95 } }) =>
    [coverage80, coverage95].some(({ verdict }) => verdict === 'fail'),
  ).length;
  const left = each.length - MOST_POOLS;
  return {
    title: 'Do the ranges hold?',
    note: `share of results inside the ranges of 80 and 95 %, ${month.days} days, with 99 % bands${left > 0 ? `; ${left} more pools in the JSON` : ''}`,
    finding: `Coverage of the ranges of 80 and 95 %: outside their bands in ${off} of ${pools.length} pools`,
    rows: [all, ...each.slice(0, MOST_POOLS)],
  };
}

function coverageRow(name: string, calibration: WindowReport['calibration']): CoverageRow | undefined {
  if (!calibration || calibration.coverage80.share === null) return undefined;
  const { coverage80, coverage95 } = calibration;
  return {
    name,
    rows: coverage80.graded,
    ranges: [coverage80, coverage95].map(({ nominal, share, low, high }) => ({
      nominal: 100 * nominal,
      share: 100 * (share ?? 0),
      low: 100 * low,
      high: 100 * high,
      naive: null,
    })),
  };
}
