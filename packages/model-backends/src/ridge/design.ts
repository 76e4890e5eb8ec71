import type { FeatureFrame, FrameColumn } from '@dqs/core';

import type { TrainingSet } from '../backend.js';
import { encodedCategories, oneHotCodes } from './categories.js';
import type { RidgeParameters } from './parameters.js';

/**
 * How one column of a frame becomes terms of the regression, learned from the training rows:
 * `number` is centred and divided by its standard deviation, missing standing for the mean; a percentage has a second
 * term, its log odds, and a column with missing values a last one that tells them. `encoded` takes the value of its
 * category and is then a number; `one-hot` has a term per category that is 1 for it. A category that training did not
 * see is treated as missing: the mean of all, or no term at all.
 */
export type ColumnDesign =
  | { readonly kind: 'number'; readonly value: Scale; readonly logOdds?: Scale; readonly missing?: Scale }
  | {
      readonly kind: 'encoded';
      readonly value: Scale;
      readonly byCode: readonly (number | null)[];
      readonly other: number;
    }
  | { readonly kind: 'one-hot'; readonly codes: readonly number[] }
  | { readonly kind: 'ignored' };

/** `(x − mean) / deviation`, x beyond what training saw counting as the nearest that it saw. */
export interface Scale {
  readonly mean: number;
  /** Standard deviation over the rows (divided by their number); 1 for a column that does not vary. */
  readonly deviation: number;
  /** Range of x in training. A line that is drawn further than its points leads anywhere. */
  readonly least: number;
  readonly most: number;
}

/** Learns how the columns of a training set become terms. */
export function fitDesign(set: TrainingSet, parameters: RidgeParameters): ColumnDesign[] {
  return set.frame.columns.map((column) =>
    column.kind === 'numeric' ? numberDesign(column, parameters) : categoryDesign(column, set, parameters),
  );
}

/** Number of terms of a column. */
export function termCount(design: ColumnDesign): number {
  if (design.kind === 'number') return 1 + (design.logOdds ? 1 : 0) + (design.missing ? 1 : 0);
  if (design.kind === 'one-hot') return design.codes.length;
  return design.kind === 'encoded' ? 1 : 0;
}

/**
 * Writes the terms of single rows, one column after the other.
 *
 * @returns a function that writes those of a row into `terms` from place `start` on.
 */
export function termWriter(designs: readonly ColumnDesign[], frame: FeatureFrame) {
  let at = 0;
  const writers = designs.map((design, i) => {
    const write = columnWriter(design, frame.columns[i]!.values, at);
    at += termCount(design);
    return write;
  });
  return (row: number, terms: Float64Array, start = 0): void => {
    for (const write of writers) write(row, terms, start);
  };
}

type ColumnWriter = (row: number, terms: Float64Array, start: number) => void;

function columnWriter(design: ColumnDesign, values: Float32Array, at: number): ColumnWriter {
  switch (design.kind) {
    case 'number':
      return numberWriter(design, values, at);
    case 'encoded':
      return (row, terms, start) => {
        terms[start + at] = scaled(design.byCode[values[row]!] ?? design.other, design.value);
      };
    case 'one-hot': {
      const place = new Map(design.codes.map((code, i) => [code, i]));
      return (row, terms, start) => {
        terms.fill(0, start + at, start + at + design.codes.length);
        const found = place.get(values[row]!);
        if (found !== undefined) terms[start + at + found] = 1;
      };
    }
    case 'ignored':
      return () => undefined;
  }
}

function numberWriter(
  { value, logOdds, missing }: Extract<ColumnDesign, { kind: 'number' }>,
  values: Float32Array,
  at: number,
): ColumnWriter {
  return (row, terms, start) => {
    const x = values[row]!;
    const isMissing = Number.isNaN(x);
    let place = start + at;
    terms[place] = isMissing ? 0 : scaled(x, value);
    if (logOdds) terms[(place += 1)] = isMissing ? 0 : scaled(logOddsOf(x), logOdds);
    if (missing) terms[place + 1] = scaled(isMissing ? 1 : 0, missing);
  };
}

function scaled(x: number, { mean, deviation, least, most }: Scale): number {
  return ((x < least ? least : x > most ? most : x) - mean) / deviation;
}

/** Log odds of a percentage, a hundredth short of certain at either end. */
function logOddsOf(percentage: number): number {
  const within = Math.min(100, Math.max(0, percentage));
  return Math.log((within + 1) / (101 - within));
}

function numberDesign({ values }: FrameColumn, parameters: RidgeParameters): ColumnDesign {
  const known = values.filter((value) => !Number.isNaN(value));
  const rows = values.length;
  const value = scaleOf(known, rows);
  const isPercentage = parameters.percentages === 'both' && looksLikePercentage(value, known.length);
  const logOdds = isPercentage ? scaleOf(Float64Array.from(known, logOddsOf), rows) : undefined;
  const share = (rows - known.length) / rows;
  const hasIndicator = parameters.missing_indicators && share > 0 && share < 1;
  const missing = hasIndicator
    ? { mean: share, deviation: Math.sqrt(share * (1 - share)), least: 0, most: 1 }
    : undefined;
  return { kind: 'number', value, ...(logOdds && { logOdds }), ...(missing && { missing }) };
}

/** Parts of a date and small counts stay below this. */
const GREAT_PERCENTAGE = 60;

function looksLikePercentage({ least, most }: Scale, count: number): boolean {
  return count > 0 && least >= 0 && most <= 100 && most > GREAT_PERCENTAGE;
}

function categoryDesign(
  { values }: FrameColumn,
  set: TrainingSet,
  { categories, shrinkage }: RidgeParameters,
): ColumnDesign {
  if (categories === 'ignore') return { kind: 'ignored' };
  if (categories === 'one-hot') return { kind: 'one-hot', codes: oneHotCodes(values) };
  const { byCode, other } = encodedCategories(values, set, shrinkage);
  const encoded = Float64Array.from(values, (code) => byCode[code] ?? other);
  return { kind: 'encoded', value: scaleOf(encoded, encoded.length), byCode, other };
}

/**
 * The scale of a column's known values. Missing rows stand at the mean, so they count as rows and add nothing to the
 * variance.
 */
function scaleOf(known: Float32Array | Float64Array, rows: number): Scale {
  if (known.length === 0) return { mean: 0, deviation: 1, least: 0, most: 0 };
  let total = 0;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of known) {
    total += value;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const mean = total / known.length;
  let squares = 0;
  for (const value of known) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / rows);
  // What is left of a constant column is the rounding of its mean.
  const varies = deviation > 1e-12 * Math.max(1, Math.abs(mean));
  return { mean, deviation: varies ? deviation : 1, least, most };
}
