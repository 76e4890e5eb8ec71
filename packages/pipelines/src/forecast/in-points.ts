import { DqsError } from '@dqs/core';

/** Contributions in percentage points. */
export interface Points {
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
