import type { Random } from '@dqs/core';

/** A node of a tree: a leaf has no feature. */
type TreeNode =
  | { readonly mean: number; readonly feature?: undefined }
  | { readonly feature: number; readonly cut: number; readonly low: TreeNode; readonly high: TreeNode };

/** A tree with the rows it was not grown from. */
interface Tree {
  readonly root: TreeNode;
  readonly left: readonly number[];
}

/** Rows to grow a forest from: `columns[c][row]`, without NaN. */
export interface ForestData {
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
}

const TREES = 64;
const LEAF_ROWS = 3;

/**
 * A small random forest (Breiman 2001): each tree is grown on a sample of the rows, each split is the best of random
 * cuts (Geurts, Ernst and Wehenkel 2006), and each tree is evaluated on the rows it did not see.
 */
export class RegressionForest {
  readonly #data: ForestData;
  readonly #trees: readonly Tree[];

  constructor(data: ForestData, random: Random) {
    this.#data = data;
    this.#trees = Array.from({ length: TREES }, () => growTree(data, random));
  }

  /**
   * Prediction for every row by the trees that were not grown on it; NaN if all were.
   *
   * @param columns of the rows, possibly with one column permuted.
   */
  outOfBag(columns: readonly Float64Array[] = this.#data.columns): Float64Array {
    const rows = this.#data.target.length;
    const sums = new Float64Array(rows);
    const counts = new Float64Array(rows);
    for (const { root, left } of this.#trees) {
      for (const row of left) {
        sums[row]! += valueAt(root, columns, row);
        counts[row]! += 1;
      }
    }
    return sums.map((sum, row) => sum / counts[row]!);
  }
}

function growTree(data: ForestData, random: Random): Tree {
  const rows = data.target.length;
  const sample = Array.from({ length: rows }, () => random.integer(rows));
  const seen = new Set(sample);
  const left = Array.from({ length: rows }, (_, row) => row).filter((row) => !seen.has(row));
  return { root: grow(data, sample, random), left };
}

function grow(data: ForestData, rows: readonly number[], random: Random): TreeNode {
  const mean = rows.reduce((sum, row) => sum + data.target[row]!, 0) / rows.length;
  const split = rows.length < 2 * LEAF_ROWS ? undefined : bestSplit(data, rows, random);
  if (!split) return { mean };
  const { feature, cut } = split;
  const isLow = (row: number) => data.columns[feature]![row]! < cut;
  const low = rows.filter(isLow);
  const high = rows.filter((row) => !isLow(row));
  return { feature, cut, low: grow(data, low, random), high: grow(data, high, random) };
}

/** One random cut per feature; the one that leaves the least squared error wins. */
function bestSplit({ columns, target }: ForestData, rows: readonly number[], random: Random) {
  let best: { readonly feature: number; readonly cut: number; readonly gain: number } | undefined;
  columns.forEach((column, feature) => {
    let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const row of rows) {
      least = Math.min(least, column[row]!);
      greatest = Math.max(greatest, column[row]!);
    }
    const at = random.next();
    if (!(greatest > least)) return;
    const cut = least + (greatest - least) * (1 - at);
    const gain = gainOf(rows, target, (row) => column[row]! < cut);
    if (gain !== undefined && gain > (best?.gain ?? 0)) best = { feature, cut, gain };
  });
  return best;
}

function gainOf(rows: readonly number[], target: Float64Array, isLow: (row: number) => boolean): number | undefined {
  let [lowSum, lowCount, sum] = [0, 0, 0];
  for (const row of rows) {
    const value = target[row]!;
    sum += value;
    if (!isLow(row)) continue;
    lowSum += value;
    lowCount += 1;
  }
  const highCount = rows.length - lowCount;
  if (lowCount < LEAF_ROWS || highCount < LEAF_ROWS) return undefined;
  return lowSum ** 2 / lowCount + (sum - lowSum) ** 2 / highCount - sum ** 2 / rows.length;
}

function valueAt(root: TreeNode, columns: readonly Float64Array[], row: number): number {
  let node = root;
  while (node.feature !== undefined) node = columns[node.feature]![row]! < node.cut ? node.low : node.high;
  return node.mean;
}
