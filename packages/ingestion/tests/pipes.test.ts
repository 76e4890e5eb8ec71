import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

import { loadPanel, readPanel, updatePanel, type ReadOptions } from '../src/index.js';
import { expectedPanel, manyRows, testFolder, toDelimited, toJsonLines } from './support/logs.js';

const at = testFolder();
const rows = manyRows(500);
const whole = expectedPanel(rows);

/** A pipe that another program writes to while `read` reads from it. */
async function throughPipe<T>(name: string, content: string | Buffer, read: (path: string) => Promise<T>): Promise<T> {
  const path = at(name);
  execFileSync('mkfifo', [path]);
  writeFileSync(at('content'), content);
  const writer = spawn('sh', ['-c', `exec cat ${at('content')} > ${path}`]);
  try {
    return await read(path);
  } finally {
    writer.kill();
  }
}

describe('a pipe with a name', () => {
  it.each<[string, string | Buffer]>([
    ['plain', toDelimited(rows)],
    ['log.csv', toDelimited(rows)],
    ['log.tsv', toDelimited(rows, '\t')],
    ['log.gz', gzipSync(toDelimited(rows))],
    ['lines', toJsonLines(rows)],
    ['log.jsonl.gz', gzipSync(toJsonLines(rows))],
  ])('called %s is read as the stream it is', async (name, content) => {
    const { panel, report } = await throughPipe(name, content, (path) => readPanel([path]));
    expect(panel).toEqual(whole);
    expect(report).toMatchObject({ rows: 500, files: [{ path: at(name), rows: 500 }] });
  });

  it.each<ReadOptions['reader']>(['native', 'duckdb', 'stream'])(
    'is read completely, whatever reader is requested: %s',
    async (reader) => {
      const read = (path: string) => readPanel([path], { reader });
      expect((await throughPipe(`reader-${reader}`, toDelimited(rows), read)).panel).toEqual(whole);
    },
  );

  it('goes into a saved panel, which recognises it later', async () => {
    const update = (path: string) => updatePanel(at('store.parquet'), [path]);
    expect((await throughPipe('first', toDelimited(rows), update)).panel).toEqual(whole);
    await expect(throughPipe('second', toDelimited(rows), update)).rejects.toMatchObject({ code: 'input-duplicate' });
  });

  it('is not a saved panel', async () => {
    execFileSync('mkfifo', [at('panel.parquet')]);
    await expect(loadPanel(at('panel.parquet'))).rejects.toMatchObject({ code: 'panel-invalid' });
  });
});

describe('inputs without a size', () => {
  /** The result of a program that gets a log in a way only a shell can provide. */
  function readInShell(command: string, input?: string) {
    const program = `
      import { readPanel } from ${JSON.stringify(resolve(__dirname, '../src/index.ts'))};
      const { panel, report } = await readPanel([process.argv[1]], { maxUnreadableRatio: 1 });
      console.log(JSON.stringify([report.rows, panel.cells.key.length]));`;
    writeFileSync(at('program.mjs'), program);
    const node = `${process.execPath} --conditions=@dqs/source --import tsx --input-type=module -e "$PROGRAM" --`;
    const env = { ...process.env, NODE_OPTIONS: '', PROGRAM: program };
    const { stdout, stderr } = spawnSync('bash', ['-c', command.replace('READ', node)], {
      encoding: 'utf8',
      cwd: resolve(__dirname, '..'),
      env,
      ...(input === undefined ? {} : { input }),
    });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as unknown;
  }

  const expected = [500, whole.cells.key.length];
  beforeAll(() => {
    writeFileSync(at('shell.csv'), toDelimited(rows));
    writeFileSync(at('shell.csv.gz'), gzipSync(toDelimited(rows)));
  });

  it.each([
    ['a substituted process', `READ <(zcat ${at('shell.csv.gz')})`],
    ['a pipe at /dev/stdin', `cat ${at('shell.csv')} | READ /dev/stdin`],
    ['a file at /dev/fd/3', `READ /dev/fd/3 3< <(cat ${at('shell.csv')})`],
  ])('%s is read to its end', (_, command) => {
    expect(readInShell(command)).toEqual(expected);
  });

  it('a socket at /dev/stdin is read to its end', () => {
    expect(readInShell('READ /dev/stdin', toDelimited(rows))).toEqual(expected);
  });

  it('a kernel file is not treated as empty', async () => {
    // It has one line without any known column: an empty file would have no header.
    await expect(readPanel(['/proc/version'], { format: 'csv' })).rejects.toMatchObject({
      code: 'input-column-missing',
    });
    await expect(readPanel(['/dev/null'])).rejects.toMatchObject({ code: 'input-empty' });
  });
});
