import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import { takeFileLock, withFileLock, type FileLockOptions } from '../../src/io/index.js';
import { draftName } from '../../src/io/draft-names.js';
import { takeoverPath } from '../../src/io/file-lock.js';
import { ownIdentity } from '../../src/io/process-identity.js';
import { deadIdentity } from '../support/dead-identity.js';

const WAITING: FileLockOptions = { target: 'panel', purpose: 'update', busyCode: 'panel-busy', waitMs: 30_000 };
const AT_ONCE: FileLockOptions = { ...WAITING, waitMs: 0 };
const PROGRAM = join(__dirname, '..', 'programs', 'contend.ts');

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dqs-lock-'));
  path = join(folder, 'lock');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Counts how many are inside at the same time. */
class Room {
  most = 0;
  #inside = 0;

  readonly visit = async (fails = false): Promise<void> => {
    this.#inside += 1;
    this.most = Math.max(this.most, this.#inside);
    await sleep(2);
    this.#inside -= 1;
    if (fails) throw new Error('work failed');
  };
}

describe('a lock file', () => {
  it('of a process that was killed while it took over another does not stay, nor does its draft', async () => {
    const dead = await deadIdentity();
    const text = JSON.stringify({ id: 'x', ...dead });
    const ownDraft = draftName('lock');
    const deadDraft = ownDraft.replace(/-\d+-\d+-/, `-${dead.pid}-${dead.started}-`);
    writeFileSync(takeoverPath(path, 'a lock that is gone'), text);
    writeFileSync(join(folder, deadDraft), 'half');
    writeFileSync(join(folder, ownDraft), 'of a living process');
    writeFileSync(join(folder, '.mine.tmp'), 'no draft of ours');
    await withFileLock(path, AT_ONCE, async () => undefined);
    expect(readdirSync(folder).sort()).toEqual([ownDraft, '.mine.tmp'].sort());
  });

  it('lets one in at a time, and the next when it is done or has thrown', async () => {
    const room = new Room();
    const turns = Array.from({ length: 12 }, (_, i) => withFileLock(path, WAITING, () => room.visit(i % 4 === 0)));
    const ended = await Promise.allSettled(turns);
    expect(room.most).toBe(1);
    expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(3);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a living process is waited for', async () => {
    const held = await takeFileLock(path, AT_ONCE);
    let isReleased = false;
    const waiting = withFileLock(path, WAITING, async () => expect(isReleased).toBe(true));
    await sleep(30);
    isReleased = true;
    await held.release();
    await waiting;
    expect(existsSync(path)).toBe(false);
  });

  it("of a living process fails at once without a wait time, with the caller's description", async () => {
    const held = await takeFileLock(path, AT_ONCE);
    const { host, pid } = ownIdentity();
    await expect(takeFileLock(path, AT_ONCE)).rejects.toMatchObject({
      code: 'panel-busy',
      message:
        `cannot update panel: process ${pid} on ${host} is already using it; run again when it has ` +
        `ended (or remove ${path} if it already has)`,
      details: { path: 'panel', lock: path, pid, host },
    });
    await held.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('of a living process is waited for only so long, even if the clock is set back meanwhile', async () => {
    await takeFileLock(path, AT_ONCE);
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => -performance.now());
    try {
      await expect(takeFileLock(path, { ...WAITING, waitMs: 40 })).rejects.toMatchObject({
        code: 'panel-busy',
        message: expect.stringContaining('is already using it (waited 0.04 s);'),
      });
    } finally {
      clock.mockRestore();
    }
  });

  it('of another machine counts as held', async () => {
    writeFileSync(path, JSON.stringify({ host: 'elsewhere', pid: 1 }));
    await expect(takeFileLock(path, AT_ONCE)).rejects.toMatchObject({ details: { host: 'elsewhere', pid: 1 } });
  });

  it('that was removed by hand, and is another’s by now, stays when the first lets go', async () => {
    const first = await takeFileLock(path, AT_ONCE);
    rmSync(path);
    const second = await takeFileLock(path, AT_ONCE);
    await first.release();
    await expect(takeFileLock(path, AT_ONCE)).rejects.toMatchObject({ code: 'panel-busy' });
    await second.release();
    await second.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('that cannot be created is reported as a target that cannot be written', async () => {
    writeFileSync(path, '');
    await expect(takeFileLock(join(path, 'below', 'lock'), AT_ONCE)).rejects.toMatchObject({
      code: 'output-not-writable',
      message: 'cannot write panel: a part of the path is a file, not a folder',
    });
  });
});

describe('the lock file of a process that has ended', () => {
  it('is taken over, by one only', async () => {
    writeFileSync(path, JSON.stringify({ id: 'dead-lock', ...(await deadIdentity()) }));
    const room = new Room();
    await Promise.all(Array.from({ length: 8 }, () => withFileLock(path, WAITING, () => room.visit())));
    expect(room.most).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is never held by two of the processes that find it at the same moment', async () => {
    const [contenders, rounds] = [4, 60];
    const dead = await deadIdentity();
    for (let round = 0; round < rounds; round += 1) {
      const place = join(folder, String(round));
      const text = JSON.stringify({ id: `dead-${round}`, ...dead });
      mkdirSync(place);
      writeFileSync(join(place, 'lock'), text);
      // In every other round somebody died while taking it over, too.
      if (round % 2 === 1) writeFileSync(takeoverPath(join(place, 'lock'), text), JSON.stringify(dead));
    }
    const runs = Array.from({ length: contenders }, (_, i) => contend(folder, `process-${i}`, contenders, rounds));
    const won = (await Promise.all(runs)).flat();
    expect(won.sort((a, b) => a - b)).toEqual(Array.from({ length: rounds }, (_, round) => round));
  });

  it('is taken over even where another died while taking it over', async () => {
    const dead = JSON.stringify({ id: 'first', ...(await deadIdentity()) });
    writeFileSync(path, dead);
    writeFileSync(takeoverPath(path, dead), JSON.stringify({ ...(JSON.parse(dead) as object), id: 'second' }));
    await withFileLock(path, AT_ONCE, async () => {
      expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({ pid: process.pid });
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['', 'null', '{"host":"here"}', '12 34'])('is taken over where a crash left only %j of it', async (text) => {
    writeFileSync(path, text);
    writeFileSync(takeoverPath(path, text), text);
    expect(await withFileLock(path, AT_ONCE, async () => 'done')).toBe('done');
    expect(readdirSync(folder)).toEqual([]);
  });
});

/** The rounds that a process won in which real others wanted the same locks. */
async function contend(place: string, name: string, contenders: number, rounds: number): Promise<number[]> {
  const environment = Object.fromEntries(Object.entries(process.env).filter(([key]) => key !== 'NODE_OPTIONS'));
  const args = ['--import', 'tsx', PROGRAM, place, name, `${contenders}`, `${rounds}`];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: environment });
  return JSON.parse(stdout) as number[];
}
