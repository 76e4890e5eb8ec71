import { lazyFrame, pickRows, subsetFrame, type FeatureFrame } from '@dqs/core';
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

/** Features that are kept in memory, at most: 192 MB of them. */
const MOST_VALUES = 48_000_000;

/**
 * Rows whose features are kept in memory, at most. Features of more are made when they are needed, a block at a time; that takes a
 * fraction of the time of a training each time they are.
 *
 * @param features of a row.
 */
export function rowsInMemory(features: number): number {
  return Math.floor(MOST_VALUES / features);
}

/** Rows to learn from or to score, with the requests they came from. */
export interface LabelledRows {
  readonly requests: ObservedRequests;
  readonly set: TrainingSet;
}

/**
 * The features and outcomes of every observed day in a span, each as of so many days before it as `horizon` says.
 *
 * @param inMemory rows whose features are built at once, at most.
 */
export function trainingSet(
  contract: FeatureContract,
  history: SeriesHistory,
  span: DaySpan,
  horizon: number | HorizonOf,
  inMemory = rowsInMemory(contract.features.length),
): LabelledRows {
  const requests = observedRequests(history, { fromDay: span.from, toDay: span.to, horizon });
  return labelled(contract, history, requests, inMemory);
}

/** The same rows as of other days. They share what does not change: of a long history a second copy would be large. */
export function atHorizon(
  { requests }: LabelledRows,
  contract: FeatureContract,
  history: SeriesHistory,
  horizonOf: HorizonOf,
  inMemory = rowsInMemory(contract.features.length),
): LabelledRows {
  const { series, targetDay } = requests;
  const asOfDay = targetDay.map((day, row) => day - horizonOf(series[row]!, day));
  return labelled(contract, history, { ...requests, asOfDay }, inMemory);
}

function labelled(
  contract: FeatureContract,
  history: SeriesHistory,
  requests: ObservedRequests,
  inMemory: number,
): LabelledRows {
  const frame = requestedFrame(contract, history, requests, inMemory);
  return { requests, set: { frame, target: requests.passFraction, weight: requests.executions } };
}

function requestedFrame(
  contract: FeatureContract,
  history: SeriesHistory,
  requests: ObservedRequests,
  inMemory: number,
): FeatureFrame {
  const rows = requests.series.length;
  if (rows <= inMemory) return buildFrame(contract, history, requests);
  return lazyFrame(rows, contract.features, (chosen) => buildFrame(contract, history, pickRequests(requests, chosen)));
}

/** Some rows, whose features are made when they are needed if those of the others are. */
export function pickLabelled({ requests, set }: LabelledRows, chosen: Int32Array): LabelledRows {
  const { frame, target, weight } = set;
  return {
    requests: pickRequests(requests, chosen),
    set: { frame: subsetFrame(frame, chosen), target: pickRows(target, chosen), weight: pickRows(weight, chosen) },
  };
}

/** The requests of some rows. */
export function pickRequests(requests: ObservedRequests, chosen: Int32Array): ObservedRequests {
  return {
    series: pickRows(requests.series, chosen),
    targetDay: pickRows(requests.targetDay, chosen),
    asOfDay: pickRows(requests.asOfDay, chosen),
    passFraction: pickRows(requests.passFraction, chosen),
    executions: pickRows(requests.executions, chosen),
    entry: pickRows(requests.entry, chosen),
  };
}

/** The latest of some days; 0 if there is none. */
export function latestDay(days: Int32Array): number {
  return days.reduce((latest, day) => Math.max(latest, day), 0);
}
