import { fork, type ChildProcess } from 'node:child_process';
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
export const TASK_LIMITS: TaskLimits = { timeMs: 300_000, memoryMb: 1500 };

/** The program of a task. */
export interface TaskProgram {
  readonly entry: URL;
  /** Options of Node. @default those of this process */
  readonly execArgv?: readonly string[];
}

/** So long a process waits for the next task, which may be about the same days, milliseconds. */
const IDLE_MS = 120_000;

/**
 * Does tasks in a process of their own, so that requests are answered meanwhile, and whatever a policy makes it do ends with the
 * time that it is given. One that has done its task waits a little for the next.
 *
 * @throws DqsError `simulation-too-large` for a task that needs more than the limits; as `runTask`.
 */
export function inProcessOfItsOwn(
  settings: TaskSettings,
  program: TaskProgram,
  limits: TaskLimits = TASK_LIMITS,
): RunTask {
  let idle: { readonly child: ChildProcess; readonly timer: NodeJS.Timeout } | undefined;
  const taken = (): ChildProcess | undefined => {
    clearTimeout(idle?.timer);
    const child = idle?.child;
    idle = undefined;
    return child?.connected === true ? child : undefined;
  };
  const close = () => void taken()?.kill('SIGKILL');
  const run: RunTask = async (task, hooks) => {
    const child = taken() ?? started(program, limits);
    const ended = await doneBy(child, { settings, task }, limits, hooks);
    close();
    idle = { child, timer: setTimeout(close, IDLE_MS) };
    idle.timer.unref();
    // It keeps no process alive that has nothing else to do.
    child.unref();
    child.channel?.unref();
    if (ended.kind === 'failed') throw failureOf(ended);
    return ended.result;
  };
  return Object.assign(run, { close });
}

function started({ entry, execArgv = process.execArgv }: TaskProgram, { memoryMb }: TaskLimits): ChildProcess {
  return fork(fileURLToPath(entry), {
    serialization: 'advanced',
    execArgv: [...execArgv, `--max-old-space-size=${memoryMb}`],
    // What it prints when it is out of memory is nobody's result.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

type Ended = Exclude<FromTask, { kind: 'progress' }>;

/** How a task ended; it is ended with its process when its time is over or nobody waits for it. */
function doneBy(
  child: ChildProcess,
  asked: ToTask,
  { timeMs, memoryMb }: TaskLimits,
  { signal, onProgress }: Parameters<RunTask>[1],
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let isLate = false;
    const end = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      isLate = true;
      end();
    }, timeMs);
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      child.off('message', onMessage).off('error', onError).off('close', onClose);
    };
    const onMessage = (message: unknown) => {
      const told = message as FromTask;
      if (told.kind === 'progress') return onProgress(told.progress);
      over();
      resolve(told);
    };
    const onError = (error: Error) => {
      over();
      reject(error);
    };
    const onClose = () => {
      over();
      if (signal.aborted) reject(new DqsError('aborted', 'nobody waits for the simulation any longer'));
      else reject(tooLarge(isLate ? `${timeMs / 1000} s` : `${memoryMb} MB of memory`));
    };
    signal.addEventListener('abort', end, { once: true });
    child.on('message', onMessage).on('error', onError).on('close', onClose);
    child.ref();
    child.channel?.ref();
    child.send(asked, () => undefined);
  });
}

function failureOf({ code, message, details }: Extract<FromTask, { kind: 'failed' }>): Error {
  return code === null ? new Error(message) : new DqsError(code, message, { details: { ...details } });
}

function tooLarge(limit: string): DqsError {
  return new DqsError('simulation-too-large', `expected it to be done with ${limit}, which was not enough`);
}
