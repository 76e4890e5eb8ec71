const QUOTE = '"';

/** One field of a record, and whether quotes stood around it. */
export interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * The fields of one record of delimited text (RFC 4180). Blanks before an opening and behind a closing quote are passed
 * over; a quote within a field that does not begin with one is an ordinary character.
 *
 * @returns undefined where a quoted field is not closed, or closed and followed by something else.
 */
export function csvFields(record: string, delimiter: string): CsvField[] | undefined {
  const fields: CsvField[] = [];
  for (let at = 0; ; at += 1) {
    const open = pastBlanks(record, at, delimiter);
    if (record[open] === QUOTE) {
      const close = closingQuote(record, open);
      if (close < 0) return undefined;
      fields.push({ text: record.slice(open + 1, close).replaceAll('""', QUOTE), isQuoted: true });
      at = pastBlanks(record, close + 1, delimiter);
      if (at < record.length && record[at] !== delimiter) return undefined;
    } else {
      const end = record.indexOf(delimiter, at);
      fields.push({ text: record.slice(at, end < 0 ? record.length : end), isQuoted: false });
      at = end < 0 ? record.length : end;
    }
    if (at >= record.length) return fields;
  }
}

/** A text as a field: quoted where it has to be. */
export function csvField(text: string, delimiter: string): string {
  const isPlain = !text.includes(delimiter) && !/["\r\n]|^[ \t]|[ \t]$/.test(text);
  return isPlain ? text : `"${text.replaceAll('"', '""')}"`;
}

function closingQuote(text: string, open: number): number {
  for (let at = open + 1; ; at += 2) {
    at = text.indexOf(QUOTE, at);
    if (at < 0 || text[at + 1] !== QUOTE) return at;
  }
}

function pastBlanks(text: string, from: number, delimiter: string): number {
  let at = from;
  while ((text[at] === ' ' || text[at] === '\t') && text[at] !== delimiter) at += 1;
  return at;
}
