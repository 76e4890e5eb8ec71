import { writeFileSync } from 'node:fs';

import fc from 'fast-check';

import { readPanel } from '../src/index.js';
import { readHeader } from '../src/importers/delimited/read-header.js';
import { NO_DAY, scanBinding, type ScanCounts } from '../src/native/binding.js';
import { scanFile } from '../src/native/scan-file.js';
import { NO_MAPPING } from '../src/rows/mapping.js';
import { NeedsOtherReader, NeedsRowReader } from '../src/rows/needs-row-reader.js';
import { COLUMNS, expectedPanel, logRow, shuffled, testFolder, toDelimited, type LogRow } from './support/logs.js';

// The scanner splits only what differs from the record before; the row reader splits every record.

const at = testFolder();
const binding = scanBinding()!;
const header = COLUMNS.join(',');

/** The panel of a text by the scanner; undefined if it leaves the text to another reader. */
async function scanned(text: string, chunkBytes: number, threads = 1, memoryLimitMb = 400) {
  const path = at('scanned.csv');
  writeFileSync(path, text);
  const options = { delimiter: ',', threads, chunkBytes, memoryLimitMb, onBytes: () => undefined };
  try {
    const header = await readHeader({ path, isGzip: false }, ',', { delimiter: ',', mapping: NO_MAPPING });
    return (await scanFile(binding, path, header.layout, options)).panel.build();
  } catch (error) {
    if (error instanceof NeedsRowReader || error instanceof NeedsOtherReader) return undefined;
    throw error;
  }
}

/** The panel of a text row by row. */
async function byRows(text: string) {
  const path = at('rows.csv');
  writeFileSync(path, text);
  return (await readPanel([path], { reader: 'stream', maxRejectRatio: 1, maxUnreadableRatio: 1 })).panel;
}

/** A record as in a file, with its fields unchanged. */
function recordOf(over: Partial<LogRow> = {}): string {
  const row = logRow({ results: '"{""result"": ""Pass""}"', ...over });
  return COLUMNS.map((name) => row[name]).join(',');
}

const SIZES = [
  [1 << 20, 1],
  [64, 1],
  [200, 2],
] as const;

const record = recordOf();

describe('records that repeat the one before', () => {
  it.each([
    ['wholly', [record, record, record]],
    ['but for the first field', [record, recordOf({ source: 'shops' }), recordOf({ source: 'shop' }), record]],
    ['but for the last field', [record, recordOf({ filtered_record_count: '1101' }), record]],
    ['but for a last field that goes on', [record, `${record}0`, record, `${record}00`]],
    ['but for a last field that is empty', [record, recordOf({ filtered_record_count: '' }), record]],
    ['but for a field that goes on', [record, recordOf({ level_of_execution: 'DATASETS' }), record]],
    ['but for a field that ends sooner', [record, recordOf({ level_of_execution: 'DATA' }), record]],
    ['but for fields that are empty', [record, recordOf({ level_of_execution: '', context_id: '' }), record]],
    [
      'but for fields that were empty',
      [recordOf({ source: '', attribute_name: '' }), record, recordOf({ source: '' })],
    ],
    ['but for a field that is not read', [record, recordOf({ context_id: 'c-22' }), recordOf({ context_id: '' })]],
    ['but for quotes', [record, recordOf({ dataset_name: '"Orders"' }), record, recordOf({ source: '"shop"' })]],
    [
      'but for a quoted field that goes on',
      ['"a"', '"a""b"', '"a"', '"a,b"', '"a\nb"', '"a"'].map((dataset_name) => recordOf({ dataset_name })),
    ],
    ['but for characters of several bytes', ['é', 'è', 'éè', 'e', '发', '😀'].map((source) => recordOf({ source }))],
  ])('%s are read like row by row', async (_, records) => {
    for (const [chunkBytes, threads] of SIZES) {
      const text = `${[header, ...records].join('\n')}\n`;
      expect(await scanned(text, chunkBytes, threads)).toEqual(await byRows(text));
    }
  });

  it.each([
    ['CRLF then LF', `${record}\r\n${record}\n${record}\r\n`],
    ['empty lines between', `${record}\n\n${record}\r\n\r\n${record}\n`],
    ['no end of the last line', `${record}\n${record}`],
    ['an end only of the last line that was not there before', `${record}\r\n${record}`],
  ])('except for %s are read like row by row', async (_, records) => {
    for (const [chunkBytes, threads] of SIZES) {
      const text = `${header}\n${records}`;
      expect(await scanned(text, chunkBytes, threads)).toEqual(await byRows(text));
    }
  });

  it.each([
    ['a quote behind a quoted field', recordOf({ results: '"{""result"": ""Pass""}"x' })],
    ['an odd quote in a field', recordOf({ context_id: 'c"1' })],
    ['a lone carriage return', recordOf({ context_id: 'c-1\r' })],
    ['a NUL byte', recordOf({ context_id: 'c-\0' })],
  ])('except for %s are left to another reader', async (_, odd) => {
    for (const [chunkBytes, threads] of SIZES) {
      expect(await scanned(`${[header, record, odd, record].join('\n')}\n`, chunkBytes, threads)).toBeUndefined();
      expect(await scanned(`${[header, record, record].join('\n')}\n`, chunkBytes, threads)).toBeDefined();
    }
  });

  it.each([
    ['a field less', record.slice(0, record.lastIndexOf(','))],
    ['a field more', `${record},x`],
    ['an empty field more', `${record},`],
    ['two fields less', record.slice(0, record.lastIndexOf(',', record.lastIndexOf(',') - 1))],
  ])('except for %s are read like by the row reader', async (_, odd) => {
    for (const [chunkBytes, threads] of SIZES) {
      const text = `${[header, record, odd, record, odd, odd, record].join('\n')}\n`;
      expect(await scanned(text, chunkBytes, threads)).toEqual(await byRows(text));
    }
  });

  it('except for some characters are read like by the row reader', async () => {
    const pieces = fc.constantFrom(
      '',
      '',
      '1',
      'a',
      ' ',
      '0.5',
      ',',
      '"',
      '""',
      '\n',
      '\r\n',
      'é',
      'Fail',
      '"x"',
      '"x\n,""y"',
    );
    const edit = fc.record({ place: fc.nat(record.length), removed: fc.nat(3), inserted: pieces });
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(edit, { maxLength: 8 }),
        fc.integer({ min: 30, max: 400 }),
        async (edits, chunkBytes) => {
          // Each record is the first one with one edit, so that neighbours differ in two places.
          const edited = edits.map(({ place, removed, inserted }) => {
            return record.slice(0, place) + inserted + record.slice(place + removed);
          });
          const text = `${[header, record, ...edited, record].join('\n')}\n`;
          const panel = await scanned(text, chunkBytes, 2);
          if (panel === undefined) return;
          taken += 1;
          expect(panel).toEqual(await byRows(text));
        },
      ),
      { numRuns: 300, seed: 11 },
    );
    expect(taken).toBeGreaterThan(60);
  });
});

describe('cells that recur after many others', () => {
  it('are merged before they take much memory', async () => {
    const once = Array.from({ length: 20_000 }, (_, n) =>
      logRow({ rule_code: String(100 + (n % 50)), dataset_record_count: String(n), context_id: '' }),
    );
    const rows = [0, 1, 2, 3, 4, 5].flatMap((round) => shuffled(once, round));
    const text = toDelimited(rows);
    // A log of every row takes 2.9 MB, the merged cells half a megabyte.
    expect(await scanned(text, 1 << 16, 1, 2)).toEqual(expectedPanel(rows));
    expect(await scanned(text, 1 << 16, 1, 0.4)).toBeUndefined();
  });
});

const PLAIN = { hasPlainDates: true, latestDate: '' };

describe('the cells of a scan', () => {
  const counts = async () => {
    const path = at('cells.csv');
    writeFileSync(path, toDelimited([logRow(), logRow({ rule_code: '102', dataset_record_count: 'many' })]));
    const columns = [0, 1, 2, 3, 5, 9, 4, 7, 8, 6, 12, 10];
    const limits = { threads: 1, chunkBytes: 1000, memoryBytes: 1e8 };
    return (await binding.scanFile(path, { ...PLAIN, delimiter: ',', columns }, limits).counts) as ScanCounts;
  };
  const meanings = {
    ranks: Int32Array.of(1, 0),
    days: Int32Array.of(20_000),
    outcomes: Uint8Array.of(1),
    values: Float64Array.of(-1),
  };

  it('follow the ranks of their keys and the meaning of their texts', async () => {
    const { cells, unparsableCounts } = (await counts()).cells(meanings);
    expect(unparsableCounts).toBe(1);
    expect(cells).toEqual({
      key: Int32Array.of(0, 1),
      day: Int32Array.of(20_000, 20_000),
      passes: Int32Array.of(0, 0),
      fails: Int32Array.of(1, 1),
      errors: Int32Array.of(0, 0),
      recordCount: Float64Array.of(Number.NaN, 1200),
      filteredCount: Float64Array.of(1100, 1100),
    });
  });

  it('leave out what is unusable, and count it', async () => {
    const leftOut = (await counts()).cells({ ...meanings, ranks: Int32Array.of(-1, 0) });
    expect(leftOut).toMatchObject({ unparsableCounts: 1, rejectedByDate: Float64Array.of(0) });
    expect([leftOut.rejectedByKey, leftOut.cells.fails]).toEqual([Float64Array.of(1, 0), Int32Array.of(1)]);
    const none = (await counts()).cells({ ...meanings, days: Int32Array.of(NO_DAY) });
    expect(none).toMatchObject({ unparsableCounts: 0, rejectedByDate: Float64Array.of(2) });
    expect([none.rejectedByKey, none.cells.fails]).toEqual([Float64Array.of(0, 0), new Int32Array()]);
  });

  it.each([
    ['ranks beyond the keys', { ranks: Int32Array.of(2, 0) }],
    ['ranks below −1', { ranks: Int32Array.of(-2, 0) }],
    ['too few ranks', { ranks: Int32Array.of(0) }],
    ['days of another type', { days: Float64Array.of(20_000) }],
    ['an outcome that there is not', { outcomes: Uint8Array.of(3) }],
    ['no values', { values: undefined }],
  ])('are refused, and nothing crashes, with %s', async (_, wrong) => {
    const scan = await counts();
    expect(() => scan.cells({ ...meanings, ...wrong } as never)).toThrow('expected');
  });

  it('are returned only once', async () => {
    const scan = await counts();
    scan.cells(meanings);
    expect(() => scan.cells(meanings)).toThrow('expected one call');
    expect(() => (scan.cells as (...given: unknown[]) => unknown)()).toThrow('expected');
  });
});
