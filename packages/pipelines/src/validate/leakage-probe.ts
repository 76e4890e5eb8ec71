import type { FeatureFrame, GateCheck, Hooks } from '@dqs/core';
import {
  buildFrame,
  observedRequests,
  type FeatureContract,
  type ObservedRequests,
  type SeriesHistory,
} from '@dqs/features';
import { loadBackend } from '@dqs/model-backends';
import { featureLeakCheck, shuffledTargetCheck, type ChanceScore, type GateLimits } from '@dqs/validation';

import { chanceHistory } from './chance-history.js';

/** How features are computed; {@link buildFrame} is the one that training and prediction use. */
export type FrameBuilder = typeof buildFrame;

/** The input of the probes. */
export interface LeakageProbe {
  readonly contract: FeatureContract;
  readonly history: SeriesHistory;
  readonly horizon: number;
  readonly limits: GateLimits;
  readonly seed: number;
  /** Observed days to look at, at most. */
  readonly maxRows: number;
  readonly threads: number;
}

/** Share of the days that the probe's model learns from. */
const TRAIN_SHARE = 0.75;
/** Days at the start that are left out, so that windows have something in them. */
const WARM_UP_DAYS = 14;
/** A small budget suffices: a leak is the first thing a learner finds. */
const ROUNDS = 40;
const PARAMS = { learning_rate: 0.15, num_leaves: 15, min_data_in_leaf: 40 };

/**
 * Two probes of features for leaks, on outcomes drawn by chance ({@link chanceHistory}): does a feature go with them, and
 * does a model trained on them have any skill on later days? An honest feature cannot know them.
 *
 * @param features how the features are computed, for probing custom features.
 */
export async function leakageChecks(
  probe: LeakageProbe,
  features: FrameBuilder = buildFrame,
  hooks: Pick<Hooks, 'signal'> = {},
): Promise<GateCheck[]> {
  const chance = chanceHistory(probe.history, probe);
  const cutoff = chance.firstDay + Math.floor(TRAIN_SHARE * (chance.lastDay - chance.firstDay + 1));
  const part = (fromDay: number, toDay: number) => {
    const requests = observedRequests(chance, { fromDay, toDay, horizon: probe.horizon });
    return { requests, frame: features(probe.contract, chance, requests) };
  };
  const train = part(chance.firstDay + WARM_UP_DAYS, cutoff - probe.horizon);
  const test = part(cutoff, chance.lastDay);
  return [
    featureLeakCheck(
      { frame: train.frame, target: train.requests.passFraction, series: train.requests.series },
      probe.limits,
    ),
    shuffledTargetCheck(await chanceScore(train, test, probe, hooks), probe.limits),
  ];
}

interface Part {
  readonly requests: ObservedRequests;
  readonly frame: FeatureFrame;
}

async function chanceScore(
  train: Part,
  test: Part,
  probe: LeakageProbe,
  { signal }: Pick<Hooks, 'signal'>,
): Promise<ChanceScore> {
  const rows = Math.min(train.frame.rows, test.frame.rows);
  if (rows === 0) return { rows, modelError: 0, meanError: 0 };
  const backend = await loadBackend('lightgbm');
  const model = await backend.train({
    train: { frame: train.frame, target: train.requests.passFraction, weight: train.requests.executions },
    objective: 'l2',
    rounds: ROUNDS,
    params: PARAMS,
    seed: probe.seed,
    threads: probe.threads,
    signal,
  });
  try {
    const target = test.requests.passFraction;
    const means = seriesMeans(train.requests);
    const constant = Float64Array.from(test.requests.series, (series) => means.get(series) ?? Number.NaN);
    const forecast = model.predict(test.frame, probe.threads);
    return {
      rows,
      modelError: squaredError(forecast, target, constant),
      meanError: squaredError(constant, target, constant),
    };
  } finally {
    model.close();
  }
}

function seriesMeans({ series, passFraction }: ObservedRequests): Map<number, number> {
  const sums = new Map<number, { sum: number; count: number }>();
  series.forEach((one, row) => {
    const entry = sums.get(one) ?? { sum: 0, count: 0 };
    sums.set(one, { sum: entry.sum + passFraction[row]!, count: entry.count + 1 });
  });
  return new Map([...sums].map(([one, { sum, count }]) => [one, sum / count]));
}

/** Mean squared error over the rows whose series was seen. */
function squaredError(forecast: Float64Array, target: Float32Array, seen: Float64Array): number {
  let [sum, count] = [0, 0];
  for (let row = 0; row < target.length; row += 1) {
    if (Number.isNaN(seen[row])) continue;
    sum += (forecast[row]! - target[row]!) ** 2;
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}
