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
