import type { Observed } from '../../src/alerts/advance.js';
import type { ForecastFacts, SeriesFacts, TickFacts } from '../../src/facts/facts.js';

export const MS_PER_DAY = 86_400_000;
export const MS_PER_HOUR = 3_600_000;

/** A forecast of which only what a test is about is given. */
export const forecast = (day: number, pBelowTarget: number, over: Partial<ForecastFacts> = {}): ForecastFacts => ({
  day,
  pBelowTarget,
  expected: 90,
  predicted: 92,
  lower80: 80,
  upper80: 100,
  lower95: 75,
  upper95: 100,
  naive: 99,
  ...over,
});

/** A series of a tick. */
export const series = (id: string, over: Partial<SeriesFacts> = {}): SeriesFacts => ({
  id,
  labels: { source: 'shop', tenant: 'eu', dataset: id, datasetName: id, rule: '104', owner: 'team-shop' },
  target: 95,
  importance: 3,
  results: [],
  ...over,
});

/** The results of days from `first` on; null for a day without any. */
export const results = (first: number, passes: readonly (number | null)[], n = 100) =>
  passes.flatMap((pass, i) => (pass === null ? [] : [{ day: first + i, passes: pass, fails: n - pass, errors: 0 }]));

/** A tick at an hour of a day. */
export const tick = (day: number, over: Partial<TickFacts> = {}, hour = 9): TickFacts => ({
  at: day * MS_PER_DAY + hour * MS_PER_HOUR,
  day,
  series: [],
  sources: [],
  models: [],
  system: [],
  ...over,
});

/** A series as rules are asked about it. */
export const observed = (facts: SeriesFacts, day: number): Observed => ({
  facts,
  day,
  id: facts.id,
  labels: facts.labels,
  hasResult: facts.results.some((one) => one.day === day),
  costOf: () => facts.importance,
});
