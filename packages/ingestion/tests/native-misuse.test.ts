import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { SCAN_COLUMNS, scanBinding } from '../src/native/binding.js';
import { COLUMNS, expectedPanel, manyRows, testFolder, toDelimited } from './support/logs.js';

const at = testFolder();
const binding = scanBinding()!;

/** Calls the scanner in ways no caller in the sources does. */
const call = (...given: unknown[]) =>
  (binding.scanFile as (...values: unknown[]) => ReturnType<typeof binding.scanFile>)(...given);

const LAYOUT = { delimiter: ',', columns: COLUMNS.map((_, i) => (i < 11 ? i : SCAN_COLUMNS.length)) };
const LIMITS = { threads: 2, chunkBytes: 1000, memoryBytes: 1e8 };

describe('the scanner called wrongly', () => {
  const path = at('log.csv');
  beforeAll(() => writeFileSync(path, toDelimited(manyRows(200))));

  it.each<[string, readonly unknown[]]>([
    ['nothing', []],
    ['a number for a path', [1, LAYOUT, LIMITS]],
    ['a fourth argument', [path, LAYOUT, LIMITS, new Uint8Array(2)]],
    ['no layout', [path, undefined, LIMITS]],
    ['an empty layout', [path, {}, LIMITS]],
    ...['', ',,', 'é', '"', '\n', '\r', 7, undefined].map((delimiter): [string, unknown[]] => [
      `the delimiter ${JSON.stringify(delimiter)}`,
      [path, { ...LAYOUT, delimiter }, LIMITS],
    ]),
    ...[[], {}, ['a'], [undefined], 'abc', undefined].map((columns): [string, unknown[]] => [
      `the columns ${JSON.stringify(columns)}`,
      [path, { ...LAYOUT, columns }, LIMITS],
    ]),
    ...(['threads', 'chunkBytes', 'memoryBytes'] as const).flatMap((name) =>
      [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 60, '2', undefined, {}].map((value): [string, unknown[]] => [
        `${String(value)} for ${name}`,
        [path, LAYOUT, { ...LIMITS, [name]: value }],
      ]),
    ),
    ['no threads', [path, LAYOUT, { ...LIMITS, threads: 0 }]],
    ['chunks of nothing', [path, LAYOUT, { ...LIMITS, chunkBytes: 0 }]],
  ])('throws for %s', (_, given) => {
    expect(() => call(...given)).toThrow(/expected/);
  });

  it('uses at most as many threads as there are chunks, whatever is requested', async () => {
    const { counts } = call(path, LAYOUT, { ...LIMITS, threads: 2 ** 40, chunkBytes: 10_000 });
    expect(await counts).toMatchObject({ rows: 200 });
  });

  it('may be stopped and queried for progress after its end', async () => {
    const scan = call(path, LAYOUT, LIMITS);
    await scan.counts;
    scan.stop();
    expect(scan.bytesDone()).toBeGreaterThan(1000);
  });

  it('leaves pipes, devices and files without a size to another reader without waiting', async () => {
    const pipe = at('pipe');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    for (const odd of [pipe, '/dev/zero', '/proc/self/stat']) {
      expect(await call(odd, LAYOUT, LIMITS).counts).toMatchObject({ reason: 'it does not tell its size' });
    }
  });

  it('closes files it could not read', async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    const before = open();
    for (let i = 0; i < 50; i += 1) {
      await expect(call(at(), LAYOUT, LIMITS).counts).rejects.toThrow('Is a directory');
      await call('/dev/null', LAYOUT, LIMITS).counts;
    }
    expect(open()).toBeLessThan(before + 10);
  });
});

describe('a system short of', () => {
  const library = at('short-of.so');
  const source = resolve(__dirname, 'support/short-of.c');
  beforeAll(() => {
    const { status, stderr } = spawnSync('cc', ['-shared', '-fPIC', '-o', library, source, '-ldl'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });

  /** The output of a program that reads a log on eight threads after the system has run short. */
  function readShortOf(what: string) {
    const path = at('short.csv');
    writeFileSync(path, toDelimited(manyRows(20_000)));
    const program = `
      import { scanFile } from ${JSON.stringify(resolve(__dirname, '../src/native/scan-file.ts'))};
      import { readHeader } from ${JSON.stringify(resolve(__dirname, '../src/importers/delimited/read-header.ts'))};
      import { SCAN_COLUMNS, scanBinding } from ${JSON.stringify(resolve(__dirname, '../src/native/binding.ts'))};
      const file = { path: ${JSON.stringify(path)}, isGzip: false };
      const asked = { delimiter: ',', mapping: { names: new Map(), constants: new Map() } };
      const { layout } = await readHeader(file, ',', asked);
      const options = { delimiter: ',', threads: 8, chunkBytes: 4096, memoryLimitMb: 400, onBytes: () => {} };
      const scan = () => scanFile(scanBinding(), ${JSON.stringify(path)}, layout, options);
      await scan();
      process.env.SHORT_OF = ${JSON.stringify(what)};
      const end = await scan().then(({ panel, rows }) => [rows, panel.build().cells.key.length], (error) => error.message);
      console.log(JSON.stringify(end));`;
    const args = ['--conditions=@dqs/source', '--import', 'tsx', '--input-type=module', '-e', program];
    const env = { ...process.env, NODE_OPTIONS: '', LD_PRELOAD: library };
    return spawnSync(process.execPath, args, { encoding: 'utf8', cwd: resolve(__dirname, '..'), env });
  }

  it('threads uses those available', () => {
    const { stdout, stderr } = readShortOf('threads');
    expect([stdout.trim(), stderr]).toEqual([
      JSON.stringify([20_000, expectedPanel(manyRows(20_000)).cells.key.length]),
      '',
    ]);
  });

  it('memory ends the reading, and not the process', () => {
    const { stdout, status } = readShortOf('memory');
    expect([stdout.trim(), status]).toEqual(['"std::bad_alloc"', 0]);
  });
});
