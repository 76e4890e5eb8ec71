import { types } from 'node:util';
import { checkInteger, checkOneOf, checkOptions, checkString, suggest } from '../checks.js';
import { describe, invalidArgument } from '../errors.js';
import type { JobOptions } from '../job.js';
import { checkMemory } from '../matrix.js';
import type { Column } from '../matrix.js';
import type { NativeFields } from '../native.js';

/** Numbers for a field of a DMatrix; stored as Float32, like XGBoost. */
export type Numbers = Column | readonly number[];

/** What a column holds: `q` quantities, `c` category codes (integers from 0), `i` a flag, `int`, `float`. */
export type FeatureType = 'q' | 'c' | 'i' | 'int' | 'float';
const FEATURE_TYPES: readonly FeatureType[] = ['q', 'c', 'i', 'int', 'float'];

/** How a DMatrix is created. */
export interface DMatrixOptions extends JobOptions {
  /** Target, one per row. */
  readonly label?: Numbers;
  /** Weight of each row, or of each group if there are groups, at least 0. @default 1 for all */
  readonly weight?: Numbers;
  /** Margin each row starts from, one per row and class. @default the model's base score */
  readonly baseMargin?: Numbers;
  /** Sizes of consecutive groups of rows, which the objectives `rank:…` need; they add up to the number of rows. */
  readonly group?: Numbers;
  /** One per column. @default none; XGBoost uses f0, f1, … */
  readonly featureNames?: readonly string[];
  /** One per column. @default `q` for all, or given by `categoricalFeatures` */
  readonly featureTypes?: readonly FeatureType[];
  /** Columns that hold category codes, by index or name: short for `featureTypes`. @default none */
  readonly categoricalFeatures?: readonly (number | string)[];
  /** Threads to read the rows with. @default all processors */
  readonly threads?: number;
}

const OPTION_NAMES: readonly (keyof DMatrixOptions)[] = [
  ...(['label', 'weight', 'baseMargin', 'group', 'featureNames', 'featureTypes'] as const),
  ...(['categoricalFeatures', 'threads', 'signal', 'logger'] as const),
];

/** Checks the options object itself. */
export function checkDMatrixOptions(options: DMatrixOptions | undefined): DMatrixOptions {
  return checkOptions('options', options, OPTION_NAMES);
}

/** Converts fields to the type XGBoost stores. */
export function toNativeFields({ label, weight, baseMargin, group }: DMatrixOptions): NativeFields {
  return {
    ...(label === undefined ? {} : { label: toFloat32('label', label) }),
    ...(weight === undefined ? {} : { weight: toFloat32('weight', weight) }),
    ...(baseMargin === undefined ? {} : { base_margin: toFloat32('baseMargin', baseMargin) }),
    ...(group === undefined ? {} : { group: toSizes(group) }),
  };
}

/** Numbers as Float32; a Float32Array is used as it is. */
export function toFloat32(where: string, numbers: unknown): Float32Array {
  checkNumbers(where, numbers);
  return types.isFloat32Array(numbers) ? numbers : Float32Array.from(numbers);
}

function checkNumbers(where: string, numbers: unknown): asserts numbers is ArrayLike<number> & Iterable<number> {
  if (types.isTypedArray(numbers) && !types.isBigInt64Array(numbers) && !types.isBigUint64Array(numbers)) {
    return checkMemory(where, numbers);
  }
  if (!Array.isArray(numbers)) throw invalidArgument(where, `expected numbers, got ${describe(numbers)}`);
  const wrong = numbers.findIndex((value) => typeof value !== 'number');
  if (wrong >= 0) throw invalidArgument(`${where}[${wrong}]`, `expected a number, got ${describe(numbers[wrong])}`);
}

/** Sizes of groups; their sum is checked natively. */
function toSizes(group: unknown): Int32Array {
  checkNumbers('group', group);
  return Int32Array.from(group, (size, i) => checkInteger(`group[${i}]`, size, 1, 2 ** 31 - 1));
}

/** Names of the columns, checked: as many as columns and all different (importance is reported by name). */
export function toNames(names: unknown, columns: number): readonly string[] | undefined {
  if (names === undefined) return undefined;
  if (!Array.isArray(names) || names.length !== columns) {
    const got = Array.isArray(names) ? names.length : describe(names);
    throw invalidArgument('featureNames', `expected an array of ${columns} strings, got ${got}`);
  }
  names.forEach((name, i) => checkString(`featureNames[${i}]`, name));
  if (new Set(names).size < columns) throw invalidArgument('featureNames', 'two columns have the same name');
  return [...(names as string[])];
}

/** Types of the columns. */
export function toTypes(options: DMatrixOptions, columns: number): readonly string[] | undefined {
  const { featureTypes, categoricalFeatures, featureNames } = options;
  if (featureTypes !== undefined && categoricalFeatures !== undefined) {
    throw invalidArgument('categoricalFeatures', 'set either this or "featureTypes"');
  }
  if (featureTypes !== undefined) {
    if (!Array.isArray(featureTypes) || featureTypes.length !== columns) {
      const got = Array.isArray(featureTypes) ? featureTypes.length : describe(featureTypes);
      throw invalidArgument('featureTypes', `expected an array of ${columns} types, got ${got}`);
    }
    return featureTypes.map((type, i) => checkOneOf(`featureTypes[${i}]`, type, FEATURE_TYPES));
  }
  if (categoricalFeatures === undefined) return undefined;
  if (!Array.isArray(categoricalFeatures)) {
    throw invalidArgument('categoricalFeatures', `expected an array, got ${describe(categoricalFeatures)}`);
  }
  const positions = new Set(categoricalFeatures.map((feature, i) => position(feature, i, featureNames, columns)));
  return Array.from({ length: columns }, (_, i) => (positions.has(i) ? 'c' : 'q'));
}

function position(feature: unknown, i: number, names: readonly string[] | undefined, columns: number): number {
  const where = `categoricalFeatures[${i}]`;
  if (typeof feature !== 'string') return checkInteger(where, feature, 0, columns - 1);
  const index = names?.indexOf(feature) ?? -1;
  if (index >= 0) return index;
  throw invalidArgument(where, `no feature is named "${feature}"${suggest(feature, names ?? [])}`);
}
