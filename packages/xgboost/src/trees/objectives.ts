/** How XGBoost reads its base score, and what it makes of a margin. The numbers are those of native/trees/transform.h. */
export const LINKS = { identity: 0, logit: 1, log: 2 } as const;
/** See {@link LINKS}. */
export const TRANSFORMS = { margin: 0, sigmoid: 1, exp: 2, softmax: 3, argmax: 4, hinge: 5 } as const;

/** A name of {@link LINKS}. */
export type Link = keyof typeof LINKS;
/** A name of {@link TRANSFORMS}. */
export type Transform = keyof typeof TRANSFORMS;

/** What is known of an objective. */
export interface Objective {
  readonly link: Link;
  /** Undefined where its arithmetic has not been compared with XGBoost's. */
  readonly transform: Transform | undefined;
}

const plain: Objective = { link: 'identity', transform: 'margin' };
const logistic: Objective = { link: 'logit', transform: 'sigmoid' };
const logarithmic: Objective = { link: 'log', transform: 'exp' };

/** By XGBoost's name. */
const OBJECTIVES: ReadonlyMap<string, Objective> = new Map([
  ['reg:squarederror', plain],
  ['reg:squaredlogerror', plain],
  ['reg:pseudohubererror', plain],
  ['reg:absoluteerror', plain],
  ['rank:pairwise', plain],
  ['rank:ndcg', plain],
  ['rank:map', plain],
  ['binary:logistic', logistic],
  ['reg:logistic', logistic],
  ['binary:logitraw', plain],
  ['binary:hinge', { link: 'identity', transform: 'hinge' }],
  ['count:poisson', logarithmic],
  ['reg:gamma', logarithmic],
  ['reg:tweedie', logarithmic],
  ['survival:cox', logarithmic],
  ['survival:aft', { link: 'log', transform: undefined }],
  ['multi:softprob', { link: 'identity', transform: 'softmax' }],
  ['multi:softmax', { link: 'identity', transform: 'argmax' }],
]);

/** Undefined for an objective of the future. */
export function objectiveOf(name: string): Objective | undefined {
  return OBJECTIVES.get(name);
}
