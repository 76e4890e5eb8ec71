/** Sums over forecasts of an event, by bin of the probability. Sums of parts add up. */
export interface OddsSums {
  /** Forecasts. */
  readonly count: ArrayLike<number>;
  /** Σ of the probabilities. */
  readonly probability: ArrayLike<number>;
  /** Forecasts after which the event came. */
  readonly came: ArrayLike<number>;
  /** Σ of the squared probabilities. */
  readonly squared: ArrayLike<number>;
  /** Σ of the probabilities after which the event came. */
  readonly cameProbability: ArrayLike<number>;
}

/** The Brier score and what it is made of: `brier = reliability − resolution + uncertainty + within`. */
export interface BrierSplit {
  /** Mean squared distance of probability and event, 0 is perfect; NaN, as all below, without forecasts. */
  readonly brier: number;
  /** Mean squared distance of what was said from what came, by bin: 0 where 70 % means 70 %. */
  readonly reliability: number;
  /** By how much what came differs from bin to bin: higher is better. */
  readonly resolution: number;
  /** Base rate · (1 − base rate): the score of one who always says the base rate. */
  readonly uncertainty: number;
  /** Variance less twice the covariance inside the bins: 0 where all forecasts of a bin say the same. */
  readonly within: number;
}

/**
 * Murphy's split of the Brier score ("A new vector partition of the probability score", 1973), with the two terms inside the
 * bins (Stephenson, Coelho and Jolliffe, "Two extra components in the Brier score decomposition", 2008), so that the parts
 * add up exactly for probabilities of any value.
 */
export function brierSplit({ count, probability, came, squared, cameProbability }: OddsSums): BrierSplit {
  let [n, events, brier] = [0, 0, 0];
  for (let bin = 0; bin < count.length; bin += 1) {
    n += count[bin]!;
    events += came[bin]!;
    brier += squared[bin]! - 2 * cameProbability[bin]! + came[bin]!;
  }
  const base = events / n;
  let [reliability, resolution, within] = [0, 0, 0];
  for (let bin = 0; bin < count.length; bin += 1) {
    const rows = count[bin]!;
    if (rows === 0) continue;
    const [said, happened] = [probability[bin]! / rows, came[bin]! / rows];
    reliability += rows * (said - happened) ** 2;
    resolution += rows * (happened - base) ** 2;
    within += squared[bin]! - rows * said * said - 2 * (cameProbability[bin]! - rows * said * happened);
  }
  return {
    brier: brier / n,
    reliability: reliability / n,
    resolution: resolution / n,
    uncertainty: base * (1 - base),
    within: within / n,
  };
}
