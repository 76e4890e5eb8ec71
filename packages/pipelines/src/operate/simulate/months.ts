import { formatDay, ODDS_BINS, PIT_BINS } from '@dqs/core';
import { AGGREGATE_STATISTICS, statisticIndex, type DailyAggregates, type LedgerStore } from '@dqs/ledger';

/** How the champion's live forecasts of a month did. Percentage points; shares in [0, 1]; null where there is nothing to say. Survives JSON. */
export interface MonthScores {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly forecasts: number;
  readonly graded: number;
  readonly mae: number | null;
  readonly crps: number | null;
  /** Mean absolute error of the naive forecast that the training chose. */
  readonly naiveMae: number | null;
  /** 1 − MAE / naive MAE. */
  readonly skill: number | null;
  /** Shares of results within the central 80 and 95 % of their distributions, by the randomised PIT. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  /** Forecasts with odds of a half or more of falling below the target, the share that did, and the share of days below that were among them. */
  readonly warnings: number;
  readonly precision: number | null;
  readonly recall: number | null;
}

/** The months of a span of days. */
export async function monthScores(
  ledger: Pick<LedgerStore, 'aggregates'>,
  days: { readonly from: number; readonly to: number },
): Promise<MonthScores[]> {
  const aggregates = await ledger.aggregates({ ...days, arms: ['champion'] });
  const months = new Map<string, Float64Array>();
  aggregates.day.forEach((day, row) => {
    if (!aggregates.groups[aggregates.group[row]!]!.live) return;
    const month = formatDay(day).slice(0, 7);
    const sums = months.get(month) ?? new Float64Array(AGGREGATE_STATISTICS.length);
    addRow(sums, aggregates, row);
    months.set(month, sums);
  });
  return [...months].map(([month, sums]) => scoresOf(month, sums));
}

function addRow(sums: Float64Array, { values }: DailyAggregates, row: number): void {
  const start = row * sums.length;
  for (let i = 0; i < sums.length; i += 1) sums[i]! += values[start + i]!;
}

function scoresOf(month: string, sums: Float64Array): MonthScores {
  const sum = (name: Parameters<typeof statisticIndex>[0]) => sums[statisticIndex(name)]!;
  const bins = (name: 'pit0' | 'odds0' | 'oddsBelow0', from: number, to: number) => {
    const start = statisticIndex(name);
    return sums.subarray(start + from, start + to).reduce((total, count) => total + count, 0);
  };
  const graded = sum('graded');
  const pits = bins('pit0', 0, PIT_BINS);
  const half = ODDS_BINS / 2;
  const [warnings, came] = [bins('odds0', half, ODDS_BINS), bins('oddsBelow0', half, ODDS_BINS)];
  const [own, naive] = [sum('absoluteErrorBesideNaive'), sum('naiveAbsoluteError')];
  // The outer 2.5 and 10 % at either side are whole bins.
  const within = (outer: number) => over(bins('pit0', outer * PIT_BINS, (1 - outer) * PIT_BINS), pits);
  return {
    month,
    forecasts: sum('forecasts'),
    graded,
    mae: over(sum('absoluteError'), graded),
    crps: over(sum('crps'), graded),
    naiveMae: over(naive, sum('withNaive')),
    skill: naive > 0 ? 1 - own / naive : null,
    coverage80: within(0.1),
    coverage95: within(0.025),
    warnings,
    precision: over(came, warnings),
    recall: over(came, sum('below')),
  };
}

function over(value: number, by: number): number | null {
  return by > 0 ? value / by : null;
}
