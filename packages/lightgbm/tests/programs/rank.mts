// One machine of a distributed training: node rank.mts <rank> <port0> <port1> [file]. Prints the model text's hash; with a file, that
// of a reference dataset, it learns from every other row of one table, and prints the trees as well.
import { createHash } from 'node:crypto';
import { Dataset, trainDistributed } from '../../src/index.js';
import { table } from '../support/data.js';

const rank = Number(process.argv[2]);
const [ports, file] = [process.argv.slice(3, 5).map(Number), process.argv[5]];
const reference = file === undefined ? undefined : await Dataset.fromFile(file);
const { columns, label, categorical } = file === undefined ? table(50 + rank, 1500) : shareOf(rank);
const { booster, history } = await trainDistributed({ num_leaves: 8, num_threads: 1, metric: 'l2' }, columns, {
  machines: ports.map((port) => `127.0.0.1:${port}`),
  localListenPort: ports[rank] as number,
  timeoutMinutes: 1,
  label,
  reference,
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
    ...(file !== undefined && { text: trees }),
    first: losses[0],
    last: losses.at(-1),
  }),
);

/** Every other row of one table. */
function shareOf(which: number) {
  const { columns: all, label: labels, categorical: kinds } = table(60, 3000);
  const isOwn = (_: number, row: number) => row % 2 === which;
  return { columns: all.map((column) => column.filter(isOwn)), label: labels.filter(isOwn), categorical: kinds };
}
