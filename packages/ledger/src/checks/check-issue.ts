import { ARMS } from '../arms.js';
import { LEDGER_NUMBERS } from '../columns/forecast-columns.js';
import type { ForecastColumns, IssueBatch, LedgerNumber } from '../records/forecasts.js';
import { assertDay, assertLengths, assertTime, refuse } from './problems.js';

/** Bits of a row's flags. */
const MOST_FLAGS = 16;
/** The greatest value of a number; none is below 0. */
const GREATEST: Readonly<Partial<Record<LedgerNumber, number>>> = {
  pBelowTarget: 1,
  executions: 2 ** 31 - 1,
};
const GREATEST_PERCENTAGE = 100;

/**
 * Refuses forecasts that a ledger does not keep; every store calls it first, so that all refuse the same.
 *
 * @param isKnown whether a series has this number.
 * @throws DqsError `invalid-argument` that says which row of which column.
 */
export function assertIssue({ issue, forecasts }: IssueBatch, isKnown: (series: number) => boolean): void {
  if (!ARMS.includes(issue.arm)) throw refuse(`one of the arms ${ARMS.join(', ')}`, issue.arm);
  assertTime('the time of issue', issue.issuedAt);
  assertTime('the time up to which deliveries are known', issue.knownAt);
  if (issue.flagNames.length > MOST_FLAGS) throw refuse(`at most ${MOST_FLAGS} names of flags`, issue.flagNames.length);
  assertColumns(forecasts);
  const { series, targetDay, asOfDay, flags } = forecasts;
  for (let row = 0; row < series.length; row += 1) {
    if (!isKnown(series[row]!)) throw refuse(`a registered series in row ${row}`, series[row]);
    assertDay(`the target day of row ${row}`, targetDay[row]!);
    if (!(asOfDay[row]! < targetDay[row]!))
      throw refuse(`an as-of day before the target day in row ${row}`, asOfDay[row]);
    if (flags[row]! >= 2 ** issue.flagNames.length) throw refuse(`flags that have a name in row ${row}`, flags[row]);
  }
  for (const key of LEDGER_NUMBERS) assertNumbers(key, forecasts.numbers[key]);
}

function assertColumns({ series, targetDay, asOfDay, flags, numbers, distributions }: ForecastColumns): void {
  const rows = series.length;
  assertLengths(rows, { targetDay, asOfDay, flags, ...numbers });
  const { offsets, bytes } = distributions;
  assertLengths(rows + 1, { 'distributions.offsets': offsets });
  const ascends = offsets.every((offset, i) => offset >= (offsets[i - 1] ?? 0));
  if (!ascends || offsets[0] !== 0 || offsets[rows] !== bytes.length) {
    throw refuse(`offsets of distributions that ascend from 0 to their ${bytes.length} bytes`, offsets[rows]);
  }
}

function assertNumbers(key: LedgerNumber, values: Float64Array): void {
  const greatest = GREATEST[key] ?? GREATEST_PERCENTAGE;
  const mayBeMissing = key === 'naivePassPercentage';
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    const isFine = (value >= 0 && value <= greatest) || (mayBeMissing && Number.isNaN(value));
    if (!isFine) throw refuse(`a number from 0 to ${greatest} as ${key} of row ${row}`, `${value}`);
  }
}
