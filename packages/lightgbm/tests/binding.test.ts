import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { program } from './support/program.js';

describe('the binary', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'dqs-lightgbm-'))));
  afterAll(() => rm(folder, { recursive: true }));

  it('when missing, gives an error that says what was tried and what to do', async () => {
    const path = join(folder, 'none.node');
    const ended = await program('load.mts', [], [], { DQS_LIGHTGBM_BINARY: path });
    const error = JSON.parse(ended.stdout) as { code: string; message: string };
    expect(error.code).toBe('native-missing');
    expect(error.message).toContain(`DQS_LIGHTGBM_BINARY=${path}: not found`);
    expect(error.message).toContain(join('scripts', 'build-native.mjs'));
    // A prebuilt package is only advised where it was published.
    expect(error.message).not.toContain('npm install');
  });

  it('when it cannot be loaded, gives an error with the reason', async () => {
    const path = join(folder, 'broken.node');
    await writeFile(path, 'not a library');
    const ended = await program('load.mts', [], [], { DQS_LIGHTGBM_BINARY: path });
    const error = JSON.parse(ended.stdout) as { code: string; message: string };
    expect(error.code).toBe('native-incompatible');
    expect(error.message).toContain('cannot be loaded');
  });

  it('is not needed to import the package, and is found by default', async () => {
    const ended = await program('load.mts');
    expect(JSON.parse(ended.stdout)).toEqual({ code: 'loaded', message: 'passive' });
  });
});
