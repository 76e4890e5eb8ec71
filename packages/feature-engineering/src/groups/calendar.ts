import { MS_PER_DAY } from '@dqs/core';

import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** Weekday (Monday 0), day of month, ISO week and month of the target day. */
export const CALENDAR: FeatureGroup = {
  features: movingWithTime(
    ['day_of_week', 'weekday of the target day (Monday is 0)'],
    ['day_of_month', 'day of the month of the target day'],
    ['week_of_year', 'week of the year of the target day (ISO 8601)'],
    ['month', 'month of the target day'],
  ),
  compute({ weekday, calendar }, out, at) {
    out[at] = weekday;
    out[at + 1] = calendar.dayOfMonth;
    out[at + 2] = calendar.week;
    out[at + 3] = calendar.month;
  },
};

/** Days from the start of the month (0 on the first) and to its end (0 on the last). */
export const MONTH_EDGES: FeatureGroup = {
  features: movingWithTime(
    ['days_from_month_start', 'days from the start of the month to the target day'],
    ['days_to_month_end', 'days from the target day to the end of the month'],
  ),
  compute({ calendar }, out, at) {
    out[at] = calendar.dayOfMonth - 1;
    out[at + 1] = calendar.daysInMonth - calendar.dayOfMonth;
  },
};

/** The age of the series: days since its first observation, and days from the as-of day to the target. */
export const POSITION: FeatureGroup = {
  features: movingWithTime(
    ['series_day', 'days since the first observation of the series'],
    ['horizon', 'days from the last known day to the target day'],
  ),
  compute({ view, targetDay }, out, at) {
    out[at] = targetDay - view.dayAt(view.count - 1);
    out[at + 1] = targetDay - view.asOf;
  },
};

/** Quarter of the target day (1 to 4), days from its start (0 on the first) and to its end (0 on the last). */
export const QUARTER: FeatureGroup = {
  features: movingWithTime(
    ['quarter', 'quarter of the target day'],
    ['days_from_quarter_start', 'days from the start of the quarter to the target day'],
    ['days_to_quarter_end', 'days from the target day to the end of the quarter'],
  ),
  compute({ targetDay, calendar: { year, month } }, out, at) {
    const quarter = Math.ceil(month / 3);
    out[at] = quarter;
    out[at + 1] = targetDay - firstDayOf(year, 3 * quarter - 3);
    out[at + 2] = firstDayOf(year, 3 * quarter) - 1 - targetDay;
  },
};

/** First day of a month, counted from 0 for January; 12 is the January after. */
function firstDayOf(year: number, month: number): number {
  return Date.UTC(year, month, 1) / MS_PER_DAY;
}
