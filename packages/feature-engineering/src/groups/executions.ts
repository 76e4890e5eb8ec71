import { dayOfWeek } from '@dqs/core';

import type { Counts } from '../history/pool.js';
import { movingWithTime, numeric, type FeatureGroup } from './feature-group.js';

/** Observed days over which the recent level of executions is taken. */
const RECENT = 7;

/**
 * How often the rule is executed: on the last observed day, on average over the last seven and over all, on average on
 * the target's weekday, in total, and on how many days.
 */
export function executionCounts(): FeatureGroup {
  const counts: Counts = { passes: 0, executions: 0 };
  return {
    features: [
      ...numeric(
        ['executions_last', 'executions on the latest observed day'],
        ['executions_mean_7', 'mean executions of the last seven observed days'],
      ),
      ...movingWithTime(
        ['executions_mean_all', 'mean executions of all observed days so far'],
        ['executions_total', 'executions so far'],
        ['observed_days', 'observed days so far'],
        ['observed_weekday_8_weeks', 'observed days of the same weekday in the last eight weeks'],
      ),
    ],
    compute({ view, targetDay, weekday }, out, at) {
      const known = Math.min(RECENT, view.count);
      let sum = 0;
      for (let k = 0; k < known; k += 1) sum += view.executionsAt(k);
      view.totals(counts);
      out[at] = view.executionsAt(0);
      out[at + 1] = sum / known;
      out[at + 2] = counts.executions / view.count;
      out[at + 3] = counts.executions;
      out[at + 4] = view.count;
      out[at + 5] = observedOnWeekday(view, targetDay, weekday);
    },
  };
}

/** Observed days of the last 56 that fall on a weekday: 8 where the rule runs every week, 0 if it never does. */
function observedOnWeekday(
  view: { count: number; dayAt(k: number): number },
  targetDay: number,
  weekday: number,
): number {
  let days = 0;
  for (let k = 0; k < view.count && view.dayAt(k) >= targetDay - 56; k += 1) {
    if (dayOfWeek(view.dayAt(k)) === weekday) days += 1;
  }
  return days;
}
