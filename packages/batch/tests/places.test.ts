import { execFile, execFileSync } from 'node:child_process';
import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { perRecord, runBatch, textFileSource, type BatchOptions, type BatchSink } from '../src/index.js';
import { csvOf, file, scratchFolder } from './support/scratch.js';

const folder = scratchFolder();
const input = file(folder, 'in.csv', csvOf(30));
const upper = perRecord((text) => `${text.toUpperCase()}\n`);
const run = (sink: BatchSink, extra: Partial<BatchOptions> = {}) =>
  runBatch({ source: textFileSource(input, { format: 'csv' }), process: upper, sink, shard: { rows: 10 }, ...extra });

describe('the state of a run', () => {
  /** Someone else's folder with everything that a run might mistake for its own. */
  function foreignFolder(name: string): string {
    const directory = join(folder, name);
    mkdirSync(join(directory, 'parts'), { recursive: true });
    writeFileSync(join(directory, 'parts', 'engine.txt'), 'mine');
    return directory;
  }

  it("in someone else's folder is refused, and nothing in it is touched", async () => {
    const directory = foreignFolder('foreign');
    for (const restart of [false, true]) {
      const path = join(folder, 'never.csv');
      await expect(run({ path, directory }, { restart })).rejects.toMatchObject({
        code: 'batch-state-invalid',
        message: expect.stringContaining('"engine.txt"'),
      });
      expect(existsSync(path)).toBe(false);
    }
    expect(readdirSync(directory)).toEqual(['parts']);
    expect(readFileSync(join(directory, 'parts', 'engine.txt'), 'utf8')).toBe('mine');
  });

  it("never replaces someone else's journal", async () => {
    for (const [i, text] of ['Dear diary\n', '{"dqs_batch":2}\n', '[1]\n', 'Dear diary'].entries()) {
      const directory = join(folder, `diary-${i}`);
      mkdirSync(directory);
      writeFileSync(join(directory, 'journal.jsonl'), text);
      for (const restart of [false, true]) {
        await expect(run({ path: join(folder, 'never.csv'), directory }, { restart })).rejects.toMatchObject({
          code: 'batch-state-invalid',
        });
      }
      expect(readFileSync(join(directory, 'journal.jsonl'), 'utf8')).toBe(text);
    }
  });

  it('clears the parts of its own runs, and leaves other files next to them', async () => {
    const directory = join(folder, 'own');
    const path = join(folder, 'own.csv');
    await run({ path, directory });
    writeFileSync(join(directory, 'parts', 'notes.txt'), 'mine');
    writeFileSync(join(directory, 'parts', '00000007.output'), 'left');
    await run({ path, directory });
    expect(readdirSync(join(directory, 'parts'))).toEqual(['notes.txt']);
  });

  it('recovers when a kill left half of the first line', async () => {
    const directory = join(folder, 'torn');
    mkdirSync(join(directory, 'parts'), { recursive: true });
    writeFileSync(join(directory, 'journal.jsonl'), '{"dqs_batch":1,"inp');
    expect(await run({ path: join(folder, 'torn.csv'), directory })).toMatchObject({ rows: 30 });
  });
});

describe('the files of a run', () => {
  it('that are the same under different names are refused before the work', async () => {
    const path = join(folder, 'out.csv');
    writeFileSync(path, 'before');
    linkSync(path, join(folder, 'hard.csv'));
    symlinkSync('out.csv', join(folder, 'soft.csv'));
    for (const deadLetters of [
      path,
      join(folder, 'x', '..', 'out.csv'),
      join(folder, 'hard.csv'),
      join(folder, 'soft.csv'),
    ]) {
      await expect(run({ path, deadLetters })).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    expect(readFileSync(path, 'utf8')).toBe('before');
    expect(existsSync(`${path}.batch`)).toBe(false);
  });

  it('may be pipes, which are kept; paths for the rest are then required', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(run({ path: pipe })).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringContaining('--state'),
    });
    const reading = new Promise<string>((done) => execFile('cat', [pipe], (_, stdout) => done(stdout)));
    await run({ path: pipe, deadLetters: '/dev/null', directory: join(folder, 'pipe-state') });
    expect((await reading).split('\n')).toHaveLength(31);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
    expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it('that are links are written to their targets', async () => {
    symlinkSync('real.csv', join(folder, 'link.csv'));
    await run({ path: join(folder, 'link.csv') });
    expect(lstatSync(join(folder, 'link.csv')).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(folder, 'real.csv'), 'utf8').split('\n')).toHaveLength(31);
  });

  it('in an unknown store are refused', async () => {
    for (const sink of [
      { path: 's3://bucket/out.csv' },
      { path: join(folder, 'o.csv'), directory: 'gs://bucket/state' },
    ]) {
      await expect(run(sink)).rejects.toMatchObject({ code: 'invalid-argument' });
    }
    expect(existsSync('s3:') || existsSync('gs:')).toBe(false);
  });
});
