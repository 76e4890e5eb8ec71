import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

import type { FromWorker, ToWorker } from './protocol.js';

/** Where a worker runs: a thread of this process, or a separate process, which may abort without harm. */
export type Isolation = 'threads' | 'processes';

/** How a worker is started. */
export interface WorkerStart {
  /** Module that calls `serveTasks` or `serveShards`. */
  readonly entry: URL;
  readonly isolation: Isolation;
  /** Limit of the worker's JavaScript heap in megabytes; the worker is terminated above it. */
  readonly memoryLimitMb: number;
}

/** A running worker. */
export interface WorkerHandle {
  send(message: ToWorker): void;
  stop(): Promise<void>;
}

/** Callbacks from a worker to its pool. */
export interface WorkerListener {
  readonly onMessage: (message: FromWorker) => void;
  /** Called once, when the worker is gone. */
  readonly onExit: (reason: string) => void;
}

/** Starts a worker. */
export function startWorker(start: WorkerStart, listener: WorkerListener): WorkerHandle {
  return start.isolation === 'threads' ? startThread(start, listener) : startProcess(start, listener);
}

function startThread({ entry, memoryLimitMb }: WorkerStart, { onMessage, onExit }: WorkerListener): WorkerHandle {
  const worker = new Worker(entry, { resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb } });
  let reason = '';
  worker.on('message', onMessage);
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    reason = isMemory ? `the worker needed more than ${memoryLimitMb} MB of memory` : error.message;
  });
  worker.on('exit', (code) => onExit(reason === '' ? `the worker exited with code ${code}` : reason));
  return {
    send: (message) => worker.postMessage(message),
    stop: async () => {
      await worker.terminate();
    },
  };
}

function startProcess({ entry, memoryLimitMb }: WorkerStart, { onMessage, onExit }: WorkerListener): WorkerHandle {
  const child = fork(fileURLToPath(entry), {
    serialization: 'advanced',
    execArgv: [...process.execArgv, `--max-old-space-size=${memoryLimitMb}`],
    // Worker output must not mix with the program's result.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  child.on('message', (message) => onMessage(message as FromWorker));
  child.on('error', () => undefined);
  const gone = new Promise<void>((done) => {
    child.on('close', (code, signal) => {
      onExit(signal === null ? `the worker exited with code ${code}` : `the worker was killed by ${signal}`);
      done();
    });
  });
  return {
    send: (message) => {
      // The exit event reports a worker that is gone; its tasks are sent again to the next worker.
      if (child.connected) child.send(message, () => undefined);
    },
    stop: async () => {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
