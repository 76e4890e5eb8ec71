import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DqsError } from '../../src/index.js';
import { writeAtomically, writeDirectoryAtomic, writeFileAtomic } from '../../src/io/index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dqs-atomic-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('atomic writes', () => {
  it('a file appears whole, missing folders are made', async () => {
    await writeFileAtomic(join(folder, 'a', 'b.txt'), 'hello');
    expect(await readFile(join(folder, 'a', 'b.txt'), 'utf8')).toBe('hello');
    expect(await readdir(join(folder, 'a'))).toEqual(['b.txt']);
  });

  it('a failing producer leaves the old file and no temporary one', async () => {
    const path = join(folder, 'out.csv');
    await writeFile(path, 'old');
    const work = writeAtomically(path, async (temporary) => {
      await writeFile(temporary, 'half');
      throw new DqsError('aborted', 'stop');
    });
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
    expect(await readFile(path, 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  it('a directory is replaced as a whole', async () => {
    const path = join(folder, 'bundle');
    await writeDirectoryAtomic(path, new Map([['old.txt', '1']]));
    await writeDirectoryAtomic(path, new Map([['new.txt', '2']]));
    expect(await readdir(path)).toEqual(['new.txt']);
    expect(await readdir(folder)).toEqual(['bundle']);
  });

  it('a path below a file is refused with a reason, and nothing is left behind', async () => {
    await writeFile(join(folder, 'file'), '');
    const target = join(folder, 'file', 'bundle');
    await expect(writeDirectoryAtomic(target, new Map([['a', 'b']]))).rejects.toMatchObject({
      code: 'output-not-writable',
      message: expect.stringContaining('a file, not a folder'),
    });
    await expect(writeFileAtomic(target, 'x')).rejects.toMatchObject({ code: 'output-not-writable' });
    expect(await readdir(folder)).toEqual(['file']);
  });
});
