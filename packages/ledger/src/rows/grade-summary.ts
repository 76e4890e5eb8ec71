import { compareText } from '@dqs/core';

import { ARMS } from '../arms.js';
import type { GradedRow } from './graded-row.js';

/** What the grades of one version in one arm come to. Live forecasts and backfill never share a summary. Survives JSON. */
export interface GradeSummary extends Pick<GradedRow, 'arm' | 'model' | 'standing'> {
  readonly version: string;
  readonly forecasts: number;
  readonly graded: number;
  readonly ungraded: number;
  readonly intervened: number;
  /** Mean absolute error, percentage points; missing (null) where nothing is graded, as all that follows. */
  readonly mae: number | null;
  readonly crps: number | null;
  /** Predicted minus actual, on the average. */
  readonly bias: number | null;
  /** Shares of actuals within the published intervals. */
  readonly coverage80: number | null;
  readonly coverage95: number | null;
  readonly brier: number | null;
  /** Mean absolute error of the naive forecast, where there is one. */
  readonly naiveMae: number | null;
  /** 1 − MAE / MAE of the naive forecast, over the graded that have one. */
  readonly skill: number | null;
}

interface Sums {
  readonly first: GradedRow;
  readonly counts: { graded: number; ungraded: number; intervened: number; withNaive: number };
  absoluteError: number;
  crps: number;
  error: number;
  covered80: number;
  covered95: number;
  brier: number;
  naive: number;
  besideNaive: number;
}

/** Sums up rows as they are read. */
export class GradeSummaries {
  readonly #sums = new Map<string, Sums>();

  add(rows: readonly GradedRow[]): void {
    for (const row of rows) addTo(this.#of(row), row);
  }

  /** Live before backfill, then by arm, model and version. */
  list(): GradeSummary[] {
    const sums = [...this.#sums.values()].sort(({ first: a }, { first: b }) => {
      const standing = Number(a.standing === 'backfill') - Number(b.standing === 'backfill');
      const names = compareText(a.model, b.model) || compareText(a.modelVersion, b.modelVersion);
      return standing || ARMS.indexOf(a.arm) - ARMS.indexOf(b.arm) || names;
    });
    return sums.map(summaryOf);
  }

  #of(row: GradedRow): Sums {
    const id = JSON.stringify([row.arm, row.model, row.modelVersion, row.standing]);
    const known = this.#sums.get(id);
    if (known) return known;
    const counts = { graded: 0, ungraded: 0, intervened: 0, withNaive: 0 };
    const losses = {
      absoluteError: 0,
      crps: 0,
      error: 0,
      covered80: 0,
      covered95: 0,
      brier: 0,
      naive: 0,
      besideNaive: 0,
    };
    const sums = { first: row, counts, ...losses };
    this.#sums.set(id, sums);
    return sums;
  }
}

function addTo(sums: Sums, row: GradedRow): void {
  sums.counts[row.status] += 1;
  if (row.status !== 'graded') return;
  sums.absoluteError += row.absoluteError!;
  sums.crps += row.crps!;
  sums.error += row.error!;
  sums.covered80 += Number(row.covered80);
  sums.covered95 += Number(row.covered95);
  sums.brier += row.brier!;
  if (row.naiveError === null) return;
  sums.counts.withNaive += 1;
  sums.naive += Math.abs(row.naiveError);
  sums.besideNaive += row.absoluteError!;
}

function summaryOf({ first, counts, ...sums }: Sums): GradeSummary {
  const { graded, ungraded, intervened, withNaive } = counts;
  const mean = (sum: number, count: number) => (count === 0 ? null : sum / count);
  return {
    ...{ arm: first.arm, model: first.model, version: first.modelVersion, standing: first.standing },
    ...{ forecasts: graded + ungraded + intervened, graded, ungraded, intervened },
    mae: mean(sums.absoluteError, graded),
    crps: mean(sums.crps, graded),
    bias: mean(sums.error, graded),
    coverage80: mean(sums.covered80, graded),
    coverage95: mean(sums.covered95, graded),
    brier: mean(sums.brier, graded),
    naiveMae: mean(sums.naive, withNaive),
    skill: sums.naive === 0 ? null : 1 - sums.besideNaive / sums.naive,
  };
}
