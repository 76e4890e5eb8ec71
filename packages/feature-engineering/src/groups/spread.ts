import { numeric, type FeatureGroup, type NameAndMeaning } from './feature-group.js';
import { window } from './wording.js';

/** Windows of {@link SPREAD}, in days before the target. */
const WINDOWS = [7, 28] as const;

/**
 * Least, greatest and standard deviation of the daily percentages over 7 and 28 days before the target, and the share
 * of those days that were perfect. Missing where no day of the window was observed.
 */
export const SPREAD: FeatureGroup = {
  features: numeric(
    ...WINDOWS.flatMap((w): NameAndMeaning[] => {
      const before = `${window('the', w)} before`;
      return [
        [`min_${w}_day`, `lowest pass percentage of ${before}`],
        [`max_${w}_day`, `highest pass percentage of ${before}`],
        [`std_${w}_day`, `standard deviation of the pass percentages of ${before}`],
        [`perfect_${w}_day`, `share of perfect days in ${before}`],
      ];
    }),
  ),
  compute({ view, targetDay }, out, at) {
    let [count, sum, squares, perfect] = [0, 0, 0, 0];
    let [min, max] = [Number.NaN, Number.NaN];
    let k = 0;
    // The longer window continues where the shorter one ends.
    for (let w = 0; w < WINDOWS.length; w += 1) {
      for (; k < view.count && view.dayAt(k) >= targetDay - WINDOWS[w]!; k += 1) {
        const value = view.percentageAt(k);
        count += 1;
        sum += value;
        squares += value * value;
        if (value === 100) perfect += 1;
        if (!(value >= min)) min = value;
        if (!(value <= max)) max = value;
      }
      const mean = sum / count;
      out[at + 4 * w] = min;
      out[at + 4 * w + 1] = max;
      out[at + 4 * w + 2] = Math.sqrt(Math.max(0, squares / count - mean * mean));
      out[at + 4 * w + 3] = perfect / count;
    }
  },
};
