import { DqsError } from '@dqs/core';
import { LEDGER_NUMBERS, type ForecastColumns, type LedgerForecasts, type SeriesKey } from '@dqs/ledger';

import { NAIVE_DISTRIBUTIONS } from '../evaluate/naive-distributions.js';
import type { Predictor } from '../forecast/predict.js';
import { batchOf } from './issue-batch.js';
import type { IssuingHistory } from './issue-forecasts.js';

/** A field of a forecast that came out otherwise when it was made again. Survives JSON. */
export interface ReplayDifference {
  readonly field: string;
  readonly kept: number | string | null;
  /** Null where there is none. */
  readonly replayed: number | string | null;
}

/** What a forecast is made again from. */
export interface ReplaySources {
  /** What had arrived by the time that its issue knew. */
  readonly history: IssuingHistory;
  readonly series: SeriesKey;
  /** The version that made it; undefined for a naive forecast. */
  readonly predictor: Predictor | undefined;
  /** The naive distribution that was issued with it. */
  readonly naive: string;
}

/**
 * Makes a forecast of a ledger again, by the path that made it, and compares every bit of it: numbers, flags and distribution. The
 * target is the one that was kept; it came from a catalog of that time.
 *
 * @param kept all that a ledger keeps of some forecasts, of which `row` is replayed.
 * @returns what differs, nothing where it is the same.
 * @throws DqsError `series-unknown` if the history does not have the series, `invalid-argument` for a naive distribution that this
 * version does not know, and as a forecast.
 */
export function replayIssuedForecast(kept: LedgerForecasts, row: number, sources: ReplaySources): ReplayDifference[] {
  const { history, predictor } = sources;
  const found = history.history.series.findIndex((one) => isSame(one, sources.series));
  if (found < 0) throw notKnown(sources.series);
  const naive = NAIVE_DISTRIBUTIONS.find((name) => name === sources.naive);
  if (naive === undefined) throw unknownNaive(sources.naive);
  const requests = {
    series: Int32Array.of(found),
    targetDay: kept.targetDay.slice(row, row + 1),
    asOfDay: kept.asOfDay.slice(row, row + 1),
  };
  const targets = new Float64Array(history.history.series.length).fill(kept.numbers.targetPercentage[row]!);
  const due = { history: history.history, requests, numbers: kept.series.slice(row, row + 1), targets };
  const { issue, forecasts } = batchOf(due, kept.issues[kept.issue[row]!]!, naive, predictor, 1);
  const before = { ...kept, flagNames: kept.issues[kept.issue[row]!]!.flagNames };
  return differences([before, row], [{ ...forecasts, flagNames: issue.flagNames }, 0]);
}

type Side = readonly [columns: ForecastColumns & { readonly flagNames: readonly string[] }, row: number];

function differences([kept, row]: Side, [made, at]: Side): ReplayDifference[] {
  const numbers = LEDGER_NUMBERS.map((key) => [key, kept.numbers[key][row]!, made.numbers[key][at]!] as const);
  const present = (value: number) => (Number.isNaN(value) ? null : value);
  return [
    ...numbers
      .filter(([, before, after]) => !Object.is(before, after))
      .map(([field, before, after]) => ({ field, kept: present(before), replayed: present(after) })),
    ...difference('flags', flagsOf([kept, row]), flagsOf([made, at])),
    ...difference('distribution', distributionOf([kept, row]), distributionOf([made, at])),
  ];
}

function difference(field: string, kept: string, replayed: string): ReplayDifference[] {
  return kept === replayed ? [] : [{ field, kept, replayed }];
}

function flagsOf([{ flags, flagNames }, row]: Side): string {
  return flagNames.filter((_, bit) => (flags[row]! >> bit) & 1).join(' ');
}

function distributionOf([{ distributions }, row]: Side): string {
  const { offsets, bytes } = distributions;
  return Buffer.from(bytes.subarray(offsets[row], offsets[row + 1])).toString('hex');
}

function isSame(a: SeriesKey, b: SeriesKey): boolean {
  return a.tenantId === b.tenantId && a.datasetUuid === b.datasetUuid && a.ruleCode === b.ruleCode;
}

function notKnown(series: SeriesKey): DqsError {
  const { tenantId, datasetUuid, ruleCode } = series;
  const message =
    `expected the deliveries of that time to have results of dataset ${JSON.stringify(datasetUuid)} and rule ` +
    `${JSON.stringify(ruleCode)} of tenant ${JSON.stringify(tenantId)}, found none; is it the store that it was issued from?`;
  return new DqsError('series-unknown', message, { details: { tenantId, datasetUuid, ruleCode } });
}

function unknownNaive(name: string): DqsError {
  const message = `expected a naive forecast of ${NAIVE_DISTRIBUTIONS.join(', ')}, got ${JSON.stringify(name)}`;
  return new DqsError('invalid-argument', message);
}
