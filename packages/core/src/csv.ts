/** The value of a field; null, undefined and NaN are missing and become an empty field. */
export type CsvValue = string | number | null | undefined;

/** Options of {@link CsvWriter}. */
export interface CsvFormat {
  /** The separator of fields: one ASCII character, neither a quote nor a line end. @default ',' */
  readonly delimiter?: string;
  /**
   * Puts quotes around a field that starts or ends with a space or a tab, because many readers drop these from fields
   * without quotes. Python's `QUOTE_MINIMAL`, the default, does not.
   * @default false
   */
  readonly keepBlanks?: boolean;
}

const QUOTE = '"';
const LINE_END = '\n';

/**
 * Writes delimited text (RFC 4180), the single definition of CSV in DQS: quotes only if needed, `\n` after every
 * record. {@link csvFields} and any reader of RFC 4180 restore what was written.
 */
export class CsvWriter {
  readonly #delimiter: string;
  readonly #special: RegExp;

  constructor({ delimiter = ',', keepBlanks = false }: CsvFormat = {}) {
    this.#delimiter = delimiter;
    const inside = String.raw`["\r\n\u${delimiter.charCodeAt(0).toString(16).padStart(4, '0')}]`;
    this.#special = new RegExp(keepBlanks ? String.raw`${inside}|^[ \t]|[ \t]$` : inside);
  }

  /** One field, quoted if necessary. */
  field(value: CsvValue): string {
    if (typeof value === 'number') return Number.isNaN(value) ? '' : String(value);
    const text = value ?? '';
    return this.#special.test(text) ? QUOTE + text.replaceAll(QUOTE, '""') + QUOTE : text;
  }

  /** One record without its line end. A single empty field is a pair of quotes, since an empty line is no record. */
  fields(values: readonly CsvValue[]): string {
    return values.map((value) => this.field(value)).join(this.#delimiter) || (values.length === 1 ? '""' : '');
  }

  /** One record with its line end. */
  record(values: readonly CsvValue[]): string {
    return this.fields(values) + LINE_END;
  }
}

/**
 * A text prefixed with an apostrophe if a spreadsheet would run it as a formula: one that starts with `=`, `+`, `-`,
 * `@`, a tab or a line break (OWASP, "CSV Injection"). The original text is then not restored exactly.
 */
export function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
}

/** One field of a record, and whether it was quoted. */
export interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

/**
 * The fields of one record of delimited text (RFC 4180), given without its line end. Blanks before an opening and after
 * a closing quote are skipped; a quote within a field that does not begin with one is an ordinary character.
 *
 * @returns undefined if a quoted field is not closed, or is followed by something else.
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
