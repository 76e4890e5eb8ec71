const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `2025-11-25` as `Tue 25 Nov 2025`. */
export function dayText(day: string): string {
  return `${WEEKDAYS[new Date(day).getUTCDay()]} ${shortDay(day)} ${day.slice(0, 4)}`;
}

/** `2025-11-05` as `5 Nov`. */
export function shortDay(day: string): string {
  return `${Number(day.slice(8, 10))} ${MONTHS[Number(day.slice(5, 7)) - 1]}`;
}
