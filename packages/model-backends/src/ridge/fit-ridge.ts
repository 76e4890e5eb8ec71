import { DqsError, throwIfAborted } from '@dqs/core';

import type { TrainRequest } from '../backend.js';
import { columnsOf } from '../columns.js';
import { weightedMean } from '../training-set.js';
import { fitDesign, termCount } from './design.js';
import type { RidgeParameters } from './parameters.js';
import { RidgeModel } from './ridge-model.js';
import { CROSS_ENTROPY, newtonStep, penalisedLoss, SQUARES, type Regression } from './solve.js';

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
    : { coefficients: (await newtonStep(regression, new Float64Array(terms + 1), SQUARES)).change, steps: 1 };
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

/** With more rows than that, the first steps look at every eighth of them: they need not be exact. */
const ROWS_TO_THIN = 20_000;
const STRIDE = 8;
/** A thinned sample is exhausted when a step would save less than this share of the loss. */
const THINNED_SHARE = 1e-3;
/** Share of what a parabola promises that a step has to save (Armijo). */
const LEAST_SAVING = 1e-4;
/** A step is shortened at most to this; savings below a share of the loss are rounding. */
const SHORTEST = 1 / 1024;
const ROUNDING = 1e-12;

/** The log odds of 0 and 1 are infinite. */
const LEAST_FRACTION = 1e-6;

async function descend(regression: Regression, { max_iter, tol }: RidgeParameters, request: TrainRequest) {
  let coefficients = new Float64Array(regression.terms + 1);
  const mean = weightedMean(request.train);
  const within = Math.min(1 - LEAST_FRACTION, Math.max(LEAST_FRACTION, mean));
  coefficients[regression.terms] = Math.log(within / (1 - within));
  if (isCertain(mean)) {
    // The intercept, which nothing penalises, would rise without an end.
    request.onRound?.({ round: 1, rounds: max_iter });
    return { coefficients, steps: 1 };
  }
  const canThin = request.train.frame.rows > ROWS_TO_THIN && !isCertain(weightedMean(request.train, STRIDE));
  let stride = canThin ? STRIDE : 1;
  for (let step = 1; step <= max_iter; step += 1) {
    const { change, decrement } = await newtonStep(regression, coefficients, CROSS_ENTROPY, stride);
    const loss = penalisedLoss(regression, coefficients, CROSS_ENTROPY, stride);
    const lossOf = (moved: Float64Array) => penalisedLoss(regression, moved, CROSS_ENTROPY, stride);
    coefficients = shortened(coefficients, change, { loss, decrement, lossOf });
    request.onRound?.({ round: step, rounds: max_iter });
    const longest = change.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
    if (stride === 1 && longest <= tol) return { coefficients, steps: step };
    if (decrement <= THINNED_SHARE * loss) stride = 1;
  }
  throw new DqsError(
    'model-training-failed',
    `the ridge regression did not converge within ${max_iter} steps; raise alpha, max_iter or tol`,
  );
}

/** Whether everything passed, or failed. */
function isCertain(mean: number): boolean {
  return mean === 0 || mean === 1;
}

interface LineSearch {
  readonly loss: number;
  readonly decrement: number;
  readonly lossOf: (coefficients: Float64Array) => number;
}

/** The step, halved until it saves a part of what it promises: where the loss is far from a parabola it overshoots. */
function shortened(from: Float64Array, change: Float64Array, { loss, decrement, lossOf }: LineSearch) {
  const moved = (share: number) => from.map((value, i) => value + share * change[i]!);
  if (decrement <= ROUNDING * loss) return moved(1);
  let share = 1;
  while (share > SHORTEST && lossOf(moved(share)) > loss - LEAST_SAVING * share * decrement) share /= 2;
  return moved(share);
}
