import type { ReplayOptions, ReplayRules } from '@dqs/pipelines';

import type { EXPERIMENT_RULES } from '../settings/experiment.js';
import type { Settings } from '../settings/settings.js';

/** How a comparison is judged, from settings; what is not set is left to the defaults. */
export function ruleSettings(settings: Settings<(typeof EXPERIMENT_RULES)[number]>): ReplayRules {
  const { share, seed, alpha, plannedDays, minDays, segmentBy } = settings;
  const guardrails = {
    latencyIncrease: settings.maxLatencyIncrease,
    errorRateIncrease: settings.maxErrorIncrease,
    segmentLossIncrease: settings.maxSegmentIncrease,
  };
  return { share, seed, alpha, plannedDays, minDays, segmentBy, guardrails };
}

/** Which past days to forecast, from settings. */
export function replaySettings(settings: Settings<'fromDay' | 'toDay' | 'replayHorizon' | 'threads'>): ReplayOptions {
  const { fromDay, toDay, replayHorizon, threads } = settings;
  return { fromDay, toDay, horizon: replayHorizon, threads };
}
