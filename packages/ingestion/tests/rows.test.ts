import fc from 'fast-check';

import { interpretDay, interpretKey } from '../src/rows/interpret.js';
import { parseOutcome } from '../src/rows/outcome.js';
import { cleanField, normalizeRuleCode, parseCount } from '../src/rows/text.js';
import { QuoteScan } from '../src/inputs/quote-scan.js';
import { StructureScanInScript, openStructureScan } from '../src/inputs/structure-scan.js';
import { Utf8Scan } from '../src/inputs/utf8-scan.js';
import { scanBinding } from '../src/native/binding.js';

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

  it('of a key are cleaned; a date is required', () => {
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

const STRUCTURE_SCANS = {
  'in C++': (delimiter: string, longest: number) => scanBinding()!.openStructureScan(delimiter, longest),
  'in TypeScript': (delimiter: string, longest: number) => new StructureScanInScript(delimiter, longest),
};

describe.each(Object.entries(STRUCTURE_SCANS))('the scan of records %s', (_, open) => {
  const scan = (text: string, cut = 1000, longest = 1000) => {
    const structure = open(',', longest);
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += cut) structure.add(bytes.subarray(at, at + cut));
    const { isDoubtful, records } = structure.result();
    return isDoubtful ? undefined : records;
  };

  it.each([1, 2, 3, 100])('counts records that strict rules allow, in chunks of %i', (cut) => {
    const records = ['a,b', '"a","b"', '"a\n\r,""",b', '', 'é, ü', 'a"b"c,{"x": 1}', ' ,x', ','];
    for (const eol of ['\n', '\r\n']) {
      expect(scan(records.join(eol), cut)).toBe(7);
      expect(scan(records.join(eol) + eol + eol, cut)).toBe(7);
    }
  });

  it.each([1, 2, 100])('doubts what readers read differently, in chunks of %i', (cut) => {
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

describe('both scans of records', () => {
  it('agree on any bytes, in any chunks, at any limit', () => {
    const pieces = [
      '"',
      '""',
      ',',
      ';',
      '\n',
      '\r\n',
      '\r',
      ' ',
      '\t',
      '\v',
      'a',
      'bc',
      '\0',
      'é',
      '\ufeff',
      '"a,\nb"',
      'a,"b"\n',
    ];
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => Buffer.from(parts.join('')));
    const bytes = fc.oneof(
      text,
      fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
    );
    const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 });
    const limit = fc.constantFrom(4, 20, 1000);
    let clear = 0;
    fc.assert(
      fc.property(bytes, sizes, limit, fc.constantFrom(',', ';', '\t'), (all, chunks, longest, delimiter) => {
        const scans = Object.values(STRUCTURE_SCANS).map((open) => open(delimiter, longest));
        for (let from = 0, i = 0; from < all.length; from += chunks[i % chunks.length]!, i += 1) {
          for (const scan of scans) scan.add(all.subarray(from, from + chunks[i % chunks.length]!));
        }
        const [native, script] = scans.map((scan) => scan.result());
        expect(native).toEqual(script);
        if (!native!.isDoubtful) clear += 1;
      }),
      { numRuns: 5000, seed: 13 },
    );
    expect(clear).toBeGreaterThan(300);
  });

  it('exist, and the one in C++ is used', () => {
    expect(openStructureScan(',', 10)).not.toBeInstanceOf(StructureScanInScript);
  });

  it.each([
    ['no delimiter', ['', 10]],
    ['a quote for a delimiter', ['"', 10]],
    ['a limit of nothing', [',', 0]],
    ['no limit', [',']],
    ['NaN', [',', Number.NaN]],
  ])('are refused natively with %s', (_, given) => {
    const open = scanBinding()!.openStructureScan as (...values: unknown[]) => unknown;
    expect(() => open(...given)).toThrow(/expected/);
    expect(() =>
      scanBinding()!
        .openStructureScan(',', 10)
        .add('a' as never),
    ).toThrow('expected add(bytes)');
  });
});

describe('the check for UTF-8', () => {
  const isValid = (bytes: Buffer, cut: number) => {
    const scan = new Utf8Scan();
    for (let at = 0; at < bytes.length; at += cut) scan.add(bytes.subarray(at, at + cut));
    return scan.isValid();
  };

  it.each([1, 2, 3, 5, 100])('accepts characters that span chunks of %i', (cut) => {
    expect(isValid(Buffer.from('aé€🧾發z'), cut)).toBe(true);
    expect(isValid(Buffer.from('a€').subarray(0, -1), cut)).toBe(false);
    expect(isValid(Buffer.from([0x61, 0xe9, 0x61]), cut)).toBe(false);
    expect(isValid(Buffer.from([0x80, 0x80, 0x80, 0x80, 0x61]), cut)).toBe(false);
  });
});
