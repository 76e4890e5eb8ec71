import { DqsError, throwIfAborted } from '@dqs/core';

import type { TrainRequest } from '../backend.js';
import { columnsOf } from '../columns.js';
import { fitDesign, termCount } from './design.js';
import type { RidgeParameters } from './parameters.js';
import { RidgeModel } from './ridge-model.js';
import { CROSS_ENTROPY, newtonStep, SQUARES, type Regression } from './solve.js';

/**
 * Fits a ridge regression: by one solution of the normal equations for `l2`, by Newton's method for `cross-entropy`
 * (penalised logistic regression of a fraction).
 *
 * @throws DqsError as {@link ModelBackend.train}.
 */
export async function fitRidge(request: TrainRequest, parameters: RidgeParameters): Promise<RidgeModel> {
  const { train, objective } = request;
  const isLogistic = objective === 'cross-entropy';
  const designs = fitDesign(train, parameters);
  const terms = designs.reduce((total, design) => total + termCount(design), 0);
  const target = Float64Array.from(train.target, isLogistic ? undefined : regressed(parameters));
  const regression: Regression = { designs, terms, request, target, alpha: parameters.alpha };
  const { coefficients, steps } = isLogistic
    ? await descend(regression, parameters, request)
    : { coefficients: await newtonStep(regression, new Float64Array(terms + 1), SQUARES), steps: 1 };
  throwIfAborted(request.signal);
  if (!isLogistic) request.onRound?.({ round: 1, rounds: 1 });
  return new RidgeModel({
    columns: columnsOf(train.frame),
    designs,
    coefficients: Array.from(coefficients),
    scale: isLogistic || parameters.target === 'logit' ? 'log-odds' : 'fraction',
    info: { rounds: steps, params: { ...parameters } },
  });
}

/** The number that is regressed in place of a fraction. */
function regressed({ target, clip }: RidgeParameters): (fraction: number) => number {
  if (target === 'fraction') return (fraction) => fraction;
  return (fraction) => {
    const cut = Math.min(1 - clip, Math.max(clip, fraction));
    return Math.log(cut / (1 - cut));
  };
}

/** A step of more than this on the scale of log odds is shortened: the first ones may overshoot. */
const LONGEST_STEP = 4;

/** With more rows than that, the first steps look at every eighth of them: they need not be exact. */
const ROWS_TO_THIN = 20_000;
const STRIDE = 8;
/** A change of a coefficient by less than this says that a thinned sample has told what it can. */
const THINNED_TOLERANCE = 0.05;

async function descend(regression: Regression, { max_iter, tol }: RidgeParameters, request: TrainRequest) {
  const coefficients = new Float64Array(regression.terms + 1);
  coefficients[regression.terms] = meanLogOdds(request.train);
  let stride = request.train.frame.rows > ROWS_TO_THIN ? STRIDE : 1;
  for (let step = 1; step <= max_iter; step += 1) {
    const change = await newtonStep(regression, coefficients, CROSS_ENTROPY, stride);
    const longest = change.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    const share = Math.min(1, LONGEST_STEP / longest);
    for (let i = 0; i < change.length; i += 1) coefficients[i]! += share * change[i]!;
    request.onRound?.({ round: step, rounds: max_iter });
    if (stride === 1 && longest <= tol) return { coefficients, steps: step };
    if (longest <= THINNED_TOLERANCE) stride = 1;
  }
  throw new DqsError(
    'model-training-failed',
    `the ridge regression did not settle within ${max_iter} steps; raise alpha, max_iter or tol`,
  );
}

function meanLogOdds({ target, weight }: TrainRequest['train']): number {
  let passes = 0;
  let total = 0;
  for (let row = 0; row < target.length; row += 1) {
    passes += weight[row]! * target[row]!;
    total += weight[row]!;
  }
  const mean = Math.min(1 - 1e-6, Math.max(1e-6, passes / total));
  return Math.log(mean / (1 - mean));
}
