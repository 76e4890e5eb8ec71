const DASH = '–';

/** A number with so many decimals and a true minus; a dash where it is not known. */
export function numberText(value: number | null | undefined, digits = 2): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return DASH;
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return text.replace('-', Number(text.replaceAll(',', '')) === 0 ? '' : '−');
}

/** A difference: with its sign, also above zero. */
export function signedText(value: number | null | undefined, digits = 2): string {
  const text = numberText(value, digits);
  return typeof value === 'number' && value > 0 && /[1-9]/.test(text) ? `+${text}` : text;
}

/** A share in [0, 1] as per cent, without its sign. */
export function shareText(share: number | null | undefined, digits = 1): string {
  return numberText(typeof share === 'number' ? 100 * share : share, digits);
}

/** A share with sign and per cent: `+14.6 %`. */
export function signedShareText(share: number | null | undefined, digits = 1): string {
  const text = signedText(typeof share === 'number' ? 100 * share : share, digits);
  return text === DASH ? text : `${text}\u00a0%`;
}

/** A whole number with its thousands set apart. */
export function wholeText(value: number): string {
  return value.toLocaleString('en');
}

/** Bytes as people say them: `4.1 MB`. */
export function bytesText(bytes: number): string {
  const [unit, name] = bytes >= 1e6 ? [1e6, 'MB'] : [1e3, 'kB'];
  return `${numberText(bytes / unit, 1)}\u00a0${name}`;
}
