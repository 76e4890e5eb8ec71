import { MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE } from '../days.js';

const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', MS_PER_MINUTE],
  ['h', MS_PER_HOUR],
  ['d', MS_PER_DAY],
  ['w', 7 * MS_PER_DAY],
]);

/** Units of durations, the shortest first. */
export const DURATION_UNITS: readonly string[] = [...DURATIONS.keys()];

/** A length of time in milliseconds: `10m`, `24h`, `3d`, `1w`; undefined if the unit is none of time. */
export function durationOf(amount: number, unit: string): number | undefined {
  const size = DURATIONS.get(unit);
  return size === undefined ? undefined : amount * size;
}
