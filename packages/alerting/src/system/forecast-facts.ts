import { resultOf, type SystemFacts, type TickFacts } from '../facts/facts.js';

/**
 * Whether forecasts are made: of the series whose source has delivered the day, the share that has a forecast of a later one.
 * Without such a series nothing is due, and nothing is said.
 *
 * @returns one part of the system, `forecasts`.
 */
export function forecastFacts({ series, sources, day }: Pick<TickFacts, 'series' | 'sources' | 'day'>): SystemFacts {
  const arrived = new Set(sources.flatMap((one) => (one.arrived ? [one.source] : [])));
  const due = series.filter(
    (one) =>
      arrived.has(one.labels.source ?? '') && (one.day ?? day) === day && resultOf(one.results, day) !== undefined,
  );
  const issued = due.filter(({ forecast }) => forecast !== undefined && forecast.day > day).length;
  const share = due.length === 0 ? {} : { share: issued / due.length };
  return { part: 'forecasts', kind: 'forecasts', labels: {}, ...share };
}
