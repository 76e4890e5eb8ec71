import {
  buildFrame,
  observedRequests,
  type FeatureContract,
  type HorizonOf,
  type ObservedRequests,
  type SeriesHistory,
} from '@dqs/features';
import type { TrainingSet } from '@dqs/model-backends';

import type { DaySpan } from './split.js';

/** Rows to learn from or to score, with the requests they came from. */
export interface LabelledRows {
  readonly requests: ObservedRequests;
  readonly set: TrainingSet;
}

/** The features and outcomes of every observed day in a span, each as of so many days before it as `horizon` says. */
export function trainingSet(
  contract: FeatureContract,
  history: SeriesHistory,
  span: DaySpan,
  horizon: number | HorizonOf,
): LabelledRows {
  const requests = observedRequests(history, { fromDay: span.from, toDay: span.to, horizon });
  const frame = buildFrame(contract, history, requests);
  return { requests, set: { frame, target: requests.passFraction, weight: requests.executions } };
}

/** The latest of some days; 0 if there is none. */
export function latestDay(days: Int32Array): number {
  return days.reduce((latest, day) => Math.max(latest, day), 0);
}
