import { parentPort } from 'node:worker_threads';

import { toSent, type FromWorker, type ToWorker } from './protocol.js';

/** Makes what a worker runs on each task, from what the pool was given for it. */
export type TaskServer<Data, Task, Result> = (
  data: Data,
) => ((task: Task) => Result | Promise<Result>) | Promise<(task: Task) => Result | Promise<Result>>;

/**
 * Makes the program that calls it a worker of a {@link WorkerPool}: the last thing the module does. Tasks are run one
 * after another.
 *
 * @example
 * // worker.mjs
 * serveTasks((data) => (task) => task * data.factor);
 */
export function serveTasks<Data, Task, Result>(start: TaskServer<Data, Task, Result>): void {
  const port = portOfWorker();
  let run: ((task: Task) => Result | Promise<Result>) | undefined;
  const answer = async (message: ToWorker): Promise<void> => {
    if (message.kind === 'start') {
      run = await start(message.data as Data);
      port.post({ kind: 'ready' });
      return;
    }
    try {
      const result = await run!(message.task as Task);
      port.post({ kind: 'result', id: message.id, result });
    } catch (error) {
      port.post({ kind: 'error', id: message.id, error: toSent(error) });
    }
  };
  let queue = Promise.resolve();
  port.listen((message) => {
    queue = queue.then(() => answer(message)).catch((error) => port.post({ kind: 'failed', error: toSent(error) }));
  });
}

interface WorkerPort {
  post(message: FromWorker): void;
  listen(listener: (message: ToWorker) => void): void;
}

/** The line to the pool: a message port in a thread, the channel to the parent in a process. */
function portOfWorker(): WorkerPort {
  if (parentPort !== null) {
    const port = parentPort;
    return {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', listener),
    };
  }
  if (process.send === undefined) throw new Error('expected to be started as a worker by a WorkerPool');
  // A parent that is gone wants no more results.
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => process.send!(message),
    listen: (listener) => process.on('message', listener),
  };
}
