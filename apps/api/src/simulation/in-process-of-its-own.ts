import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';

import { DqsError } from '@dqs/core';

import type { FromTask, TaskSettings, ToTask } from './protocol.js';
import type { RunTask } from './task.js';

/** What a task may take. */
export interface TaskLimits {
  readonly timeMs: number;
  /** JavaScript heap, megabytes. */
  readonly memoryMb: number;
}

/** The limits of a server that is told none. */
export const TASK_LIMITS: TaskLimits = { timeMs: 180_000, memoryMb: 1500 };

/** The program of a task. */
export interface TaskProgram {
  readonly entry: URL;
  /** Options of Node. @default those of this process */
  readonly execArgv?: readonly string[];
}

/**
 * Does each task in a process of its own, so that requests are answered meanwhile, and whatever a policy makes it do ends with the
 * time that it is given.
 *
 * @throws DqsError `simulation-too-large` for a task that needs more than the limits; as `runTask`.
 */
export function inProcessOfItsOwn(
  settings: TaskSettings,
  { entry, execArgv = process.execArgv }: TaskProgram,
  { timeMs, memoryMb }: TaskLimits = TASK_LIMITS,
): RunTask {
  return (task, { signal, onProgress }) =>
    new Promise((resolve, reject) => {
      const child = fork(fileURLToPath(entry), {
        serialization: 'advanced',
        execArgv: [...execArgv, `--max-old-space-size=${memoryMb}`],
        // What it prints when it is out of memory is nobody's result.
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      });
      let last: FromTask | undefined;
      let isLate = false;
      const end = () => child.kill('SIGKILL');
      const timer = setTimeout(() => {
        isLate = true;
        end();
      }, timeMs);
      signal.addEventListener('abort', end, { once: true });
      child.on('message', (message) => {
        last = message as FromTask;
        if (last.kind === 'progress') onProgress(last.progress);
      });
      child.once('error', reject);
      child.once('close', () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        if (last?.kind === 'done') resolve(last.result);
        else if (last?.kind === 'failed') reject(failureOf(last));
        else if (signal.aborted) reject(new DqsError('aborted', 'nobody waits for the simulation any longer'));
        else reject(tooLarge(isLate ? `${timeMs / 1000} s` : `${memoryMb} MB of memory`));
      });
      child.send({ settings, task } satisfies ToTask, () => undefined);
    });
}

function failureOf({ code, message, details }: Extract<FromTask, { kind: 'failed' }>): Error {
  return code === null ? new Error(message) : new DqsError(code, message, { details: { ...details } });
}

function tooLarge(limit: string): DqsError {
  return new DqsError('simulation-too-large', `expected it to be done with ${limit}, which was not enough`);
}
