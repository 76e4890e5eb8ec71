import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** Where the row stands: days since the series' first observation, and days from the as-of day to the target. */
export const POSITION: FeatureGroup = {
  features: movingWithTime('series_day', 'horizon'),
  compute({ view, targetDay }, out, at) {
    out[at] = targetDay - view.dayAt(view.count - 1);
    out[at + 1] = targetDay - view.asOf;
  },
};
