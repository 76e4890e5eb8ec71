import { numeric, type FeatureGroup } from './feature-group.js';
import { span, window } from './wording.js';

/**
 * The pass percentage exactly k days before the target day: missing where that day was not observed or lies after the
 * as-of day.
 *
 * @param days the k of each feature, 1 or more.
 */
export function lags(...days: readonly number[]): FeatureGroup {
  return {
    features: numeric(...days.map((k) => [`lag_${k}_day`, `pass percentage ${span(k)} before`] as const)),
    compute({ view, targetDay }, out, at) {
      for (let i = 0; i < days.length; i += 1) {
        const day = targetDay - days[i]!;
        out[at + i] = day <= view.asOf ? view.percentageOn(day) : Number.NaN;
      }
    },
  };
}

/**
 * The execution-weighted pass percentage of the w days before the target day, as far as they are known: the target day
 * itself is never among them. Missing where none of them was observed.
 *
 * @param days the w of each feature, 1 or more.
 */
export function movingAverages(...days: readonly number[]): FeatureGroup {
  return {
    features: numeric(
      ...days.map((w) => [`ma_${w}_day`, `mean pass percentage of ${window('the', w)} before`] as const),
    ),
    compute({ view, targetDay }, out, at) {
      const to = Math.min(targetDay - 1, view.asOf);
      for (let i = 0; i < days.length; i += 1) {
        const from = targetDay - days[i]!;
        out[at + i] = from <= to ? view.percentageBetween(from, to) : Number.NaN;
      }
    },
  };
}
