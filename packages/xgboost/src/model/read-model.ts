import { invalidModel, XGBoostError, describe, invalidArgument } from '../errors.js';
import { arrayAt, countAt, numbersAt, objectAt, stringAt } from './fields.js';
import type { Fields } from './fields.js';
import { readTree } from './read-tree.js';
import type { ModelTree } from './read-tree.js';
import { parseUbjson } from './ubjson.js';

/** The content of a model file. */
export interface Model {
  /** The XGBoost that wrote it, e.g. `1.7.5`. */
  readonly version: string;
  /** `gbtree`, `dart` or `gblinear`. */
  readonly booster: string;
  /** XGBoost's name of the objective. */
  readonly objective: string;
  readonly features: number;
  /** Numbers per row of a margin. */
  readonly groups: number;
  /** In the objective's own terms, e.g. a probability; one, or one per group. */
  readonly baseScores: readonly number[];
  readonly trees: readonly ModelTree[];
  /** Group of each tree. */
  readonly treeGroups: readonly number[];
  /** Factor of each tree; 1 except with dart. */
  readonly treeWeights: readonly number[];
  readonly treesPerRound: number;
  readonly featureNames: readonly string[];
  readonly featureTypes: readonly string[];
}

const MAX_INT32 = 2 ** 31 - 1;
/** Maximum number of columns of a prediction. */
const MAX_GROUPS = 2 ** 16;

/**
 * Reads and checks a model in JSON or UBJSON. XGBoost trusts its files: an index outside a tree would crash the
 * process, so no model reaches it unchecked.
 *
 * @throws XGBoostError `invalid-model` that says which part is wrong
 */
export function readModel(bytes: Uint8Array): Model {
  if (!(bytes instanceof Uint8Array)) {
    throw invalidArgument('model', `expected a Uint8Array or a string, got ${describe(bytes)}`);
  }
  const model = objectAt('model', decode(bytes));
  const learner = objectAt('learner', model['learner']);
  const param = objectAt('learner_model_param', learner['learner_model_param']);
  const features = countAt('num_feature', param['num_feature'], 1, MAX_INT32 - 1);
  const classes = countAt('num_class', param['num_class'], 0, MAX_GROUPS);
  const groups = Math.max(1, classes, countAt('num_target', param['num_target'] ?? '1', 0, MAX_GROUPS));
  const objective = stringAt('objective.name', objectAt('objective', learner['objective'])['name']);
  return {
    version: Array.from(numbersAt('version', model['version'])).join('.'),
    objective,
    features,
    groups,
    baseScores: readBaseScores(param['base_score'], groups),
    featureNames: readStrings('feature_names', learner['feature_names'], features),
    featureTypes: readStrings('feature_types', learner['feature_types'], features),
    ...readBooster(objectAt('gradient_booster', learner['gradient_booster']), features, groups),
  };
}

function decode(bytes: Uint8Array): unknown {
  // XGBoost decides by the same character: JSON has a quote or a space after the brace, UBJSON a type.
  if (bytes[0] !== 0x7b) throw invalidModel('model', 'expected JSON or UBJSON, which begin with "{"');
  const second = String.fromCharCode(bytes[1] ?? 0);
  if (!/["\s}]/.test(second)) return parseUbjson(bytes);
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  try {
    return parseJson(text);
  } catch (cause) {
    throw invalidModel('model', `not JSON: ${(cause as Error).message}`, { cause });
  }
}

/** XGBoost writes NaN and infinities, which JSON does not allow; outside strings they become null and then NaN. */
function parseJson(text: string): unknown {
  // An unclosed string extends to the end of the text: searching from every quote would take forever.
  const standard = text.replace(/"(?:[^"\\]|\\[^])*(?:"|\\?$)|\bNaN\b|\bnan\b|-?\bInfinity\b|-?\binf\b/g, (found) =>
    found.startsWith('"') ? found : (STAND_INS.get(found) ?? found),
  );
  return JSON.parse(standard);
}

/** Numbers for values JSON cannot express: no threshold or leaf of a valid model is NaN, and 1e999 is infinite. */
const STAND_INS: ReadonlyMap<string, string> = new Map(
  Object.entries({ NaN: '0', nan: '0', Infinity: '1e999', inf: '1e999', '-Infinity': '-1e999', '-inf': '-1e999' }),
);

function readBaseScores(value: unknown, groups: number): number[] {
  const texts = stringAt('base_score', value)
    .replace(/^\[|\]$/g, '')
    .split(',');
  const scores = texts.map((text) => (text.trim() === '' ? NaN : Number(text)));
  if (scores.every(Number.isFinite) && (scores.length === 1 || scores.length === groups)) return scores;
  throw invalidModel('base_score', `expected a number, or one per class, got ${describe(value)}`);
}

function readStrings(where: string, value: unknown, length: number): string[] {
  if (value === undefined) return [];
  const strings = arrayAt(where, value).map((item, i) => stringAt(`${where}[${i}]`, item));
  if (strings.length === 0 || strings.length === length) return strings;
  throw invalidModel(where, `expected ${length} strings, got ${strings.length}`);
}

type BoosterParts = Pick<Model, 'booster' | 'trees' | 'treeGroups' | 'treeWeights' | 'treesPerRound'>;

function readBooster(fields: Fields, features: number, groups: number): BoosterParts {
  const booster = stringAt('gradient_booster.name', fields['name']);
  if (booster === 'gbtree') {
    const model = objectAt('model', fields['model']);
    return withWeights(booster, readTrees(model, features, groups), model['weight_drop'] ?? []);
  }
  if (booster === 'dart') {
    const inner = objectAt('gradient_booster.gbtree', fields['gbtree']);
    const parts = readTrees(objectAt('model', inner['model']), features, groups);
    return withWeights(booster, parts, numbersAt('weight_drop', fields['weight_drop'], parts.trees.length));
  }
  if (booster === 'gblinear') {
    const { weights } = objectAt('gradient_booster.model', fields['model']);
    numbersAt('weights', weights, (features + 1) * groups);
    return { booster, trees: [], treeGroups: [], treeWeights: [], treesPerRound: groups };
  }
  throw new XGBoostError('invalid-model', `gradient_booster.name: expected gbtree, dart or gblinear, got "${booster}"`);
}

/** Newer versions write dart as a gbtree with weights. */
function withWeights(name: string, parts: Omit<BoosterParts, 'booster'>, value: unknown): BoosterParts {
  const weights = Array.from(numbersAt('weight_drop', value));
  if (weights.length === 0) return { booster: name, ...parts };
  if (weights.length !== parts.trees.length) {
    throw invalidModel('weight_drop', `expected ${parts.trees.length} numbers, got ${weights.length}`);
  }
  return { booster: weights.every((weight) => weight === 1) ? name : 'dart', ...parts, treeWeights: weights };
}

function readTrees(model: Fields, features: number, groups: number): Omit<BoosterParts, 'booster'> {
  const param = objectAt('gbtree_model_param', model['gbtree_model_param']);
  const count = countAt('num_trees', param['num_trees'], 0, MAX_INT32);
  const parallel = countAt('num_parallel_tree', param['num_parallel_tree'] ?? '1', 0, MAX_INT32);
  const list = arrayAt('trees', model['trees']);
  if (list.length !== count) throw invalidModel('trees', `expected ${count}, got ${list.length}`);
  const trees = list.map((tree, i) => readTree(i, tree, features));
  const groupOf = numbersAt('tree_info', model['tree_info'], count);
  const treeGroups = Array.from(groupOf, (group, i) => countAt(`tree_info[${i}]`, group, 0, groups - 1));
  checkRounds(model['iteration_indptr'], count);
  const severalTargets = trees.some((tree) => tree.leafSize > 1);
  const treesPerRound = Math.max(1, parallel) * (severalTargets ? 1 : groups);
  if (count % treesPerRound !== 0) {
    throw invalidModel('num_trees', `expected a multiple of ${treesPerRound}, the trees of a round, got ${count}`);
  }
  return { trees, treeGroups, treeWeights: trees.map(() => 1), treesPerRound };
}

/** Newer versions write the start of each round. */
function checkRounds(value: unknown, count: number): void {
  if (value === undefined) return;
  const starts = numbersAt('iteration_indptr', value);
  for (let i = 0; i < starts.length; i += 1) {
    countAt(`iteration_indptr[${i}]`, starts[i], i === 0 ? 0 : starts[i - 1]!, count);
  }
  if (starts.length > 0 && (starts[0] !== 0 || starts[starts.length - 1] !== count)) {
    throw invalidModel('iteration_indptr', `expected 0 to ${count}`);
  }
}
