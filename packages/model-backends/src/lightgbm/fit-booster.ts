import { Dataset, lightgbmVersion, train, type Booster } from '@dqs/lightgbm';

import type { ModelTraining, TrainedModel, TrainingSet, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';
import { assertColumns, columnsOf } from '../columns.js';
import { ownThreads } from '../thread-share.js';
import { learnableRows } from '../training-set.js';
import { translated } from './errors.js';
import { fitDistributed } from './fit-distributed.js';
import { headerOf, LightgbmModel } from './lightgbm-model.js';
import { fillUnsplitTrees } from './unsplit-trees.js';

const VALIDATION = 'validation';

/** A training in LightGBM's own terms. */
export interface BoosterPlan {
  /** Name of the backend that trains, which the model records. */
  readonly backend: string;
  /** Parameters in LightGBM's names. */
  readonly params: Readonly<Record<string, ParameterValue>>;
  readonly rounds: number;
  /** Rounds without improvement on the validation set after which it stops; undefined never stops early. */
  readonly patience?: number;
  /** An improvement is a change by more than this. @default 0 */
  readonly minDelta?: number;
  /** The parameters for the manifest, in the backend's own names. @default those in LightGBM's names */
  readonly shownParams?: Readonly<Record<string, ParameterValue>>;
}

/**
 * Trains a booster off the main thread and returns it as a model.
 *
 * @throws DqsError as {@link ModelBackend.train}.
 */
export function fitBooster(request: TrainRequest, plan: BoosterPlan): Promise<TrainedModel> {
  return translated(() => fit(request, plan));
}

async function fit(request: TrainRequest, given: BoosterPlan): Promise<TrainedModel> {
  const { initial, machines } = request;
  const plan = isStreamed(request.train) && !initial ? streamedPlan(given, request) : given;
  if (machines) {
    const { booster, bestIteration, stopped } = await fitDistributed(request, machines, plan.params, plan.rounds);
    return modelOf(booster, request.train, plan, { rounds: bestIteration, stopped });
  }
  if (initial) assertColumns(initial.columns, request.train.frame);
  const open: { close(): void }[] = [];
  const opened = <T extends { close(): void }>(one: T): T => {
    open.push(one);
    return one;
  };
  try {
    const dataset = opened(await toDataset(request.train, plan, initial !== undefined));
    const watched =
      request.validation && opened(await toDataset(request.validation, plan, initial !== undefined, dataset));
    const initModel = initial && opened((initial as LightgbmModel).copyBooster());
    const result = await train(onOwnThreads(plan.params, request), dataset, {
      rounds: plan.rounds,
      validSets: watched ? [{ name: VALIDATION, dataset: watched }] : [],
      earlyStopping: watched && plan.patience ? { rounds: plan.patience, minDelta: plan.minDelta } : undefined,
      initModel,
      signal: request.signal,
      onProgress: request.onRound && progressOf(request, plan.rounds),
    });
    return modelOf(result.booster, request.train, plan, {
      rounds: result.bestIteration,
      stopped: result.stopped,
    });
  } finally {
    for (const one of open) one.close();
  }
}

/** Parameters of a training that others run beside; those that it records are the ones that were asked for. */
function onOwnThreads(params: BoosterPlan['params'], request: TrainRequest): BoosterPlan['params'] {
  return params['num_threads'] === request.threads ? { ...params, num_threads: ownThreads(request) } : params;
}

/** Why boosting ended. */
type BoostingEnd = Pick<ModelTraining, 'rounds' | 'stopped'>;

function modelOf(booster: Booster, train: TrainingSet, plan: BoosterPlan, end: BoostingEnd): TrainedModel {
  const training = { ...end, params: plan.shownParams ?? plan.params, versions: { lightgbm: lightgbmVersion() } };
  try {
    fillUnsplitTrees(booster, headerOf(booster), train);
    return new LightgbmModel(booster, columnsOf(train.frame), { backend: plan.backend, training }) as TrainedModel;
  } catch (error) {
    booster.close();
    throw error;
  }
}

function toDataset(
  set: TrainingSet,
  { params }: BoosterPlan,
  keepData: boolean,
  reference?: Dataset,
): Promise<Dataset> {
  const { columns } = set.frame;
  const options = {
    label: set.target,
    weight: set.weight,
    featureNames: columns.map((column) => column.name),
    categoricalFeatures: columns.flatMap((column, i) => (column.kind === 'categorical' ? [i] : [])),
    reference,
    params,
  };
  if (isStreamed(set) && !keepData) {
    return Dataset.fromLazyRows({ rows: set.frame.rows, make: (rows) => learnableRows(set.frame, rows) }, options);
  }
  if (!keepData) {
    const makers = columns.map((column) => () => column.values);
    return Dataset.fromLazyColumns(makers, options);
  }
  const values = columns.map((column) => column.values);
  return Dataset.fromColumns(values, { ...options, keepData });
}

function isStreamed({ frame }: TrainingSet): boolean {
  return frame.pick !== undefined;
}

/** Columns of bins, of which rows beside them, as `force_row_wise` has it, would take three times the memory. */
const BY_COLUMNS: BoosterPlan['params'] = { force_row_wise: false, force_col_wise: true };
/** A sample of rows for the bins is held as numbers, several times over; LightGBM's own size is 200,000. */
const FEWER_SAMPLED: BoosterPlan['params'] = { bin_construct_sample_cnt: 50_000 };

/** A plan that keeps the memory of a training low whose features do not fit, but for what its request says itself. */
function streamedPlan(plan: BoosterPlan, { params = {} }: TrainRequest): BoosterPlan {
  const isGiven = (...names: string[]) => names.some((name) => params[name] !== undefined);
  return {
    ...plan,
    params: {
      ...plan.params,
      ...(!isGiven('force_row_wise', 'force_col_wise') && BY_COLUMNS),
      ...(!isGiven('bin_construct_sample_cnt', 'subsample_for_bin') && FEWER_SAMPLED),
    },
  };
}

function progressOf(request: TrainRequest, rounds: number) {
  return (iteration: number, metrics: Readonly<Record<string, Readonly<Record<string, number>>>>): void => {
    const validationLoss = Object.values(metrics[VALIDATION] ?? {})[0];
    request.onRound?.({ round: iteration, rounds, validationLoss });
  };
}
