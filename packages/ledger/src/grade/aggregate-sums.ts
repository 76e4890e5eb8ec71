import { ODDS_BINS, percentageBin, PIT_BINS, WARNING_ODDS } from '@dqs/core';

import type { RevisionColumns } from '../records/actuals.js';
import { statisticIndex, type AggregateSum } from '../records/aggregates.js';
import type { LedgerForecasts } from '../records/forecasts.js';
import type { GradeColumns } from '../records/grades.js';

const place = (name: AggregateSum) => statisticIndex(name);

/** Where the sums lie. */
export const PLACE = {
  forecasts: place('forecasts'),
  graded: place('graded'),
  intervened: place('intervened'),
  error: place('error'),
  absoluteError: place('absoluteError'),
  squaredError: place('squaredError'),
  crps: place('crps'),
  pinball: place('pinball'),
  covered80: place('covered80'),
  covered95: place('covered95'),
  brier: place('brier'),
  below: place('below'),
  pBelowTarget: place('pBelowTarget'),
  pBelowSquared: place('pBelowSquared'),
  warnedLead: place('warnedLead'),
  withNaive: place('withNaive'),
  naiveAbsoluteError: place('naiveAbsoluteError'),
  naiveSquaredError: place('naiveSquaredError'),
  naiveBrier: place('naiveBrier'),
  absoluteErrorBesideNaive: place('absoluteErrorBesideNaive'),
  squaredErrorBesideNaive: place('squaredErrorBesideNaive'),
  crpsBesideNaive: place('crpsBesideNaive'),
  brierBesideNaive: place('brierBesideNaive'),
  coldStarts: place('coldStarts'),
  expectedExecutions: place('expectedExecutions'),
  arrived: place('arrived'),
  executions: place('executions'),
  errors: place('errors'),
  corrections: place('corrections'),
  arrivalDelay: place('arrivalDelay'),
} as const satisfies Record<AggregateSum, number>;

const [PIT, ODDS] = [statisticIndex('pit0'), statisticIndex('odds0')];
const [ODDS_SUM, ODDS_BELOW] = [statisticIndex('oddsSum0'), statisticIndex('oddsBelow0')];
const [ACTUAL, PREDICTED] = [statisticIndex('actual0'), statisticIndex('predicted0')];

/** Adds that a forecast was made. */
export function addForecast(sums: Float64Array, { numbers, flags, issue, issues }: LedgerForecasts, row: number): void {
  sums[PLACE.forecasts]! += 1;
  sums[PLACE.expectedExecutions]! += numbers.executions[row]!;
  if (flags[row] === 0) return;
  const coldStart = issues[issue[row]!]!.flagNames.indexOf('cold_start');
  if (coldStart >= 0) sums[PLACE.coldStarts]! += (flags[row]! >> coldStart) & 1;
}

/** How the results of a day came. */
interface Arrival {
  readonly corrections: number;
  /** Milliseconds from the end of the day to the first result. */
  readonly delay: number;
}

/** Adds that results came. */
export function addResult(sums: Float64Array, revisions: RevisionColumns, row: number, arrival: Arrival): void {
  const [executions, errors] = [revisions.passes[row]! + revisions.fails[row]!, revisions.errors[row]!];
  sums[PLACE.corrections]! += arrival.corrections;
  // A correction may have taken back all that had come.
  if (executions + errors === 0) return;
  sums[PLACE.arrived]! += 1;
  sums[PLACE.executions]! += executions;
  sums[PLACE.errors]! += errors;
  sums[PLACE.arrivalDelay]! += arrival.delay;
}

/** A grade and what it is of. */
interface Graded {
  readonly grades: GradeColumns;
  /** Row of the grade. */
  readonly row: number;
  readonly pBelowTarget: number;
  readonly predicted: number;
  /** Milliseconds from the issue to the first result of the day. */
  readonly lead: number;
}

/** Adds a grade. */
export function addGrade(sums: Float64Array, { grades, row, pBelowTarget, predicted, lead }: Graded): void {
  const { actual, error, crps, pinball, brier, pit, naiveError } = grades.numbers;
  sums[PLACE.graded]! += 1;
  sums[PLACE.error]! += error[row]!;
  sums[PLACE.absoluteError]! += Math.abs(error[row]!);
  sums[PLACE.squaredError]! += error[row]! ** 2;
  sums[PLACE.crps]! += crps[row]!;
  sums[PLACE.pinball]! += pinball[row]!;
  sums[PLACE.covered80]! += grades.covered80[row]!;
  sums[PLACE.covered95]! += grades.covered95[row]!;
  sums[PLACE.brier]! += brier[row]!;
  sums[ACTUAL + percentageBin(actual[row]!)]! += 1;
  sums[PREDICTED + percentageBin(predicted)]! += 1;
  if (!Number.isNaN(pit[row]!)) sums[PIT + binOf(pit[row]!, PIT_BINS)]! += 1;
  addOdds(sums, pBelowTarget, grades.below[row]!, lead);
  if (!Number.isNaN(naiveError[row]!)) addNaive(sums, grades, row);
}

function addOdds(sums: Float64Array, pBelowTarget: number, below: number, lead: number): void {
  const bin = binOf(pBelowTarget, ODDS_BINS);
  sums[PLACE.below]! += below;
  sums[PLACE.pBelowTarget]! += pBelowTarget;
  sums[PLACE.pBelowSquared]! += pBelowTarget ** 2;
  sums[ODDS + bin]! += 1;
  sums[ODDS_SUM + bin]! += pBelowTarget;
  sums[ODDS_BELOW + bin]! += below;
  if (pBelowTarget >= WARNING_ODDS && below === 1) sums[PLACE.warnedLead]! += lead;
}

function addNaive(sums: Float64Array, { numbers }: GradeColumns, row: number): void {
  const [error, naive] = [numbers.error[row]!, numbers.naiveError[row]!];
  sums[PLACE.withNaive]! += 1;
  sums[PLACE.naiveAbsoluteError]! += Math.abs(naive);
  sums[PLACE.naiveSquaredError]! += naive ** 2;
  sums[PLACE.naiveBrier]! += numbers.naiveBrier[row]!;
  sums[PLACE.absoluteErrorBesideNaive]! += Math.abs(error);
  sums[PLACE.squaredErrorBesideNaive]! += error ** 2;
  sums[PLACE.crpsBesideNaive]! += numbers.crps[row]!;
  sums[PLACE.brierBesideNaive]! += numbers.brier[row]!;
}

/** The bin of a value in [0, 1] among bins of equal width; 1 is in the last. */
function binOf(value: number, bins: number): number {
  return Math.min(bins - 1, Math.floor(value * bins));
}
