// On Node 20 tsx does not apply to worker threads by itself.
import { register } from 'tsx/esm/api';
import { workerData } from 'node:worker_threads';

register();
await import(workerData.program);
