import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { parseDay } from '@dqs/core';
import fc from 'fast-check';

import { readPanel } from '../src/index.js';
import { readHeader } from '../src/importers/delimited/read-header.js';
import { NEITHER_TEXTS } from '../src/report.js';
import { scanBinding } from '../src/native/binding.js';
import { scanFile } from '../src/native/scan-file.js';
import { locateColumns } from '../src/rows/locate-columns.js';
import { NO_MAPPING } from '../src/rows/mapping.js';
import { NeedsOtherReader, NeedsRowReader } from '../src/rows/needs-row-reader.js';
import { COLUMNS, expectedPanel, logRow, manyRows, testFolder, toDelimited, type LogRow } from './support/logs.js';

const at = testFolder();
const binding = scanBinding()!;

interface ScanCall {
  readonly delimiter?: string;
  readonly threads?: number;
  readonly chunkBytes?: number;
  readonly memoryLimitMb?: number;
  readonly signal?: AbortSignal;
}

/** Scans a text; undefined if the scanner leaves it to another reader. */
async function scan(text: string | Buffer, call: ScanCall = {}) {
  const path = at('scanned.csv');
  writeFileSync(path, text);
  const { delimiter = ',', memoryLimitMb = 400 } = call;
  try {
    const file = { path, isGzip: false };
    const { layout } = await readHeader(file, delimiter, { delimiter, mapping: NO_MAPPING });
    return await scanFile(binding, path, layout, { onBytes: () => undefined, ...call, delimiter, memoryLimitMb });
  } catch (error) {
    if (error instanceof NeedsRowReader || error instanceof NeedsOtherReader) return undefined;
    throw error;
  }
}

/** The panel of a text by the scanner; undefined if it leaves the text to another reader. */
async function panelOf(text: string | Buffer, call: ScanCall = {}) {
  return (await scan(text, call))?.panel.build();
}

/** What a reader has to say of a text. */
interface Facts {
  readonly panel: unknown;
  readonly rows: number;
  readonly rowsUsed: number;
  readonly rejected: unknown;
  readonly unparsableCounts: number;
  readonly neitherTexts: unknown;
}

/** What the row reader says of a text; undefined where that cannot be read. */
async function byRows(text: string | Buffer): Promise<Facts | undefined> {
  const path = at('rows.csv');
  writeFileSync(path, text);
  return readPanel([path], { reader: 'stream', maxRejectRatio: 1, maxUnreadableRatio: 1 }).then(
    ({ panel, report }) => {
      const { rows, rowsUsed, rejected, unparsableCounts, neitherTexts } = report;
      return { panel, rows, rowsUsed, rejected, unparsableCounts, neitherTexts };
    },
    () => undefined,
  );
}

/** The same of the scanner; undefined if it leaves the text to another reader. */
async function byScan(text: string | Buffer, call: ScanCall = {}): Promise<Facts | undefined> {
  const scanned = await scan(text, call);
  if (scanned === undefined) return undefined;
  const { panel, neitherTexts, ...counts } = scanned;
  return { panel: panel.build(), neitherTexts: neitherTexts.commonest(NEITHER_TEXTS), ...counts };
}

const header = `${COLUMNS.join(',')}\n`;

describe('the native scanner', () => {
  it('counts a file like the builder, with any number of threads and any chunk size', async () => {
    const rows = manyRows(3000);
    const text = toDelimited(rows);
    for (const [threads, chunkBytes] of [
      [1, 1 << 20],
      [2, 1000],
      [3, 517],
      [8, 64],
    ]) {
      expect(await panelOf(text, { threads, chunkBytes })).toEqual(expectedPanel(rows));
    }
  });

  it('accepts a last line without an end, CRLF, a byte order mark, empty lines and other delimiters', async () => {
    const rows = manyRows(50);
    const whole = expectedPanel(rows);
    expect(await panelOf(toDelimited(rows).trimEnd())).toEqual(whole);
    expect(await panelOf(`\uFEFF${toDelimited(rows, ',', '\r\n')}`)).toEqual(whole);
    expect(await panelOf(toDelimited(rows, '\t'), { delimiter: '\t' })).toEqual(whole);
    const plain = rows.map((row) => ({ ...row, dataset_name: 'N' }));
    expect(await panelOf(toDelimited(plain).replaceAll('\n', '\n\n'))).toEqual(expectedPanel(plain));
  });

  it('accepts unquoted JSON, as in tab-separated tables', async () => {
    const rows = manyRows(40).map((row) => ({ ...row, dataset_name: 'Orders' }));
    const lines = rows.map((row) => COLUMNS.map((name) => row[name]).join('\t'));
    const text = `${[COLUMNS.join('\t'), ...lines].join('\n')}\n`;
    expect(await panelOf(text, { delimiter: '\t', chunkBytes: 100 })).toEqual(expectedPanel(rows));
  });

  it('accepts quoted fields longer than a chunk', async () => {
    const rows = manyRows(30).map((row, n) => ({ ...row, context_id: 'x\n",\n'.repeat(n * 20) }));
    expect(await panelOf(toDelimited(rows), { threads: 2, chunkBytes: 300 })).toEqual(expectedPanel(rows));
  });

  it.each([
    ['a quote that is not closed', '"a\n'],
    ['text behind a closing quote', '"a"b,c\n'],
    ['a lone carriage return', 'a\rb\n'],
    ['white space before a quote', 'a, "b"\n'],
    ['Unicode white space before a quote', 'a,\u3000"b"\n'],
    ['an odd quote in an unquoted field', 'a"b,c\n'],
    ['a NUL byte', 'a\0\n'],
    ['a line of nothing but white space', ' \t \n'],
    ['a field too many of nothing but white space', `${COLUMNS.map(() => 'x').join(',')}, \n`],
  ])('leaves a file with %s to another reader', async (_, bytes) => {
    expect(await scan(Buffer.concat([Buffer.from(toDelimited(manyRows(5))), Buffer.from(bytes)]))).toBeUndefined();
  });

  it.each<[string, string | Buffer]>([
    ['too few fields', 'a,b\n'],
    ['too many fields', `${COLUMNS.map(() => 'x').join(',')},y\n`],
    ['empty fields too many', `${toDelimited([logRow()]).split('\n')[1]!},,""\n`],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0x0a])],
    ['an overlong character', Buffer.from([0xc0, 0xaf, 0x0a])],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80, 0x0a])],
    ['a character that is cut off', Buffer.from([0xe2, 0x82, 0x0a])],
    ['such a character in a field too many', Buffer.from([...Buffer.from(`${','.repeat(20)}`), 0xe2, 0x82, 0x0a])],
    ['no such day', toDelimited([logRow({ business_date: '2026-02-29' })]).split('\n')[1]! + '\n'],
    ['a day that there is', toDelimited([logRow({ business_date: '2024-02-29' })]).split('\n')[1]! + '\n'],
  ])('counts a row with %s as the row reader does, wherever it stands', async (_, odd) => {
    const [first, second] = [toDelimited(manyRows(5)), toDelimited(manyRows(9)).slice(header.length)];
    for (const text of [
      [first, odd, second],
      [first, odd, odd, second, odd],
      [header, odd, second],
    ]) {
      const bytes = Buffer.concat(text.map((part) => Buffer.from(part)));
      for (const [threads, chunkBytes] of [[1, 1 << 20] as const, [2, 300] as const]) {
        expect(await byScan(bytes, { threads, chunkBytes })).toEqual(await byRows(bytes));
      }
    }
  });

  it('rejects rows for their texts as the row reader does, and leaves nothing of them behind', async () => {
    const good = manyRows(30);
    const late = { maxDay: parseDay('2026-05-01')! };
    const bad = [
      ...['03/01/2026', ' ', '2026-02-30', '2026-13-01', '2026-3-01', '"', '2026-03-01X', '9999-99-99'].map(
        (business_date) => logRow({ business_date, dataset_name: 'nowhere else', results: 'neither' }),
      ),
      logRow({ dataset_uuid: '', dataset_record_count: 'many' }),
      logRow({ rule_code: '  ', attribute_name: 'lost', results: 'Fail' }),
    ];
    const rows = [...good.slice(0, 10), ...bad, ...good.slice(10)];
    const path = at('rejected.csv');
    writeFileSync(path, toDelimited(rows));
    for (const options of [{}, late, { dateFormat: 'yyyy-MM-dd' }, { timezone: 'Asia/Tokyo' }]) {
      const read = (reader: 'native' | 'stream') =>
        readPanel([path], { reader, maxRejectRatio: 0.9, maxUnreadableRatio: 1, ...options });
      const [native, stream] = [await read('native'), await read('stream')];
      const told = ({ report: { durationMs, ...report } }: typeof native) => (void durationMs, report);
      expect(native.panel).toEqual(stream.panel);
      expect(told(native)).toEqual(told(stream));
    }
    const { panel, rejected } = (await byScan(toDelimited(rows)))!;
    expect(rejected).toEqual({
      'business-date-invalid': 7,
      'business-date-missing': 1,
      'dataset-uuid-missing': 1,
      'rule-code-missing': 1,
    });
    expect(panel).toEqual(expectedPanel(good));
  });

  it('leaves rejected rows to the row reader where their text is kept, or where they are too many', async () => {
    const path = at('kept.csv');
    const rows = [...manyRows(20), logRow({ business_date: '13.02.2026' })];
    writeFileSync(path, toDelimited(rows));
    const rejectsFile = at('kept.jsonl');
    await readPanel([path], { reader: 'native', rejectsFile });
    expect(readFileSync(rejectsFile, 'utf8')).toContain('"record":21');
    await expect(readPanel([path], { reader: 'native', maxRejectRatio: 0.01 })).rejects.toThrow(
      'Dates such as "13.02.2026" are understood with --date-format dd.MM.yyyy',
    );
  });

  it('leaves what needs much memory to another reader', async () => {
    expect(await scan(toDelimited(manyRows(20_000)), { memoryLimitMb: 0.1 })).toBeUndefined();
  });

  it('never differs from the row reader, whatever the bytes', async () => {
    const pieces = fc.constantFrom(
      '"',
      '""',
      ',',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'a',
      '2026-01-02',
      '2026-01-32',
      '{"result":"pass"}',
      'é',
    );
    const field = fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: pieces });
    const line = fc.tuple(...COLUMNS.map(() => field)).map((over) => {
      const row = logRow();
      COLUMNS.forEach((name, i) => (row[name] = over[i] ?? row[name]));
      return row;
    });
    const raw = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
    const quoted = (rows: readonly LogRow[]) => toDelimited(rows).slice(header.length);
    const unquoted = (rows: readonly LogRow[]) =>
      rows.map((row) => `${COLUMNS.map((name) => row[name]).join(',')}\n`).join('');
    const part = fc.oneof(
      fc.array(line, { maxLength: 3 }).map(quoted),
      fc.array(line, { maxLength: 2 }).map(unquoted),
      raw,
    );
    let [taken, rejecting] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 5 }),
        fc.integer({ min: 20, max: 300 }),
        async (parts, chunkBytes) => {
          const text = `${header}${quoted([logRow()])}${parts.join('')}`;
          const facts = await byScan(text, { threads: 2, chunkBytes });
          if (facts === undefined) return;
          taken += 1;
          if (facts.rowsUsed < facts.rows) rejecting += 1;
          expect(facts).toEqual(await byRows(text));
        },
      ),
      { numRuns: 400, seed: 7 },
    );
    expect(taken).toBeGreaterThan(100);
    expect(rejecting).toBeGreaterThan(40);
  });

  it('stops when requested', async () => {
    const text = toDelimited(manyRows(60_000));
    const stop = new AbortController();
    const scanning = scan(text, { signal: stop.signal, threads: 1, chunkBytes: 4096 });
    setImmediate(() => stop.abort());
    // Either it noticed, or it had finished before.
    const counted = await scanning;
    expect([undefined, 60_000]).toContain(counted?.rows);
    const path = at('stopped.csv');
    writeFileSync(path, text);
    await expect(readPanel([path], { reader: 'native' }, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
  });

  it('reports a system error with its message', async () => {
    const layout = { ...locateColumns(COLUMNS, 'absent.csv'), positions: {} as never };
    const options = { delimiter: ',', memoryLimitMb: 1, onBytes: () => undefined };
    await expect(scanFile(binding, at('absent.csv'), layout, options)).rejects.toThrow('No such file');
  });
});

describe('without a native scanner', () => {
  it('files are read with the same result', () => {
    const path = at('without.csv');
    writeFileSync(path, toDelimited(manyRows(100)));
    const program = `
      import { readPanel } from ${JSON.stringify(resolve(__dirname, '../src/index.ts'))};
      const { panel } = await readPanel([${JSON.stringify(path)}]);
      console.log(JSON.stringify(panel, (_, value) => ArrayBuffer.isView(value) ? [...value].map(String) : value));`;
    const digest = (env: Record<string, string>) => {
      const args = ['--conditions=@dqs/source', '--import', 'tsx', '--input-type=module', '-e', program];
      const { stdout, stderr } = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        cwd: resolve(__dirname, '..'),
        env: { ...process.env, NODE_OPTIONS: '', ...env },
      });
      expect(stdout.length + stderr.length).toBeGreaterThan(1000);
      return createHash('sha256').update(stdout).digest('hex');
    };
    expect(digest({ DQS_SCAN_BINARY: 'none' })).toBe(digest({}));
  });
});
