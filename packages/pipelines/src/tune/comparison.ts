import { formatDay, type Hooks } from '@dqs/core';
import { compareByDay, type ComparisonVerdict, type MeanInterval } from '@dqs/core/stats';
import type { SeriesHistory } from '@dqs/features';

import { evaluationOf, forecastTestRows, type Evaluation } from '../evaluate/evaluate.js';
import { closePredictor } from '../forecast/predict.js';
import { fit } from '../train/fit.js';
import { trainOptions, type ResolvedTrainOptions } from '../train/options.js';
import type { DaySpan } from '../train/split.js';

/** How tuned and default parameters do on days that the search never saw. */
export interface TuningComparison {
  /** First and last day, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  readonly defaults: Evaluation;
  readonly tuned: Evaluation;
  /**
   * CRPS of the defaults minus CRPS of the tuned parameters, in percentage points: above 0 the tuned ones are better. The
   * interval is a 95 % one that allows successive days to resemble each other.
   */
  readonly improvement: MeanInterval;
  /** The same of the MAE, which the verdict does not depend on. */
  readonly maeImprovement: MeanInterval;
  readonly verdict: 'tuned better' | 'defaults better' | 'inconclusive';
  /** The reason for the verdict, without a full stop. */
  readonly reason: string;
}

/** The verdict on the tuned parameters, in the words of this comparison. */
const VERDICTS = {
  better: 'tuned better',
  worse: 'defaults better',
  inconclusive: 'inconclusive',
} as const satisfies Record<ComparisonVerdict, TuningComparison['verdict']>;

/** The trainings to compare, and the days to compare them on. */
export interface ComparisonRequest {
  readonly history: SeriesHistory;
  readonly train: DaySpan;
  readonly test: DaySpan;
  readonly defaults: ResolvedTrainOptions;
  readonly tuned: ResolvedTrainOptions;
}

/** Trains with both settings on the days before the test days and compares their CRPS row by row, added up by day. */
export async function compareOnTestDays(request: ComparisonRequest, hooks: Hooks): Promise<TuningComparison> {
  const { test, defaults, tuned } = request;
  const first = await scoredRows(request, defaults, hooks);
  const second = await scoredRows(request, tuned, hooks);
  const compared = (before: Float64Array, after: Float64Array) => {
    const length = test.to - test.from + 1;
    const [sums, counts] = [new Float64Array(length), new Float64Array(length)];
    first.day.forEach((day, row) => {
      sums[day - test.from]! += after[row]! - before[row]!;
      counts[day - test.from]! += 1;
    });
    return compareByDay({ sums, counts });
  };
  const { difference, days, verdict, reason } = compared(first.crps, second.crps);
  return {
    from: formatDay(test.from),
    to: formatDay(test.to),
    days,
    defaults: first.evaluation,
    tuned: second.evaluation,
    improvement: gainOf(difference),
    maeImprovement: gainOf(compared(first.error, second.error).difference),
    verdict: VERDICTS[verdict],
    reason,
  };
}

/** What is gained where the loss falls by a difference. */
function gainOf({ mean, low, high }: MeanInterval): MeanInterval {
  return { mean: -mean, low: -high, high: -low };
}

async function scoredRows({ history, train, test }: ComparisonRequest, options: ResolvedTrainOptions, hooks: Hooks) {
  const { predictor, span } = await fit(history, { train }, { ...options, horizons: [options.horizon] }, hooks);
  try {
    const rows = await forecastTestRows(predictor, history, { train: span, test }, options);
    const { predictedPassPercentage: predicted, requests } = rows.forecasts;
    return {
      evaluation: evaluationOf(rows, test, options.horizon),
      day: requests.targetDay,
      crps: rows.distributions.model.crps,
      error: rows.actual.map((actual, row) => Math.abs(actual - predicted[row]!)),
    };
  } finally {
    closePredictor(predictor);
  }
}

/**
 * The baseline of a search: a training with the same features, kind of model and forecast, horizon and days, and defaults for the
 * rest.
 * Rounds, parameters, objective, half-life and early stopping of a search apply to its candidates only.
 */
export function baselineOf(options: ResolvedTrainOptions): ResolvedTrainOptions {
  const { spec, groups, backend, horizon, testFraction, testFrom, pointOnly, seed, threads } = options;
  return trainOptions({ spec, groups, backend, horizon, testFraction, testFrom, pointOnly, seed, threads });
}

/**
 * Whether the baseline is a candidate of a search too: nothing that its candidates have in common keeps it out.
 *
 * @param candidates what they have in common; `rounds` is the most of them.
 */
export function isCandidate(baseline: ResolvedTrainOptions, candidates: ResolvedTrainOptions): boolean {
  return (
    Object.keys(candidates.params).length === 0 &&
    Object.keys(candidates.thresholds.params).length === 0 &&
    candidates.thresholds.rounds === undefined &&
    candidates.objective === baseline.objective &&
    candidates.rounds >= baseline.rounds &&
    candidates.halfLifeDays === baseline.halfLifeDays
  );
}
