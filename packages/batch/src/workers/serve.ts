import { parentPort } from 'node:worker_threads';

import { toSent, type FromWorker, type ToWorker } from './protocol.js';

/** Creates the function a worker runs on each task from the pool's `data`. */
export type TaskServer<Data, Task, Result> = (
  data: Data,
) => ((task: Task) => Result | Promise<Result>) | Promise<(task: Task) => Result | Promise<Result>>;

/**
 * Turns the calling program into a worker of a {@link WorkerPool}. Call it at the end of the module. Tasks are run one
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

/** The connection to the pool: a message port in a thread, the channel to the parent in a process. */
function portOfWorker(): WorkerPort {
  if (parentPort !== null) {
    const port = parentPort;
    return {
      post: (message) => port.postMessage(message),
      listen: (listener) => port.on('message', listener),
    };
  }
  if (process.send === undefined) throw new Error('expected to be started as a worker by a WorkerPool');
  // If the parent is gone, nobody needs the results.
  process.on('disconnect', () => process.exit(0));
  return {
    post: (message) => process.send!(message),
    listen: (listener) => process.on('message', listener),
  };
}
