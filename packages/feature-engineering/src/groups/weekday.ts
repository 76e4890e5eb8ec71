import type { Counts } from '../history/pool.js';
import { PRIOR_EXECUTIONS, shrunk } from '../history/shrink.js';
import { movingWithTime, numeric, type FeatureGroup } from './feature-group.js';
import { latest } from './wording.js';

const EVER = Number.NEGATIVE_INFINITY;
const EIGHT_WEEKS = 56;

/**
 * Results of the series on the target's weekday: the last three observed values of that weekday, their mean, the mean over
 * all past and over eight weeks, each shrunk by ten executions towards the series' own mean, what the former is above that
 * mean, how far the series is above its weekday means of late, and the weekday's mean moved by that.
 */
export function weekdayHistory(): FeatureGroup {
  const own: Counts = { passes: 0, executions: 0 };
  const day: Counts = { passes: 0, executions: 0 };
  return {
    features: [
      ...numeric(
        ...[0, 1, 2].map((k) => [`weekday_last_${k + 1}`, `${latest(k)} pass percentage of the same weekday`] as const),
        ['weekday_mean_last_3', 'mean of the three latest pass percentages of the same weekday'],
      ),
      ...movingWithTime(['weekday_mean_all', 'mean pass percentage of the same weekday so far']),
      ...numeric(
        ['weekday_mean_8_weeks', 'mean pass percentage of the same weekday over the last eight weeks'],
        ['weekday_effect', 'points the same weekday is above the mean of the series'],
      ),
      ...movingWithTime(['weekday_residual', 'points the series has lately been above the means of its weekdays']),
      ...numeric(['weekday_expected', 'mean pass percentage of the same weekday, moved by how the last days went']),
    ],
    compute({ view, targetDay, weekday }, out, at) {
      let [sum, known] = [0, 0];
      for (let k = 0; k < 3; k += 1) {
        const value = view.weekdayPercentageAt(weekday, k);
        out[at + k] = value;
        if (Number.isNaN(value)) continue;
        sum += value;
        known += 1;
      }
      out[at + 3] = sum / known;
      view.totals(own);
      const mean = own.passes / own.executions;
      view.weekdaySums(weekday, EVER, day);
      out[at + 4] = shrunk(day.passes, day.executions, mean, PRIOR_EXECUTIONS.weekday);
      view.weekdaySums(weekday, targetDay - EIGHT_WEEKS, day);
      out[at + 5] = shrunk(day.passes, day.executions, mean, PRIOR_EXECUTIONS.weekday);
      out[at + 6] = out[at + 4]! - 100 * mean;
      out[at + 7] = view.weekdayResidual('slow');
      out[at + 8] = expectation(out[at + 4]!, view.weekdayResidual('fast'));
    },
  };
}

/** The mean of the weekday moved by the residual of the last few days, within [0, 100]; a missing residual is none. */
function expectation(mean: number, residual: number): number {
  return Math.min(100, Math.max(0, mean + (Number.isNaN(residual) ? 0 : residual)));
}
