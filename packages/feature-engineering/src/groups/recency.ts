import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** How far back {@link RECENCY} looks for the last fail and the start of the current run, in observed days. */
const LOOK_BACK = 400;

/**
 * Days from the last observation and from the last day with a fail to the target, the length of the current run of
 * perfect or imperfect days, the length of the current run of equal percentages, and what the last percentage was above
 * the mean before it. The runs and the last fail are looked for in the last 400 observed days.
 */
export const RECENCY: FeatureGroup = {
  features: movingWithTime(
    ['days_since_last', 'days since the latest observed day'],
    ['days_since_fail', 'days since the latest day with a fail'],
    ['state_run', 'observed days that have been perfect, or imperfect, in a row'],
    ['value_run', 'observed days with the same pass percentage in a row'],
    ['last_residual', 'points the latest pass percentage was above the mean before it'],
  ),
  compute({ view, targetDay }, out, at) {
    const latest = view.percentageAt(0);
    const known = Math.min(view.count, LOOK_BACK);
    out[at] = targetDay - view.dayAt(0);
    out[at + 1] = Number.NaN;
    let [stateRun, valueRun] = [known, known];
    for (let k = 0; k < known; k += 1) {
      const value = view.percentageAt(k);
      if (value !== latest && valueRun === known) valueRun = k;
      if ((value === 100) !== (latest === 100) && stateRun === known) stateRun = k;
      if (value < 100 && Number.isNaN(out[at + 1]!)) out[at + 1] = targetDay - view.dayAt(k);
      // The first imperfect day ends a perfect run and is the last fail, so nothing is left to look for.
      if (stateRun < known && valueRun < known && !Number.isNaN(out[at + 1]!)) break;
    }
    out[at + 2] = known > 0 ? stateRun : Number.NaN;
    out[at + 3] = known > 0 ? valueRun : Number.NaN;
    out[at + 4] = view.lastResidual();
  },
};
