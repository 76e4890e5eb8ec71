import type { Booster } from '../booster/booster.js';
import { checkOptions } from '../checks.js';
import { handleOf } from '../dataset/dataset.js';
import type { Dataset } from '../dataset/dataset.js';
import type { NativePlan } from '../native.js';
import { checkDatasetParams, resolveParams } from '../params.js';
import type { Params } from '../params.js';
import { EarlyStopper } from './early-stopper.js';
import type { EvaluatedMetric } from './early-stopper.js';
import { makeFolds } from './folds.js';
import type { FoldOptions } from './folds.js';
import { roundMetrics, toPlan } from './options.js';
import type { TrainingOptions } from './options.js';
import { checkOwnFunctions } from './own-functions.js';
import type { OwnFunctions } from './own-functions.js';
import { Steps } from './steps.js';

/** How to cross-validate. Callbacks get the means over the folds. */
export interface CvOptions extends TrainingOptions, OwnFunctions, FoldOptions {
  /** Also evaluate the training rows of each fold, as set `train`; early stopping ignores them. @default false */
  readonly trainingMetrics?: boolean;
}

/** A metric over the folds, one value per iteration. */
export interface CvSeries {
  /** Mean over the folds. */
  readonly mean: Float64Array;
  /** Population standard deviation over the folds. */
  readonly stdv: Float64Array;
}

/** Result of a cross-validation. */
export interface CvResult {
  /** `valid` (and `train`) → metric → its values up to `bestIteration`. */
  readonly history: Record<string, Record<string, CvSeries>>;
  /** Iterations to use: the best of the means with early stopping, otherwise all. */
  readonly bestIteration: number;
  /** Why it ended; `no-split` when no fold had anything left to split. */
  readonly stopped: 'rounds' | 'early' | 'no-split' | 'callback';
  /** One model per fold, trained on the others; they predict with `bestIteration` by default. */
  readonly boosters: readonly Booster[];
  /** The rows of each fold, ascending. */
  readonly folds: readonly { readonly train: Int32Array; readonly valid: Int32Array }[];
}

const OPTION_NAMES: readonly (keyof CvOptions)[] = [
  ...(['rounds', 'earlyStopping', 'onProgress', 'learningRates', 'signal', 'logger'] as const),
  ...(['customMetrics', 'customObjective', 'onIteration', 'trainingMetrics'] as const),
  ...(['folds', 'stratified', 'shuffle', 'seed'] as const),
];
const CLASSES = new Set(['binary', 'multiclass', 'softmax', 'multiclassova', 'multiclass_ova', 'ova', 'ovr']);

/**
 * Cross-validation like LightGBM's `cv`: one model per fold, all trained round by round together; a metric's mean over
 * the folds decides early stopping. Datasets with groups are divided by group.
 *
 * ```js
 * const { history, bestIteration, boosters } = await cv({ objective: 'binary', metric: 'auc' }, data, {
 *   folds: 5,
 *   rounds: 500,
 *   earlyStopping: { rounds: 20 },
 * });
 * console.log(history.valid.auc.mean[bestIteration - 1]);
 * ```
 * @throws LightGBMError as {@link train} does, and `invalid-argument` for invalid folds
 */
export async function cv(params: Params, dataset: Dataset, options?: CvOptions): Promise<CvResult> {
  const checked = checkOptions('options', options, OPTION_NAMES);
  const resolved = resolveParams('params', params, {}, checked.logger !== undefined);
  handleOf('dataset', dataset);
  checkDatasetParams(dataset.params, resolved);
  const objective = resolved.values.get('objective');
  checkOwnFunctions(checked, objective);
  const plan = toPlan(
    checked,
    resolved,
    checked.customMetrics?.map(({ name }) => name),
  );
  const folds = makeFolds(dataset, checked, CLASSES.has(objective ?? ''));
  const models: FoldModel[] = [];
  try {
    for (const fold of folds) models.push(await FoldModel.start(dataset, fold, checked, plan));
    return { ...(await run(models, checked, plan)), folds };
  } catch (error) {
    for (const model of models) model.steps.close();
    throw error;
  } finally {
    for (const model of models) model.closeData();
  }
}

async function run(models: readonly FoldModel[], options: CvOptions, plan: Plan): Promise<Omit<CvResult, 'folds'>> {
  const sets = setNames(options);
  const metrics = models[0]?.steps.metrics ?? [];
  const stopper = new EarlyStopper(
    plan,
    metrics,
    sets.map((set) => set === 'valid'),
  );
  const rounds: Round[] = [];
  const [stopped, bestIteration] = await runRounds(models, stopper, rounds, metrics, options, plan);
  const best = plan.patience > 0 ? bestIteration : 0;
  const boosters = models.map(({ steps }) => steps.finish(false, best));
  return { history: historyOf(rounds.slice(0, bestIteration), sets, metrics), bestIteration, stopped, boosters };
}

type Plan = Omit<NativePlan, 'abort' | 'progress'>;

/** Values of a round, set by set and metric by metric. */
interface Round {
  readonly mean: readonly number[];
  readonly stdv: readonly number[];
}

async function runRounds(
  models: readonly FoldModel[],
  stopper: EarlyStopper,
  rounds: Round[],
  metrics: readonly EvaluatedMetric[],
  options: CvOptions,
  plan: Plan,
): Promise<[CvResult['stopped'], number]> {
  const names = metrics.map(({ name }) => name);
  for (let round = 0; round < plan.rounds; round++) {
    const finished: boolean[] = [];
    for (const { steps } of models) finished.push(await steps.update(plan.learningRates?.[round]));
    // Like `train`, does not record a round without a split, except the first.
    if (round > 0 && !finished.includes(false)) return ['no-split', stopper.firstBest(round)];
    const found: number[][] = [];
    for (const { steps } of models) found.push(await steps.evaluate());
    const summary = summarize(found);
    rounds.push(summary);
    const means = roundMetrics(setNames(options), names, summary.mean);
    options.onProgress?.(round + 1, means);
    const word = await options.onIteration?.(round + 1, means);
    const best = stopper.add(round, round + 1, summary.mean);
    if (best !== undefined) return ['early', best];
    if (word === 'stop') return ['callback', stopper.firstBest(round + 1)];
  }
  return ['rounds', stopper.firstBest(plan.rounds)];
}

/** A fold's data and the model trained on it. */
class FoldModel {
  private constructor(
    readonly steps: Steps,
    readonly closeData: () => void,
  ) {}

  static async start(
    dataset: Dataset,
    rows: { readonly train: Int32Array; readonly valid: Int32Array },
    options: CvOptions,
    plan: Plan,
  ): Promise<FoldModel> {
    const job = { signal: options.signal, logger: options.logger };
    const train = await dataset.subset(rows.train, job);
    const closeAll: (() => void)[] = [() => train.close()];
    const closeData = (): void => closeAll.forEach((close) => close());
    try {
      const valid = await dataset.subset(rows.valid, job);
      closeAll.push(() => valid.close());
      const sets = setNames(options).map((name) => (name === 'train' ? train : valid));
      const steps = await Steps.start({ ...plan, keepTraining: true }, { ...options, dataset: train, sets });
      return new FoldModel(steps, closeData);
    } catch (error) {
      closeData();
      throw error;
    }
  }
}

const setNames = (options: CvOptions): string[] => (options.trainingMetrics === true ? ['train', 'valid'] : ['valid']);

function summarize(found: readonly (readonly number[])[]): Round {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const columns = (found[0] ?? []).map((_, i) => found.map((values) => values[i] as number));
  const means = columns.map(mean);
  const stdv = columns.map((values, i) => Math.sqrt(mean(values.map((value) => (value - (means[i] as number)) ** 2))));
  return { mean: means, stdv };
}

function historyOf(
  rounds: readonly Round[],
  sets: readonly string[],
  metrics: readonly EvaluatedMetric[],
): CvResult['history'] {
  const series = (at: number): CvSeries => ({
    mean: Float64Array.from(rounds, ({ mean }) => mean[at] ?? NaN),
    stdv: Float64Array.from(rounds, ({ stdv }) => stdv[at] ?? NaN),
  });
  return Object.fromEntries(
    sets.map((set, s) => [
      set,
      Object.fromEntries(metrics.map(({ name }, m) => [name, series(s * metrics.length + m)])),
    ]),
  );
}
