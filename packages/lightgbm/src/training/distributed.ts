import { native } from '../binding.js';
import { checkInteger, checkOptions, checkString } from '../checks.js';
import { handleOf, type Dataset } from '../dataset/dataset.js';
import { checkFeatureNames, datasetParams, toNativeFields } from '../dataset/options.js';
import type { FieldOptions } from '../dataset/options.js';
import { describe, invalidArgument } from '../errors.js';
import { toNativeMatrix } from '../matrix.js';
import type { Matrix } from '../matrix.js';
import { resolveParams } from '../params.js';
import type { Params } from '../params.js';
import { toPlan } from './options.js';
import type { TrainingOptions } from './options.js';
import { runTraining } from './train.js';
import type { TrainResult } from './train-options.js';

/** One machine's share of a distributed training. */
export interface DistributedOptions extends FieldOptions, Omit<TrainingOptions, 'earlyStopping'> {
  /** Every machine, including this one, as `host:port`; the same list in the same order everywhere. */
  readonly machines: readonly string[];
  /** The port this machine listens on: that of its own entry. */
  readonly localListenPort: number;
  /** How long to wait for the others, in minutes. @default 2 */
  readonly timeoutMinutes?: number;
  /** Columns that hold category codes, by index or name. @default none */
  readonly categoricalFeatures?: readonly (number | string)[];
  /** One per column. @default Column_0, Column_1, … */
  readonly featureNames?: readonly string[];
  /**
   * A dataset whose bins are used, the same on every machine: one of a sample of all rows, which `saveBinary` and `fromFile` take from
   * one machine to the others. Without it the machines agree on bins that a part of them chose from its own rows.
   *
   * @default none
   */
  readonly reference?: Dataset;
  /** Record the metrics of this machine's rows in the history under `training`. @default false */
  readonly trainingMetrics?: boolean;
}

const OPTION_NAMES: readonly (keyof DistributedOptions)[] = [
  ...(['machines', 'localListenPort', 'timeoutMinutes', 'categoricalFeatures', 'featureNames'] as const),
  ...(['reference', 'trainingMetrics', 'label', 'weight', 'group', 'initScore', 'position'] as const),
  ...(['rounds', 'onProgress', 'learningRates', 'signal', 'logger'] as const),
];

/**
 * Trains one model over several machines with LightGBM's own socket protocol: each process calls this with its own
 * rows, and all get the same model. LightGBM keeps its network per thread, so connecting, binning, training and
 * disconnecting are one call. The parameter `tree_learner` is `data` unless given (`voting` is the other choice).
 *
 * With a common `reference` the model is the one that a single machine trains on all rows with these bins, but for the rounding of
 * sums, which are added up in another order. It differs where rows are bagged, since each machine draws from its own, and in small
 * leaves where hessians are not all the same (weights, other objectives than l2): LightGBM then estimates how many rows they have.
 *
 * A machine that fails or aborts leaves the others waiting until their sockets notice; LightGBM has no recovery.
 */
export async function trainDistributed(
  params: Params,
  rows: Matrix,
  options: DistributedOptions,
): Promise<TrainResult> {
  const checked = checkOptions('options', options, OPTION_NAMES);
  const matrix = toNativeMatrix('rows', rows);
  const machines = checkMachines(checked.machines);
  if (checked.featureNames !== undefined) checkFeatureNames(checked.featureNames);
  const columns = 'width' in matrix ? matrix.width : matrix.columns.length;
  const logging = checked.logger !== undefined;
  const { values } = datasetParams({ ...checked, params }, columns);
  const categorical = values.get('categorical_feature');
  const defaults: Params = { tree_learner: 'data', num_machines: machines.length, categorical_feature: categorical };
  const plan = {
    ...toPlan(checked, resolveParams('params', params, defaults, logging)),
    machines: machines.join(','),
    machineCount: machines.length,
    port: checkInteger('localListenPort', checked.localListenPort, 1, 65535),
    timeoutMinutes: checkInteger('timeoutMinutes', checked.timeoutMinutes ?? 2, 1, 10080),
    fields: toNativeFields(checked),
    featureNames: checked.featureNames,
    reference: checked.reference === undefined ? undefined : handleOf('reference', checked.reference),
    trainingMetrics: checked.trainingMetrics === true,
  };
  const sets = plan.trainingMetrics ? ['training'] : [];
  return runTraining(checked, sets, (abort, progress) =>
    native().trainDistributed(matrix, { ...plan, abort, progress }),
  );
}

function checkMachines(machines: unknown): readonly string[] {
  if (!Array.isArray(machines) || machines.length < 2) {
    throw invalidArgument('machines', `expected a list of two or more "host:port", got ${describe(machines)}`);
  }
  return machines.map((machine, i) => {
    const text = checkString(`machines[${i}]`, machine);
    if (!/^[^\s:,=]+:\d{1,5}$/.test(text))
      throw invalidArgument(`machines[${i}]`, `expected "host:port", got "${text}"`);
    return text;
  });
}
