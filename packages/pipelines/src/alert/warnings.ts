import { extendVeto, isVetoed, percentageOf } from '@dqs/alerting';
import { decodeColumns, encodeColumns, MS_PER_DAY, WARNING_ODDS } from '@dqs/core';
import type { EProcess } from '@dqs/core/stats';
import type { LedgerStore } from '@dqs/ledger';

import { KnownDay, type DayStore } from './known-day.js';

/** The warnings of a day whose results are known, and whether they came true, by column. */
export interface DayWarnings {
  /** Numbers of the series. */
  readonly series: Int32Array;
  /** Odds of missing the target that were stated. */
  readonly said: Float64Array;
  /** 1 where the target was missed. */
  readonly missed: Uint8Array;
}

/** What warnings are read from and kept in. */
export type WarningStore = DayStore & Pick<LedgerStore, 'checkpoint' | 'keepCheckpoint'>;

/** From so many days after its end on a day counts as it was known then: what is corrected later changes no record. */
export const FROZEN_AFTER_DAYS = 7;

/** What a day's warnings are looked at with. */
export interface WarningRules {
  /** The pass percentage that a series should reach. */
  readonly targetOf: (series: number) => number;
  /** Names what targets depend on. */
  readonly scope: string;
}

/**
 * The warnings of a day, as known at a time.
 *
 * @param judgedDay the last day of a series whose results are complete.
 */
export function warningsOf(
  known: KnownDay,
  at: number,
  judgedDay: (series: number) => number,
  targetOf: WarningRules['targetOf'],
): DayWarnings {
  const rows: (readonly [series: number, said: number, missed: number])[] = [];
  for (const series of known.forecastSeries) {
    if (known.day > judgedDay(series) || known.isIntervened(series, at)) continue;
    const row = known.forecastRow(series, at);
    if (row === undefined || known.pBelow(row) < WARNING_ODDS) continue;
    const percentage = percentageOf(known.results.of(series, at));
    if (percentage !== undefined) rows.push([series, known.pBelow(row), Number(percentage < targetOf(series))]);
  }
  return {
    series: Int32Array.from(rows, ([series]) => series),
    said: Float64Array.from(rows, ([, said]) => said),
    missed: Uint8Array.from(rows, ([, , missed]) => missed),
  };
}

/** When a day is frozen, milliseconds. */
export function frozenAt(day: number): number {
  return (day + 1 + FROZEN_AFTER_DAYS) * MS_PER_DAY;
}

/** The warnings of a day that is frozen, as they were known when it froze. They are kept, so that they are read once. */
export async function frozenWarnings(
  ledger: WarningStore,
  day: number,
  { targetOf, scope }: WarningRules,
): Promise<DayWarnings> {
  const [name, knownAt] = [`alerting/warnings/${scope}/${day}`, frozenAt(day)];
  const kept = await ledger.checkpoint(name, knownAt);
  if (kept) return decodeColumns(kept.content).columns as unknown as DayWarnings;
  const known = await KnownDay.read(ledger, day, knownAt, targetOf);
  // By then whoever has not delivered will not.
  const warnings = warningsOf(known, knownAt, () => day, targetOf);
  await ledger.keepCheckpoint(name, { day, knownAt, content: encodeColumns({ meta: {}, columns: { ...warnings } }) });
  return warnings;
}

/**
 * The series whose own warnings speak against them.
 *
 * @param days in ascending order.
 */
export function vetoedSeries(days: readonly DayWarnings[]): ReadonlySet<number> {
  const records = new Map<number, EProcess>();
  for (const { series, said, missed } of days) {
    for (const [row, one] of series.entries()) {
      records.set(one, extendVeto(records.get(one), said[row]!, missed[row] === 1));
    }
  }
  return new Set([...records].filter(([, record]) => isVetoed(record)).map(([series]) => series));
}
