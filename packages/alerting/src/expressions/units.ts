/** What a value of an expression is. */
export type ValueType = 'share' | 'percentage' | 'duration' | 'count' | 'ratio' | 'text' | 'boolean';

/** A value of an expression; durations in milliseconds. */
export type Value = number | string | boolean;

const MINUTE = 60_000;
const DURATIONS: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', MINUTE],
  ['h', 60 * MINUTE],
  ['d', 24 * 60 * MINUTE],
  ['w', 7 * 24 * 60 * MINUTE],
]);

/** Units of durations. */
export const DURATION_UNITS: readonly string[] = [...DURATIONS.keys()];

/** A length of time in milliseconds: `10m`, `24h`, `3d`, `1w`; undefined if the unit is none of time. */
export function durationOf(amount: number, unit: string): number | undefined {
  const size = DURATIONS.get(unit);
  return size === undefined ? undefined : amount * size;
}

/** What a type is, in words for messages. */
export const TYPE_WORDS: Readonly<Record<ValueType, string>> = {
  share: 'a share from 0 to 1',
  percentage: 'a percentage from 0 to 100',
  duration: 'a length of time, such as 2h',
  count: 'a count',
  ratio: 'a plain number',
  text: 'a text in quotes',
  boolean: 'true or false',
};

/** A length of time in its two largest units, `2h 10m`. */
export function durationText(milliseconds: number): string {
  const sign = milliseconds < 0 ? '-' : '';
  let rest = Math.round(Math.abs(milliseconds) / 1000) * 1000;
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'm', 's']) {
    const size = DURATIONS.get(unit)!;
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount}${unit}`);
  }
  return parts.length === 0 ? '0s' : sign + parts.slice(0, 2).join(' ');
}
