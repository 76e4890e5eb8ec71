import type { EarnedFacts, SeriesFacts, TickFacts } from '@dqs/alerting';
import { MS_PER_DAY } from '@dqs/core';
import type { LedgerStore } from '@dqs/ledger';

import { KnownDay, type DayStore } from './known-day.js';
import { FORECAST_DAYS, forecastOf, RESULT_DAYS, type SaidByThen } from './ledger-facts.js';
import { dailyTicks } from './simulate-alerts.js';

/** Days that are read at once. */
const AT_ONCE = 16;

/** Which series, when. */
export interface SeriesTicksRequest {
  readonly ledger: LedgerStore;
  /** As a tick knows it now: its labels, target and importance count for the past too. */
  readonly series: Pick<SeriesFacts, 'id' | 'labels' | 'target' | 'importance'>;
  /** Its number in the ledger. */
  readonly number: number;
  /** What its pool has earned; as it is now. */
  readonly earned?: EarnedFacts | undefined;
  readonly said?: ((at: number) => SaidByThen) | undefined;
  /** First and last day with a tick, days since 1970-01-01. */
  readonly from: number;
  readonly to: number;
  /** What came later is not known, milliseconds. */
  readonly until: number;
}

/** What the ticks of past mornings saw of one series, without reading the others. Nothing of sources, models and the system. */
export async function seriesTicks(request: SeriesTicksRequest): Promise<readonly TickFacts[]> {
  const { from, to, until } = request;
  const days = await daysOf(request);
  return dailyTicks(from, to)
    .filter((at) => at <= until)
    .map((at) => tickOf(request, days, at));
}

async function daysOf({ ledger, number, series, from, to, until }: SeriesTicksRequest): Promise<readonly KnownDay[]> {
  const only = { series: Int32Array.of(number) };
  const store: DayStore = {
    forecasts: (query) => ledger.forecasts({ ...query, ...only }),
    revisions: (query) => ledger.revisions({ ...query, ...only }),
    interventions: (query) => ledger.interventions({ ...query, ...only }),
  };
  const days: KnownDay[] = [];
  const last = to + FORECAST_DAYS;
  for (let day = from - RESULT_DAYS - FORECAST_DAYS; day <= last; day += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, last - day + 1) }, (_, i) => day + i);
    days.push(...(await Promise.all(some.map((one) => KnownDay.read(store, one, until, () => series.target)))));
  }
  return days;
}

function tickOf(
  { series, number, earned, said }: SeriesTicksRequest,
  days: readonly KnownDay[],
  at: number,
): TickFacts {
  const yesterday = Math.floor(at / MS_PER_DAY) - 1;
  const { silences = [], marks } = said?.(at) ?? {};
  const known = days.filter(({ day }) => day <= yesterday && day > yesterday - RESULT_DAYS - FORECAST_DAYS);
  const results = known.flatMap((one) => one.results.of(number, at) ?? []).slice(-RESULT_DAYS);
  const day = results.at(-1)?.day ?? yesterday;
  const ahead = days.filter((one) => one.day > yesterday - FORECAST_DAYS && one.day <= yesterday + 1 + FORECAST_DAYS);
  const forecast = forecastOf(ahead, number, at, day);
  const own = marks?.get(series.id);
  const facts: SeriesFacts = {
    ...series,
    day,
    results,
    ...(forecast && { forecast: forecast.facts }),
    ...(earned && { earned }),
    intervened: days.find((one) => one.day === day)?.isIntervened(number, at) ?? false,
    ...(own && { marks: own }),
  };
  return {
    ...{ at, day: yesterday, series: [facts], sources: [], models: [], system: [] },
    ...(silences.length > 0 && { silences }),
  };
}
