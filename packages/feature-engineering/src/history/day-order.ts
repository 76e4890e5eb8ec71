/** A table by day has a place for every day of a span of up to as many days for each entry; one stray date makes any span long. */
const DAYS_PER_ENTRY = 16;

/** Entries of days side by side: those of `days[i]`, in their order, are `entries[offsets[i]] … entries[offsets[i + 1] − 1]`. */
export interface DayOrder {
  /** Ascending, without repeats. */
  readonly days: Int32Array;
  readonly offsets: Int32Array;
  readonly entries: Int32Array;
}

/** How many of some days are the same, by day; days ascend. */
export function countByDay(days: Int32Array): ReadonlyMap<number, number> {
  if (days.length === 0) return new Map();
  const range = rangeOf(days);
  if (range.last - range.first < DAYS_PER_ENTRY * days.length) {
    const counts = new Int32Array(range.last - range.first + 1);
    for (const day of days) counts[day - range.first]! += 1;
    const places = [...counts.keys()].filter((place) => counts[place]! > 0);
    return new Map(places.map((place) => [range.first + place, counts[place]!]));
  }
  const counts = new Map<number, number>();
  for (const day of days) counts.set(day, (counts.get(day) ?? 0) + 1);
  return new Map([...counts].sort(([a], [b]) => a - b));
}

/** Sorts entries by their day; those of a day stay in order. It takes a time proportional to their number. */
export function orderByDay(dayOf: Int32Array): DayOrder {
  const counts = countByDay(dayOf);
  const days = Int32Array.from(counts.keys());
  const offsets = new Int32Array(days.length + 1);
  days.forEach((day, place) => (offsets[place + 1] = offsets[place]! + counts.get(day)!));
  const entries = new Int32Array(dayOf.length);
  const next = offsets.slice(0, -1);
  const placeOf = placesOf(days);
  for (let i = 0; i < dayOf.length; i += 1) {
    const place = placeOf(dayOf[i]!);
    entries[next[place]!] = i;
    next[place]! += 1;
  }
  return { days, offsets, entries };
}

/** The place of a day among days that ascend. */
function placesOf(days: Int32Array): (day: number) => number {
  const first = days[0] ?? 0;
  const span = (days.at(-1) ?? 0) - first + 1;
  if (span > DAYS_PER_ENTRY * days.length) {
    const places = new Map(Array.from(days, (day, place) => [day, place]));
    return (day) => places.get(day)!;
  }
  const places = new Int32Array(span);
  days.forEach((day, place) => (places[day - first] = place));
  return (day) => places[day - first]!;
}

function rangeOf(days: Int32Array): { first: number; last: number } {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const day of days) {
    if (day < first) first = day;
    if (day > last) last = day;
  }
  return { first, last };
}
