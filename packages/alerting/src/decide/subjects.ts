import type { Observed } from '../alerts/advance.js';
import type { Level } from '../alerts/alert.js';
import { judgedDay, resultOf, type SeriesFacts, type TickFacts } from '../facts/facts.js';
import type { Rule } from '../policy/policy.js';

/** What rules of each level are asked about in a tick. */
export type Subjects = Readonly<Record<Level, readonly Observed[]>>;

/** The subjects of a tick. An alert about a source costs what its series matter, one about a model or the system 1. */
export function subjectsOf(facts: TickFacts): Subjects {
  const importance = new Map<string, number>();
  for (const { labels, importance: own } of facts.series) {
    if (labels.source !== undefined) importance.set(labels.source, (importance.get(labels.source) ?? 0) + own);
  }
  const { day } = facts;
  const always = { day, hasResult: true };
  return {
    series: facts.series.map((one) => seriesSubject(one, facts)),
    source: facts.sources.map((one) => ({
      ...always,
      facts: one,
      id: one.source,
      labels: { source: one.source, ...one.labels },
      costOf: () => importance.get(one.source) ?? 1,
    })),
    model: facts.models.map((one) => ({
      ...always,
      facts: one,
      id: one.model,
      labels: { model: one.model, ...one.labels },
      costOf: () => 1,
    })),
    system: facts.system.map((one) => ({ ...always, facts: one, id: one.part, labels: one.labels, costOf: () => 1 })),
  };
}

/** A warning costs as much as it is likely, a failure that has been seen as much as its series matters. */
function seriesSubject(series: SeriesFacts, facts: TickFacts): Observed {
  const day = judgedDay(series, facts);
  return {
    facts: series,
    day,
    id: series.id,
    labels: series.labels,
    hasResult: resultOf(series.results, day) !== undefined,
    costOf: ({ isForecast }: Rule) => series.importance * (isForecast ? (series.forecast?.pBelowTarget ?? 1) : 1),
  };
}
