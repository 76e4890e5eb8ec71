// Prints "ok" when worker threads can train, and be terminated while they do.
import { Worker } from 'node:worker_threads';

const entry = new URL('./worker-entry.mjs', import.meta.url);
const program = new URL('./worker-job.mts', import.meta.url).href;
const start = (mode: string): Worker => new Worker(entry, { workerData: { program, mode } });

function message(worker: Worker, wanted: (value: unknown) => boolean): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.on('message', (value) => wanted(value) && resolve(value));
    worker.on('error', reject);
  });
}

const differences = await Promise.all(['once', 'once', 'once'].map((mode) => message(start(mode), Number.isInteger)));
if (differences.some((count) => count !== 0)) throw new Error(`differences: ${differences.join()}`);

for (let round = 0; round < 3; round++) {
  const workers = [start('endless'), start('endless')];
  await Promise.all(workers.map((worker) => message(worker, (value) => value === 'started')));
  await new Promise((resolve) => setTimeout(resolve, round * 25));
  await Promise.all(workers.map((worker) => worker.terminate()));
}
console.log('ok');
process.exit(0);
