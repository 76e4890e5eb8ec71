/**
 * Orders texts by Unicode code point, which is the order of their UTF-8 bytes and of Python's `sorted`.
 * JavaScript's `<` compares UTF-16 units and differs for characters beyond U+FFFF.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/** Puts surrogates (halves of characters beyond U+FFFF) above the private and special characters U+E000..U+FFFF. */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}
