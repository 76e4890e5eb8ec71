import { XGBoostError } from '../errors.js';
import type { NativeTrees } from '../native.js';
import type { Model } from './read-model.js';
import type { ModelTree } from './read-tree.js';

const LEAF = 1;
const MISSING_RIGHT = 2;
/** Objectives whose base score is a probability, and those where it is a positive number with a logarithmic margin. */
const LOGISTIC = new Set(['binary:logistic', 'reg:logistic', 'binary:logitraw']);
const LOGARITHMIC = new Set(['count:poisson', 'reg:gamma', 'reg:tweedie', 'survival:cox', 'survival:aft']);

/**
 * A model's trees in walking order: breadth first, the two children of a node next to each other. Nodes left over from
 * pruning are dropped.
 *
 * @throws XGBoostError `invalid-argument` for linear models and for leaves with several numbers
 */
export function toTreeArrays(model: Model): NativeTrees {
  if (model.booster === 'gblinear' || model.trees.some((tree) => tree.leafSize > 1)) {
    throw new XGBoostError('invalid-argument', 'model: expected trees with one number per leaf');
  }
  const total = model.trees.reduce((sum, tree) => sum + tree.nodes, 0);
  const arrays = new Builder(total);
  const roots = model.trees.map((tree) => arrays.add(tree));
  return {
    ...arrays.finish(),
    roots: Int32Array.from([...roots, arrays.length]),
    groups: Int32Array.from(model.treeGroups),
    weights: Float64Array.from(model.treeWeights),
    base: Float64Array.from({ length: model.groups }, (_, group) => baseMargin(model, group)),
  };
}

/** The margin of a row before any tree, in the float arithmetic of XGBoost. */
function baseMargin({ objective, baseScores }: Model, group: number): number {
  const score = Math.fround(baseScores[baseScores.length === 1 ? 0 : group] as number);
  if (LOGISTIC.has(objective)) return Math.fround(-Math.log(Math.fround(Math.fround(1 / score) - 1)));
  if (LOGARITHMIC.has(objective)) return Math.fround(Math.log(score));
  return score;
}

type NodeArrays = Omit<NativeTrees, 'roots' | 'groups' | 'weights' | 'base'>;

class Builder {
  readonly #arrays: Omit<NodeArrays, 'words'>;
  readonly #words: number[] = [];
  length = 0;

  constructor(nodes: number) {
    this.#arrays = {
      values: new Float32Array(nodes),
      features: new Int32Array(nodes),
      left: new Int32Array(nodes),
      flags: new Uint8Array(nodes),
      sets: new Int32Array(nodes).fill(-1),
      setWords: new Int32Array(nodes),
      cover: new Float64Array(nodes),
    };
  }

  /** Appends a tree; returns where its root is. */
  add(tree: ModelTree): number {
    const root = this.length;
    const order = [0];
    this.length += 1;
    for (let i = 0; i < order.length; i += 1) {
      const node = order[i] as number;
      this.#write(root + i, tree, node);
      if (tree.left[node] === -1) continue;
      this.#arrays.left[root + i] = root + order.length;
      order.push(tree.left[node] as number, tree.right[node] as number);
    }
    this.length = root + order.length;
    return root;
  }

  finish(): NodeArrays {
    const { values, features, left, flags, sets, setWords, cover } = this.#arrays;
    const end = this.length;
    return {
      values: values.slice(0, end),
      features: features.slice(0, end),
      left: left.slice(0, end),
      flags: flags.slice(0, end),
      sets: sets.slice(0, end),
      setWords: setWords.slice(0, end),
      cover: cover.slice(0, end),
      words: Uint32Array.from(this.#words),
    };
  }

  #write(at: number, tree: ModelTree, node: number): void {
    const { values, features, flags, cover } = this.#arrays;
    values[at] = tree.condition[node] as number;
    cover[at] = tree.cover[node] as number;
    if (tree.left[node] === -1) {
      flags[at] = LEAF;
      return;
    }
    features[at] = tree.feature[node] as number;
    flags[at] = tree.defaultLeft[node] ? 0 : MISSING_RIGHT;
    const categories = tree.categories.get(node);
    if (categories !== undefined) this.#addSet(at, categories);
  }

  /** The categories as a set of bits. */
  #addSet(at: number, categories: readonly number[]): void {
    const words = new Uint32Array(Math.floor(categories.reduce((a, b) => Math.max(a, b), 0) / 32) + 1);
    for (const code of categories) words[Math.floor(code / 32)]! |= 1 << code % 32;
    this.#arrays.sets[at] = this.#words.length;
    this.#arrays.setWords[at] = words.length;
    for (const word of words) this.#words.push(word);
  }
}
