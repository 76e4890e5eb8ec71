import { PERCENTAGE_EDGES, pickRows, type DailyPanel, type FeatureFrame } from '@dqs/core';
import {
  buildFrame,
  featuresMovingWithTime,
  observedRequests,
  SeriesHistory,
  type ForecastRequests,
} from '@dqs/features';
import type { DriftInput } from '@dqs/monitoring';
import { featureDays, targetsByBins } from '@dqs/validation';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import { inPoints } from '../forecast/in-points.js';

/** Rows of which the features are made, spread over series and days: no more would change what is said. */
const MOST_ROWS = 20_000;
/** Of them, rows of which the contributions are made. */
const MOST_EXPLAINED = 1_000;

/**
 * The features of the days of a window beside those of the training of a model, with what each adds to a forecast on average.
 *
 * @param panel the results known; those of the days themselves say which series are looked at.
 */
export function featureDrift(
  { predictor, profile }: LoadedBundle,
  panel: DailyPanel,
  days: { readonly from: number; readonly to: number },
): DriftInput[] {
  const { contract, horizon } = predictor;
  const history = SeriesHistory.fromPanel(panel);
  const requests = spread(observedRequests(history, { fromDay: days.from, toDay: days.to, horizon }), MOST_ROWS);
  if (requests.series.length === 0) return [];
  const frame = buildFrame(contract, history, requests);
  const contributions = meanContributions(predictor.model, frame);
  const rows = { frame, day: requests.targetDay };
  return featureDays(profile, rows, featuresMovingWithTime(contract)).map((feature) => ({
    ...feature,
    kind: 'feature' as const,
    meanContribution: contributions.get(feature.name),
  }));
}

/** The results of the training days of a model, by the bins of pass percentages. */
export function trainingResults({ profile }: LoadedBundle): number[] {
  return targetsByBins(profile, PERCENTAGE_EDGES);
}

/** Mean size of each feature's part of a forecast, in points; empty for models that tell no parts. */
function meanContributions(model: LoadedBundle['predictor']['model'], all: FeatureFrame): ReadonlyMap<string, number> {
  const { contributionScale: scale } = model;
  if (!model.contributions || !scale) return new Map();
  const frame = spreadRows(all, MOST_EXPLAINED);
  const parts = model.contributions(frame, 0);
  const expected = model.predict(frame, 0);
  const width = frame.columns.length + 1;
  const sums = new Float64Array(frame.columns.length);
  for (let row = 0; row < frame.rows; row += 1) {
    const { points } = inPoints(parts.subarray(row * width, (row + 1) * width), scale, 100 * expected[row]!);
    points.forEach((point, column) => (sums[column]! += Math.abs(point)));
  }
  return new Map(frame.columns.map(({ name }, column) => [name, sums[column]! / frame.rows]));
}

function spread({ series, targetDay, asOfDay }: ForecastRequests, most: number): ForecastRequests {
  const rows = everySo(series.length, most);
  return { series: pickRows(series, rows), targetDay: pickRows(targetDay, rows), asOfDay: pickRows(asOfDay, rows) };
}

function spreadRows({ rows, columns }: FeatureFrame, most: number): FeatureFrame {
  const chosen = everySo(rows, most);
  return {
    rows: chosen.length,
    columns: columns.map(({ name, kind, values }) => ({ name, kind, values: pickRows(values, chosen) })),
  };
}

/** Numbers from 0 on below a count, at most so many, evenly spread. */
function everySo(count: number, most: number): Int32Array {
  const taken = Math.min(count, most);
  return Int32Array.from({ length: taken }, (_, i) => Math.floor((i * count) / taken));
}
