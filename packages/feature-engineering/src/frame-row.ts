import { calendarParts, dayOfWeek, isoWeek } from '@dqs/core';

import type { FeatureRow, TargetCalendar } from './groups/feature-group.js';
import { HistoryCursor, type HistoryView } from './history/history-view.js';
import type { SeriesHistory } from './history/series-history.js';

/** Moves a row. It is not a property of the row, so only this file can move one. */
let place: (row: Row, targetDay: number, calendar: TargetCalendar) => void;

/** The row that feature groups receive: read-only even for hostile code. */
class Row implements FeatureRow {
  static {
    place = (row, targetDay, calendar) => {
      row.#targetDay = targetDay;
      row.#weekday = dayOfWeek(targetDay);
      row.#calendar = calendar;
    };
  }

  readonly #view: HistoryView;
  #targetDay = 0;
  #weekday = 0;
  #calendar: TargetCalendar = calendarOf(0);

  constructor(view: HistoryView) {
    this.#view = view;
    Object.freeze(this);
  }

  get view(): HistoryView {
    return this.#view;
  }

  get targetDay(): number {
    return this.#targetDay;
  }

  get weekday(): number {
    return this.#weekday;
  }

  get calendar(): TargetCalendar {
    return this.#calendar;
  }
}

/** Makes a row and moves it from request to request. */
class RowCursor {
  readonly #history: HistoryCursor;
  readonly #row: Row;
  readonly #calendars = new Map<number, TargetCalendar>();

  constructor(history: SeriesHistory) {
    this.#history = new HistoryCursor(history);
    this.#row = new Row(this.#history.view);
  }

  moveTo(series: number, targetDay: number, asOfDay: number): FeatureRow {
    let calendar = this.#calendars.get(targetDay);
    if (!calendar) this.#calendars.set(targetDay, (calendar = calendarOf(targetDay)));
    this.#history.moveTo(series, asOfDay);
    place(this.#row, targetDay, calendar);
    return this.#row;
  }
}

/** One for each history: a forecast of a single row would spend a tenth of its time on a new one. */
const CURSORS = new WeakMap<SeriesHistory, RowCursor>();

export function cursorOf(history: SeriesHistory): RowCursor {
  let cursor = CURSORS.get(history);
  if (!cursor) CURSORS.set(history, (cursor = new RowCursor(history)));
  return cursor;
}

function calendarOf(day: number): TargetCalendar {
  return Object.freeze({ ...calendarParts(day), week: isoWeek(day) });
}
