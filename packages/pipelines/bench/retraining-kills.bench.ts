// A retraining whose process dies at a write, and whose successor dies at another one: what is left for the third. Prints how many
// pairs of points were tried, and how many left something else than one job, one version and one promotion.
//
//   node --conditions=@dqs/source --import tsx packages/pipelines/bench/retraining-kills.bench.ts
//
// DQS_BENCH_RUNS sets the number of pairs (60).
import { diesAt, mortalStore, outcomeIn, retrainIn } from '../tests/support/mortal-retraining.js';

const RUNS = Number(process.env['DQS_BENCH_RUNS'] ?? 60);
const EXPECTED = JSON.stringify([1, 'watch', 2, 2]);

let [tried, wrong] = [0, 0];
for (let first = 1; tried < RUNS; first += 1) {
  let pairs = 0;
  for (let second = 1; tried < RUNS; second += 1) {
    const store = await mortalStore();
    const haveDied = await diesAt(store, [first, second]);
    if (!haveDied) break;
    await retrainIn(store);
    const found = JSON.stringify(await outcomeIn(store));
    if (found !== EXPECTED) {
      wrong += 1;
      console.log(JSON.stringify({ first, second, found }));
    }
    [tried, pairs] = [tried + 1, pairs + 1];
  }
  // Nothing is written so late.
  if (pairs === 0) break;
}
console.log(JSON.stringify({ tried, wrong }));
