import type { Arm, LedgerForecasts, LedgerGrades, LedgerStore } from '@dqs/ledger';
import { forecastsWithGrades, GRADE_STATUS } from '@dqs/ledger';

/** A version in an arm of the ledger. */
export interface VersionInArm {
  readonly arm: Arm;
  readonly model: string;
  readonly version: string;
}

/** Losses of two versions on the same series, days and results, percentage points; a row of each pair of live forecasts. */
export interface PairedGrades {
  /** Days since 1970-01-01. */
  readonly day: number[];
  readonly first: { readonly error: number[]; readonly crps: number[] };
  readonly second: { readonly error: number[]; readonly crps: number[] };
  /** Absolute errors of the naive forecast beside the first; NaN where there was none. */
  readonly naive: number[];
}

/** Which days, as known when. */
export interface PairedDays {
  readonly from: number;
  readonly to: number;
  readonly knownAt: number;
}

/**
 * What became of the forecasts that two versions made live of the same days, each from the same results: without a partner a
 * forecast is not in it, nor where somebody intervened. Of several issues of a day the last one counts. Days are read one by one.
 */
export async function pairedGrades(
  ledger: Pick<LedgerStore, 'forecasts' | 'grades'>,
  versions: readonly [VersionInArm, VersionInArm],
  { from, to, knownAt }: PairedDays,
): Promise<PairedGrades> {
  const pairs: PairedGrades = {
    day: [],
    first: { error: [], crps: [] },
    second: { error: [], crps: [] },
    naive: [],
  };
  const arms = versions.map(({ arm }) => arm);
  for (let day = from; day <= to; day += 1) {
    const { forecasts, grades } = await forecastsWithGrades(ledger, { from: day, to: day, knownAt, arms });
    const [first, second] = versions.map((one) => lastRows(forecasts, grades, one));
    for (const [of, row] of first!) {
      const other = second!.get(of);
      if (other !== undefined) addPair(pairs, grades, day, [row, other]);
    }
  }
  return pairs;
}

/** The rows of a version that count, by what they have to have in common with their partners. */
function lastRows(
  { series, asOfDay, issue, issues }: LedgerForecasts,
  { status, live }: LedgerGrades,
  { arm, model, version }: VersionInArm,
): ReadonlyMap<string, number> {
  const rows = new Map<string, number>();
  for (let row = 0; row < series.length; row += 1) {
    const own = issues[issue[row]!]!;
    if (own.arm !== arm || own.model !== model || own.version !== version) continue;
    // They are in the order of the time known.
    if (status[row] === GRADE_STATUS.graded && live[row] === 1) rows.set(`${series[row]!} ${asOfDay[row]!}`, row);
  }
  return rows;
}

function addPair(pairs: PairedGrades, { numbers }: LedgerGrades, day: number, [a, b]: readonly [number, number]): void {
  pairs.day.push(day);
  for (const [of, row] of [
    [pairs.first, a],
    [pairs.second, b],
  ] as const) {
    of.error.push(Math.abs(numbers.error[row]!));
    of.crps.push(numbers.crps[row]!);
  }
  pairs.naive.push(Math.abs(numbers.naiveError[a]!));
}
