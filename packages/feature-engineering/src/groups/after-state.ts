import { numeric, type FeatureGroup } from './feature-group.js';

/**
 * What followed when the series was as it is now: the mean of the days after days that were perfect, where the last one
 * was, or after days that were not, where it was not. Over all of the past, and with recent days weighing more.
 */
export const AFTER_STATE: FeatureGroup = {
  features: numeric('after_state_mean', 'after_state_recent'),
  compute({ view }, out, at) {
    out[at] = view.meanAfterState();
    out[at + 1] = view.recentMeanAfterState();
  },
};
