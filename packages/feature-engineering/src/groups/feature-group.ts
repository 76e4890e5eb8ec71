import type { CalendarParts, ColumnKind } from '@dqs/core';

import type { HistoryView } from '../history/history-view.js';

/** Calendar of a target day. */
export interface TargetCalendar extends CalendarParts {
  /** ISO 8601 week of the year, 1 to 53. */
  readonly week: number;
}

/** The input of a feature: the day to forecast, and the history of its series as of the as-of day. */
export interface FeatureRow {
  /** Day to forecast, after `view.asOf`. */
  readonly targetDay: number;
  /** Calendar of the target day; weekday with Monday 0. */
  readonly weekday: number;
  readonly calendar: TargetCalendar;
  readonly view: HistoryView;
}

/** Name, meaning and kind of one feature. */
export interface FeatureDefinition {
  readonly name: string;
  /**
   * What its value is, as a phrase that stands where the name could: `pass percentage one week before`. It is for people
   * alone: no digest and no bundle knows it, so that it may be worded better at any time.
   */
  readonly meaning: string;
  readonly kind: ColumnKind;
  /**
   * Whether its later values differ from earlier ones whatever the data are like: it follows the calendar, grows with
   * time, or is one value a day for many series, so that a few days are no sample of it. Drift is not looked for in it.
   * @default false
   */
  readonly movesWithTime?: boolean;
}

/**
 * Features that are computed together. `compute` writes their values, in the order of `features`, to
 * `out[at], out[at + 1], …`; a value that is not known is NaN, never 0 and never a mean. It must read nothing but the
 * row: training and prediction call the same function, which is what keeps them equal.
 */
export interface FeatureGroup {
  readonly features: readonly FeatureDefinition[];
  compute(row: FeatureRow, out: Float64Array, at: number): void;
}

/** The name of a feature and its {@link FeatureDefinition.meaning}. */
export type NameAndMeaning = readonly [name: string, meaning: string];

/** Definitions of numeric features. */
export function numeric(...features: readonly NameAndMeaning[]): FeatureDefinition[] {
  return features.map(([name, meaning]) => ({ name, meaning, kind: 'numeric' }));
}

/** Definitions of numeric features that move with time, see {@link FeatureDefinition.movesWithTime}. */
export function movingWithTime(...features: readonly NameAndMeaning[]): FeatureDefinition[] {
  return numeric(...features).map((feature) => ({ ...feature, movesWithTime: true }));
}
