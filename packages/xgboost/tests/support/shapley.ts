/** A tree as XGBoost's JSON has it. */
interface JsonTree {
  readonly left_children: readonly number[];
  readonly right_children: readonly number[];
  readonly split_indices: readonly number[];
  readonly split_conditions: readonly (number | null)[];
  readonly default_left: readonly number[];
  readonly sum_hessian: readonly number[];
  readonly categories: readonly number[];
  readonly categories_nodes: readonly number[];
  readonly categories_segments: readonly number[];
  readonly categories_sizes: readonly number[];
}

/** The trees of a model file. */
export function treesOf(model: Uint8Array): JsonTree[] {
  const text = Buffer.from(model)
    .toString('utf8')
    .replace(/\bNaN\b/g, 'null');
  const json = JSON.parse(text) as { learner: { gradient_booster: { model: { trees: JsonTree[] } } } };
  return json.learner.gradient_booster.model.trees;
}

/**
 * Shapley values by definition: the mean, over all orders of the columns, of what a column adds when it becomes known.
 */
export function shapley(trees: readonly JsonTree[], row: readonly number[]): number[] {
  const count = row.length;
  const values = Array.from({ length: 2 ** count }, (_, known) =>
    trees.reduce((sum, tree) => sum + expectation(tree, row, known, 0), 0),
  );
  const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
  return row.map((_, column) => {
    let sum = 0;
    for (let known = 0; known < values.length; known += 1) {
      if ((known >> column) & 1) continue;
      const size = known.toString(2).replace(/0/g, '').length;
      const weight = (factorial(size) * factorial(count - size - 1)) / factorial(count);
      sum += weight * (values[known | (1 << column)]! - values[known]!);
    }
    return sum;
  });
}

/** The mean forecast if only the columns whose bits are set are known. */
function expectation(tree: JsonTree, row: readonly number[], known: number, node: number): number {
  const [left, right] = [tree.left_children[node]!, tree.right_children[node]!];
  if (left === -1) return Math.fround(tree.split_conditions[node]!);
  const column = tree.split_indices[node]!;
  if ((known >> column) & 1) return expectation(tree, row, known, goesLeft(tree, node, row[column]!) ? left : right);
  const share = tree.sum_hessian[left]! / (tree.sum_hessian[left]! + tree.sum_hessian[right]!);
  return share * expectation(tree, row, known, left) + (1 - share) * expectation(tree, row, known, right);
}

function goesLeft(tree: JsonTree, node: number, value: number): boolean {
  if (Number.isNaN(value)) return Boolean(tree.default_left[node]);
  const owner = tree.categories_nodes.indexOf(node);
  if (owner < 0) return Math.fround(value) < Math.fround(tree.split_conditions[node]!);
  const start = tree.categories_segments[owner]!;
  return !tree.categories.slice(start, start + tree.categories_sizes[owner]!).includes(value);
}
