import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';

import { CsvFinder } from '../src/records/csv-finder.js';

/** Records and faults of a text that arrives in pieces. */
function find(text: string, pieces: readonly number[] = [], isSingleLine?: readonly boolean[], width?: number) {
  const bytes = Buffer.from(text);
  const finder = new CsvFinder({ delimiter: 0x2c, width, isSingleLine });
  const found: { text: string; fault?: string }[] = [];
  let start = 0;
  const lengths = [...new Set([...pieces.map((p) => p % (bytes.length + 1)), bytes.length])].sort((a, b) => a - b);
  for (const length of lengths) {
    while (finder.find(bytes, start, length, length === bytes.length)) {
      found.push({ text: bytes.toString('utf8', start, finder.end), fault: finder.fault?.reason });
      start = finder.next;
    }
  }
  return { found, start, length: bytes.length };
}

const texts = (text: string) => find(text).found.map((record) => record.text);

describe('CsvFinder', () => {
  it('ends a record at LF, CRLF or CR', () => {
    expect(texts('a,b\nc,d\r\ne,f\rg,h')).toEqual(['a,b', 'c,d', 'e,f', 'g,h']);
  });

  it('keeps line ends within quotes, and doubled quotes', () => {
    expect(texts('a,"x\ny"\n"say ""hi""\r\n",d\n')).toEqual(['a,"x\ny"', '"say ""hi""\r\n",d']);
  });

  it('treats a quote inside an unquoted field as an ordinary character', () => {
    expect(texts('5" pipe,b\nc,d\n')).toEqual(['5" pipe,b', 'c,d']);
  });

  it('an unclosed quote costs only its own line', () => {
    const { found } = find('a,b\n"c,d\ne,f\ng,h\n', [], undefined, 2);
    expect(found).toEqual([
      { text: 'a,b' },
      { text: '"c,d', fault: 'malformed-quotes' },
      { text: 'e,f' },
      { text: 'g,h' },
    ]);
  });

  it('a quote closed by a later row costs the line that opened it', () => {
    const { found } = find('a,"b\n"c","d"\n"e","f"\n', [], undefined, 2);
    expect(found.map(({ fault }) => fault)).toEqual(['malformed-quotes', undefined, undefined]);
  });

  it('quoted line ends that make the number of fields wrong cost that line', () => {
    const { found } = find('a,"b,c\nd,e,f\ng,h,"\ni,j,k\n', [], undefined, 3);
    expect(found.map(({ text, fault }) => [text, fault])).toEqual([
      ['a,"b,c', 'malformed-quotes'],
      ['d,e,f', undefined],
      ['g,h,"', 'malformed-quotes'],
      ['i,j,k', undefined],
    ]);
  });

  it('an unclosed quote in a column without line ends costs that line at once', () => {
    const { found } = find('"a,1\nb,2\n"c\n",3\n', [], [true, false], 2);
    expect(found[0]).toEqual({ text: '"a,1', fault: 'malformed-quotes' });
    expect(found[1]).toEqual({ text: 'b,2' });
  });

  const field = fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom('a,b', 'x"y', 'l\nm', 'n\r\no', '', '"', 'ü€'));
  const row = fc.array(field, { minLength: 2, maxLength: 4 });

  it('finds the same records as csv-parse, in whatever pieces the bytes arrive', () => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const property = fc.property(
      fc.array(row, { minLength: 1, maxLength: 8 }),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat()),
      (rows, lineEnd, pieces) => {
        const text = rows.map((fields) => fields.map(quoted).join(',') + lineEnd).join('');
        const { found } = find(text, pieces);
        expect(found.every(({ fault }) => fault === undefined)).toBe(true);
        const ours = found.map((record) => (parse(record.text) as string[][])[0]);
        expect(ours).toEqual(parse(text, { relax_column_count: true }));
      },
    );
    fc.assert(property, { numRuns: 300 });
  });

  it('loses no byte of any text, and its pieces make no difference', () => {
    const any = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é'), maxLength: 60 });
    const property = fc.property(any, fc.array(fc.nat()), (text, pieces) => {
      const whole = find(text, [], undefined, 2);
      expect(find(text, pieces, undefined, 2)).toEqual(whole);
      expect(whole.start).toBe(whole.length);
      const kept = whole.found
        .map((record) => record.text)
        .join('')
        .replace(/[\r\n]/g, '');
      expect(kept).toBe(text.replace(/[\r\n]/g, ''));
    });
    fc.assert(property, { numRuns: 1000 });
  });
});
