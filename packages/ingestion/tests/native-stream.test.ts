import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import fc from 'fast-check';

import { readHeader } from '../src/importers/delimited/read-header.js';
import { SCAN_COLUMNS, scanBinding } from '../src/native/binding.js';
import { scanChunks, scanFile } from '../src/native/scan-file.js';
import { NO_MAPPING } from '../src/rows/mapping.js';
import { NeedsOtherReader, NeedsRowReader } from '../src/rows/needs-row-reader.js';
import { COLUMNS, expectedPanel, logRow, manyRows, testFolder, toDelimited } from './support/logs.js';

const at = testFolder();
const binding = scanBinding()!;
const MANY = { delimiter: ',', memoryLimitMb: 400 };

/** Cuts a text into chunks of some bytes, the sizes in turn. */
async function* cut(text: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let from = 0, i = 0; from < text.length; i += 1) {
    const to = from + sizes[i % sizes.length]!;
    yield text.subarray(from, to);
    from = to;
  }
}

/** What a scan counts, or the class of the refusal. */
function outcomeOf(scanning: ReturnType<typeof scanChunks>) {
  return scanning.then(
    ({ panel, rows, unparsableCounts }) => ({ panel: panel.build(), rows, unparsableCounts }),
    (error: unknown) => {
      if (error instanceof NeedsRowReader || error instanceof NeedsOtherReader) return error.constructor.name;
      throw error;
    },
  );
}

async function layoutOf(text: Buffer) {
  writeFileSync(at('pieces.csv'), text);
  const file = { path: at('pieces.csv'), isGzip: false };
  return (await readHeader(file, ',', { delimiter: ',', mapping: NO_MAPPING })).layout;
}

async function byPieces(text: Buffer, sizes: readonly number[], options = MANY) {
  return outcomeOf(scanChunks(binding, cut(text, sizes), await layoutOf(text), options));
}

describe('a text that arrives in pieces', () => {
  it.each([[[13]], [[7, 300]], [[1000]], [[1 << 20]]])(
    'is counted like by the builder in pieces of %j bytes',
    async (sizes) => {
      const rows = manyRows(200).map((row, n) => ({ ...row, context_id: 'x\n",\n'.repeat(n % 40) }));
      for (const eol of ['\n', '\r\n']) {
        const text = Buffer.from(`\uFEFF${toDelimited(rows, ',', eol)}`);
        for (const whole of [text, text.subarray(0, -eol.length)]) {
          expect(await byPieces(whole, sizes)).toMatchObject({ panel: expectedPanel(rows), rows: 200 });
        }
      }
    },
  );

  it('is counted or refused like a file of the same bytes, whatever they are and wherever it is cut', async () => {
    const pieces = [
      '"',
      '""',
      ',',
      '\n',
      '\r\n',
      '\r',
      ' ',
      'a',
      '\0',
      'é',
      ',"a\nb",',
      toDelimited(manyRows(2)).slice(-150),
    ];
    const garbage = fc.array(fc.constantFrom(...pieces), { maxLength: 3 }).map((parts) => parts.join(''));
    const sizes = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 5 });
    const place = fc.option(fc.nat(2500), { freq: 3 });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(garbage, place, sizes, async (part, where, chunks) => {
        const good = toDelimited(manyRows(8));
        const [head, rest] = where === null ? [good, ''] : [good.slice(0, where), good.slice(where)];
        const text = Buffer.from(head + part + rest);
        const layout = await layoutOf(text).catch(() => undefined);
        if (layout === undefined) return;
        const file = { ...MANY, threads: 1, onBytes: () => undefined };
        const whole = await outcomeOf(scanFile(binding, at('pieces.csv'), layout, file));
        expect(await byPieces(text, chunks)).toEqual(whole);
        seen.add(typeof whole);
      }),
      { numRuns: 150, seed: 3 },
    );
    expect([...seen].sort()).toEqual(['object', 'string']);
  });

  it('is left to the row reader only if a record has more than 16 MiB', async () => {
    /** A log whose last record takes so many bytes, its line end included. */
    const endingWith = (bytes: number) => {
      const [header, line] = toDelimited([logRow({ context_id: '@' })])
        .trimEnd()
        .split('\n') as [string, string];
      return Buffer.from(`${header}\n${line}\n${line.replace('@', 'x'.repeat(bytes - line.length))}\n`);
    };
    const most = 16 * 1024 * 1024;
    expect(await byPieces(endingWith(most), [256 * 1024])).toMatchObject({ rows: 2 });
    expect(await byPieces(endingWith(most + 1), [256 * 1024])).toBe('NeedsRowReader');
    expect(await byPieces(endingWith(most + 300_000), [256 * 1024])).toBe('NeedsRowReader');
  });

  it('is left to another reader if its counts need much memory', async () => {
    const text = Buffer.from(toDelimited(manyRows(20_000)));
    expect(await byPieces(text, [65_536], { delimiter: ',', memoryLimitMb: 0.1 })).toBe('NeedsOtherReader');
  });

  it('fails as its chunks do', async () => {
    const text = Buffer.from(toDelimited(manyRows(50)));
    const broken = (async function* () {
      yield* cut(text, [500]);
      throw new Error('cut short');
    })();
    await expect(scanChunks(binding, broken, await layoutOf(text), MANY)).rejects.toThrow('cut short');
  });
});

describe('the scanner of pieces called wrongly', () => {
  const LAYOUT = { delimiter: ',', columns: COLUMNS.map((_, i) => (i < 11 ? i : SCAN_COLUMNS.length)) };
  const LIMITS = { memoryBytes: 1e8 };
  const text = Buffer.from(toDelimited(manyRows(50)));
  const open = (...given: unknown[]) =>
    (binding.openScan as (...values: unknown[]) => ReturnType<typeof binding.openScan>)(...given);

  it.each([
    ['nothing', []],
    ['no limits', [LAYOUT]],
    ['a path', ['log.csv', LAYOUT, LIMITS]],
    ['no columns', [{ ...LAYOUT, columns: [] }, LIMITS]],
    ['a long delimiter', [{ ...LAYOUT, delimiter: ',,' }, LIMITS]],
    ['a limit below 0', [LAYOUT, { memoryBytes: -1 }]],
  ])('throws for %s', (_, given) => {
    expect(() => open(...given)).toThrow(/expected/);
  });

  it.each([undefined, 'text', 7, [1], new Uint16Array(2), new DataView(new ArrayBuffer(2)), new ArrayBuffer(2)])(
    'refuses %p as bytes and continues',
    async (bytes) => {
      const scan = open(LAYOUT, LIMITS);
      expect(() => scan.add(bytes as never)).toThrow('expected add(bytes)');
      await scan.add(text);
      expect(await scan.finish()).toMatchObject({ rows: 50 });
    },
  );

  it('refuses a second call while one is running, and every call after the end or a refusal', async () => {
    const [scan, refused] = [open(LAYOUT, LIMITS), open(LAYOUT, LIMITS)];
    const adding = scan.add(Buffer.concat(Array<Buffer>(2000).fill(text)));
    expect(() => [scan.add(text), scan.add(text)]).toThrow('one call at a time');
    await adding;
    await scan.finish();
    expect(() => scan.add(text)).toThrow('behind the end');
    expect(() => scan.finish()).toThrow('behind the end');
    expect(await refused.add(Buffer.from('a\nb\n'))).toMatchObject({ isLarge: false });
    expect(() => refused.finish()).toThrow('behind the end');
  });

  it('is unaffected by later changes of its bytes, and accepts empty pieces', async () => {
    const [scan, bytes] = [open(LAYOUT, LIMITS), Buffer.from(text)];
    await scan.add(new Uint8Array(0));
    const adding = scan.add(bytes);
    bytes.fill(0);
    await adding;
    expect(await scan.finish()).toMatchObject({ rows: 50 });
    expect(await open(LAYOUT, LIMITS).finish()).toMatchObject({ rows: 0 });
  });
});

describe('a large gzipped file', () => {
  it('is counted by the scanner without loading DuckDB', () => {
    const path = at('large.csv.gz');
    const rows = manyRows(20_000).map((row, n) => ({ ...row, context_id: String(Math.sin(n)) }));
    writeFileSync(path, gzipSync(toDelimited(rows)));
    const program = `
      import { readPanel } from ${JSON.stringify(resolve(__dirname, '../src/index.ts'))};
      const { report } = await readPanel([${JSON.stringify(path)}], { maxUnreadableRatio: 1 });
      const isLoaded = process.report.getReport().sharedObjects.some((name) => /duckdb/.test(name));
      console.log(JSON.stringify([report.rowsUsed, isLoaded]));`;
    const args = ['--conditions=@dqs/source', '--import', 'tsx', '--input-type=module', '-e', program];
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: resolve(__dirname, '..'), env });
    expect(JSON.parse(stdout)).toEqual([20_000, false]);
  });
});
