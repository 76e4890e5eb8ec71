/**
 * Numbers as Python writes them, which is part of the summary's format. Both languages use the shortest digits that
 * read back to the same double; they differ in when they switch to an exponent and in how ties are rounded.
 */

/** Python's `repr(float)`: exponents below 1e-4 and from 1e16 on, `.0` on whole numbers; `nan`, `inf`, `-inf`. */
export function formatPythonFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const magnitude = Math.abs(value);
  if (magnitude < 1e-4 || magnitude >= 1e16) return withPaddedExponent(value.toExponential());
  // JavaScript writes an exponent only below 1e-6 and from 1e21 on, so this is plain digits.
  const text = String(value);
  return text.includes('.') ? text : `${text}.0`;
}

/** Python's `'{:.2%}'.format(value)` for a rate in 0..1: `0.23870967741935484` is `23.87%`, ties go to the even digit. */
export function formatPercent(value: number): string {
  const percent = value * 100;
  // An exact tie of the third decimal is an odd number of eighths: the only place where JavaScript, which rounds
  // ties up, and Python, which rounds them to even, differ. Both decide on the exact binary value otherwise.
  if (Math.abs((percent * 8) % 2) !== 1) return `${percent.toFixed(2)}%`;
  const magnitude = Math.abs(percent);
  const below = Math.floor(magnitude * 100);
  const hundredths = below % 2 === 0 ? below : below + 1;
  return `${percent < 0 ? '-' : ''}${(hundredths / 100).toFixed(2)}%`;
}

/** A count as integer text (`1589`), a fraction of one as {@link formatPythonFloat} does, "" if it is missing. */
export function formatCount(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  if (!Number.isInteger(value)) return formatPythonFloat(value);
  return Number.isSafeInteger(value) ? String(value) : BigInt(value).toString();
}

/** JavaScript's `1e-7` and `1.5e+300` as Python's `1e-07` and `1.5e+300`: at least two digits of exponent. */
function withPaddedExponent(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
