import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Booster, TreeEnsemble } from '../src/index.js';
import { readModel } from '../src/model/read-model.js';
import { parseUbjson } from '../src/model/ubjson.js';
import { expectError } from './support/errors.js';

const text = readFileSync(resolve(__dirname, 'fixtures/own/model.json'), 'utf8');
const bytes = (content: string) => new TextEncoder().encode(content);

interface Tree {
  [name: string]: unknown;
  id: number;
  left_children: number[];
  right_children: number[];
  parents: number[];
  tree_param: Record<string, string>;
  split_indices: number[];
  split_type: number[];
  categories: number[];
  categories_nodes: number[];
  categories_sizes: number[];
  sum_hessian: unknown[];
}

interface Learner {
  learner: {
    learner_model_param: Record<string, string>;
    objective: unknown;
    feature_names: string[];
    gradient_booster: {
      name: string;
      model: {
        trees: Tree[];
        tree_info: number[];
        weight_drop?: unknown[];
        gbtree_model_param: Record<string, string>;
      };
    };
  };
}

/** The model with something changed; XGBoost's NaN becomes 0 here. */
function changed(change: (learner: Learner['learner'], tree: Tree) => void): Uint8Array {
  const model = JSON.parse(text.replace(/\bNaN\b/g, '0')) as Learner;
  change(model.learner, model.learner.gradient_booster.model.trees[0]!);
  return bytes(JSON.stringify(model));
}

describe('reading a model', () => {
  it('gives the same result for JSON and UBJSON', () => {
    const json = readModel(bytes(text));
    const ubj = readModel(Booster.load(text).save('ubj'));
    expect([ubj.features, ubj.groups, ubj.objective, ubj.baseScores]).toEqual([5, 1, 'binary:logistic', [0.5]]);
    expect(ubj.featureNames).toEqual(['a', 'b', 'c', 'small', 'large']);
    expect(ubj.trees).toHaveLength(6);
    for (const [i, tree] of ubj.trees.entries()) {
      const other = json.trees[i]!;
      for (const name of ['left', 'right', 'feature', 'cover', 'gain'] as const) {
        expect(Array.from(tree[name])).toEqual(Array.from(other[name], Math.fround));
      }
      expect(tree.categories).toEqual(other.categories);
    }
  });

  it.each<[string, (learner: Learner['learner'], tree: Tree) => void, RegExp]>([
    ['a child outside the tree', (_, tree) => (tree.left_children[0] = 999), /left_children\[0\].*got 999/],
    ['a node as its own ancestor', (_, tree) => (tree.left_children[1] = 0), /cannot be its child/],
    ['a node with two parents', (_, tree) => (tree.right_children[1] = 3), /cannot be its child/],
    ['one child only', (_, tree) => (tree.right_children[0] = -1), /cannot be its child/],
    ['a column it has not', (_, tree) => (tree.split_indices[0] = 5), /split_indices\[0\].*0 to 4, got 5/],
    ['a tree at the place of another', (_, tree) => (tree.id = 1), /trees\[0\].id/],
    ['a parent outside the tree', (_, tree) => (tree.parents[2] = 999999999), /parents\[2\]/],
    ['a parent with other children', (_, tree) => (tree.parents[2] = 3), /parents\[2\]: expected 0, got 3/],
    ['a root with a parent', (_, tree) => (tree.parents[0] = 1), /a root has no parent/],
    ['arrays of other lengths', (_, tree) => tree.sum_hessian.pop(), /sum_hessian: expected \d+ numbers/],
    ['text for a number', (_, tree) => (tree.sum_hessian[2] = 'x'), /sum_hessian\[2\]: expected a number/],
    ['too many nodes', (_, tree) => (tree.tree_param['num_nodes'] = '999999999999'), /num_nodes/],
    ['no nodes', (_, tree) => (tree.tree_param['num_nodes'] = '0'), /num_nodes/],
    ['categories of nobody', (_, tree) => (tree.categories_nodes[0] = 3), /ascending order|does not agree/],
    ['categories outside the list', (_, tree) => (tree.categories_sizes[0] = 1e6), /categories_sizes\[0\]/],
    ['an empty set of categories', (_, tree) => (tree.categories_sizes[0] = 0), /categories_sizes\[0\]/],
    ['negative categories', (_, tree) => (tree.categories[0] = -1), /categories\[0\]/],
    ['an unknown type of split', (_, tree) => (tree.split_type[0] = 2), /split_type\[0\]/],
    ['a tree of no class', (l) => (l.gradient_booster.model.tree_info[0] = 3), /tree_info\[0\]/],
    ['fewer trees than it says', (l) => l.gradient_booster.model.trees.pop(), /trees: expected 6, got 5/],
    [
      'fewer weights than trees',
      (l) => (l.gradient_booster.model.weight_drop = [1]),
      /weight_drop: expected 6 numbers, got 1/,
    ],
    [
      'a weight that is none',
      (l) => (l.gradient_booster.model.weight_drop = ['x']),
      /weight_drop\[0\]: expected a number/,
    ],
    ['an unknown booster', (l) => (l.gradient_booster.name = 'gbmagic'), /gbtree, dart or gblinear/],
    ['no columns', (l) => (l.learner_model_param['num_feature'] = '0'), /num_feature/],
    ['a base score that is none', (l) => (l.learner_model_param['base_score'] = 'x'), /base_score/],
    ['too few names', (l) => l.feature_names.pop(), /feature_names: expected 5 strings, got 4/],
    ['no objective', (l) => (l.objective = null), /objective: expected an object, got null/],
    [
      'parallel trees that do not divide',
      (l) => (l.gradient_booster.model.gbtree_model_param['num_parallel_tree'] = '4'),
      /multiple of 4/,
    ],
  ])('refuses a model with %s', async (_, change, message) => {
    const model = changed(change);
    await expectError(() => Booster.load(model), 'invalid-model', message);
    await expectError(() => TreeEnsemble.from(model), 'invalid-model', message);
  });

  it('reads the weights that newer versions write for dart into a gbtree', () => {
    const one = [Float32Array.of(3), Float32Array.of(1), Float32Array.of(2), Float32Array.of(1), Float32Array.of(1)];
    const margin = (weights: number[] | undefined) => {
      const trees = TreeEnsemble.from(changed((learner) => (learner.gradient_booster.model.weight_drop = weights)));
      return [trees.marginsSync(one)[0]!, trees.canPredict] as const;
    };
    const [whole, predicts] = margin(undefined);
    expect(predicts).toBe(true);
    for (const same of [[], [1, 1, 1, 1, 1, 1]]) expect(margin(same)).toEqual([whole, true]);
    expect(margin([0.5, 0.5, 0.5, 0.5, 0.5, 0.5])).toEqual([expect.closeTo(whole / 2, 12), false]);
    expect(whole).not.toBe(0);
  });

  it('refuses sets of categories that would take more memory than any model needs', async () => {
    const model = JSON.parse(text.replace(/\bNaN\b/g, '0')) as Learner;
    const { trees, tree_info, gbtree_model_param } = model.learner.gradient_booster.model;
    const highest = 2 ** 24 - 1;
    const split = trees.find((tree) => tree.categories.length > 0)!;
    split.categories = split.categories.map(() => highest);
    for (let i = trees.length; i < 200; i += 1) {
      trees.push({ ...split, id: i });
      tree_info.push(0);
    }
    gbtree_model_param['num_trees'] = String(trees.length);
    await expectError(() => TreeEnsemble.from(JSON.stringify(model)), 'invalid-model', /more than 256 MB/);
  });

  it.each<[string, unknown, string, RegExp]>([
    ['nothing', new Uint8Array(), 'invalid-model', /expected JSON or UBJSON/],
    ['another format', bytes('binf....'), 'invalid-model', /expected JSON or UBJSON/],
    ['half a text', bytes(text.slice(0, 900)), 'invalid-model', /not JSON/],
    ['an empty object', '{}', 'invalid-model', /learner: expected an object/],
    ['half of UBJSON', Uint8Array.of(0x7b, 0x4c, 0, 0), 'invalid-model', /unexpected end at byte/],
    ['a number', 7, 'invalid-argument', /Uint8Array or a string/],
    ['a promise', Promise.resolve(), 'invalid-argument', /Uint8Array or a string, got a Promise/],
  ])('refuses %s', async (_, model, code, message) => {
    await expectError(() => Booster.load(model as string), code as 'invalid-model', message);
  });
});

describe('UBJSON', () => {
  const parse = (...parts: (number | string)[]) =>
    parseUbjson(Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : [part]))));

  it('supports numbers of every type, texts, containers with and without count', () => {
    expect(parse('[', 'i', 255, 'U', 255, 'I', 1, 0, 'l', 0, 0, 1, 0, ']')).toEqual([-1, 255, 256, 256]);
    expect(parse('[', 'L', 0, 0, 0, 0, 0, 0, 1, 1, 'd', 0x3f, 0x80, 0, 0, ']')).toEqual([257, 1]);
    expect(parse('D', 0x3f, 0xf0, 0, 0, 0, 0, 0, 0)).toBe(1);
    expect(parse('{', 'U', 1, 'a', 'S', 'U', 2, 'hé'.slice(0, 1), 'i', 'N', 'U', 1, 'b', 'T', '}')).toEqual(
      expect.objectContaining({ a: 'hi' }),
    );
    expect(parse('[', '$', 'l', '#', 'U', 2, 0, 0, 0, 1, 0, 0, 0, 2)).toEqual(Int32Array.of(1, 2));
    expect(parse('[', '$', 'd', '#', 'U', 1, 0x3f, 0x80, 0, 0)).toEqual(Float32Array.of(1));
    expect(parse('[', '#', 'U', 3, 'Z', 'T', 'F')).toEqual([null, true, false]);
    expect(parse('{', '#', 'U', 1, 'U', 1, 'k', 'Z')).toEqual({ k: null });
  });

  it.each<[string, (number | string)[]]>([
    ['an unknown type', ['x']],
    ['a text of negative length', ['S', 'i', 255]],
    ['a text longer than the file', ['S', 'U', 9, 'a']],
    ['a count longer than the file', ['[', '$', 'd', '#', 'l', 127, 0, 0, 0]],
    ['a type without a count', ['[', '$', 'd', 'U', 1]],
    ['no end', ['[', 'T']],
    ['bytes after the end', ['T', 'T']],
    ['too many levels', Array.from({ length: 300 }, () => '[')],
  ])('refuses %s', async (_, parts) => {
    await expectError(() => parse(...parts), 'invalid-model', /not UBJSON/);
  });
});
