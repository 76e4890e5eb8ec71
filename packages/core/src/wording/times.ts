import { calendarParts, dayOfWeek, MS_PER_MINUTE } from '../days.js';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** The name of a day of the week: `Tuesday`. */
export function weekdayText(day: number): string {
  return WEEKDAYS[dayOfWeek(day)]!;
}

/** A day as people read it: `Thu 26 Nov`, with the year only where it is not that of `today`. */
export function dateText(day: number, today: number): string {
  const { year, month, dayOfMonth } = calendarParts(day);
  const date = `${weekdayText(day).slice(0, 3)} ${dayOfMonth} ${MONTHS[month - 1]!}`;
  return year === calendarParts(today).year ? date : `${date} ${year}`;
}

/** A day that is near as its name, `Tuesday`, one that is more than six days away as its date. */
export function nearDayText(day: number, today: number): string {
  return Math.abs(day - today) < 7 ? weekdayText(day) : dateText(day, today);
}

/** How long something took, in at most two units: `9 min`, `1 h 37 min`, `3 d 23 h`. */
export function durationText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / MS_PER_MINUTE));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const units = [`${days} d`, `${hours} h`, `${rest} min`];
  const [from, values] = [days > 0 ? 0 : hours > 0 ? 1 : 2, [days, hours, rest]];
  return units.filter((_, unit) => unit >= from && unit < from + 2 && (values[unit] !== 0 || unit === from)).join(' ');
}
