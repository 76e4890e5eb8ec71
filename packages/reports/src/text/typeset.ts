import { fixed } from './numbers.js';

/** A number for a page: a true minus, and a dash where it is not known. */
export function shown(value: number | null | undefined, digits = 2): string {
  return typeset(fixed(value, digits)) || '–';
}

/** A difference: with its sign, also above zero. */
export function signed(value: number | null | undefined, digits = 2): string {
  const text = shown(value, digits);
  return typeof value === 'number' && value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** Numbers in a text as they are printed: a true minus, and per cent that no line break parts from its number. */
export function typeset(text: string): string {
  return text.replace(/(^|\s|\()-(?=[\d.])/g, '$1−').replace(/(\d) %/g, '$1\u00a0%');
}
