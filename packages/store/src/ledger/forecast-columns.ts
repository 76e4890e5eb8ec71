import { FORECAST_COLUMNS } from '@dqs/core';
import { LEDGER_NUMBERS } from '@dqs/ledger';

const NAMES: ReadonlyMap<string, string> = new Map(FORECAST_COLUMNS.map(({ key, name }) => [key, name]));

/** The columns of the numbers of a forecast in the database, in the order of `LEDGER_NUMBERS`: named as everywhere else. */
const FORECAST_NUMBER_COLUMNS: readonly string[] = LEDGER_NUMBERS.map((key) => NAMES.get(key)!);

/** All columns of a forecast in the database, in the order in which they are copied. */
export const FORECAST_STORED_COLUMNS: readonly string[] = [
  'target_day',
  'id',
  'series',
  'issue',
  'as_of_day',
  'flags',
  ...FORECAST_NUMBER_COLUMNS,
  'distribution',
];
