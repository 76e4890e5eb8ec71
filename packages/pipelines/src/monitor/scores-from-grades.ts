import { MS_PER_DAY, ODDS_BINS, percentageBin, PIT_BINS, throwIfAborted, WARNING_ODDS, type Hooks } from '@dqs/core';
import {
  forecastsWithGrades,
  GRADE_STATUS,
  type LedgerForecasts,
  type LedgerGrades,
  type LedgerQuery,
  type LedgerStore,
  type RevisionColumns,
} from '@dqs/ledger';
import { emptyScores, type PoolScores } from '@dqs/monitoring';

/** Which grades are summed up, and how they are grouped. */
export interface GradesRequest extends Pick<LedgerQuery, 'from' | 'to' | 'tenants' | 'series'> {
  /** What is known at this time, milliseconds. */
  readonly knownAt: number;
  /** The group of a series; undefined leaves it out. */
  readonly groupOf: (series: number) => string | undefined;
  /** Only forecasts that were made so many days ahead. @default all are taken */
  readonly horizon?: number | undefined;
}

/** Scores by group, and what is in none of them. */
export interface GradedScores {
  readonly scores: ReadonlyMap<string, PoolScores>;
  /** Forecasts that were issued after the first result. */
  readonly backfill: number;
}

/**
 * The scores of the champion's live forecasts by groups that the aggregates of a ledger do not have, such as owners: the same sums as
 * those of aggregates, from one grade after the other. Days are read one by one, so that others get a turn between them.
 */
export async function scoresFromGrades(
  ledger: Pick<LedgerStore, 'forecasts' | 'grades' | 'revisions'>,
  { from, to, groupOf, horizon, ...query }: GradesRequest,
  hooks: Hooks = {},
): Promise<GradedScores> {
  const days = Int32Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
  const scores = new Map<string, PoolScores>();
  let backfill = 0;
  for (const [at, day] of days.entries()) {
    throwIfAborted(hooks.signal);
    const own = { ...query, from: day, to: day };
    const [read, revisions] = await Promise.all([
      forecastsWithGrades(ledger, { ...own, arms: ['champion'] }),
      ledger.revisions(own),
    ]);
    const arrivals = arrivalsOf(revisions);
    const { forecasts, grades } = read;
    for (let row = 0; row < forecasts.series.length; row += 1) {
      const series = forecasts.series[row]!;
      const group = groupOf(series);
      if (group === undefined || (horizon !== undefined && day - forecasts.asOfDay[row]! !== horizon)) continue;
      if (grades.live[row] !== 1) {
        if (grades.status[row] === GRADE_STATUS.graded) backfill += 1;
        continue;
      }
      const known = scores.get(group) ?? emptyScores(days);
      scores.set(group, known);
      addRow({ scores: known, at, day, forecasts, grades, row, arrival: arrivals.get(series) });
    }
  }
  return { scores, backfill };
}

/** How the results of a series came. */
interface Arrival {
  /** Milliseconds since 1970. */
  readonly first: number;
  readonly revisions: number;
  readonly executions: number;
  readonly errors: number;
}

function arrivalsOf({ series, entry, entries, passes, fails, errors }: RevisionColumns): ReadonlyMap<number, Arrival> {
  const arrivals = new Map<number, Arrival>();
  series.forEach((number, row) => {
    const known = arrivals.get(number);
    arrivals.set(number, {
      first: known?.first ?? entries[entry[row]!]!.arrivedAt,
      revisions: (known?.revisions ?? 0) + 1,
      executions: passes[row]! + fails[row]!,
      errors: errors[row]!,
    });
  });
  return arrivals;
}

interface GradeRow {
  readonly scores: PoolScores;
  /** Place of the day in the scores. */
  readonly at: number;
  readonly day: number;
  readonly forecasts: LedgerForecasts;
  readonly grades: LedgerGrades;
  readonly row: number;
  readonly arrival: Arrival | undefined;
}

function addRow(one: GradeRow): void {
  const { scores, at, day, forecasts, grades, row, arrival } = one;
  const { sums } = scores;
  const { flagNames } = forecasts.issues[forecasts.issue[row]!]!;
  const coldStart = flagNames.indexOf('cold_start');
  sums.forecasts[at]! += 1;
  sums.expectedExecutions[at]! += forecasts.numbers.executions[row]!;
  if (coldStart >= 0) sums.coldStarts[at]! += (forecasts.flags[row]! >> coldStart) & 1;
  if (grades.status[row] === GRADE_STATUS.intervened) sums.intervened[at]! += 1;
  if (arrival !== undefined) {
    sums.corrections[at]! += arrival.revisions - 1;
    if (arrival.executions + arrival.errors > 0) {
      sums.arrived[at]! += 1;
      sums.executions[at]! += arrival.executions;
      sums.errors[at]! += arrival.errors;
      sums.arrivalDelay[at]! += arrival.first - (day + 1) * MS_PER_DAY;
    }
  }
  if (grades.status[row] === GRADE_STATUS.graded) addGrade(one);
}

function addGrade({ scores: { sums, bins }, at, forecasts, grades, row, arrival }: GradeRow): void {
  const { actual, error, crps, pinball, brier, pit, naiveError, naiveBrier } = grades.numbers;
  const [odds, below] = [forecasts.numbers.pBelowTarget[row]!, grades.below[row]!];
  const { issuedAt } = forecasts.issues[forecasts.issue[row]!]!;
  sums.graded[at]! += 1;
  sums.error[at]! += error[row]!;
  sums.absoluteError[at]! += Math.abs(error[row]!);
  sums.squaredError[at]! += error[row]! ** 2;
  sums.crps[at]! += crps[row]!;
  sums.pinball[at]! += pinball[row]!;
  sums.covered80[at]! += grades.covered80[row]!;
  sums.covered95[at]! += grades.covered95[row]!;
  sums.brier[at]! += brier[row]!;
  sums.below[at]! += below;
  sums.pBelowTarget[at]! += odds;
  sums.pBelowSquared[at]! += odds ** 2;
  if (odds >= WARNING_ODDS && below === 1) sums.warnedLead[at]! += (arrival?.first ?? issuedAt) - issuedAt;
  const bin = binOf(odds, ODDS_BINS);
  bins.odds[bin]![at]! += 1;
  bins.oddsSum[bin]![at]! += odds;
  bins.oddsBelow[bin]![at]! += below;
  bins.actual[percentageBin(actual[row]!)]![at]! += 1;
  bins.predicted[percentageBin(forecasts.numbers.predictedPassPercentage[row]!)]![at]! += 1;
  if (!Number.isNaN(pit[row]!)) bins.pit[binOf(pit[row]!, PIT_BINS)]![at]! += 1;
  if (Number.isNaN(naiveError[row]!)) return;
  sums.withNaive[at]! += 1;
  sums.naiveAbsoluteError[at]! += Math.abs(naiveError[row]!);
  sums.naiveBrier[at]! += naiveBrier[row]!;
  sums.absoluteErrorBesideNaive[at]! += Math.abs(error[row]!);
  sums.crpsBesideNaive[at]! += crps[row]!;
}

/** The bin of a value in [0, 1] among bins of equal width; 1 is in the last. */
function binOf(value: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(value * bins));
}
