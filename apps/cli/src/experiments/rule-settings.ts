import type { ReplayOptions, ReplayRules } from '@dqs/pipelines';

import type { Settings } from '../config.js';

/** How a comparison is judged, from the settings of a command; what is not set is left to the defaults. */
export function ruleSettings(settings: Settings<'experiment create'> | Settings<'experiment replay'>): ReplayRules {
  const { share, seed, alpha, plannedDays, minDays, segmentBy } = settings;
  const guardrails = {
    latencyIncrease: settings.maxLatencyIncrease,
    errorRateIncrease: settings.maxErrorIncrease,
    segmentLossIncrease: settings.maxSegmentIncrease,
  };
  return { share, seed, alpha, plannedDays, minDays, segmentBy, guardrails };
}

/** Which past days to forecast, from the settings of a command. */
export function replaySettings(settings: Settings<'experiment record'> | Settings<'experiment replay'>): ReplayOptions {
  const { fromDay, toDay, replayHorizon, threads } = settings;
  return { fromDay, toDay, horizon: replayHorizon, threads };
}
