import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support/workspace.js';

const PROCESSES = 6;
const STEPS = 20;
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-lock-'));
  writeFileSync(join(folder, 'count'), '0');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A process that counts up a file under the lock, reading and writing apart so that a second holder would lose steps. */
function counter(): Promise<number | null> {
  const script = `
    import { readFileSync, writeFileSync } from 'node:fs';
    import { withLock } from ${JSON.stringify(pathToFileURL(join(root, 'tools', 'workspace', 'lock.mjs')).href)};
    const [lock, count] = process.argv.slice(1);
    await withLock(lock, async () => {
      for (let step = 0; step < ${STEPS}; step += 1) {
        const value = Number(readFileSync(count, 'utf8'));
        await new Promise((resolve) => setTimeout(resolve, 1));
        writeFileSync(count, String(value + 1));
      }
    });`;
  const files = [join(folder, 'lock'), join(folder, 'count')];
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script, ...files], { stdio: 'inherit' });
  return new Promise((resolve) => child.on('close', resolve));
}

const count = () => Number(readFileSync(join(folder, 'count'), 'utf8'));

describe('the lock of the set-up', () => {
  it('lets one process at a time through', async () => {
    expect(await Promise.all(Array.from({ length: PROCESSES }, counter))).toEqual(Array(PROCESSES).fill(0));
    expect(count()).toBe(PROCESSES * STEPS);
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  it('is taken over from a process that is gone, by one of several that wait', async () => {
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((resolve) => gone.on('close', resolve));
    writeFileSync(join(folder, 'lock'), String(gone.pid));
    await Promise.all([counter(), counter(), counter()]);
    expect(count()).toBe(3 * STEPS);
  });
});
