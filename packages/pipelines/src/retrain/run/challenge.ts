import { parseDay, pickRows, type DailyPanel, type GateCheck, type Hooks } from '@dqs/core';
import { absoluteErrors } from '@dqs/core/stats';
import { SeriesHistory, type ObservedRequests } from '@dqs/features';
import { forecastChecks, gateLimits } from '@dqs/validation';

import { rollingForecasts } from '../../backtest/rolling.js';
import type { LoadedBundle } from '../../bundle/read-bundle.js';
import type { EvaluationRows } from '../../evaluate/evaluate.js';
import { segmentsOf } from '../../evaluate/segments.js';
import { replayForecasts } from '../../replay/replay-forecasts.js';
import { trainOptions, type TrainOptions } from '../../train/options.js';
import { scoredRows } from '../../validate/scored-rows.js';
import type { PairedRows } from '../judge/losses.js';

/** Windows of the backtest: the recipe is fitted anew before each. */
const FOLDS = 4;

/** The recipe of a challenger on the champion's own days. */
export interface Challenge {
  readonly rows: PairedRows;
  /** Whether its forecasts tell series apart. */
  readonly checks: readonly GateCheck[];
}

/**
 * A rolling-origin backtest of a recipe on the days after the champion's training, which neither knew when it forecast them,
 * beside what the champion forecasts for them as of their days. Without a champion, or without a day of its own, the last days
 * are taken; the champion's errors are then those of the best naive forecast.
 *
 * @throws DqsError `not-enough-history`, `model-training-failed`, `aborted`.
 */
export async function challenge(
  panel: DailyPanel,
  champion: LoadedBundle | undefined,
  given: TrainOptions,
  hooks: Hooks,
): Promise<Challenge> {
  const history = SeriesHistory.fromPanel(panel);
  const own = champion && firstOwnDay(champion, history.lastDay);
  const options = trainOptions({ ...given, ...(own !== undefined && { testFrom: own }) });
  const { rows, evaluation } = await rollingForecasts(history, options, FOLDS, { ...hooks, panel });
  const checks = forecastChecks(scoredRows(rows, history), gateLimits());
  return {
    rows: pairedRows(
      rows,
      rows.naive[evaluation.scores[0]!.bestNaive]!,
      own === undefined ? undefined : championErrors(panel, champion!, rows, given, hooks),
    ),
    checks: checks.filter(({ name }) => name === 'constant-forecasts'),
  };
}

function firstOwnDay({ manifest }: LoadedBundle, lastDay: number): number | undefined {
  const first = parseDay(manifest.training.to)! + 1;
  return first <= lastDay ? first : undefined;
}

function pairedRows(rows: EvaluationRows, bestNaive: Float64Array, champion: Float64Array | undefined): PairedRows {
  const { actual, forecasts, level, rule } = rows;
  const challenger = absoluteErrors(actual, forecasts.predictedPassPercentage);
  const naive = absoluteErrors(actual, bestNaive);
  const { targetDay, asOfDay } = forecasts.requests;
  const segments = segmentsOf({ level, rule, horizon: targetDay.map((day, row) => day - asOfDay[row]!) });
  const paired = { day: targetDay, challenger, champion: champion ?? naive, naive };
  const isKnown = (row: number) => !Number.isNaN(paired.champion[row]!);
  return withRows(paired, Int32Array.from(targetDay.keys()).filter(isKnown), segments);
}

/** Some of the rows, renumbered: those that both have forecast. */
function withRows(
  { day, challenger, champion, naive }: Omit<PairedRows, 'segments'>,
  kept: Int32Array,
  segments: readonly { readonly name: string; readonly rows: Int32Array }[],
): PairedRows {
  const placeOf = new Map(Array.from(kept, (row, place) => [row, place]));
  return {
    day: pickRows(day, kept),
    challenger: pickRows(challenger, kept),
    champion: pickRows(champion, kept),
    naive: pickRows(naive, kept),
    segments: new Map(
      segments.map(({ name, rows }) => [name, rows.filter((row) => placeOf.has(row)).map((row) => placeOf.get(row)!)]),
    ),
  };
}

/** The champion's errors for the rows of the challenger; NaN where it has no forecast. */
function championErrors(
  panel: DailyPanel,
  bundle: LoadedBundle,
  { actual, forecasts }: EvaluationRows,
  { threads }: TrainOptions,
  hooks: Hooks,
): Float64Array {
  const replay = replayForecasts(panel, [{ name: 'champion', bundle }], { threads }, hooks);
  // Both number the series of one panel.
  const placeOf = ({ series, targetDay }: Pick<ObservedRequests, 'series' | 'targetDay'>) => {
    return Array.from(series, (one, row) => targetDay[row]! * replay.history.series.length + one);
  };
  const predicted = replay.versions[0]!.predictedPassPercentage;
  const known = new Map(placeOf(replay.requests).map((place, row) => [place, predicted[row]!]));
  const forecast = Float64Array.from(placeOf(forecasts.requests), (place) => known.get(place) ?? Number.NaN);
  return absoluteErrors(actual, forecast);
}
