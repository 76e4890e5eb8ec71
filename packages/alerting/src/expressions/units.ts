import { durationOf } from '@dqs/core/calendar';

/** What a value of an expression is. */
export type ValueType = 'share' | 'percentage' | 'duration' | 'count' | 'ratio' | 'text' | 'boolean';

/** A value of an expression; durations in milliseconds. */
export type Value = number | string | boolean;

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
    const size = durationOf(1, unit)!;
    const amount = Math.floor(rest / size);
    rest -= amount * size;
    if (amount > 0) parts.push(`${amount}${unit}`);
  }
  return parts.length === 0 ? '0s' : sign + parts.slice(0, 2).join(' ');
}
