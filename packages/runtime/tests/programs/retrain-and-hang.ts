import { writeSync } from 'node:fs';
import { join } from 'node:path';

import { FileStore, SILENT_LOGGER } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';

import { WORKS, type Operation } from '../../src/index.js';
import { memoryOperation } from '../support/memory-operation.js';

/** Does a job of retraining on files, and stands still at one of the moments at which it tells how far it has come. */
const [folder, now, moment] = process.argv.slice(2) as [string, string, string];
const settings = {
  store: join(folder, 'store'),
  registry: join(folder, 'registry'),
  servedRetraining: join(folder, 'dqs.retrain.yaml'),
  threads: 1,
};
const digest = () => Promise.reject(new Error('nobody sends one'));
const clock = { now: () => Number(now) };
const deliveries = new Deliveries(new FileStore(settings.store), { clock });
const operation: Operation = { settings, deliveries, digest, ...memoryOperation().operation };

let moments = 0;
const onProgress = ({ stage, done }: { readonly stage: string; readonly done: number }) => {
  moments += 1;
  if (moments !== Number(moment)) return;
  writeSync(1, `${stage} ${done}\n`);
  // In the middle of it, as far as this thread goes.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
};
const hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER, clock, onProgress };
const { run } = WORKS.find(({ kind }) => kind === 'retrain')!;
const { verdict, phase } = await run(operation, { key: 'the day', data: {} }, hooks);
writeSync(1, `${JSON.stringify({ moments, verdict, phase })}\n`);
