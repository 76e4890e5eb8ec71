/** Index of the last entry of `days[from … to − 1]`, ascending, that is at most `day`; `from − 1` if there is none. */
export function lastIndexUpTo(days: Int32Array, from: number, to: number, day: number): number {
  let low = from;
  let high = to;
  // The day is usually the last one or near it.
  if (to > from && days[to - 1]! <= day) return to - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
