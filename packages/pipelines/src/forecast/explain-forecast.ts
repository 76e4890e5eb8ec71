import { DqsError, parseDay, type ForecastRow } from '@dqs/core';
import { buildFrame, featureMeanings, type FeatureContract } from '@dqs/features';
import { backendNames, describeBackend } from '@dqs/model-backends';

import type { LoadedBundle } from '../bundle/read-bundle.js';
import type { Forecaster, SeriesDay } from './forecaster.js';
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
  const { model, contract } = bundle.predictor;
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
  contributions.sort((a, b) => Math.abs(b.points) - Math.abs(a.points));
  return {
    forecast,
    scale,
    meaning: describeBackend(model.backend).wording.contributions ?? '',
    base: { contribution: parts.at(-1)!, percentage: base },
    contributions,
    cutOffPoints: cutOff,
  };
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

/** Contributions in percentage points. */
interface Points {
  /** Percentage of the base value alone, within [0, 100] under log odds. */
  readonly base: number;
  /** Points by column. */
  readonly points: Float64Array;
  /** Points that the bounds of a percentage removed. */
  readonly cutOff: number;
}

/**
 * Contributions of one forecast in percentage points. Fractions only change their unit. Under log odds the effect of a
 * column depends on where the others have brought the forecast, so the whole way from base to forecast is shared out in
 * proportion to the contributions: signs and ratios stay, and the sum is the forecast.
 *
 * @param parts contribution by column, the base value last.
 * @param expected the forecast, a percentage.
 * @throws DqsError `invalid-argument` if a part or the forecast is not finite.
 */
export function inPoints(parts: Float64Array, scale: 'log-odds' | 'fraction', expected: number): Points {
  if (!parts.every(Number.isFinite) || !Number.isFinite(expected)) {
    throw new DqsError(
      'invalid-argument',
      `expected finite contributions and a finite forecast, got ${parts.find((part) => !Number.isFinite(part)) ?? expected}; ` +
        'the model is damaged, retrain it',
    );
  }
  const base = parts.at(-1)!;
  const columns = parts.subarray(0, -1);
  const total = columns.reduce((sum, part) => sum + part, 0);
  if (scale === 'fraction') {
    return { base: 100 * base, points: columns.map((part) => 100 * part), cutOff: expected - 100 * (base + total) };
  }
  const start = 100 / (1 + Math.exp(-base));
  // Where the contributions cancel out, a point of log odds is worth the slope of the curve at the base.
  const worth = Math.abs(total) > 1e-9 ? (expected - start) / total : (start * (100 - start)) / 100;
  const points = columns.map((part) => worth * part);
  return { base: start, points, cutOff: 0 };
}
