import { invalidModel, XGBoostError } from '../errors.js';
import type { NativeTrees } from '../native.js';
import { LINKS, objectiveOf, type Link } from '../trees/objectives.js';
import type { Model } from './read-model.js';
import type { ModelTree } from './read-tree.js';

const LEAF = 1;
const MISSING_RIGHT = 2;
/** Words of all sets of categories: 256 MB. One code near the highest makes a set of 2 MB out of a few bytes. */
const MAX_WORDS = 2 ** 26;

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
  const scores = Float32Array.from(
    { length: model.groups },
    (_, group) => model.baseScores[group % model.baseScores.length]!,
  );
  const link = objectiveOf(model.objective)?.link ?? 'identity';
  return {
    ...arrays.finish(),
    roots: Int32Array.from([...roots, arrays.length]),
    groups: Int32Array.from(model.treeGroups),
    weights: Float64Array.from(model.treeWeights),
    base: Float64Array.from(scores, (score) => baseMargin(link, score)),
    scores,
    link: LINKS[link],
  };
}

/**
 * The margin of a row before any tree, rounded as XGBoost does: the same bits on every machine, which XGBoost's own, by the
 * logarithm of the system's C library, need not be.
 */
function baseMargin(link: Link, score: number): number {
  if (link === 'logit') return Math.fround(-Math.log(Math.fround(Math.fround(1 / score) - 1)));
  return link === 'log' ? Math.fround(Math.log(score)) : score;
}

type NodeArrays = Omit<NativeTrees, 'roots' | 'groups' | 'weights' | 'base' | 'scores' | 'link'>;

class Builder {
  readonly #arrays: Omit<NodeArrays, 'words'>;
  readonly #sets: Uint32Array[] = [];
  #words = 0;
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
      words: this.#allWords(),
    };
  }

  #allWords(): Uint32Array {
    const words = new Uint32Array(this.#words);
    let at = 0;
    for (const set of this.#sets) {
      words.set(set, at);
      at += set.length;
    }
    return words;
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
    this.#arrays.sets[at] = this.#words;
    this.#arrays.setWords[at] = words.length;
    this.#sets.push(words);
    this.#words += words.length;
    if (this.#words > MAX_WORDS) throw invalidModel('categories', 'the sets of all splits take more than 256 MB');
  }
}
