import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import fc from 'fast-check';

import { readPanel } from '../src/index.js';
import { readHeader } from '../src/importers/delimited/read-header.js';
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

/** The usable rows of a text by the row reader, and whether there were others. */
async function byRows(text: string | Buffer) {
  const path = at('rows.csv');
  writeFileSync(path, text);
  return readPanel([path], { reader: 'stream', maxRejectRatio: 1, maxUnreadableRatio: 1 }).then(
    ({ panel, report }) => ({ panel, rejected: report.rowsRejected }),
    () => undefined,
  );
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
    ['too few fields', 'a,b\n'],
    ['too many fields', `${COLUMNS.map(() => 'x').join(',')},y\n`],
    ['a quote that is not closed', '"a\n'],
    ['text behind a closing quote', '"a"b,c\n'],
    ['a lone carriage return', 'a\rb\n'],
    ['white space before a quote', 'a, "b"\n'],
    ['Unicode white space before a quote', 'a,\u3000"b"\n'],
    ['an odd quote in an unquoted field', 'a"b,c\n'],
    ['a NUL byte', 'a\0\n'],
    ['bytes that are not UTF-8', Buffer.from([0x61, 0xff, 0x0a])],
    ['an overlong character', Buffer.from([0xc0, 0xaf, 0x0a])],
    ['a surrogate', Buffer.from([0xed, 0xa0, 0x80, 0x0a])],
    ['a character that is cut off', Buffer.from([0xe2, 0x82, 0x0a])],
  ])('leaves a file with %s to another reader', async (_, bytes) => {
    expect(await scan(Buffer.concat([Buffer.from(toDelimited(manyRows(5))), Buffer.from(bytes)]))).toBeUndefined();
  });

  it('leaves rows that must be rejected, and what needs much memory, to another reader', async () => {
    for (const over of [{ business_date: '03/01/2026' }, { dataset_uuid: '' }, { rule_code: ' ' }]) {
      expect(await scan(toDelimited([logRow(), logRow(over)]))).toBeUndefined();
    }
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
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 5 }),
        fc.integer({ min: 20, max: 300 }),
        async (parts, chunkBytes) => {
          const text = `${header}${quoted([logRow()])}${parts.join('')}`;
          const panel = await panelOf(text, { threads: 2, chunkBytes });
          if (panel === undefined) return;
          taken += 1;
          expect({ panel, rejected: 0 }).toEqual(await byRows(text));
        },
      ),
      { numRuns: 400, seed: 7 },
    );
    expect(taken).toBeGreaterThan(40);
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
