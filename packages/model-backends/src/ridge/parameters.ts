import type { ParameterValue } from '../descriptor.js';
import { checkParameters, numberRule, oneOfRule, wholeRule, type ParameterRules } from '../parameters.js';

/** How a ridge regression is fitted, after defaults. */
export interface RidgeParameters {
  /** Strength of the penalty on squared coefficients, as in scikit-learn's `Ridge`; 0 or more. @default 1 */
  readonly alpha: number;
  /**
   * The target under the objective `l2`: the pass `fraction` itself, or its `logit`, cut off at `clip` from
   * either end. @default 'fraction'
   */
  readonly target: 'fraction' | 'logit';
  /** Distance from 0 and 1 at which the logit of a fraction is cut off. @default 0.01 */
  readonly clip: number;
  /**
   * How categories become numbers: `target` takes each category's mean target, shrunk towards the mean of all;
   * `one-hot` one column per category; `ignore` leaves them out. @default 'target'
   */
  readonly categories: 'target' | 'one-hot' | 'ignore';
  /** Weight of the mean of all in the mean of a category, in weights of rows. @default 10 */
  readonly shrinkage: number;
  /**
   * Treatment of numeric columns that look like percentages (all of [0, 100], some above 60): `both` takes them and
   * their log odds, `plain` takes them as any number. @default 'both'
   */
  readonly percentages: 'both' | 'plain';
  /** Adds an indicator column for each numeric one that has missing values, 1 if it is missing. @default true */
  readonly missing_indicators: boolean;
  /** Newton steps at most, under the objective `cross-entropy`. @default 50 */
  readonly max_iter: number;
  /** The steps end when no coefficient moves by more; each step squares what is left of the error. @default 1e-4 */
  readonly tol: number;
}

const DEFAULTS: RidgeParameters = {
  alpha: 1,
  target: 'fraction',
  clip: 0.01,
  categories: 'target',
  shrinkage: 10,
  percentages: 'both',
  missing_indicators: true,
  max_iter: 50,
  tol: 1e-4,
};

const RULES: ParameterRules = {
  backend: 'ridge',
  known: {
    alpha: numberRule(0),
    target: oneOfRule('fraction', 'logit'),
    clip: numberRule(1e-9, 0.49),
    categories: oneOfRule('target', 'one-hot', 'ignore'),
    shrinkage: numberRule(0),
    percentages: oneOfRule('both', 'plain'),
    missing_indicators: oneOfRule(true, false),
    max_iter: wholeRule(1),
    tol: numberRule(0),
  },
  refused: {
    fit_intercept: 'the intercept is always fitted and never penalised',
    solver: 'the normal equations are solved by a Cholesky decomposition',
    positive: 'coefficients cannot be constrained in sign',
    random_state: 'the solver uses no random numbers',
  },
};

/**
 * The parameters of a training with the defaults filled in.
 *
 * @throws DqsError `invalid-argument`.
 */
export function ridgeParameters(given?: Readonly<Record<string, ParameterValue>>): RidgeParameters {
  return { ...DEFAULTS, ...checkParameters(RULES, given) };
}
