const CANDIDATES = [',', ';', '\t', '|'];

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({ ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a bar (|)' }),
);

/** A delimiter in words, for messages. */
export function nameOfDelimiter(delimiter: string): string {
  return NAMES.get(delimiter) ?? JSON.stringify(delimiter);
}

/** The delimiter a header line was probably written with, if that is not the one in use; otherwise undefined. */
export function likelyDelimiter(headerLine: string, inUse: string): string | undefined {
  const count = (delimiter: string) => headerLine.split(delimiter).length - 1;
  const best = CANDIDATES.filter((candidate) => candidate !== inUse).sort((a, b) => count(b) - count(a))[0]!;
  return count(best) > count(inUse) ? best : undefined;
}
