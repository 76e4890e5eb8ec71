/** What a look at the bytes of JSON tells before memory is spent on its values. */
export interface JsonScan {
  /** Why it should not be parsed; undefined if it may be. */
  readonly problem: string | undefined;
  /** Whether something outside of texts looks like `NaN` or `Infinity`. */
  readonly hasBareNumbers: boolean;
}

/** Levels of nesting; results of tools have about ten. */
export const MAX_DEPTH = 500;
/** Values, of which the emptiest take some 50 bytes of memory each. */
export const MAX_VALUES = 12_000_000;

const [QUOTE, BACKSLASH, COMMA] = [0x22, 0x5c, 0x2c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const [CAPITAL_N, CAPITAL_I] = [0x4e, 0x49];

/** Looks at JSON bytes once, without parsing them; of bytes that are no JSON it may tell anything. */
export function scanJson(bytes: Buffer): JsonScan {
  let [depth, values, hasBareNumbers] = [0, 0, false];
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === QUOTE) at = endOfText(bytes, at);
    else if (byte === COMMA) values += 1;
    else if (byte === OPEN_LIST || byte === OPEN_OBJECT) {
      depth += 1;
      values += 1;
      if (depth > MAX_DEPTH) return { problem: `it is nested more than ${MAX_DEPTH} levels deep`, hasBareNumbers };
    } else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) depth -= 1;
    else if (byte === CAPITAL_N || byte === CAPITAL_I) hasBareNumbers = true;
  }
  const problem = values > MAX_VALUES ? `it holds more than ${MAX_VALUES} values; split it` : undefined;
  return { problem, hasBareNumbers };
}

/** The position of the quote that ends a text. */
function endOfText(bytes: Buffer, quote: number): number {
  for (let at = quote + 1; at < bytes.length; at += 1) {
    const byte = bytes[at]!;
    if (byte === BACKSLASH) at += 1;
    else if (byte === QUOTE) return at;
  }
  return bytes.length;
}
