import { DECAYS } from '../history/exponential.js';
import { numeric, type FeatureGroup } from './feature-group.js';

/** Exponentially weighted means of the pass percentage, by decay in percent per observed day. */
export const EXPONENTIAL_MEANS: FeatureGroup = {
  features: numeric(...DECAYS.map((decay) => `ewm_${Math.round(100 * decay)}`)),
  compute({ view }, out, at) {
    for (let k = 0; k < DECAYS.length; k += 1) out[at + k] = view.exponentialMean(k);
  },
};
