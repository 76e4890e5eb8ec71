// tsx does not reach worker threads on Node 20 by itself.
import { register } from 'tsx/esm/api';
import { workerData } from 'node:worker_threads';

register();
await import(workerData.program);
