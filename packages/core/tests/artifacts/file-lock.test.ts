import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { withFileLock } from '../../src/artifacts/file-lock.js';
import { mayBeAlive, ownIdentity } from '../../src/artifacts/process-identity.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The identity of a process that has ended: a real one, killed, its number and start as they were. */
async function deadIdentity() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
  child.kill('SIGKILL');
  await new Promise((done) => child.on('close', done));
  return { ...ownIdentity(), pid: child.pid!, started };
}

describe('a lock file', () => {
  it('lets one in at a time, and the next when it is done or has thrown', async () => {
    const lock = join(folder, 'lock');
    let inside = 0;
    let most = 0;
    const work = async (fails: boolean) => {
      inside += 1;
      most = Math.max(most, inside);
      await sleep(2);
      inside -= 1;
      if (fails) throw new Error('work failed');
    };
    const turns = Array.from({ length: 12 }, (_, i) => withFileLock(lock, () => work(i % 4 === 0)));
    const ended = await Promise.allSettled(turns);
    expect(most).toBe(1);
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a process that was killed is taken over, by one only', async () => {
    const lock = join(folder, 'lock');
    writeFileSync(lock, JSON.stringify({ id: 'dead-lock', ...(await deadIdentity()) }));
    let inside = 0;
    let most = 0;
    const turns = Array.from({ length: 8 }, () =>
      withFileLock(lock, async () => {
        inside += 1;
        most = Math.max(most, inside);
        await sleep(1);
        inside -= 1;
      }),
    );
    await Promise.all(turns);
    expect(most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is taken over even where another died while taking it over', async () => {
    const dead = await deadIdentity();
    writeFileSync(join(folder, 'lock'), JSON.stringify({ id: 'first', ...dead }));
    writeFileSync(join(folder, 'first'), JSON.stringify({ id: 'second', ...dead }));
    await withFileLock(join(folder, 'lock'), async () => {
      expect(JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that a crash of the machine left empty is taken over', async () => {
    writeFileSync(join(folder, 'lock'), '');
    expect(await withFileLock(join(folder, 'lock'), async () => 'done')).toBe('done');
  });

  it('of a living process is waited for', async () => {
    const lock = join(folder, 'lock');
    writeFileSync(lock, JSON.stringify({ id: 'mine', ...ownIdentity() }));
    let isReleased = false;
    const waiting = withFileLock(lock, async () => expect(isReleased).toBe(true));
    await sleep(30);
    isReleased = true;
    rmSync(lock);
    await waiting;
    expect(existsSync(lock)).toBe(false);
  });
});

describe('a process', () => {
  const self = ownIdentity();

  it('is alive as long as it runs', () => {
    expect(mayBeAlive(self, self)).toBe(true);
  });

  it('that was killed is not', async () => {
    expect(mayBeAlive(await deadIdentity(), self)).toBe(false);
  });

  it('of before the last start of the machine is not, nor one whose number another has now', () => {
    expect(mayBeAlive({ ...self, boot: 'another' }, self)).toBe(false);
    expect(mayBeAlive({ ...self, started: '1' }, self)).toBe(false);
  });

  it('on another machine or in another container may be', () => {
    expect(mayBeAlive({ ...self, host: 'elsewhere', pid: 999_999_999 }, self)).toBe(true);
  });
});
