import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { perRecord, runBatch, textFileSource, type BatchHooks, type BatchOptions } from '../src/index.js';
import { csvOf, file, programPath, scratchFolder } from './support/scratch.js';

const folder = scratchFolder();
let runs = 0;

/** A run that copies its records, in its own folder. */
function setUp(content: string | Uint8Array, name = 'in.csv', extra: Partial<BatchOptions> = {}) {
  runs += 1;
  const place = join(folder, String(runs));
  mkdirSync(place);
  const input = file(place, name, content);
  const output = join(place, 'results', 'out.csv');
  const options: BatchOptions = {
    source: textFileSource(input, { format: 'csv', singleLineColumns: ['id'] }),
    process: perRecord((text) => `${text}\n`),
    sink: { path: output },
    shard: { rows: 50 },
    ...extra,
  };
  const results = () => readFileSync(output, 'utf8').split('\n').slice(0, -1);
  const dead = () =>
    readFileSync(`${output}.dead-letters.jsonl`, 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line) as { record: number; byte_offset: number; reason: string; raw: string });
  return { place, input, output, options, results, dead };
}

const ROWS = 300;
const goodLines = Array.from({ length: ROWS }, (_, i) => `${i},row ${i}`);

/** The good rows with others inserted between them; all good rows must survive and none of the others. */
async function survives(bad: readonly (string | Buffer)[], reasons: readonly string[]) {
  const parts: (string | Buffer)[] = ['id,text\n'];
  goodLines.forEach((line, i) => {
    parts.push(`${line}\n`);
    if (i % 100 === 50) bad.forEach((text) => parts.push(text, '\n'));
  });
  const content = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const run = setUp(content);
  await runBatch(run.options);
  expect(run.results()).toEqual(goodLines);
  expect(run.dead().map(({ reason }) => reason)).toEqual([...reasons, ...reasons, ...reasons]);
  // The offsets lead to the bytes of the record.
  for (const letter of run.dead()) {
    const found = content.subarray(letter.byte_offset, letter.byte_offset + 8).toString('utf8');
    expect(letter.raw.startsWith(found.split('\n')[0]!)).toBe(true);
  }
}

describe('faults in the input', () => {
  it('torn quotes cost their own lines', () =>
    survives(['"1,x', '2,"y', '"3"z,w', '"4" 5,6', '"'], new Array<string>(5).fill('malformed-quotes')));

  it('invalid UTF-8 costs its own line, whose bytes are kept', async () => {
    const bytes = Buffer.from([0x37, 0x2c, 0xc3, 0x28, 0xff]);
    await survives([bytes], ['invalid-utf-8']);
    const run = setUp(Buffer.concat([Buffer.from('id,text\n'), bytes]));
    await runBatch(run.options);
    expect(run.dead()).toMatchObject([{ record: 1, raw_base64: bytes.toString('base64') }]);
  });

  it('a line of 3 MB costs itself', () => survives(['x'.repeat(3_000_000)], ['record-too-long']));

  it('a byte order mark is not part of the first name', async () => {
    const run = setUp(`\ufeff${csvOf(3)}`);
    expect(await (run.options.source as ReturnType<typeof textFileSource>).header()).toEqual(['id', 'text']);
    expect(await runBatch(run.options)).toMatchObject({ rows: 3 });
    expect(run.results()[0]).toBe('0,row 0');
  });

  it('an empty file, and one of empty lines, has no header', async () => {
    for (const content of ['', '\n\n \n', '\ufeff']) {
      await expect(runBatch(setUp(content).options)).rejects.toMatchObject({ code: 'input-empty' });
    }
    await expect(runBatch(setUp('id,text\n').options)).rejects.toMatchObject({ code: 'input-empty' });
  });

  it('UTF-16 and Parquet are named in the message', async () => {
    const utf16 = Buffer.from('\ufeffid,text\n', 'utf16le');
    await expect(runBatch(setUp(utf16).options)).rejects.toMatchObject({ message: expect.stringContaining('UTF-16') });
    await expect(runBatch(setUp('PAR1xxxx').options)).rejects.toMatchObject({ code: 'input-unreadable' });
  });

  it('a truncated gzip stream gives every row before the cut, and the torn one as a dead letter', async () => {
    const random = Array.from({ length: 5000 }, (_, i) => `${i},${Math.sin(i)}\n`).join('');
    const packed = gzipSync(`id,text\n${random}`);
    const run = setUp(packed.subarray(0, packed.length - 3000), 'in.csv.gz');
    const report = await runBatch(run.options);
    expect(report.fault).toMatchObject({ reason: 'input-truncated' });
    expect(report.rows).toBeGreaterThan(3000);
    expect(run.results()).toEqual(random.split('\n').slice(0, report.rows));
    expect(run.dead().map(({ reason, record }) => [reason, record])).toEqual([['input-truncated', report.rows + 1]]);
  });

  it('a missing file, a folder and a missing folder are reported', async () => {
    const { options, place } = setUp(csvOf(1));
    const from = (path: string) => runBatch({ ...options, source: textFileSource(path, { format: 'csv' }) });
    await expect(from(join(place, 'no.csv'))).rejects.toMatchObject({ code: 'input-not-found' });
    await expect(from(place)).rejects.toMatchObject({ code: 'input-unreadable' });
    await expect(from(join(place, 'no', 'in.csv'))).rejects.toMatchObject({ code: 'input-not-found' });
  });
});

/** A run that stops after some shards. */
async function stopped(content: string, extra: Partial<BatchOptions> = {}, hooks: BatchHooks = {}) {
  const run = setUp(content, 'in.csv', extra);
  const stop = new AbortController();
  const onEvent: BatchHooks['onEvent'] = (event) => event.type === 'shard' && stop.abort();
  await expect(runBatch(run.options, { ...hooks, onEvent, signal: stop.signal })).rejects.toMatchObject({
    code: 'aborted',
  });
  return run;
}

describe('changes between a run and its resumption', () => {
  it('another input is refused', async () => {
    const run = await stopped(csvOf(ROWS));
    writeFileSync(
      run.input,
      csvOf(ROWS, (i) => (i === 299 ? 'ROW 299' : `row ${i}`)),
    );
    await expect(runBatch(run.options)).rejects.toMatchObject({
      code: 'batch-changed',
      message: expect.stringContaining('started with a different input'),
    });
    expect(await runBatch({ ...run.options, restart: true })).toMatchObject({ rows: ROWS, resumedShards: 0 });
  });

  it('an input with only a new modification time is not a change', async () => {
    const run = await stopped(csvOf(ROWS));
    utimesSync(run.input, new Date(), new Date(0));
    expect((await runBatch(run.options)).resumedShards).toBeGreaterThan(0);
  });

  it('another model or configuration is refused, with both named', async () => {
    const run = await stopped(csvOf(ROWS), { identity: { model: 'a', configuration: 'x' } });
    await expect(runBatch({ ...run.options, identity: { model: 'b', configuration: 'x' } })).rejects.toMatchObject({
      code: 'batch-changed',
      message: expect.stringContaining('model (a, now b)'),
    });
    await expect(runBatch({ ...run.options, identity: { model: 'a' } })).rejects.toMatchObject({
      details: { differing: ['configuration (x, now none)'] },
    });
  });

  it('a different shard size does not change the run: the original size is kept', async () => {
    const run = await stopped(csvOf(ROWS));
    const report = await runBatch({ ...run.options, shard: { rows: 7 } });
    expect(report).toMatchObject({ shards: 6, rows: ROWS });
    expect(run.results()).toEqual(goodLines);
  });

  it('a clock that is set back changes nothing', async () => {
    const run = await stopped(csvOf(ROWS), {}, { clock: { now: () => 4e12 } });
    expect(await runBatch(run.options, { clock: { now: () => 0 } })).toMatchObject({ rows: ROWS });
    expect(run.results()).toEqual(goodLines);
  });

  it('damaged or lost shard results are recreated', async () => {
    const run = await stopped(csvOf(ROWS));
    truncateSync(join(`${run.output}.batch`, 'parts', '00000000.output'), 5);
    expect(await runBatch(run.options)).toMatchObject({ rows: ROWS });
    expect(run.results()).toEqual(goodLines);
  });

  it('a truncated last line of the journal is ignored', async () => {
    const run = await stopped(csvOf(ROWS));
    const journal = join(`${run.output}.batch`, 'journal.jsonl');
    truncateSync(journal, readFileSync(journal).length - 20);
    expect(await runBatch(run.options)).toMatchObject({ rows: ROWS });
    expect(run.results()).toEqual(goodLines);
  });

  it('resume requires an unfinished run', async () => {
    const run = setUp(csvOf(3));
    await expect(runBatch({ ...run.options, resume: true })).rejects.toMatchObject({ code: 'batch-state-invalid' });
    await runBatch(run.options);
    await expect(runBatch({ ...run.options, resume: true })).rejects.toMatchObject({
      message: expect.stringContaining('a run that finished at'),
    });
  });
});

describe('faults in the output', () => {
  it('removing the folder during a run ends it; the next run recreates everything', async () => {
    const run = setUp(csvOf(ROWS));
    let shards = 0;
    const onEvent: BatchHooks['onEvent'] = (event) => {
      if (event.type === 'shard' && ++shards === 2) rmSync(join(run.place, 'results'), { recursive: true });
    };
    await expect(runBatch(run.options, { onEvent })).rejects.toMatchObject({ code: 'output-not-writable' });
    expect(existsSync(run.output)).toBe(false);
    expect(await runBatch(run.options)).toMatchObject({ rows: ROWS, resumedShards: 0 });
    expect(run.results()).toEqual(goodLines);
  });

  it('a part modified by someone else never reaches the final file', async () => {
    const run = setUp(csvOf(ROWS));
    const onEvent: BatchHooks['onEvent'] = (event) => {
      if (event.type === 'shard') writeFileSync(join(`${run.output}.batch`, 'parts', '00000000.output'), 'other');
    };
    await expect(runBatch(run.options, { onEvent })).rejects.toMatchObject({ code: 'batch-state-invalid' });
    expect(existsSync(run.output)).toBe(false);
    expect(await runBatch(run.options)).toMatchObject({ rows: ROWS });
    expect(run.results()).toEqual(goodLines);
  });

  it('an unwritable path is reported before any work', async () => {
    const { options, place } = setUp(csvOf(3));
    const taken = file(place, 'taken', 'a file where a folder has to be');
    await expect(runBatch({ ...options, sink: { path: join(taken, 'out.csv') } })).rejects.toMatchObject({
      code: 'output-not-writable',
      message: expect.stringContaining('a part of the path is a file'),
    });
  });

  it('a state held by another process is left alone, one of a dead process is taken over', async () => {
    const run = setUp(csvOf(ROWS));
    mkdirSync(`${run.output}.batch`, { recursive: true });
    const start = readFileSync('/proc/self/stat', 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')[19]!;
    const holder = (started: string) => JSON.stringify({ host: hostname(), pid: process.pid, started });
    file(`${run.output}.batch`, 'lock', holder(start));
    await expect(runBatch(run.options)).rejects.toMatchObject({ code: 'batch-busy' });
    file(`${run.output}.batch`, 'lock', holder('1'));
    expect(await runBatch(run.options)).toMatchObject({ rows: ROWS });
  });

  // Root may write anywhere, so as root the run is started as another user.
  it('losing write permission ends the run; once permission is back the run resumes', async () => {
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    const place = mkdtempSync(join(tmpdir(), 'dqs-batch-permission-'));
    try {
      cpSync(join(programPath('run'), '..'), join(place, 'programs'), { recursive: true });
      const input = file(place, 'in.csv', csvOf(ROWS));
      const results = join(place, 'results');
      mkdirSync(results);
      if (user.uid !== undefined) [place, results].forEach((path) => chownSync(path, user.uid, user.gid));
      const output = join(results, 'out.csv');
      const start = (onShard: () => void) =>
        new Promise<{ code: number | null; stdout: string; stderr: string }>((done) => {
          const program = join(place, 'programs', 'run.mjs');
          const child = spawn(process.execPath, [program, input, output, '10', '20'], { ...user, cwd: place });
          const texts = { stdout: '', stderr: '' };
          child.stdout.on('data', (text) => (texts.stdout += String(text)));
          child.stderr.on('data', (text) => {
            texts.stderr += String(text);
            if (texts.stderr.includes('shard 3\n')) onShard();
          });
          child.on('close', (code) => done({ code, ...texts }));
        });
      const parts = join(`${output}.batch`, 'parts');
      const first = await start(() => [results, parts].forEach((path) => chmodSync(path, 0o500)));
      expect(first).toMatchObject({ code: 1, stderr: expect.stringMatching(/output-not-writable.*permission denied/) });
      expect(existsSync(output)).toBe(false);
      [results, parts].forEach((path) => chmodSync(path, 0o700));
      const second = await start(() => undefined);
      const report = JSON.parse(second.stdout) as { records: number; resumedShards: number };
      expect(report.records).toBe(ROWS);
      expect(report.resumedShards).toBeGreaterThanOrEqual(3);
      expect(readFileSync(output, 'utf8').split('\n')).toHaveLength(2 + ROWS - Math.floor(ROWS / 97));
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });

  // A real full disk (a small tmpfs) if mounting is allowed, otherwise a file size limit.
  it('a full disk ends the run; once there is room again it resumes', async () => {
    const { place, input } = setUp(csvOf(4000, (i) => `${'x'.repeat(100)} ${i}`));
    const small = join(place, 'small');
    mkdirSync(small);
    const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', small]).status === 0;
    const output = join(small, 'out.csv');
    const limit = isMounted ? '' : 'ulimit -f 200; trap "" XFSZ; ';
    const command = `${limit}exec "${process.execPath}" "${programPath('run')}" "${input}" "${output}" 400`;
    try {
      const first = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
      expect(first.stderr).toMatch(/output-not-writable: cannot write .*: (the disk is full|EFBIG)/);
      expect(first.status).toBe(1);
      expect(existsSync(output)).toBe(false);
      if (isMounted) execFileSync('mount', ['-o', 'remount,size=20m', small]);
      const second = spawnSync(process.execPath, [programPath('run'), input, output, '400'], { encoding: 'utf8' });
      const report = JSON.parse(second.stdout) as { resumedShards: number; records: number };
      expect(report.records).toBe(4000);
      if (isMounted) expect(report.resumedShards).toBeGreaterThan(0);
      expect(readFileSync(output, 'utf8').split('\n')).toHaveLength(2 + 4000 - Math.floor(4000 / 97));
    } finally {
      if (isMounted) execFileSync('umount', [small]);
    }
  });
});
