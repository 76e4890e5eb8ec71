import { groupRows, parseDay, type DailyPanel, type GateCheck, type Hooks } from '@dqs/core';
import { absoluteErrors } from '@dqs/core/stats';
import { SeriesHistory } from '@dqs/features';
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
  const { rows } = await rollingForecasts(history, options, FOLDS, { ...hooks, panel });
  const checks = forecastChecks(scoredRows(rows, history), gateLimits());
  return {
    rows: pairedRows(rows, own === undefined ? undefined : championErrors(panel, champion!, rows, given, hooks)),
    checks: checks.filter(({ name }) => name === 'constant-forecasts'),
  };
}

function firstOwnDay({ manifest }: LoadedBundle, lastDay: number): number | undefined {
  const first = parseDay(manifest.training.to)! + 1;
  return first <= lastDay ? first : undefined;
}

function pairedRows(rows: EvaluationRows, champion: Float64Array | undefined): PairedRows {
  const { actual, forecasts, naive, level, rule } = rows;
  const challenger = absoluteErrors(actual, forecasts.predictedPassPercentage);
  const errors = Object.values(naive).map((forecast) => absoluteErrors(actual, forecast));
  const best = errors.reduce((least, one) => (sum(one) < sum(least) ? one : least));
  const { targetDay, asOfDay } = forecasts.requests;
  const segments = segmentsOf({ level, rule, horizon: targetDay.map((day, row) => day - asOfDay[row]!) });
  const paired = { day: targetDay, challenger, champion: champion ?? best, naive: best };
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
  const pick = (values: Float64Array) => Float64Array.from(kept, (row) => values[row]!);
  return {
    day: kept.map((row) => day[row]!),
    challenger: pick(challenger),
    champion: pick(champion),
    naive: pick(naive),
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
  const predicted = replay.versions[0]!.predictedPassPercentage;
  const rowsOfDay = groupRows(replay.requests.targetDay);
  const { series, targetDay } = forecasts.requests;
  const known = new Map(
    Array.from(rowsOfDay, ([day, rows]) => [
      day,
      new Map(rows.map((row) => [replay.requests.series[row]!, predicted[row]!])),
    ]),
  );
  const forecast = Float64Array.from(series, (one, row) => known.get(targetDay[row]!)?.get(one) ?? Number.NaN);
  return absoluteErrors(actual, forecast);
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
