// The program that the worker's thread of `dqs serve` runs. The build puts it next to main.
import { parentPort, workerData } from 'node:worker_threads';

import { DqsError } from '@dqs/core';

import { work } from './commands/serve/work.js';

const stop = new AbortController();
const port = parentPort!;
port.once('message', () => stop.abort(new Error('interrupted by a signal')));
try {
  await work(workerData as Parameters<typeof work>[0], stop.signal);
} catch (error) {
  // What crosses to another thread loses its class.
  if (!DqsError.is(error)) throw error;
  port.postMessage({ code: error.code, message: error.message, details: error.details });
}
port.close();
