// One machine of a distributed training: node rank.mts <rank> <port0> <port1>. Prints the model text's hash.
import { createHash } from 'node:crypto';
import { trainDistributed } from '../../src/index.js';
import { table } from '../support/data.js';

const rank = Number(process.argv[2]);
const ports = process.argv.slice(3).map(Number);
const { columns, label, categorical } = table(50 + rank, 1500);
const { booster, history } = await trainDistributed({ num_leaves: 8, num_threads: 1, metric: 'l2' }, columns, {
  machines: ports.map((port) => `127.0.0.1:${port}`),
  localListenPort: ports[rank] as number,
  timeoutMinutes: 1,
  label,
  categoricalFeatures: categorical,
  rounds: 10,
  trainingMetrics: true,
});
// The parameters at the end name each machine's own port and threads.
const trees = booster.toString().split('\nparameters:')[0] as string;
const losses = history['training']?.['l2'] ?? new Float64Array();
console.log(
  JSON.stringify({
    hash: createHash('sha256').update(trees).digest('hex'),
    trees: booster.numTrees,
    first: losses[0],
    last: losses.at(-1),
  }),
);
