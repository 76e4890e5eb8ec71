import { MS_PER_HOUR, Random } from '@dqs/core';
import { binomialTable, summarizeTable, belowTargets } from '@dqs/core/stats';

import { ledgerNumbers } from '../columns/forecast-columns.js';
import { packDistributions } from '../distribution/pack.js';
import type { LedgerEntry, RevisionBatch } from '../records/actuals.js';
import type { ForecastColumns, Issue, IssueBatch } from '../records/forecasts.js';
import type { LedgerSeries } from '../records/series.js';

/** The first day of samples: 2026-01-05, a Monday. */
export const DAY = 20_458;

/** The time of an hour of a day, hours from the start of {@link DAY}. */
export const atHour = (hours: number) => DAY * 24 * MS_PER_HOUR + hours * MS_PER_HOUR;

/** A series that differs by what is given. */
export function sampleSeries(changes: Partial<LedgerSeries> = {}): LedgerSeries {
  const series = { tenantId: 'acme', datasetUuid: 'orders', datasetName: 'Orders', ruleCode: '101' };
  return { ...series, level: 'DATASET', source: 'crm', ...changes };
}

/** `count` series of one dataset and several rules. */
export const sampleSeriesList = (count: number) =>
  Array.from({ length: count }, (_, i) => sampleSeries({ datasetUuid: `d${i}`, ruleCode: `${100 + (i % 3)}` }));

/** An issue at six hours before {@link DAY} that differs by what is given. */
export function sampleIssue(changes: Partial<Issue> = {}): Issue {
  const issue = { issuedAt: atHour(-6), knownAt: atHour(-7), arm: 'champion' as const, model: 'orders' };
  return { ...issue, version: '1.0.0', catalogDigest: 'c0ffee', flagNames: ['cold_start', 'no_history'], ...changes };
}

/** What is forecast of one series and day. */
export interface SampleForecast {
  readonly series: number;
  /** @default DAY */
  readonly day?: number;
  /** @default the day before the target day */
  readonly asOfDay?: number;
  /** Mean pass fraction. @default 0.9 */
  readonly mean?: number;
  /** @default 20 */
  readonly executions?: number;
  /** @default 95 */
  readonly naive?: number;
  /** @default 0 */
  readonly flags?: number;
}

/** Forecasts by column: a binomial each. */
export function sampleForecasts(rows: readonly SampleForecast[]): ForecastColumns {
  const executions = Int32Array.from(rows, ({ executions: n = 20 }) => n);
  const table = binomialTable(executions, Float64Array.from(rows, ({ mean = 0.9 }) => mean)); // prettier-ignore
  const { mean, median, ...bounds } = summarizeTable(table);
  const targets = new Float64Array(rows.length).fill(95);
  return {
    series: Int32Array.from(rows, ({ series }) => series),
    targetDay: Int32Array.from(rows, ({ day = DAY }) => day),
    asOfDay: Int32Array.from(rows, ({ day = DAY, asOfDay = day - 1 }) => asOfDay),
    numbers: {
      ...bounds,
      predictedPassPercentage: median,
      expectedPassPercentage: mean,
      targetPercentage: targets,
      pBelowTarget: belowTargets(table, targets),
      executions: Float64Array.from(executions),
      naivePassPercentage: Float64Array.from(rows, ({ naive = 95 }) => naive),
    },
    flags: Uint16Array.from(rows, ({ flags = 0 }) => flags),
    distributions: packDistributions(table),
  };
}

/** An issue of a forecast each. */
export function sampleBatch(rows: readonly SampleForecast[], changes: Partial<Issue> = {}): IssueBatch {
  return { issue: sampleIssue(changes), forecasts: sampleForecasts(rows) };
}

/** Forecasts whose numbers are drawn: any value that may be kept, without regard to what it means. */
export function drawnForecasts(rows: readonly SampleForecast[], seed: number): ForecastColumns {
  const random = new Random(seed);
  const drawn = (most: number) => Float64Array.from(rows, () => most * random.next() ** (1 + random.integer(40)));
  const greatest = (key: string) => (key === 'pBelowTarget' ? 1 : 100);
  return { ...sampleForecasts(rows), numbers: ledgerNumbers((key) => drawn(greatest(key))) };
}

/** The result of a series' day as of an entry. */
export interface SampleResult {
  readonly series: number;
  /** @default DAY */
  readonly day?: number;
  readonly passes: number;
  /** @default 0 */
  readonly fails?: number;
  /** @default 0 */
  readonly errors?: number;
}

/** An entry of the journal: when it arrived, as a time, and what is known from then on. */
export interface SampleEntry {
  readonly at: number;
  readonly results: readonly SampleResult[];
}

/** A batch of revisions by entries, the first of which follows `after`. */
export function sampleRevisions(after: number, arrivals: readonly SampleEntry[]): RevisionBatch {
  const entries: LedgerEntry[] = arrivals.map(({ at }, i) => {
    return { number: after + 1 + i, arrivedAt: at, delivery: `delivery ${after + 1 + i}` };
  });
  const rows = arrivals.flatMap(({ results }, entry) => results.map((result) => ({ entry, ...result })));
  const column = (of: (row: (typeof rows)[number]) => number) => Int32Array.from(rows, of);
  return {
    after,
    upTo: after + entries.length,
    revisions: {
      series: column(({ series }) => series),
      day: column(({ day = DAY }) => day),
      passes: column(({ passes }) => passes),
      fails: column(({ fails = 0 }) => fails),
      errors: column(({ errors = 0 }) => errors),
      entry: column(({ entry }) => entry),
      entries,
    },
  };
}
