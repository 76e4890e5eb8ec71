import { invalidModel } from '../errors.js';
import { countAt, numbersAt, objectAt } from './fields.js';
import type { Fields } from './fields.js';

/** A tree as stored in a model: arrays by node, node 0 being the root. */
export interface ModelTree {
  readonly nodes: number;
  /** Position of a child, -1 for a leaf. */
  readonly left: ArrayLike<number>;
  readonly right: ArrayLike<number>;
  readonly feature: ArrayLike<number>;
  /** Threshold of a split, value of a leaf. */
  readonly condition: ArrayLike<number>;
  readonly defaultLeft: ArrayLike<number>;
  /** Sum of the hessians of the training rows that reached the node. */
  readonly cover: ArrayLike<number>;
  readonly gain: ArrayLike<number>;
  /** Categories that go right, by node; numeric splits have none. */
  readonly categories: ReadonlyMap<number, readonly number[]>;
  /** Numbers of a leaf: 1 except for trees with several targets. */
  readonly leafSize: number;
}

const MAX_NODES = 2 ** 31 - 2;
/** XGBoost does not accept codes from here on as categories. */
const MAX_CATEGORY = 2 ** 24 - 1;

/** Reads a tree and checks that walking it stays inside and terminates. */
export function readTree(index: number, value: unknown, features: number): ModelTree {
  const where = `trees[${index}]`;
  const fields = objectAt(where, value);
  // XGBoost places a tree by its id.
  countAt(`${where}.id`, fields['id'], index, index);
  const param = objectAt(`${where}.tree_param`, fields['tree_param']);
  const nodes = countAt(`${where}.tree_param.num_nodes`, param['num_nodes'], 1, MAX_NODES);
  const leafSize = countAt(`${where}.tree_param.size_leaf_vector`, param['size_leaf_vector'] ?? '0', 0, 2 ** 20);
  countAt(`${where}.tree_param.num_feature`, param['num_feature'], 0, features);
  const numbers = (name: string) => numbersAt(`${where}.${name}`, fields[name], nodes);
  const tree = {
    nodes,
    left: numbers('left_children'),
    right: numbers('right_children'),
    feature: numbers('split_indices'),
    condition: numbers('split_conditions'),
    defaultLeft: numbers('default_left'),
    leafSize: Math.max(1, leafSize),
    ...statistics(fields, where, nodes, leafSize > 1),
    categories: readCategories(where, fields, nodes),
  };
  if (leafSize <= 1) numbers('base_weights');
  checkShape(where, tree, features);
  checkParents(where, tree, numbers('parents'));
  return tree;
}

/** Trees with several targets have no sums of hessians. */
function statistics(fields: Fields, where: string, nodes: number, optional: boolean) {
  const read = (name: string) =>
    optional && fields[name] === undefined
      ? new Float32Array(nodes)
      : numbersAt(`${where}.${name}`, fields[name], nodes);
  return { cover: read('sum_hessian'), gain: read('loss_changes') };
}

function readCategories(where: string, fields: Fields, nodes: number): ReadonlyMap<number, readonly number[]> {
  const categories = new Map<number, readonly number[]>();
  if (fields['split_type'] === undefined) return categories;
  const types = numbersAt(`${where}.split_type`, fields['split_type'], nodes);
  const codes = numbersAt(`${where}.categories`, fields['categories']);
  const owners = numbersAt(`${where}.categories_nodes`, fields['categories_nodes']);
  const starts = numbersAt(`${where}.categories_segments`, fields['categories_segments'], owners.length);
  const sizes = numbersAt(`${where}.categories_sizes`, fields['categories_sizes'], owners.length);
  for (let i = 0; i < owners.length; i += 1) {
    const node = countAt(`${where}.categories_nodes[${i}]`, owners[i], 0, nodes - 1);
    const start = countAt(`${where}.categories_segments[${i}]`, starts[i], 0, codes.length);
    // XGBoost reads the first one without checking.
    const size = countAt(`${where}.categories_sizes[${i}]`, sizes[i], 1, codes.length - start);
    const own = Array.from({ length: size }, (_, c) =>
      countAt(`${where}.categories[${start + c}]`, codes[start + c], 0, MAX_CATEGORY),
    );
    if (categories.has(node) || (i > 0 && node < owners[i - 1]!)) {
      throw invalidModel(`${where}.categories_nodes[${i}]`, 'the nodes are not in ascending order');
    }
    categories.set(node, own);
  }
  for (let node = 0; node < nodes; node += 1) {
    if (types[node] !== 0 && types[node] !== 1) throw invalidModel(`${where}.split_type[${node}]`, 'expected 0 or 1');
    if ((types[node] === 1) !== categories.has(node)) {
      throw invalidModel(`${where}.split_type[${node}]`, 'does not agree with categories_nodes');
    }
  }
  return categories;
}

/** Each reachable node has two children or none, and is reached once. */
function checkShape(where: string, tree: ModelTree, features: number): void {
  for (let node = 0; node < tree.nodes; node += 1) {
    countAt(`${where}.left_children[${node}]`, tree.left[node], -1, tree.nodes - 1);
    countAt(`${where}.right_children[${node}]`, tree.right[node], -1, tree.nodes - 1);
  }
  const seen = new Uint8Array(tree.nodes);
  const open = [0];
  seen[0] = 1;
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    const children = [tree.left[node] as number, tree.right[node] as number];
    if (children.every((child) => child === -1)) continue;
    countAt(`${where}.split_indices[${node}]`, tree.feature[node], 0, features - 1);
    for (const child of children) {
      if (child < 1 || seen[child] === 1) throw invalidModel(`${where}, node ${node}`, `${child} cannot be its child`);
      seen[child] = 1;
      open.push(child);
    }
  }
}

/** What XGBoost writes as the parent of a root. */
const NO_PARENT = [2 ** 31 - 1, -1];

/** XGBoost looks at the children of a parent it reads, even of nodes removed by pruning. */
function checkParents(where: string, tree: ModelTree, parents: ArrayLike<number>): void {
  if (!NO_PARENT.includes(parents[0] as number)) throw invalidModel(`${where}.parents[0]`, 'a root has no parent');
  for (let node = 1; node < tree.nodes; node += 1) {
    countAt(`${where}.parents[${node}]`, parents[node], 0, tree.nodes - 1);
  }
  for (let node = 0; node < tree.nodes; node += 1) {
    for (const child of [tree.left[node] as number, tree.right[node] as number]) {
      if (child === -1 || parents[child] === node) continue;
      throw invalidModel(`${where}.parents[${child}]`, `expected ${node}, got ${parents[child]}`);
    }
  }
}
