import { checkInteger, checkOptions } from '../checks.js';
import type { Dataset } from '../dataset/dataset.js';
import { toInt32 } from '../dataset/options.js';
import type { Numbers } from '../dataset/options.js';
import { invalidArgument } from '../errors.js';

/** One split of a cross-validation: numbers of rows, in any order. */
export interface Fold {
  /** Rows to train on. */
  readonly train: Numbers;
  /** Rows to evaluate. */
  readonly valid: Numbers;
}

/** How rows are divided. */
export interface FoldOptions {
  /** Their number, at least 2, or the folds themselves. @default 5 */
  readonly folds?: number | readonly Fold[];
  /**
   * Whether every fold gets its share of each class; labels must then be classes. Datasets with groups are divided by
   * group instead.
   * @default true for objectives `binary`, `multiclass` and `multiclassova`
   */
  readonly stratified?: boolean;
  /** Whether rows are shuffled before they are divided; otherwise they stay in blocks. @default true */
  readonly shuffle?: boolean;
  /** Seed of the shuffling, an integer from 0. The same seed gives the same folds. @default 0 */
  readonly seed?: number;
}

/** The folds of a dataset, with ascending row numbers as {@link Dataset.subset} requires. */
export function makeFolds(
  dataset: Dataset,
  options: FoldOptions,
  classes: boolean,
): { readonly train: Int32Array; readonly valid: Int32Array }[] {
  const { folds = 5, stratified = classes, shuffle = true, seed = 0 } = options;
  if (typeof folds !== 'number') return givenFolds(folds);
  const rows = dataset.numRows;
  const group = dataset.getField('group');
  const count = checkInteger('folds', folds, 2, Math.min(rows, 1e6));
  const random = shuffle ? generator(checkInteger('seed', seed, 0, 2 ** 32 - 1)) : undefined;
  const foldOf =
    group !== null
      ? groupFolds(group as Int32Array, count)
      : stratified
        ? classFolds(dataset.getField('label') as Float32Array | null, rows, count, random)
        : blockFolds(order(rows, random), count);
  return Array.from({ length: count }, (_, fold) => ({
    train: rowsWhere(foldOf, (of) => of !== fold),
    valid: rowsWhere(foldOf, (of) => of === fold),
  }));
}

function givenFolds(folds: readonly Fold[]): { train: Int32Array; valid: Int32Array }[] {
  if (!Array.isArray(folds) || folds.length === 0) {
    throw invalidArgument('folds', 'expected a number or a list of { train, valid }');
  }
  return folds.map((fold: Fold, i) => {
    const { train, valid } = checkOptions<Fold>(`folds[${i}]`, fold, ['train', 'valid']);
    return { train: sorted(`folds[${i}].train`, train), valid: sorted(`folds[${i}].valid`, valid) };
  });
}

const sorted = (where: string, rows: Numbers): Int32Array => Int32Array.from(toInt32(where, rows)).sort();

/** Groups stay whole: the largest first, each to the fold with the fewest rows (scikit-learn's GroupKFold). */
function groupFolds(sizes: Int32Array, count: number): Int32Array {
  if (sizes.length < count) throw invalidArgument('folds', `${count} folds of ${sizes.length} groups`);
  const rowsOf = new Float64Array(count);
  const foldOf = new Int32Array(sizes.length);
  const largest = Array.from(sizes, (_, group) => group).sort((a, b) => sizes[b]! - sizes[a]! || a - b);
  for (const group of largest) {
    const fold = rowsOf.indexOf(Math.min(...rowsOf));
    foldOf[group] = fold;
    rowsOf[fold]! += sizes[group]!;
  }
  return Int32Array.from(Array.from(sizes, (size, group) => Array<number>(size).fill(foldOf[group]!)).flat());
}

/** The rows of each class are dealt out in turn, continuing where the last class ended. */
function classFolds(
  label: Float32Array | null,
  rows: number,
  count: number,
  random: (() => number) | undefined,
): Int32Array {
  if (label === null) throw invalidArgument('stratified', 'the dataset has no label');
  const wrong = label.findIndex((value) => !Number.isInteger(value));
  if (wrong >= 0) {
    throw invalidArgument('stratified', `labels are not classes: row ${wrong} has ${label[wrong]}; set it to false`);
  }
  const foldOf = new Int32Array(rows);
  const ordered = order(rows, random).sort((a, b) => label[a]! - label[b]!);
  ordered.forEach((row, i) => (foldOf[row] = i % count));
  return foldOf;
}

/** Blocks whose sizes differ by at most one. */
function blockFolds(ordered: Int32Array, count: number): Int32Array {
  const foldOf = new Int32Array(ordered.length);
  ordered.forEach((row, i) => (foldOf[row] = Math.floor((i * count) / ordered.length)));
  return foldOf;
}

function order(rows: number, random: (() => number) | undefined): Int32Array {
  const ordered = Int32Array.from({ length: rows }, (_, i) => i);
  if (random === undefined) return ordered;
  for (let i = rows - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [ordered[i], ordered[j]] = [ordered[j]!, ordered[i]!];
  }
  return ordered;
}

function rowsWhere(foldOf: Int32Array, is: (fold: number) => boolean): Int32Array {
  const rows = new Int32Array(foldOf.reduce((count, fold) => count + (is(fold) ? 1 : 0), 0));
  let at = 0;
  foldOf.forEach((fold, row) => is(fold) && (rows[at++] = row));
  return rows;
}

/** Numbers in [0, 1) from a seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
