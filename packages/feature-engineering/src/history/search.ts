/**
 * Index of the last entry of `days[from … to − 1]`, ascending and without repeats, that is at most `day`; `from − 1` if there is
 * none. Between two entries there are no more others than days: where few days are missing the first look finds it.
 */
export function lastIndexUpTo(days: Int32Array, from: number, to: number, day: number): number {
  if (to <= from) return from - 1;
  const last = to - 1;
  // The day is usually the last one or near it.
  if (days[last]! <= day) return last;
  let low = Math.max(from, last - (days[last]! - day));
  let high = Math.max(from, Math.min(last, from + day - days[from]!));
  if (days[high]! <= day) return high;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
