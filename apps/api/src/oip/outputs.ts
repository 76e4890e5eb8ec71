import { FORECAST_COLUMNS, type ForecastRow } from '@dqs/core';

import { requestInvalid } from '../problems/problem.js';

/** A tensor of an answer. */
export interface OutputTensor {
  readonly name: string;
  readonly datatype: 'FP64' | 'INT64' | 'BYTES';
  readonly shape: readonly number[];
  readonly data: readonly (number | string)[];
}

type Column = (typeof FORECAST_COLUMNS)[number];

/**
 * The columns of a forecast that are outputs: its numbers, which are all finite, and its flags. Names and days are those of the
 * request; a number that may be missing has no place in a tensor.
 */
const OUTPUTS = FORECAST_COLUMNS.filter(({ kind }) => kind === 'number' || kind === 'integer' || kind === 'texts');

const DATATYPES = { number: 'FP64', integer: 'INT64', texts: 'BYTES' } as const;

/** Name, type and shape of every output, for the metadata of a model. */
export const OUTPUT_METADATA = OUTPUTS.map((column) => ({
  name: column.name,
  datatype: datatypeOf(column),
  shape: [-1],
}));

/**
 * Forecasts as tensors, one a column.
 *
 * @param wanted names of outputs; all if none are given.
 * @throws DqsError `request-invalid` for a name that is none.
 */
export function outputTensors(
  rows: readonly ForecastRow[],
  wanted?: readonly { readonly name: string }[],
): OutputTensor[] {
  const columns = wanted === undefined || wanted.length === 0 ? OUTPUTS : wanted.map(({ name }, i) => named(name, i));
  return columns.map((column) => ({
    name: column.name,
    datatype: datatypeOf(column),
    shape: [rows.length],
    data: rows.map((row) => valueOf(row, column)),
  }));
}

function named(name: string, i: number): Column {
  const found = OUTPUTS.find((column) => column.name === name);
  if (found) return found;
  const message = `expected the name of an output, got ${JSON.stringify(name.slice(0, 80))}`;
  const fix = `send one of ${OUTPUTS.map((column) => column.name).join(', ')}`;
  throw requestInvalid([{ pointer: `/outputs/${i}/name`, message, fix }]);
}

function datatypeOf({ kind }: Column): OutputTensor['datatype'] {
  return DATATYPES[kind as keyof typeof DATATYPES];
}

/** Flags are one text a row, separated by blanks, as in every file of forecasts. */
function valueOf(row: ForecastRow, { key }: Column): number | string {
  const value = row[key];
  return typeof value === 'object' && value !== null ? value.join(' ') : (value as number | string);
}
