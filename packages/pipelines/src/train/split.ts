import { DqsError, formatDay } from '@dqs/core';
import type { SeriesHistory } from '@dqs/features';

/** How the days of a history are divided. Always by date, never by row. */
export interface SplitOptions {
  /** Days from target back to the last known result, 1 or more. */
  readonly horizon: number;
  /** Share of the observed dates, the last ones, that is kept for testing; in [0, 1). 0 tests nothing. @default 0.2 */
  readonly testFraction?: number;
  /** First test day; wins over `testFraction`. */
  readonly testFrom?: number;
  /** Share of the training dates, the last ones, that early stopping watches; 0 for none. @default 0 */
  readonly validationFraction?: number;
}

/** A range of days, both ends included. */
export interface DaySpan {
  readonly from: number;
  readonly to: number;
}

/** Disjoint day ranges in time order; `horizon − 1` days of embargo lie between any two of them. */
export interface DaySplit {
  readonly train: DaySpan;
  readonly validation?: DaySpan;
  readonly test?: DaySpan;
}

/**
 * Divides the observed dates: train on days before the cutoff, test on days from it. With a horizon of h the last
 * h − 1 days before a cutoff are left out, because their targets lie after the day on which a forecast for the first
 * day behind the cutoff has to be made.
 *
 * @throws DqsError `not-enough-history` if a part would be empty.
 */
export function splitDays(history: SeriesHistory, options: SplitOptions): DaySplit {
  const days = observedDays(history);
  const { horizon, testFraction = 0.2, validationFraction = 0 } = options;
  const cutoff =
    options.testFrom ?? (testFraction > 0 ? days[Math.floor(days.length * (1 - testFraction))] : undefined);
  const test = cutoff === undefined ? undefined : { from: cutoff, to: history.lastDay };
  const trainEnd = cutoff === undefined ? history.lastDay : cutoff - horizon;
  const trainDays = days.filter((day) => day <= trainEnd);
  if (trainDays.length < 2 || (test && test.to < test.from)) throw tooShort(days, cutoff);
  const first = trainDays[0]!;
  if (validationFraction <= 0) return { train: { from: first, to: trainEnd }, test };
  const validationFrom = trainDays[Math.floor(trainDays.length * (1 - validationFraction))]!;
  if (validationFrom - horizon < first) throw tooShort(days, cutoff);
  return {
    train: { from: first, to: validationFrom - horizon },
    validation: { from: validationFrom, to: trainEnd },
    test,
  };
}

/** Divides the dates of a span of training days: the last ones, as early stopping has them, watch the others. */
export function splitSpan(
  history: SeriesHistory,
  span: DaySpan,
  { horizon, validationFraction }: Required<Pick<SplitOptions, 'horizon' | 'validationFraction'>>,
): { readonly train: DaySpan; readonly validation: DaySpan } {
  const days = observedDays(history).filter((day) => day >= span.from && day <= span.to);
  const from = days[Math.floor(days.length * (1 - validationFraction))];
  if (from === undefined || from - horizon <= span.from) throw tooShort(days, undefined);
  return { train: { from: span.from, to: from - horizon }, validation: { from, to: span.to } };
}

/** The distinct days with at least one pass or fail, ascending. */
export function observedDays(history: SeriesHistory): number[] {
  const seen = new Uint8Array(Math.max(0, history.lastDay - history.firstDay + 1));
  for (const day of history.day) seen[day - history.firstDay] = 1;
  const days: number[] = [];
  seen.forEach((is, offset) => {
    if (is === 1) days.push(history.firstDay + offset);
  });
  return days;
}

function tooShort(days: readonly number[], cutoff: number | undefined): DqsError {
  const range = days.length > 0 ? ` (${formatDay(days[0]!)} to ${formatDay(days.at(-1)!)})` : '';
  const at = cutoff === undefined ? '' : ` before and after the cutoff ${formatDay(cutoff)}`;
  return new DqsError(
    'not-enough-history',
    `expected at least 2 dates with results to train on${at}, got ${days.length} in all${range}; ` +
      'use a longer history or a smaller test fraction',
    { details: { dates: days.length } },
  );
}
