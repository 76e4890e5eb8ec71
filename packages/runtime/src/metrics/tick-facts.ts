import { percentageOf, resultOf, usualLag, type TickFacts } from '@dqs/alerting';

import { keepDocument, keptDocument } from '../operation/system-record.js';

/** Sources and series that metrics name, at most. */
const MOST_NAMED = 10;

/** What metrics tell of the last tick: what its rules saw. Survives JSON. */
export interface KeptTickFacts {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly models: TickFacts['models'];
  readonly sources: number;
  readonly sourcesLate: number;
  /** The longest lags, milliseconds. */
  readonly lags: readonly { readonly source: string; readonly lag: number }[];
  readonly series: number;
  readonly belowTarget: number;
  /** The highest odds. */
  readonly risks: readonly { readonly dataset: string; readonly rule: string; readonly pBelowTarget: number }[];
  readonly forecastShare: number | null;
}

/** What of the facts of a tick metrics tell, few enough to be kept with every tick. */
export function tickFactsToKeep({ at, day, models, sources, series, system }: TickFacts): KeptTickFacts {
  const lags = sources.flatMap(({ source, arrivalLag: lag }) => (lag === undefined ? [] : [{ source, lag }]));
  const risks = series.flatMap(({ labels, forecast }) =>
    forecast === undefined ? [] : [{ ...seriesName(labels), pBelowTarget: forecast.pBelowTarget }],
  );
  return {
    at,
    models,
    sources: sources.length,
    sourcesLate: sources.filter(isLate).length,
    lags: lags.sort((a, b) => b.lag - a.lag).slice(0, MOST_NAMED),
    series: series.length,
    belowTarget: series.filter((one) => isBelow(one, day)).length,
    risks: risks.sort((a, b) => b.pBelowTarget - a.pBelowTarget).slice(0, MOST_NAMED),
    forecastShare: system.find(({ kind }) => kind === 'forecasts')?.share ?? null,
  };
}

/** Keeps what metrics tell of a tick, for all processes of a store. */
export function keepTickFacts(store: string, facts: TickFacts): Promise<void> {
  return keepDocument(store, 'facts', tickFactsToKeep(facts));
}

/** What the last tick saw; undefined before the first. */
export function lastTickFacts(store: string): Promise<KeptTickFacts | undefined> {
  return keptDocument<KeptTickFacts>(store, 'facts');
}

function seriesName({ datasetName, dataset = '', rule = '' }: TickFacts['series'][number]['labels']) {
  return { dataset: datasetName ?? dataset, rule };
}

function isLate({ arrived, arrivalLag, quantiles }: TickFacts['sources'][number]): boolean {
  const usual = usualLag({ quantiles }, 0.99);
  return !arrived && arrivalLag !== undefined && usual !== undefined && arrivalLag > usual;
}

function isBelow({ target, results, day }: TickFacts['series'][number], tickDay: number): boolean {
  const percentage = percentageOf(resultOf(results, day ?? tickDay));
  return percentage !== undefined && percentage < target;
}
