const QUOTES_BEFORE_SPACES = /^"([\s\S]*)" +$/;

/**
 * A field without white space at its ends: what `String.prototype.trim` takes off, Unicode white space and byte order
 * marks included. Quotes followed by spaces (`"x" ,`), which a strict CSV reader takes literally and a lenient one does
 * not, come off as well, so that every reader means the same.
 */
export function cleanField(text: string): string {
  if (isClean(text)) return text;
  return (QUOTES_BEFORE_SPACES.exec(text)?.[1] ?? text).trim();
}

/** Whether a text starts and ends with visible ASCII characters, as nearly all do. */
function isClean(text: string): boolean {
  return text === '' || (isVisibleAscii(text.charCodeAt(0)) && isVisibleAscii(text.charCodeAt(text.length - 1)));
}

function isVisibleAscii(unit: number): boolean {
  return unit > 0x20 && unit < 0x7f;
}

const DECIMAL_TAIL = /^(\d+)\.0+$/;

/**
 * A rule code as text: trimmed, and a numeric code with a decimal tail loses it (`101.0` is `101`), since spreadsheets
 * and data frames add one. Leading zeros are kept; `R001` and `1.5` stay as they are.
 */
export function normalizeRuleCode(text: string): string {
  const trimmed = cleanField(text);
  return DECIMAL_TAIL.exec(trimmed)?.[1] ?? trimmed;
}
