import { boosterHandle, type Booster } from '../booster/booster.js';
import { checkInteger, checkNumber, checkOptions, checkString } from '../checks.js';
import { dmatrixHandle } from '../dmatrix/dmatrix.js';
import type { DMatrix } from '../dmatrix/dmatrix.js';
import { describe, invalidArgument } from '../errors.js';
import type { JobOptions } from '../job.js';
import type { NativeTrainOptions } from '../native.js';
import { resolveParams, toPairs } from '../params.js';
import type { Params } from '../params.js';
import { toReproducible } from './reproducible.js';

/** Metric values of one round: set → metric → value. */
export type RoundMetrics = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** When to stop before all rounds are done. */
export interface EarlyStopping {
  /** Stop when the metric has not improved for this many rounds. */
  readonly rounds: number;
  /** The metric to watch, by the name in the history. @default the last one, as in Python */
  readonly metric?: string;
  /** The set to watch, by name. @default the last one, as in Python */
  readonly set?: string;
  /** Whether a higher value is better. @default by the metric's name: true for auc, aucpr, pre, map and ndcg */
  readonly maximize?: boolean;
  /** Minimum change that counts as an improvement. @default 0 */
  readonly minDelta?: number;
}

/** How to train. */
export interface TrainOptions extends JobOptions {
  /** Boosting rounds. @default 100 */
  readonly rounds?: number;
  /** Sets to evaluate after each round (the watch list); the training data may be one. @default [] */
  readonly evaluate?: readonly { readonly name: string; readonly data: DMatrix }[];
  /** When to stop early; needs a set to evaluate. @default never */
  readonly earlyStopping?: EarlyStopping;
  /**
   * Called on the main thread after each round with the number of rounds the model has and the metrics. It does not
   * delay the training. An error it throws stops the training, which rejects with that error.
   */
  readonly onProgress?: (iteration: number, metrics: RoundMetrics) => void;
  /** A model to continue from; the result contains its trees. */
  readonly initModel?: Booster;
  /**
   * Produce the same model bytes on any number of threads, which XGBoost itself does not guarantee. For the objectives
   * binary:logistic, reg:logistic, reg:squarederror and reg:absoluteerror, with trees and the method `hist`; rows are
   * then sampled (`subsample`) by this package's generator. Set `base_score`: it is not estimated.
   * @default false
   */
  readonly reproducible?: boolean;
}

/** Names of the {@link TrainOptions}. */
export const OPTION_NAMES: readonly (keyof TrainOptions)[] = [
  ...(['rounds', 'evaluate', 'earlyStopping', 'onProgress', 'initModel', 'reproducible'] as const),
  ...(['signal', 'logger'] as const),
];
const STOPPING_NAMES: readonly (keyof EarlyStopping)[] = ['rounds', 'metric', 'set', 'maximize', 'minDelta'];
const MAX_INT32 = 2 ** 31 - 1;

/** Checked options as the native training takes them. */
export function toNativeTrain(params: Params, options: TrainOptions): NativeTrainOptions {
  const resolved = resolveParams('params', params);
  const own = options.reproducible === true ? toReproducible(resolved) : undefined;
  const { onProgress, initModel } = options;
  if (onProgress !== undefined && typeof onProgress !== 'function') {
    throw invalidArgument('onProgress', `expected a function, got ${describe(onProgress)}`);
  }
  const sets = toSets(options.evaluate ?? []);
  return {
    params: toPairs((own?.params ?? resolved).values),
    threads: resolved.threads,
    rounds: checkInteger('rounds', options.rounds ?? 100, 0, MAX_INT32 - 1),
    sets,
    ...toStopping(
      options.earlyStopping,
      sets.map((set) => set.name),
    ),
    ...(own === undefined ? {} : { reproducible: own.native }),
    ...(initModel === undefined ? {} : { initModel: boosterHandle('initModel', initModel) }),
  };
}

/** XGBoost would treat all rows as one group, in time that grows with their square. */
export function checkGroups(objective: Params[string], data: DMatrix, { evaluate = [] }: TrainOptions): void {
  if (typeof objective !== 'string' || !objective.startsWith('rank:')) return;
  const sets = [
    { where: 'data', data },
    ...evaluate.map((set, i) => ({ where: `evaluate[${i}].data`, data: set.data })),
  ];
  const without = sets.find((set) => !set.data.hasGroups);
  if (without === undefined) return;
  throw invalidArgument(
    without.where,
    `objective "${objective}" ranks rows in groups: create the DMatrix with "group"`,
  );
}

function toSets(evaluate: unknown): NativeTrainOptions['sets'] {
  if (!Array.isArray(evaluate)) throw invalidArgument('evaluate', `expected an array, got ${describe(evaluate)}`);
  const sets = evaluate.map((set: { name: unknown; data: unknown } | null, i) => ({
    name: checkString(`evaluate[${i}].name`, set?.name),
    dmatrix: dmatrixHandle(`evaluate[${i}].data`, set?.data),
  }));
  if (new Set(sets.map((set) => set.name)).size < sets.length) {
    throw invalidArgument('evaluate', 'two sets have the same name');
  }
  return sets;
}

type Stopping = Pick<NativeTrainOptions, 'patience' | 'minDelta' | 'metric' | 'set' | 'direction'>;

function toStopping(stopping: EarlyStopping | undefined, sets: readonly string[]): Stopping {
  if (stopping === undefined) return { patience: 0, minDelta: 0, set: -1, direction: 0 };
  const checked = checkOptions('earlyStopping', stopping, STOPPING_NAMES);
  if (sets.length === 0) throw invalidArgument('earlyStopping', 'needs a set in "evaluate"');
  const set = checked.set === undefined ? -1 : sets.indexOf(checked.set);
  if (checked.set !== undefined && set < 0) {
    throw invalidArgument('earlyStopping.set', `expected one of ${sets.join(', ')}, got ${describe(checked.set)}`);
  }
  return {
    patience: checkInteger('earlyStopping.rounds', checked.rounds, 1, MAX_INT32),
    minDelta: checkNumber('earlyStopping.minDelta', checked.minDelta ?? 0, 0),
    set,
    direction: checked.maximize === undefined ? 0 : checked.maximize ? 1 : -1,
    ...(checked.metric === undefined ? {} : { metric: checkString('earlyStopping.metric', checked.metric) }),
  };
}
