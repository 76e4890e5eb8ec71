import { types } from 'node:util';
import { checkInteger, checkOptions, checkString, suggest } from '../checks.js';
import { describe, invalidArgument } from '../errors.js';
import type { JobOptions } from '../job.js';
import { checkMemory } from '../matrix.js';
import type { Column } from '../matrix.js';
import type { NativeFields } from '../native.js';
import { resolveParams } from '../params.js';
import type { Params, ResolvedParams } from '../params.js';

/** Numbers for a field of a dataset; converted to the type LightGBM stores. */
export type Numbers = Column | readonly number[];

/** The fields of a dataset. */
export interface FieldOptions {
  /** Target, one per row. Classes are 0, 1, …; stored as Float32; NaN is an error. */
  readonly label?: Numbers;
  /** Weight of each row, at least 0. @default 1 for every row */
  readonly weight?: Numbers;
  /** Sizes of consecutive groups of rows for ranking; they add up to the number of rows. */
  readonly group?: Numbers;
  /** Raw score each row starts from; with several classes all rows of class 0 first, then class 1, … */
  readonly initScore?: Numbers;
  /** Position at which each row was shown, an integer: `lambdarank` then learns the bias of positions. */
  readonly position?: Numbers;
}

/** How a dataset is created, generic in the dataset type, since this file cannot depend on the class. */
export interface MakeOptions extends FieldOptions, JobOptions {
  /** Columns that hold category codes (integers from 0; negative is missing), by index or name. @default none */
  readonly categoricalFeatures?: readonly (number | string)[];
  /** One per column. @default Column_0, Column_1, … */
  readonly featureNames?: readonly string[];
  /** The dataset whose bins are used. */
  readonly reference?: object;
  /** LightGBM's dataset parameters: max_bin, min_data_in_bin, bin_construct_sample_cnt, … @default {} */
  readonly params?: Params;
  /** Whether to keep the rows, which training with `initModel` needs. @default false */
  readonly keepData?: boolean;
}

/** The fields a dataset may have. */
export const FIELD_OPTIONS = ['label', 'weight', 'group', 'initScore', 'position'] as const;

export const DATASET_OPTIONS: readonly (keyof MakeOptions)[] = [
  ...FIELD_OPTIONS,
  ...(['categoricalFeatures', 'featureNames'] as const),
  ...(['reference', 'params', 'keepData', 'signal', 'logger'] as const),
];

/** Converts fields to the types LightGBM stores. */
export function toNativeFields(options: FieldOptions): NativeFields {
  const { label, weight, group, initScore, position } = options;
  return {
    ...(label === undefined ? {} : { label: toFloat32('label', label) }),
    ...(weight === undefined ? {} : { weight: toFloat32('weight', weight) }),
    ...(group === undefined ? {} : { group: toInt32('group', group) }),
    ...(initScore === undefined ? {} : { init_score: toFloat64('initScore', initScore) }),
    ...(position === undefined ? {} : { position: toInt32('position', position) }),
  };
}

export function toFloat32(where: string, numbers: unknown): Float32Array {
  checkNumbers(where, numbers);
  return types.isFloat32Array(numbers) ? numbers : Float32Array.from(numbers);
}

export function toFloat64(where: string, numbers: unknown): Float64Array {
  checkNumbers(where, numbers);
  return types.isFloat64Array(numbers) ? numbers : Float64Array.from(numbers);
}

export function toInt32(where: string, numbers: unknown): Int32Array {
  checkNumbers(where, numbers);
  if (types.isInt32Array(numbers)) return numbers;
  return Int32Array.from(numbers, (value) => checkInteger(where, value, -(2 ** 31), 2 ** 31 - 1));
}

function checkNumbers(where: string, numbers: unknown): asserts numbers is ArrayLike<number> & Iterable<number> {
  if (types.isTypedArray(numbers) && !types.isBigInt64Array(numbers) && !types.isBigUint64Array(numbers)) {
    return checkMemory(where, numbers);
  }
  if (!Array.isArray(numbers)) throw invalidArgument(where, `expected numbers, got ${describe(numbers)}`);
  const wrong = numbers.findIndex((value) => typeof value !== 'number');
  if (wrong >= 0) throw invalidArgument(`${where}[${wrong}]`, `expected a number, got ${describe(numbers[wrong])}`);
}

/** Checks names and the options object itself. */
export function checkDatasetOptions(options: MakeOptions | undefined): MakeOptions {
  const checked = checkOptions('options', options, DATASET_OPTIONS);
  if (checked.featureNames !== undefined) checkFeatureNames(checked.featureNames);
  return checked;
}

export function checkFeatureNames(names: unknown): readonly string[] {
  if (!Array.isArray(names))
    throw invalidArgument('featureNames', `expected an array of strings, got ${describe(names)}`);
  names.forEach((name, i) => checkString(`featureNames[${i}]`, name));
  return names as string[];
}

/** Dataset parameters including the categorical columns. */
export function datasetParams(options: MakeOptions, columns: number | undefined): ResolvedParams {
  const categorical = categoricalIndices(options, columns);
  const defaults: Params = categorical.length > 0 ? { categorical_feature: categorical } : {};
  return resolveParams('params', options.params, defaults, options.logger !== undefined);
}

function categoricalIndices(options: MakeOptions, columns: number | undefined): number[] {
  const { categoricalFeatures = [], featureNames } = options;
  if (!Array.isArray(categoricalFeatures)) {
    throw invalidArgument('categoricalFeatures', `expected an array, got ${describe(categoricalFeatures)}`);
  }
  return categoricalFeatures.map((feature: unknown, i) => {
    const where = `categoricalFeatures[${i}]`;
    if (typeof feature !== 'string') return checkInteger(where, feature, 0, (columns ?? 2 ** 31) - 1);
    const index = featureNames?.indexOf(feature) ?? -1;
    if (index >= 0) return index;
    throw invalidArgument(where, `no feature is named "${feature}"${suggest(feature, featureNames ?? [])}`);
  });
}
