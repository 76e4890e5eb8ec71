import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError, notWritable } from '@dqs/core';

const FILE = 'lock';

/** Holds a state folder for one process at a time. The lock of a process that was killed counts for nothing. */
export class RunLock {
  readonly #path: string;

  private constructor(path: string) {
    this.#path = path;
  }

  /**
   * Takes the folder.
   *
   * @throws DqsError `batch-busy` where a living process has it.
   */
  static async take(directory: string): Promise<RunLock> {
    const path = join(directory, FILE);
    for (;;) {
      try {
        const file = await open(path, 'wx');
        try {
          await file.writeFile(`${process.pid} ${startOf(process.pid) ?? ''}\n`);
        } finally {
          await file.close();
        }
        return new RunLock(path);
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritable(path, cause);
      }
      await assertDead(path, directory);
      await rm(path, { force: true });
    }
  }

  /** Gives the folder back. */
  async release(): Promise<void> {
    await rm(this.#path, { force: true });
  }
}

async function assertDead(path: string, directory: string): Promise<void> {
  const [pid = '', start = ''] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ');
  // A number may have been given to another process since; the time it started tells them apart.
  const isAlive = /^\d+$/.test(pid) && isRunning(Number(pid)) && (start === '' || startOf(Number(pid)) === start);
  if (!isAlive) return;
  throw new DqsError(
    'batch-busy',
    `process ${pid} is working on the run in ${directory}; wait for it, or end it and run again to go on`,
    { details: { directory, pid: Number(pid) } },
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, in the kernel's ticks; undefined where there is no /proc. */
function startOf(pid: number): string | undefined {
  try {
    // The name of the program, in parentheses, may hold spaces.
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return undefined;
  }
}
