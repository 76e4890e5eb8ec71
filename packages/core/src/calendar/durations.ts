const MINUTE = 60_000;
const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', MINUTE],
  ['h', 60 * MINUTE],
  ['d', 24 * 60 * MINUTE],
  ['w', 7 * 24 * 60 * MINUTE],
]);

/** Units of durations, the shortest first. */
export const DURATION_UNITS: readonly string[] = [...DURATIONS.keys()];

/** A length of time in milliseconds: `10m`, `24h`, `3d`, `1w`; undefined if the unit is none of time. */
export function durationOf(amount: number, unit: string): number | undefined {
  const size = DURATIONS.get(unit);
  return size === undefined ? undefined : amount * size;
}
