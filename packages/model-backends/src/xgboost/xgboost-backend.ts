import { Booster, DMatrix, loadLibrary, train } from '@dqs/xgboost';

import type { ModelBackend, TrainedModel, TrainingSet, TrainRequest } from '../backend.js';
import type { ParameterValue } from '../descriptor.js';
import { assertColumns, columnsOf } from '../columns.js';
import { assertSupported } from '../supported.js';
import { ownThreads } from '../thread-share.js';
import { XGBOOST } from './descriptor.js';
import { translated } from './errors.js';
import { xgboostParameters } from './parameters.js';
import { xgboostCheck } from './self-check.js';
import { categoriesOf, CategoryMask } from './seen-categories.js';
import { loadXgboostModel, XgboostModel } from './xgboost-model.js';

const VALIDATION = 'validation';

/**
 * Gradient boosted trees by XGBoost itself, through the native binding; the library is an optional one. Trainings are
 * reproducible: gradients are summed exactly, so that the number of threads changes no bit.
 */
export const XGBOOST_BACKEND: ModelBackend = {
  ...XGBOOST,
  async train(request) {
    assertSupported(XGBOOST_BACKEND, request);
    return translated(() => fit(request));
  },
  load: loadXgboostModel,
  selfCheck: xgboostCheck,
};

async function fit(request: TrainRequest): Promise<TrainedModel> {
  const { frame } = request.train;
  const initial = request.initial as XgboostModel | undefined;
  if (initial) assertColumns(initial.columns, frame);
  const categories = categoriesOf(frame, initial?.categories);
  const mask = new CategoryMask(categories);
  const params = xgboostParameters(request);
  const open: { close(): void }[] = [];
  const opened = <T extends { close(): void }>(one: T): T => {
    open.push(one);
    return one;
  };
  try {
    const data = opened(await toDMatrix(request, request.train, mask));
    const watched = request.validation && opened(await toDMatrix(request, request.validation, mask));
    const running = params['nthread'] === request.threads ? { ...params, nthread: ownThreads(request) } : params;
    const { booster, bestIteration, stopped } = await train(running, data, {
      rounds: request.rounds,
      evaluate: watched ? [{ name: VALIDATION, data: watched }] : [],
      earlyStopping: watched && request.earlyStoppingRounds ? { rounds: request.earlyStoppingRounds } : undefined,
      initModel: initial && opened(Booster.load(initial.file)),
      reproducible: true,
      signal: request.signal,
      onProgress: request.onRound && progressOf(request, initial),
    });
    opened(booster);
    const best = bestIteration < booster.numRounds ? opened(booster.slice(0, bestIteration)) : booster;
    const versions = { xgboost: loadLibrary().version };
    // The base score follows from the data: trained again on other data, it is another.
    const training = { rounds: bestIteration, stopped, params: withoutBaseScore(params, request), versions };
    const model = new XgboostModel({ file: best.save('json'), columns: columnsOf(frame), categories, training });
    return model as TrainedModel;
  } finally {
    for (const one of open) one.close();
  }
}

function withoutBaseScore(params: Readonly<Record<string, ParameterValue>>, request: TrainRequest) {
  const { base_score: chosen, ...rest } = params;
  return request.params?.['base_score'] === undefined ? rest : { ...rest, base_score: chosen! };
}

function toDMatrix({ threads, signal }: TrainRequest, set: TrainingSet, mask: CategoryMask): Promise<DMatrix> {
  const { columns } = set.frame;
  return DMatrix.from(mask.apply(set.frame), {
    label: set.target,
    weight: set.weight,
    featureNames: columns.map(({ name }) => name),
    featureTypes: columns.map(({ kind }) => (kind === 'categorical' ? 'c' : 'q')),
    threads,
    signal,
  });
}

/** Rounds are reported for this training, without those of an initial model. */
function progressOf({ rounds, onRound }: TrainRequest, initial: XgboostModel | undefined) {
  const before = initial?.rounds ?? 0;
  return (iteration: number, metrics: Readonly<Record<string, Readonly<Record<string, number>>>>): void => {
    const validationLoss = Object.values(metrics[VALIDATION] ?? {})[0];
    onRound?.({ round: iteration - before, rounds, validationLoss });
  };
}
