import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { recoverDirectory, writeDirectoryAtomic } from '../../src/io/index.js';
import { draftName } from '../../src/io/draft-names.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-directory-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files = (content: string) =>
  new Map([
    ['a.txt', content],
    ['b.txt', content],
  ]);
const contents = (path: string) => readdirSync(path).map((name) => readFileSync(join(path, name), 'utf8'));

/** Stops the program before each of its steps, and kills it. */
async function killedAtEveryStep(): Promise<number> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== 'NODE_OPTIONS'));
  const program = join(__dirname, '..', 'programs', 'stop-at-every-step.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, folder], { env: environment });
  const [steps] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  await once(child, 'close');
  return Number(String(steps));
}

describe('a directory that is replaced', () => {
  it('is whole, old or new, if its writer is killed at any step, and no leftovers remain', async () => {
    const steps = await killedAtEveryStep();
    expect(steps).toBeGreaterThan(10);
    let missing = 0;
    for (let step = 0; step < steps; step += 1) {
      const path = join(folder, String(step), 'bundle');
      if (!existsSync(path)) missing += 1;
      await recoverDirectory(path);
      expect([
        ['old', 'old'],
        ['new', 'new'],
      ]).toContainEqual(contents(path));
      await writeDirectoryAtomic(path, files('next'));
      expect(contents(path)).toEqual(['next', 'next']);
      expect(readdirSync(join(folder, String(step)))).toEqual(['bundle']);
    }
    // The steps between the two renames are among them.
    expect(missing).toBeGreaterThan(0);
  });

  it('is brought back for the next writer too', async () => {
    const path = join(folder, 'bundle');
    const draft = draftName('bundle');
    mkdirSync(join(folder, draft.replace(/tmp$/, 'old')));
    writeFileSync(join(folder, draft.replace(/tmp$/, 'old'), 'a.txt'), 'old');
    await recoverDirectory(path);
    expect(contents(path)).toEqual(['old']);
    await writeDirectoryAtomic(path, files('new'));
    expect(contents(path)).toEqual(['new', 'new']);
  });

  it('is one of those that several wrote at once', async () => {
    const path = join(folder, 'bundle');
    await Promise.all(['1', '2', '3', '4', '5', '6'].map((text) => writeDirectoryAtomic(path, files(text))));
    expect(new Set(contents(path)).size).toBe(1);
    expect(readdirSync(folder)).toEqual(['bundle']);
  });

  it('is followed through a link, which stays, and a file in its place is refused', async () => {
    mkdirSync(join(folder, 'target'));
    symlinkSync('target', join(folder, 'link'));
    await writeDirectoryAtomic(join(folder, 'link'), files('x'));
    expect(lstatSync(join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(contents(join(folder, 'target'))).toEqual(['x', 'x']);
    writeFileSync(join(folder, 'file'), 'mine');
    await expect(writeDirectoryAtomic(join(folder, 'file'), files('x'))).rejects.toMatchObject({
      code: 'output-not-writable',
    });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('mine');
  });
});
