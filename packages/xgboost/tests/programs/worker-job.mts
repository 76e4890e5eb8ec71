// What a worker thread of workers.mts does: train and predict once, or train until it is terminated.
import { parentPort, workerData } from 'node:worker_threads';
import { Booster, DMatrix, train } from '../../src/index.js';
import { differences, fraction, table } from '../support/data.js';

const { columns, label } = table(5, 3000);
const data = await DMatrix.from(columns, { label: fraction(label) });
const rounds = (workerData as { mode: string }).mode === 'endless' ? 1e6 : 20;
const params = { objective: 'binary:logistic', tree_method: 'hist', nthread: 2 };
parentPort?.postMessage('started');
const evaluate = [{ name: 'data', data }];
const { booster } = await train(params, data, { rounds, evaluate, onProgress: () => undefined });
const predicted = await booster.predict(columns);
parentPort?.postMessage(differences(predicted, Booster.load(booster.save()).predictSync(columns)));
