/**
 * PostgreSQL's texts hold neither NUL nor half a surrogate pair, which names may have: those are written as `\u0000`, and a
 * backslash as two. Everything else is written as it is.
 */
export function storedText(text: string): string {
  return text.replace(SPECIAL, (one) =>
    one === '\\' ? '\\\\' : `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The text that was stored. */
export function textOfStored(stored: string): string {
  if (!stored.includes('\\')) return stored;
  return stored.replace(/\\(?:\\|u([0-9a-f]{4}))/g, (_, code: string | undefined) =>
    code === undefined ? '\\' : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** With the flag u, half a pair is one that stands alone. */
const SPECIAL = /[\\\0\ud800-\udfff]/gu;
