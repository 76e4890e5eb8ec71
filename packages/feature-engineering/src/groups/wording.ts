const NUMBERS = [
  'no',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
] as const;
const ORDINALS = [
  '',
  'second ',
  'third ',
  'fourth ',
  'fifth ',
  'sixth ',
  'seventh ',
  'eighth ',
  'ninth ',
  'tenth ',
  'eleventh ',
  'twelfth ',
] as const;

/** A number of days in words, whole weeks as such: `three days`, `one week`. */
export function span(days: number): string {
  const [count, unit] = days % 7 === 0 ? [days / 7, 'week'] : [days, 'day'];
  return `${NUMBERS[count] ?? count} ${unit}${count === 1 ? '' : 's'}`;
}

/** The same behind an article or adjective: `the week`, `last three days`. */
export function window(adjective: string, days: number): string {
  return `${adjective} ${span(days).replace(/^one /, '')}`;
}

/** How late the k-th value from the end is, 0 for the last: `latest`, `second latest`. */
export function latest(k: number): string {
  return `${ORDINALS[k] ?? `${k + 1}th `}latest`;
}
