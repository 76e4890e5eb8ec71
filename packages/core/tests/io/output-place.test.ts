import { execFileSync, spawnSync } from 'node:child_process';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { FileStore } from '../../src/index.js';
import { assertLocalPath, outputPlace, writeAtomically, writeFileAtomic } from '../../src/io/index.js';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dqs-place-')));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('an output', () => {
  it('to a device or a pipe is written to it and does not replace it', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    symlinkSync('/dev/null', join(folder, 'null'));
    await writeFileAtomic(join(folder, 'null'), 'gone');
    expect(lstatSync(join(folder, 'null')).isSymbolicLink()).toBe(true);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
    const reader = spawnReader(pipe);
    await writeAtomically(pipe, (temporary) => writeFileAtomic(temporary, 'through the pipe'));
    expect(await reader).toBe('through the pipe');
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['null', 'pipe']);
  });

  it('to /dev/stdout goes where the output of the process goes, a pipe or a file, behind what was written before', () => {
    const program = `
      const { writeFileAtomic } = await import(${JSON.stringify(join(__dirname, '../../src/io/atomic-write.ts'))});
      process.stdout.write('first ');
      await writeFileAtomic('/dev/stdout', 'second ');
      await writeFileAtomic('/dev/fd/1', 'third');
    `;
    const file = join(folder, 'program.mts');
    writeFileSync(file, program);
    const environment = { ...process.env, NODE_OPTIONS: '' };
    const run = (shell: string) =>
      spawnSync('sh', ['-c', `"$0" --import tsx "$1" ${shell}`, process.execPath, file], {
        env: environment,
        cwd: join(__dirname, '..'),
      });
    expect(run('').stdout.toString()).toBe('first second third');
    writeFileSync(join(folder, 'log'), 'before ');
    run(`>> ${join(folder, 'log')}`);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('before first second third');
    expect(lstatSync('/dev/stdout').isSymbolicLink()).toBe(true);
  });

  it('through a chain of links replaces the file at its end, and the links stay', async () => {
    mkdirSync(join(folder, 'deep'));
    writeFileSync(join(folder, 'deep', 'file'), 'old');
    symlinkSync('deep/file', join(folder, 'one'));
    symlinkSync('one', join(folder, 'two'));
    symlinkSync('deep/new', join(folder, 'dangling'));
    await writeFileAtomic(join(folder, 'two'), 'new');
    await writeFileAtomic(join(folder, 'dangling'), 'made');
    expect(readFileSync(join(folder, 'deep', 'file'), 'utf8')).toBe('new');
    expect(readFileSync(join(folder, 'deep', 'new'), 'utf8')).toBe('made');
    for (const link of ['one', 'two', 'dangling']) expect(lstatSync(join(folder, link)).isSymbolicLink()).toBe(true);
    expect(await outputPlace(join(folder, 'two'))).toEqual({ kind: 'file', path: join(folder, 'deep', 'file') });
  });

  it('leaves another name of the same file alone', async () => {
    writeFileSync(join(folder, 'one'), 'old');
    linkSync(join(folder, 'one'), join(folder, 'other'));
    await writeFileAtomic(join(folder, 'one'), 'new');
    expect(readFileSync(join(folder, 'other'), 'utf8')).toBe('old');
  });

  it('to a folder, a socket or links in a circle is refused with the reason', async () => {
    symlinkSync('circle', join(folder, 'circle'));
    const server = createServer().listen(join(folder, 'socket'));
    await new Promise((done) => server.on('listening', done));
    for (const [path, reason] of [
      [folder, 'it is a folder'],
      [join(folder, 'socket'), 'it is a socket'],
      [join(folder, 'circle'), 'are circular'],
    ] as const) {
      await expect(writeFileAtomic(path, 'x')).rejects.toMatchObject({
        code: 'output-not-writable',
        message: expect.stringContaining(reason),
      });
    }
    await new Promise((done) => server.close(done));
  });
});

describe('a path', () => {
  const urls = [
    's3://bucket/x',
    'gs://b',
    'S3://b',
    'https://x/y',
    'hdfs:/x',
    'file:///srv/x',
    'file:x',
    'abfs+x://y',
    '',
  ];

  it.each(urls)('that is no local one is refused, and nothing is made: %j', async (url) => {
    expect(() => assertLocalPath(url)).toThrow(/expected a (?:local )?path/);
    expect(() => new FileStore(url)).toThrow(/expected/);
    await expect(writeFileAtomic(url, 'x')).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('with a colon in it that is no URL is a path', () => {
    for (const path of ['a:b.csv', './s3:/x', 'C:/x', 'C:\\x', 'x/http://y', '2026-03-01T12:00:00.csv', '-', '~/x']) {
      expect(() => assertLocalPath(path)).not.toThrow();
    }
  });

  it('with a zero byte in it is refused', () => {
    expect(() => assertLocalPath('a\0b')).toThrow(/without a zero byte, got "a\\u0000b"/);
  });
});

async function spawnReader(path: string): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((done, fail) => {
    execFile('cat', [path], (error, stdout) => (error ? fail(error) : done(stdout)));
  });
}
