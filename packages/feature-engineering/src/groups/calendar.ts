import { movingWithTime, type FeatureGroup } from './feature-group.js';

/** Weekday (Monday 0), day of month, ISO week and month of the target day. */
export const CALENDAR: FeatureGroup = {
  features: movingWithTime('day_of_week', 'day_of_month', 'week_of_year', 'month'),
  compute({ weekday, calendar }, out, at) {
    out[at] = weekday;
    out[at + 1] = calendar.dayOfMonth;
    out[at + 2] = calendar.week;
    out[at + 3] = calendar.month;
  },
};

/** Days from the start of the month (0 on the first) and to its end (0 on the last). */
export const MONTH_EDGES: FeatureGroup = {
  features: movingWithTime('days_from_month_start', 'days_to_month_end'),
  compute({ calendar }, out, at) {
    out[at] = calendar.dayOfMonth - 1;
    out[at + 1] = calendar.daysInMonth - calendar.dayOfMonth;
  },
};

/** The age of the series: days since its first observation, and days from the as-of day to the target. */
export const POSITION: FeatureGroup = {
  features: movingWithTime('series_day', 'horizon'),
  compute({ view, targetDay }, out, at) {
    out[at] = targetDay - view.dayAt(view.count - 1);
    out[at + 1] = targetDay - view.asOf;
  },
};
