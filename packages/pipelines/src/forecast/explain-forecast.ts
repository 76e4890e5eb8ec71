import { DqsError, parseDay, type ForecastRow } from '@dqs/core';
import { buildFrame, featureMeanings, type FeatureContract } from '@dqs/features';
import { backendNames, describeBackend } from '@dqs/model-backends';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import type { Forecaster, SeriesDay } from './forecaster.js';
import { explainDistribution, explainsLevels } from './explain-distribution.js';
import { pairMeanings } from './distribution/threshold-model.js';
import { inPoints } from './in-points.js';
import type { ForecastOptions } from './predict.js';

/** Contribution of one feature to a forecast. */
export interface FeatureContribution {
  readonly name: string;
  /** What the feature is, such as `pass percentage one week before`; the name where a custom group does not say it. */
  readonly meaning: string;
  /** The feature's value: a number, the text of a category, null where missing. */
  readonly value: number | string | null;
  /** On the scale of the model: log odds, or fractions. */
  readonly contribution: number;
  /** The same in percentage points of the expected value. */
  readonly points: number;
}

/** The odds of a forecast as a sum: `base`, `history` and all points are P(below target) in percent. Survives JSON. */
export interface ExplainedOdds {
  /** The target, a percentage. */
  readonly target: number;
  /** P(below target), in percent. */
  readonly percentage: number;
  readonly base: number;
  /** What experts say that look at the history of the series alone. */
  readonly history: number;
  /** Greatest effect first. */
  readonly contributions: readonly Pick<FeatureContribution, 'name' | 'meaning' | 'value' | 'points'>[];
}

/** An explained forecast. Survives JSON. */
export interface Explanation {
  readonly forecast: ForecastRow;
  readonly scale: 'log-odds' | 'fraction';
  /** The meaning of the contributions in the backend's words; continues `Contributions are …`. */
  readonly meaning: string;
  /** The starting point of every forecast of the model: on the scale of the model, and as a percentage. */
  readonly base: { readonly contribution: number; readonly percentage: number };
  /** Greatest effect first. */
  readonly contributions: readonly FeatureContribution[];
  /** Points removed by bounds: a sum below 0 or above 100 % is clipped. 0 under log odds. */
  readonly cutOffPoints: number;
  /** Of forecasts whose distribution a threshold model made. */
  readonly odds?: ExplainedOdds;
}

/**
 * Explains the forecast of one series and day. `base.percentage` and all points together are the expected percentage of
 * the forecast, within 1e-9.
 *
 * @throws DqsError `model-backend-unsupported` if the model of the bundle has no contributions, and as
 * {@link Forecaster.one}.
 */
export function explainForecast(
  bundle: LoadedBundle,
  forecaster: Forecaster,
  request: SeriesDay,
  { threads = 1 }: ForecastOptions = {},
): Explanation {
  const { model, contract, distribution } = bundle.predictor;
  if (explainsLevels(distribution)) return explainLevels(bundle, forecaster, request, threads);
  const { contributionScale: scale } = model;
  if (!model.contributions || !scale) throw notExplainable(model.backend);
  const forecast = forecaster.one(request, { threads });
  const frame = buildFrame(contract, forecaster.history, {
    series: Int32Array.of(forecaster.seriesOf(request)),
    targetDay: Int32Array.of(request.day),
    asOfDay: Int32Array.of(parseDay(forecast.asOfDate)!),
  });
  const parts = model.contributions(frame, threads);
  const { base, points, cutOff } = inPoints(parts, scale, forecast.expectedPassPercentage);
  const meanings = featureMeanings(contract);
  const contributions = frame.columns.map(({ name, values }, i) => ({
    name,
    meaning: meanings.get(name)!,
    value: valueOf(contract, i, values[0]!),
    contribution: parts[i]!,
    points: points[i]!,
  }));
  contributions.sort(byEffect);
  return {
    forecast,
    scale,
    meaning: describeBackend(model.backend).wording.contributions ?? '',
    base: { contribution: parts.at(-1)!, percentage: base },
    contributions,
    cutOffPoints: cutOff,
  };
}

/** The name of what the experts say that look at the history of the series alone. */
const HISTORY = 'history';
const HISTORY_MEANING = 'all other experts: the history of the series, and the model of the mean';

/** Explains a distribution by its threshold model: mean and odds with the same columns. */
function explainLevels(
  { predictor }: LoadedBundle,
  forecaster: Forecaster,
  request: SeriesDay,
  threads: number,
): Explanation {
  const distribution = predictor.distribution!;
  if (!explainsLevels(distribution)) throw notExplainable(predictor.model.backend);
  const forecast = forecaster.one(request, { threads });
  const { history } = forecaster;
  const row = {
    series: Int32Array.of(forecaster.seriesOf(request)),
    targetDay: Int32Array.of(request.day),
    asOfDay: Int32Array.of(parseDay(forecast.asOfDate)!),
  };
  const target = forecast.targetPercentage;
  const { columns, mean, odds } = explainDistribution(predictor, distribution, history, row, target, threads);
  const meanings = pairMeanings(featureMeanings(predictor.contract), distribution.otherRules);
  const values = columns.map(({ name, value }) => ({
    name,
    meaning: meanings.get(name) ?? name,
    value: pairValue(predictor.contract, name, value),
  }));
  const contributions = [
    ...values.map((column, i) => ({ ...column, contribution: mean.points[i]! / 100, points: mean.points[i]! })),
    {
      name: HISTORY,
      meaning: HISTORY_MEANING,
      value: '',
      contribution: mean.history / 100,
      points: mean.history,
    },
  ];
  const oddsBy = values.map((column, i) => ({ ...column, points: odds.points[i]! }));
  const percentage = 100 * forecast.pBelowTarget;
  return {
    forecast,
    scale: 'fraction',
    meaning: describeBackend(distribution.thresholds.backend).wording.contributions ?? '',
    base: { contribution: mean.base / 100, percentage: mean.base },
    contributions: contributions.sort(byEffect),
    cutOffPoints: 0,
    odds: { target, percentage, base: odds.base, history: odds.history, contributions: oddsBy.sort(byEffect) },
  };
}

function byEffect(a: { readonly points: number }, b: { readonly points: number }): number {
  return Math.abs(b.points) - Math.abs(a.points);
}

/** The value of a column of the threshold model: categories are those of the contract. */
function pairValue({ features }: FeatureContract, name: string, value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return features.find((feature) => feature.name === name)?.categories?.[value] ?? value;
}

function valueOf({ features }: FeatureContract, column: number, value: number): number | string | null {
  if (Number.isNaN(value)) return null;
  return features[column]!.categories?.[value] ?? value;
}

function notExplainable(backend: string): DqsError {
  const able = backendNames().filter((name) => describeBackend(name).capabilities.contributions);
  return new DqsError(
    'model-backend-unsupported',
    `the backend "${backend}" has no contributions; ${able.join(', ')} do`,
    { details: { backend, able } },
  );
}
