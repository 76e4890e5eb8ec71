import { FORECAST_COLUMNS } from '@dqs/core';

import { ID_BYTES } from '../forecast-id.js';
import type { Issue, LedgerForecasts, LedgerNumber, PackedDistributions } from '../records/forecasts.js';
import { Places } from './places.js';

/** Keys of the numbers of a forecast, in the order of its columns. */
export const LEDGER_NUMBERS: readonly LedgerNumber[] = FORECAST_COLUMNS.flatMap(({ key, kind }) =>
  kind === 'number' || kind === 'optional' ? [key] : [],
);

/** No forecasts. */
export const NO_FORECASTS: LedgerForecasts = emptyForecasts(0);

function emptyForecasts(rows: number): LedgerForecasts {
  return {
    series: new Int32Array(rows),
    targetDay: new Int32Array(rows),
    asOfDay: new Int32Array(rows),
    numbers: ledgerNumbers(() => new Float64Array(rows)),
    flags: new Uint16Array(rows),
    distributions: { offsets: new Int32Array(rows + 1), bytes: new Uint8Array(0) },
    ids: new Uint8Array(rows * ID_BYTES),
    issue: new Int32Array(rows),
    issues: [],
  };
}

/** A value for each of {@link LEDGER_NUMBERS}. */
export function ledgerNumbers<T>(of: (key: LedgerNumber) => T): Record<LedgerNumber, T> {
  return Object.fromEntries(LEDGER_NUMBERS.map((key) => [key, of(key)])) as Record<LedgerNumber, T>;
}

/** Some rows of parts, in this order: `part[i]` and `row[i]` say which. Only the issues that occur are there, each once. */
export function gatherForecasts(
  parts: readonly LedgerForecasts[],
  part: ArrayLike<number>,
  row: ArrayLike<number>,
): LedgerForecasts {
  const gathered = emptyForecasts(row.length);
  const issues = new Places<Issue>(issueId);
  for (let i = 0; i < row.length; i += 1) {
    const [from, at] = [parts[part[i]!]!, row[i]!];
    gathered.series[i] = from.series[at]!;
    gathered.targetDay[i] = from.targetDay[at]!;
    gathered.asOfDay[i] = from.asOfDay[at]!;
    gathered.flags[i] = from.flags[at]!;
    gathered.issue[i] = issues.of(from.issues[from.issue[at]!]!);
    for (let byte = 0; byte < ID_BYTES; byte += 1) gathered.ids[i * ID_BYTES + byte] = from.ids[at * ID_BYTES + byte]!;
  }
  for (const key of LEDGER_NUMBERS) {
    const column = gathered.numbers[key];
    for (let i = 0; i < row.length; i += 1) column[i] = parts[part[i]!]!.numbers[key][row[i]!]!;
  }
  const packed = parts.map(({ distributions }) => distributions);
  return { ...gathered, distributions: gatherDistributions(packed, part, row), issues: issues.values };
}

/** Some rows, in this order. */
export function pickForecasts(forecasts: LedgerForecasts, rows: ArrayLike<number>): LedgerForecasts {
  return gatherForecasts([forecasts], new Uint8Array(rows.length), rows);
}

/** The rows of parts, one part after the other. */
export function concatForecasts(parts: readonly LedgerForecasts[]): LedgerForecasts {
  const rows = parts.reduce((sum, { series }) => sum + series.length, 0);
  const [part, row] = [new Int32Array(rows), new Int32Array(rows)];
  let at = 0;
  parts.forEach(({ series }, index) => {
    for (let i = 0; i < series.length; i += 1, at += 1) [part[at], row[at]] = [index, i];
  });
  return gatherForecasts(parts, part, row);
}

function gatherDistributions(
  parts: readonly PackedDistributions[],
  part: ArrayLike<number>,
  row: ArrayLike<number>,
): PackedDistributions {
  const offsets = new Int32Array(row.length + 1);
  for (let i = 0; i < row.length; i += 1) {
    const from = parts[part[i]!]!.offsets;
    offsets[i + 1] = offsets[i]! + from[row[i]! + 1]! - from[row[i]!]!;
  }
  const bytes = new Uint8Array(offsets[row.length]!);
  for (let i = 0; i < row.length; i += 1) {
    const from = parts[part[i]!]!;
    bytes.set(from.bytes.subarray(from.offsets[row[i]!]!, from.offsets[row[i]! + 1]!), offsets[i]!);
  }
  return { offsets, bytes };
}

/** Distributions of some rows, in this order. */
export function pickDistributions(packed: PackedDistributions, rows: ArrayLike<number>): PackedDistributions {
  return gatherDistributions([packed], new Uint8Array(rows.length), rows);
}

function issueId({ issuedAt, knownAt, arm, model, version, catalogDigest, flagNames }: Issue): string {
  return JSON.stringify([issuedAt, knownAt, arm, model, version, catalogDigest, flagNames]);
}
