import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';

import { csvFields, CsvWriter, withoutFormula } from '../src/index.js';

const DELIMITERS = [',', ';', '\t', '|', '^', ']', '\\', '-', 'a'];

describe('what CsvWriter writes', () => {
  const field = fc.string({ unit: fc.constantFrom(...DELIMITERS, '"', '\n', '\r', ' ', 'é', '🧾', 'x'), maxLength: 8 });
  const records = fc.integer({ min: 1, max: 5 }).chain((width) => {
    const record = fc.array(field, { minLength: width, maxLength: width });
    return fc.array(record, { minLength: 1, maxLength: 4 });
  });
  const anyFormat = fc.record({ delimiter: fc.constantFrom(...DELIMITERS), keepBlanks: fc.boolean() });

  it('is read back by csv-parse and by csvFields, for any texts and delimiter', () => {
    const property = fc.property(records, anyFormat, (rows, format) => {
      const csv = new CsvWriter(format);
      const text = rows.map((row) => csv.record(row)).join('');
      expect(parse(text, { delimiter: format.delimiter, record_delimiter: '\n' })).toEqual(rows);
      for (const row of rows) {
        expect(csvFields(csv.fields(row), format.delimiter)?.map(({ text }) => text)).toEqual(row);
      }
    });
    fc.assert(property, { numRuns: 1000 });
  });

  it('quotes blanks at the ends with keepBlanks, for readers that drop them outside quotes', () => {
    const property = fc.property(records, (rows) => {
      const csv = new CsvWriter({ keepBlanks: true });
      expect(parse(rows.map((row) => csv.record(row)).join(''), { trim: true, record_delimiter: '\n' })).toEqual(rows);
    });
    fc.assert(property, { numRuns: 500 });
  });

  it('has quotes around a field only where a comma, a quote or a line end needs them', () => {
    const csv = new CsvWriter();
    expect(csv.record(['plain', ' blank ', 'a,b', 'say "x"', 'two\nlines', 'a;b'])).toBe(
      'plain, blank ,"a,b","say ""x""","two\nlines",a;b\n',
    );
    expect(new CsvWriter({ delimiter: ';', keepBlanks: true }).record([' x', 'a;b', 'a,b'])).toBe('" x";"a;b";a,b\n');
  });

  it('writes an empty field for a missing value, and never an empty line for a record', () => {
    const csv = new CsvWriter();
    expect(csv.record([null, undefined, Number.NaN, 0, -1.5, ''])).toBe(',,,0,-1.5,\n');
    expect(csv.record([''])).toBe('""\n');
    expect(csv.record([])).toBe('\n');
  });
});

describe('csvFields', () => {
  it('finds fault with quotes that do not fit', () => {
    for (const record of ['"a', 'a,"b', '"a"b', '"a" b,c', '"""']) expect(csvFields(record, ',')).toBeUndefined();
  });

  it('passes over blanks around quotes and takes a quote inside a field as it is', () => {
    expect(csvFields(' "a" ,b"c', ',')).toEqual([
      { text: 'a', isQuoted: true },
      { text: 'b"c', isQuoted: false },
    ]);
  });
});

describe('withoutFormula', () => {
  it('prefixes text that a spreadsheet would run with an apostrophe, and leaves other text unchanged', () => {
    for (const text of ['=1+1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1'])
      expect(withoutFormula(text)).toBe(`'${text}`);
    for (const text of ['', 'a=1', '1-1', ' x', "'=1"]) expect(withoutFormula(text)).toBe(text);
  });
});
