import { ODDS_BINS, PERCENTAGE_EDGES, PIT_BINS } from '@dqs/core';

import type { Arm } from '../arms.js';

/** What is summed up by day: all forecasts of one version in one arm on one pool, live ones and backfill apart. */
export interface AggregateGroup {
  readonly arm: Arm;
  readonly model: string;
  readonly version: string;
  readonly live: boolean;
  /** The pool: rule × level × source of one tenant. */
  readonly tenantId: string;
  readonly ruleCode: string;
  readonly level: string;
  readonly source: string;
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, i) => `${name}${i}`);

const SUMS = [
  /** Forecasts. Those that are neither graded nor intervened are ungraded. */
  'forecasts',
  'graded',
  'intervened',
  /** Sums over the graded; losses as in a grade. */
  'error',
  'absoluteError',
  'squaredError',
  'crps',
  'pinball',
  'covered80',
  'covered95',
  'brier',
  /** Days below their target, the sum of p_below_target, and of its squares. */
  'below',
  'pBelowTarget',
  'pBelowSquared',
  /** Over the graded with `WARNING_ODDS` of core or more that were below: milliseconds from the issue to the first result of the day. */
  'warnedLead',
  /** Graded that have a naive forecast; over them, its losses and those of the forecast beside it. */
  'withNaive',
  'naiveAbsoluteError',
  'naiveSquaredError',
  'naiveBrier',
  'absoluteErrorBesideNaive',
  'squaredErrorBesideNaive',
  'crpsBesideNaive',
  'brierBesideNaive',
  /** Forecasts with the flag `cold_start`, graded or not. */
  'coldStarts',
  /** Executions that all forecasts assumed. */
  'expectedExecutions',
  /** Forecasts of whose day a result is known, intervened ones included; over them, passes and fails, errors beside them. */
  'arrived',
  'executions',
  'errors',
  /** Revisions after the first. */
  'corrections',
  /** Milliseconds from the end of the day to the first result. */
  'arrivalDelay',
] as const;

/**
 * The statistics of an aggregate, in the order of its values: sums, then counts of PITs by bin (`pit0` …), then for every bin of
 * p_below_target the forecasts, the sum of p_below_target and the days below (`odds0`, `oddsSum0`, `oddsBelow0` …), then counts of
 * actual and of predicted pass percentages by the bins of `PERCENTAGE_EDGES` (`actual0` …, `predicted0` …). All bins count
 * the graded.
 */
export const AGGREGATE_STATISTICS: readonly string[] = [
  ...SUMS,
  ...numbered('pit', PIT_BINS),
  ...numbered('odds', ODDS_BINS),
  ...numbered('oddsSum', ODDS_BINS),
  ...numbered('oddsBelow', ODDS_BINS),
  ...numbered('actual', PERCENTAGE_EDGES.length + 1),
  ...numbered('predicted', PERCENTAGE_EDGES.length + 1),
];

/** Name of one of the sums of an aggregate. */
export type AggregateSum = (typeof SUMS)[number];

/** First bin of a kind. */
export type AggregateHistogram = 'pit0' | 'odds0' | 'oddsSum0' | 'oddsBelow0' | 'actual0' | 'predicted0';

/** The place of a sum, or of the first bin of a kind, in the values of an aggregate. */
export function statisticIndex(name: AggregateSum | AggregateHistogram): number {
  return AGGREGATE_STATISTICS.indexOf(name);
}

/**
 * Daily aggregates by column: for each group and day one version from each time at which it changed. Sums are taken in the order
 * of series, whatever came in which order, so that equal contents give equal bits. A version is the whole sum, not a difference.
 */
export interface DailyAggregates {
  readonly day: Int32Array;
  /** Index into {@link groups}. */
  readonly group: Int32Array;
  readonly groups: readonly AggregateGroup[];
  /** From when on the version is known, milliseconds. */
  readonly knownFrom: Float64Array;
  /** rows × {@link AGGREGATE_STATISTICS}, row-major. */
  readonly values: Float64Array;
}
