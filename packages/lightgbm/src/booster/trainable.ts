import { types } from 'node:util';
import { native } from '../binding.js';
import { checkInteger, checkOptions, checkString } from '../checks.js';
import { handleOf } from '../dataset/dataset.js';
import type { Dataset } from '../dataset/dataset.js';
import { call, describe, invalidArgument } from '../errors.js';
import { runJob } from '../job.js';
import type { JobOptions } from '../job.js';
import { checkMemory } from '../matrix.js';
import { checkDatasetParams, resolveParams } from '../params.js';
import type { Params } from '../params.js';
import { Booster } from './booster.js';

/** Parameters that cannot change once training has begun. */
const FIXED = [
  'objective',
  'num_class',
  'metric',
  'boosting',
  'tree_learner',
  'device_type',
  'linear_tree',
  'interaction_constraints',
  'use_quantized_grad',
];

/**
 * A booster in training, for custom loops: custom objectives, custom stopping, changing parameters. It keeps its
 * datasets alive. Created by {@link TrainableBooster.create}, or by `train` with `keepTraining: true`.
 *
 * ```js
 * const booster = await TrainableBooster.create({ objective: 'none' }, data);
 * for (let round = 0; round < 100; round++) {
 *   const { gradients, hessians } = myLoss(await booster.innerPredict(0));
 *   if (await booster.updateCustom(gradients, hessians)) break;
 * }
 * ```
 */
export class TrainableBooster extends Booster {
  /** A booster without trees. Objective `none` (or `custom`) leaves the gradients to {@link updateCustom}. */
  static async create(params: Params, dataset: Dataset, options?: JobOptions): Promise<TrainableBooster> {
    const checked = checkOptions('options', options, ['signal', 'logger']);
    const resolved = resolveParams('params', params, {}, checked.logger !== undefined);
    const { text, threads } = resolved;
    const handle = handleOf('dataset', dataset);
    checkDatasetParams(dataset.params, resolved);
    const plan = {
      params: text,
      threads,
      rounds: 0,
      patience: 0,
      minDelta: 0,
      firstMetricOnly: false,
      sets: [],
      keepTraining: true,
    };
    return new TrainableBooster(await runJob(checked, (abort) => native().boosterCreate(handle, { ...plan, abort })));
  }

  /** One iteration with the objective. @returns true when there was nothing left to split */
  async update(): Promise<boolean> {
    return runJob({}, () => native().boosterUpdate(this.handle));
  }

  /**
   * One iteration with custom gradients, for objective `none`.
   * @param gradients first derivatives of the loss with respect to the raw score: rows × classes, class by class
   * @param hessians second derivatives, in the same order
   * @returns true when there was nothing left to split
   */
  async updateCustom(gradients: Float32Array, hessians: Float32Array): Promise<boolean> {
    for (const [name, values] of Object.entries({ gradients, hessians })) {
      if (!types.isFloat32Array(values))
        throw invalidArgument(name, `expected a Float32Array, got ${describe(values)}`);
      checkMemory(name, values);
    }
    return runJob({}, () => native().boosterUpdateCustom(this.handle, gradients, hessians));
  }

  /** Undoes the last iteration. Does nothing when there is none. */
  async rollback(): Promise<void> {
    await runJob({}, () => native().boosterRollback(this.handle));
  }

  /** Adds a dataset to evaluate, created with the training data as its reference. @returns its number, from 1 */
  async addValid(dataset: Dataset): Promise<number> {
    return runJob({}, () => native().boosterAddValid(this.handle, handleOf('dataset', dataset)));
  }

  /** Names of the metrics, in the order of {@link evalAt}. */
  get metrics(): string[] {
    return call(() => native().boosterEvalNames(this.handle));
  }

  /** The metrics on a dataset: 0 is the training data, 1… those of {@link addValid} (or `validSets`) in order. */
  async evalAt(set: number): Promise<Record<string, number>> {
    checkInteger('set', set, 0, 2 ** 31 - 1);
    const names = this.metrics;
    const values = await runJob({}, () => native().boosterEval(this.handle, set));
    return Object.fromEntries(names.map((name, i) => [name, values[i] ?? NaN]));
  }

  /** The current predictions for a dataset (as in {@link evalAt}), transformed by the objective, class by class. */
  async innerPredict(set: number): Promise<Float64Array> {
    checkInteger('set', set, 0, 2 ** 31 - 1);
    return runJob({}, () => native().boosterInnerPredict(this.handle, set));
  }

  /** Changes parameters for later iterations, e.g. `{ learning_rate: 0.05 }`. */
  async resetParameter(params: Params): Promise<void> {
    const resolved = resolveParams('params', params);
    const given = [...resolved.values].filter(([name]) => name !== 'num_threads' && name !== 'verbosity');
    for (const [name] of given) {
      if (FIXED.includes(name)) throw invalidArgument('params', `"${name}" cannot change once training has begun`);
    }
    if (given.length === 0) throw invalidArgument('params', 'expected at least one parameter');
    const text = checkString('params', given.map(([name, value]) => `${name}=${value}`).join(' '));
    await runJob({}, () => native().boosterResetParameter(this.handle, text));
  }
}
