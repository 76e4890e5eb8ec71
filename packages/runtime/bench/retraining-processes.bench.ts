/**
 * Jobs of retraining whose processes are killed by kill −9, at one of the moments at which they say how far they have come or after
 * some time, and whose successors are killed again: prints how many kills there were, in which stages, and how many jobs left
 * something else than one start, one version and one promotion.
 *
 *   node --conditions=@dqs/source --import tsx packages/runtime/bench/retraining-processes.bench.ts
 *
 * DQS_BENCH_RUNS sets the number of kills (50).
 */
import { fileURLToPath } from 'node:url';

import { Random } from '@dqs/core';

import { KilledRetraining, type Ended, type Kill } from '../tests/support/killed-retraining.js';

const RUNS = Number(process.env['DQS_BENCH_RUNS'] ?? 50);
/** Kills of one job, before it is left alone. */
const KILLS = 2;
const EXPECTED = JSON.stringify([1, 'watch', 2, 2]);

const random = new Random(9);
const system = await KilledRetraining.begin(
  fileURLToPath(new URL('../tests/programs/retrain-and-hang.ts', import.meta.url)),
);
const started = performance.now();
const { moments } = (await system.retrain(system.copy())) as Ended;
const ms = performance.now() - started;
const stages: Record<string, number> = {};
let [kills, jobs, wrong] = [0, 0, 0];
while (kills < RUNS) {
  const folder = system.copy();
  for (let i = 0; i < KILLS; i += 1) {
    const share = random.next();
    const kill: Kill =
      random.next() < 0.5 ? { moment: Math.ceil(share * moments) } : { afterMs: Math.ceil(share * ms) };
    const killed = await system.retrain(folder, kill);
    if (!('killedAt' in killed)) continue;
    kills += 1;
    const stage = 'afterMs' in kill ? 'any time' : (/^[a-z]+/.exec(killed.killedAt)?.[0] ?? 'at its end');
    stages[stage] = (stages[stage] ?? 0) + 1;
  }
  await system.retrain(folder);
  jobs += 1;
  const found = JSON.stringify(await system.outcomeIn(folder));
  if (found === EXPECTED) continue;
  wrong += 1;
  console.log(JSON.stringify({ jobs, found }));
}
system.end();
console.log(JSON.stringify({ kills, jobs, ...stages, wrong }));
