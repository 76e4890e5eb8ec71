// What a worker thread of tests/workers.test.ts does: train and predict once, or train until it is terminated.
import { parentPort, workerData } from 'node:worker_threads';
import { Booster, Dataset, train } from '../../src/index.js';
import { differences, table } from '../support/data.js';

const { columns, label } = table(5, 3000);
const dataset = await Dataset.fromColumns(columns, { label });
const rounds = workerData.mode === 'endless' ? 1e6 : 30;
const validSets = [{ name: 'data', dataset }];
parentPort?.postMessage('started');
const { booster } = await train({ num_threads: 2 }, dataset, { rounds, validSets, onProgress: () => undefined });
const predicted = await booster.predict(columns);
const copy = Booster.fromString(booster.toString());
parentPort?.postMessage(differences(predicted, copy.predictSync(columns, { engine: 'lightgbm' })));
