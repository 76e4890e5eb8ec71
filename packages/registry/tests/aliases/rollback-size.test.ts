import { Random } from '@dqs/core';

import { DEFAULT_ROLLBACK_POLICY, judgeLive } from '../../src/aliases/rollback-policy.js';

/** A CRPS goes with its error: seven tenths of it, but for a mean that a skewed noise of its own has. */
const CRPS_SHARE = 0.7 * Math.exp(0.3 ** 2 / 2);

/**
 * Mean errors and CRPS of two versions on the same forecasts: skewed, with a daily effect that is partly shared.
 *
 * @param ratio of the errors, and `crpsRatio` that of the CRPS beyond it.
 */
function liveErrors(random: Random, ratio: number, crpsRatio: number) {
  let [error, previousError, crps, previousCrps] = [0, 0, 0, 0];
  for (let day = 0; day < 25; day += 1) {
    const luck = Math.exp(0.3 * random.normal());
    const [own, other] = [Math.exp(0.1 * random.normal()), Math.exp(0.1 * random.normal())];
    for (let row = 0; row < 20; row += 1) {
      const shared = Math.exp(0.8 * random.normal());
      const [one, another] = [luck * own * shared * ratio, luck * other * shared];
      const noise = () => 0.7 * Math.exp(0.3 * random.normal());
      error += one / 500;
      previousError += another / 500;
      crps += (one * noise() * crpsRatio) / 500;
      previousCrps += (another * noise()) / 500;
    }
  }
  return { samples: 500, error, previousError, crps, previousCrps };
}

/** Share of live versions that are rolled back; the error before promotion was measured on days like these. */
function takenBack(ratio: number, crpsRatio = 1): number {
  const random = new Random(8);
  const error = Math.exp(0.045 + 0.005 + 0.32);
  const before = { error, crps: CRPS_SHARE * error };
  let due = 0;
  for (let run = 0; run < 300; run += 1) {
    if (judgeLive(DEFAULT_ROLLBACK_POLICY, liveErrors(random, ratio, crpsRatio), before).isDue) due += 1;
  }
  return due / 300;
}

describe('the default rollback policy', () => {
  it('rolls back at most 1 of 100 versions that are as good as the previous one', () => {
    expect(takenBack(1)).toBeLessThanOrEqual(0.01);
  });

  it('rolls back nearly every version whose error is 50 % larger', () => {
    expect(takenBack(1.5)).toBeGreaterThan(0.9);
  });

  it('rolls back nearly every version whose CRPS alone is 50 % larger', () => {
    expect(takenBack(1, 1.5)).toBeGreaterThan(0.9);
  });
});
