import { DqsError, formatDay } from '@dqs/core';
import type { ForecastDay } from '@dqs/pipelines';

import type { Settings } from '../settings/settings.js';

/**
 * The days to forecast: `--date`, or those that `--horizon` or `--horizons` count from the as-of day, or the day after it.
 *
 * @param lastDay the last day of the history, which is the as-of day unless another was named.
 * @throws DqsError `config-invalid` where the settings contradict each other.
 */
export function forecastDays(
  settings: Settings<'date' | 'asOf' | 'forecastHorizon' | 'horizons'>,
  lastDay: number,
): ForecastDay[] {
  const { date, asOf = lastDay, forecastHorizon, horizons } = settings;
  if (forecastHorizon !== undefined && horizons !== undefined) {
    throw new DqsError('config-invalid', 'expected either --horizon or --horizons, got both');
  }
  const ahead = forecastHorizon === undefined ? horizons : [forecastHorizon];
  if (ahead === undefined) return [{ day: date ?? asOf + 1, asOf: settings.asOf }];
  const days = [...new Set(ahead)].sort((a, b) => a - b).map((horizon) => ({ day: asOf + horizon, asOf }));
  if (date !== undefined && (days.length !== 1 || days[0]!.day !== date)) throw contradiction(date, asOf, days);
  return days;
}

function contradiction(date: number, asOf: number, days: readonly ForecastDay[]): DqsError {
  const counted = days.map(({ day }) => formatDay(day)).join(', ');
  return new DqsError(
    'config-invalid',
    `expected --date to be the day that --horizon or --horizons count from ${formatDay(asOf)}, ${counted}, got ` +
      `${formatDay(date)}; leave one of them out, or name the last known day with --as-of`,
    { details: { date: formatDay(date), asOf: formatDay(asOf) } },
  );
}
