import { interpretDay, interpretKey } from '../src/rows/interpret.js';
import { parseOutcome } from '../src/rows/outcome.js';
import { cleanField, normalizeRuleCode, parseCount } from '../src/rows/text.js';
import { QuoteScan } from '../src/inputs/quote-scan.js';
import { StructureScan } from '../src/inputs/structure-scan.js';
import { Utf8Scan } from '../src/inputs/utf8-scan.js';

describe('outcomes', () => {
  it.each([
    ...['pass', 'PASSED', 'Success', 'true', ' Pass '].map((word) => [`{"result": "${word}"}`, 'pass']),
    ...['fail', 'FAILED', 'Failure', 'false'].map((word) => [`{"status": "${word}"}`, 'fail']),
    ['{"result": true}', 'pass'],
    ['{"result": false, "status": "pass"}', 'fail'],
    ['{"result": null, "status": "pass"}', 'pass'],
    ['{"result": "n/a", "status": "pass"}', 'error'],
    ['{"Result": "pass"}', 'error'],
    ['{"result": ["pass"]}', 'error'],
    ['{"result": "fail", "result": "pass"}', 'pass'],
    ['[{"result": "pass"}]', 'error'],
    ...['pass', 'PASSED', 'Success', 'True', '1', '"Pass"', ' passed ', 'true', '"1"', '1.0'].map((text) => [
      text,
      'pass',
    ]),
    ...['fail', 'FAILED', 'Failure', 'False', '0', '"fail"', ' failed ', 'false', '"0"'].map((text) => [text, 'fail']),
    ['{"result": 1}', 'pass'],
    ['{"status": 0}', 'fail'],
    ['{"result": "1"}', 'pass'],
    ...['error', 'skipped', '2', '-1', '0.5', 'yes', 'null', '"Pass', 'Pass"', 'NaN', '[]', '[1]'].map((t) => [
      t,
      'error',
    ]),
    ['{"result": "pass",}', 'error'],
    ['', 'error'],
  ])('%s is %s', (text, outcome) => {
    expect(parseOutcome(text)).toBe(outcome);
  });
});

describe('rule codes', () => {
  it.each([
    ['101.0', '101'],
    [' 101.000 ', '101'],
    ['007', '007'],
    ['007.0', '007'],
    ['R001', 'R001'],
    ['1.5', '1.5'],
    ['R1.0', 'R1.0'],
    ['101.', '101.'],
  ])('%j is %j', (text, code) => {
    expect(normalizeRuleCode(text)).toBe(code);
  });
});

describe('record counts', () => {
  it.each([
    ['1200', 1200],
    [' 12.5 ', 12.5],
    ['1e3', 1000],
    ['+7', 7],
    ['0', 0],
    ['', NaN],
    ['  ', NaN],
    ['-1', undefined],
    ['many', undefined],
    ['nan', undefined],
    ['1e999', undefined],
    ['0x10', undefined],
    ['1_000', undefined],
    ['1,000', undefined],
  ])('%j is %p', (text, count) => {
    expect(parseCount(text)).toBe(count);
  });
});

describe('fields', () => {
  it('lose white space at their ends, and quotes that only spaces follow', () => {
    expect(['a', ' a\t', '"a" ', '"a"', '" a " ', 'a b', ''].map(cleanField)).toEqual([
      'a',
      'a',
      'a',
      '"a"',
      'a',
      'a b',
      '',
    ]);
  });

  it('lose Unicode white space and byte order marks as well', () => {
    const spaces = ['\u00a0', '\u3000', '\v', '\u2028', '\u2029', '\ufeff', '\u1680', '\u202f', '\t\f\r\n'];
    expect(spaces.map((space) => cleanField(`${space}a${space}b${space}`))).toEqual(
      spaces.map((space) => `a${space}b`),
    );
  });

  it('of a key are cleaned; a date is needed', () => {
    const raw = { source: ' s', tenantId: 't', datasetUuid: ' u ', datasetName: 'n ', ruleCode: '1.0' };
    expect(interpretKey(raw)).toEqual({
      source: 's',
      tenantId: 't',
      datasetUuid: 'u',
      datasetName: 'n',
      ruleCode: '1',
    });
    expect(interpretKey({ ...raw, datasetUuid: ' ' })).toBe('dataset-uuid-missing');
    expect(['2026-03-01T23:59:59+02:00', '', '1.3.2026'].map((text) => interpretDay(text, Infinity))).toEqual([
      20513,
      'business-date-missing',
      'business-date-invalid',
    ]);
  });
});

describe('the scan for doubtful quotes', () => {
  const found = (text: string, cut: number) => {
    const scan = new QuoteScan();
    for (let at = 0; at < text.length; at += cut) scan.add(Buffer.from(text.slice(at, at + cut)));
    return scan.isDoubtful;
  };

  it.each([1, 2, 3, 100])('finds quote, spaces, quote in chunks of %i', (cut) => {
    expect(found('x"a" "b"', cut)).toBe(true);
    expect(found('x"a"    "b"', cut)).toBe(true);
    expect(found('"a","b""c"" ,"d', cut)).toBe(false);
    expect(found('"{""a"": ""b"", ""c"": 1}" ', cut)).toBe(false);
  });
});

describe('the scan of records', () => {
  const scan = (text: string, cut = 1000, longest = 1000) => {
    const records = new StructureScan(',', longest);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += cut) records.add(bytes.subarray(at, at + cut));
    return records.isDoubtful ? undefined : records.records;
  };

  it.each([1, 2, 3, 100])('counts records that strict rules allow, in chunks of %i', (cut) => {
    const records = ['a,b', '"a","b"', '"a\n\r,""",b', '', 'é, ü', 'a"b"c,{"x": 1}', ' ,x', ','];
    for (const eol of ['\n', '\r\n']) {
      expect(scan(records.join(eol), cut)).toBe(7);
      expect(scan(records.join(eol) + eol + eol, cut)).toBe(7);
    }
  });

  it.each([1, 2, 100])('doubts what readers take differently, in chunks of %i', (cut) => {
    const doubtful = [
      '"a"b,c',
      'a"b,c',
      '"a',
      'a\rb',
      '\r',
      'a\r',
      ' "a",b',
      '\u3000"a"',
      '\v"a"',
      'a\0',
      '"a"\u00a0',
      '"a" ,b',
    ];
    expect(doubtful.map((text) => scan(`x,y\n${text}`, cut))).toEqual(doubtful.map(() => undefined));
    expect(scan(`x,y\n${'z'.repeat(1001)}`, cut)).toBeUndefined();
    expect(scan(`x,y\n${'z'.repeat(1001)}\na,b\n`, cut)).toBeUndefined();
  });
});

describe('the check for UTF-8', () => {
  const isValid = (bytes: Buffer, cut: number) => {
    const scan = new Utf8Scan();
    for (let at = 0; at < bytes.length; at += cut) scan.add(bytes.subarray(at, at + cut));
    return scan.isValid();
  };

  it.each([1, 2, 3, 5, 100])('takes characters that lie across chunks of %i', (cut) => {
    expect(isValid(Buffer.from('aé€🧾發z'), cut)).toBe(true);
    expect(isValid(Buffer.from('a€').subarray(0, -1), cut)).toBe(false);
    expect(isValid(Buffer.from([0x61, 0xe9, 0x61]), cut)).toBe(false);
    expect(isValid(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x61]), cut)).toBe(false);
  });
});
