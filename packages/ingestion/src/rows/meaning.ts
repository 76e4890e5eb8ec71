import type { Outcome } from '@dqs/core';

import { dayParser, type DayParser } from './date-format.js';
import { interpretDay, type RejectReason } from './interpret.js';
import { outcomeWords, parseOutcome, type OutcomeTexts } from './outcome.js';

/** What texts mean that have several ways to be written. */
export interface RowMeaning {
  /** The last day to read; Infinity for any. */
  readonly maxDay: number;
  /** How much a reader may know of dates itself: `YYYY-MM-DD` with a time cut off, without a time alone, or nothing. */
  readonly dates: 'cut' | 'plain' | 'unknown';
  /** The day of a text, or why the row cannot be used. */
  readonly day: (text: string) => number | RejectReason;
  /** The outcome that a cleaned results text says. */
  readonly outcome: (text: string) => Outcome;
}

/** How texts are written. */
export interface WritingOptions {
  readonly maxDay?: number;
  readonly dateFormat?: string | undefined;
  readonly timezone?: string | undefined;
  readonly outcomes?: OutcomeTexts | undefined;
}

/** What texts mean where they are written in a given way. The date format and the time zone must be valid. */
export function meaningOf(options: WritingOptions = {}): RowMeaning {
  const { maxDay = Number.POSITIVE_INFINITY, dateFormat, timezone, outcomes } = options;
  const parse: DayParser = dayParser(dateFormat, timezone)!;
  const words = outcomeWords(outcomes);
  const isIso = dateFormat === undefined || dateFormat === 'iso';
  const dates = !isIso ? 'unknown' : timezone === undefined ? 'cut' : 'plain';
  return {
    maxDay,
    dates,
    day: (text) => interpretDay(text, maxDay, parse),
    outcome: (text) => parseOutcome(text, words),
  };
}
