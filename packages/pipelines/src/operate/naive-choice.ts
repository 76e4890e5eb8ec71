import type { Manifest } from '../bundle/manifest.js';
import { NAIVE_DISTRIBUTIONS, type NaiveDistribution } from '../evaluate/naive-distributions.js';

/** The naive distribution where a bundle names none: the simplest, the last 7 observed days. */
export const DEFAULT_NAIVE: NaiveDistribution = NAIVE_DISTRIBUTIONS[0]!;

/** The naive forecast that a version is compared with while it is in use. */
export interface NaiveChoice {
  readonly name: NaiveDistribution;
  /** `training`: it did best on the last training days before the test. `default`: the bundle does not tell which did. */
  readonly from: 'training' | 'default';
}

/**
 * The naive distribution that did best on the training days of a version, as its manifest records it with the evaluation: never
 * the best in hindsight. Bundles that were trained without test days, or by versions that did not measure distributions, have
 * none; for them it is `DEFAULT_NAIVE`.
 */
export function naiveChoice({ evaluation }: Pick<Manifest, 'evaluation'>): NaiveChoice {
  const chosen = evaluation?.scores[0]?.distribution?.bestNaive;
  const name = NAIVE_DISTRIBUTIONS.find((one) => one === chosen);
  return name === undefined ? { name: DEFAULT_NAIVE, from: 'default' } : { name, from: 'training' };
}
