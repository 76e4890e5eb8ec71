import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { DqsError, Random } from '@dqs/core';

import { readPanel } from '../../src/index.js';
import { dateOfTime } from '../../src/importers/tool/times.js';
import { localDayIn } from '../../src/rows/time-zone.js';
import { documentReader, FIXTURES, fixtureFiles } from '../support/tools.js';

const { at, put, read } = documentReader();
const SAMPLES = ['great-expectations-1-checkpoint.json', 'soda-3.json', 'soda-4.json'].map((name) =>
  resolve(__dirname, '../fixtures/tools', name),
);
const sources = [...SAMPLES, ...fixtureFiles().map((file) => join(FIXTURES, file))].filter(
  (path) => !path.includes('manifest') && readFileSync(path).length < 100_000,
);

/** What a document gives, or the error of it; whatever else is thrown fails the test. */
async function outcomeOf(path: string) {
  try {
    const { report } = await readPanel([path], { onlyTools: true, countRows: true, maxRejectRatio: 1 });
    return report;
  } catch (error) {
    if (DqsError.is(error)) return undefined;
    throw error;
  }
}

/** None of them means pass or fail, executes a test, or is a date. */
const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  '',
  'zzz',
  [],
  {},
  [[[]]],
  { constructor: 1, __proto__: 2 },
  '\0',
  '__proto__',
];

/** Every place in a document, as a way to change it. */
function placesOf(value: unknown, places: ((to: unknown) => void)[] = [], depth = 0): ((to: unknown) => void)[] {
  if (typeof value !== 'object' || value === null || depth > 12) return places;
  const object = value as Record<string, unknown>;
  for (const name of Object.keys(object)) {
    // What says whether the tests of dbt were executed, and whether an expectation raised an exception, turns meanings.
    if (!['args', 'which', 'exception_info', 'raised_exception'].includes(name)) {
      places.push((to) => {
        if (to === undefined) delete object[name];
        else object[name] = to;
      });
    }
    placesOf(object[name], places, depth + 1);
  }
  return places;
}

describe('a thousand changed documents', () => {
  it('give an error, or rows that are each a pass, a fail or neither, and never crash', async () => {
    const random = new Random(20260301);
    for (let n = 0; n < 700; n += 1) {
      const path = sources[n % sources.length]!;
      const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
      const places = placesOf(document);
      for (let k = 0; k <= random.integer(3); k += 1) {
        places[random.integer(places.length)]!([...VALUES, undefined][random.integer(VALUES.length + 1)]);
      }
      const changed = await outcomeOf(put('changed.json', document));
      if (changed === undefined) continue;
      expect(changed.rows).toBe(changed.rowsUsed + changed.rowsRejected);
      expect(changed.rowsUsed).toBe(changed.passed + changed.failed + changed.neither);
    }
  });

  it('whose executions alone are counted pass no more often than the whole ones', async () => {
    const random = new Random(7);
    for (let n = 0; n < 300; n += 1) {
      const path = sources[(n * 7) % sources.length]!;
      const count = async (file: string) => (await readPanel([file], { onlyTools: true, maxRejectRatio: 1 })).report;
      const whole = await count(path);
      const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
      const places = placesOf(document);
      places[random.integer(places.length)]!([...VALUES, undefined][random.integer(VALUES.length + 1)]);
      const changed = await count(put('changed.json', document));
      expect({ n, path, passed: changed.passed <= whole.passed, failed: changed.failed <= whole.failed }).toEqual({
        n,
        path,
        passed: true,
        failed: true,
      });
    }
  });

  it('that are cut off anywhere, or have a damaged byte, give an error or what is whole', async () => {
    const random = new Random(11);
    for (let n = 0; n < 300; n += 1) {
      const bytes = readFileSync(sources[n % sources.length]!);
      const path = at('damaged.json');
      if (n % 2 === 0) writeFileSync(path, bytes.subarray(0, random.integer(bytes.length)));
      else {
        bytes[random.integer(bytes.length)] = random.integer(256);
        writeFileSync(path, bytes);
      }
      const report = await outcomeOf(path);
      if (report !== undefined) expect(report.rowsUsed).toBe(report.passed + report.failed + report.neither);
    }
  });
});

describe('documents that would take all memory', () => {
  const faultOf = async (name: string, content: string | Buffer) => {
    writeFileSync(at(name), content);
    const { report } = await readPanel([at(name)], { onlyTools: true });
    return report.faults?.[0];
  };

  it.each([
    ['nested a million levels deep', '['.repeat(1_000_000), /more than 500 levels deep/],
    ['with millions of empty values', `[${'[],'.repeat(6_100_000)}[]]`, /more than 12000000 values/],
    ['that are no JSON', '{"metadata": nothing}', /damaged/],
    ['that end too early', '{"metadata": {"dbt_schema_version": "x"', /cut short/],
    ['of no text', Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /UTF-8/],
  ])('%s are refused with what is wrong', async (_, content, message) => {
    expect(await faultOf('bomb.json', content)).toMatchObject({ message: expect.stringMatching(message) as string });
  });

  it('that unpack to more than a document may be are refused before they are unpacked', async () => {
    const zeros = gzipSync(Buffer.alloc(300 * 1024 * 1024, ' '), { level: 1 });
    expect(zeros.length).toBeLessThan(3_000_000);
    expect(await faultOf('bomb.json.gz', zeros)).toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining('at most 268435456 bytes') as string,
    });
  });

  it('cost themselves alone: the files beside them are read', async () => {
    const scan = { scanStartTimestamp: '2026-03-01T00:00:00Z', checks: [{ name: 'a', table: 't', outcome: 'pass' }] };
    const { report, lines } = await read({ 'a.json': '[[', 'b.json': scan, 'c.json': '{"members": 1}' });
    expect(lines).toEqual(['soda|t|a|2026-03-01 1/0/0']);
    expect(report.faults!.map(({ code }) => code)).toEqual(['input-truncated', 'input-unknown']);
  });
});

describe('names in documents', () => {
  it('that every object has, and control characters, are names; a NUL byte is a reject', async () => {
    const names = [
      '__proto__',
      'constructor',
      'toString',
      '../../etc/passwd',
      'a\u001b[31mb',
      'line\nline',
      '\ud800',
      'n\0l',
    ];
    const checks = names.map((name) => ({ name, table: name, dataSource: name, outcome: 'pass' }));
    const scan = { scanStartTimestamp: '2026-03-01T00:00:00Z', checks };
    const { panel, report } = await read({ 'scan.json': scan }, { maxRejectRatio: 1 });
    expect(panel.keys).toHaveLength(7);
    expect(report.rejected).toEqual({ 'nul-byte': 1 });
    expect(panel.keys.map(({ ruleCode }) => ruleCode)).toEqual(
      expect.arrayContaining(['__proto__', 'constructor', '\ufffd']),
    );
  });
});

describe('a log that quotes what tools write', () => {
  it('is a log', async () => {
    const row = {
      source: 's',
      tenant_id: 't',
      dataset_uuid: 'd',
      dataset_name: 'n',
      business_date: '2026-03-01',
      rule_code: '1',
      results: { result: 'pass', note: '"dataTimestamp" "test_unique_id" "eventTime"', eventTime: 1, run: 2 },
    };
    const { report } = await readPanel([put('log.jsonl', JSON.stringify(row))]);
    expect(report.files).toMatchObject([{ format: 'jsonl', rowsUsed: 1 }]);
  });
});

describe('the date of a time', () => {
  it.each([
    ['2026-03-01', undefined, '2026-03-01'],
    ['2026-03-01T23:30:00.123456Z', undefined, '2026-03-01'],
    ['2026-03-01T23:30:00+00:00', 'Asia/Tokyo', '2026-03-02'],
    ['2026-03-01 23:30:00', 'America/New_York', '2026-03-01'],
    ['2026-03-01 00:30:00.000', 'America/New_York', '2026-02-28'],
    ['2026-03-01 9:05:00 UTC', undefined, '2026-03-01'],
    ['2026-03-01T00:30:00-0200', undefined, '2026-03-01'],
    ['2026-03-01T00:30:00+02', undefined, '2026-02-28'],
    ['20260301T233000.671855Z', 'Asia/Tokyo', '2026-03-02'],
    ['20260301', undefined, '2026-03-01'],
    ['2026-02-30T00:00:00Z', undefined, '2026-02-30T00:00:00Z'],
    ['{{ is_datetime(result) }}', undefined, '{{ is_datetime(result) }}'],
    ['99999999', undefined, '99999999'],
    ['', undefined, ''],
  ])('%j in %s is %j', (text, zone, date) => {
    expect(dateOfTime(text, localDayIn(zone))).toBe(date);
  });
});
