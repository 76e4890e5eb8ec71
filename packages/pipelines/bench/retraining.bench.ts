// How often simulated challengers are accepted, by how much better they are; one JSON object a line, shares in percent.
//
//   node --conditions=@dqs/source --import tsx packages/pipelines/bench/retraining.bench.ts
//
// DQS_BENCH_RUNS sets the number of challengers behind each figure (1000).
import { Random } from '@dqs/core';

import { judgeChallenger } from '../src/retrain/index.js';
import { simulatedChallenge } from '../tests/support/simulated-challengers.js';

const RUNS = Number(process.env['DQS_BENCH_RUNS'] ?? 1000);
const GAINS = [0, 0.3, 0.5, 1];

function accepted(evidence: 'e-value' | 'interval', rho: number, days: number, gain: number): number {
  const gates = {
    better: { level: 0.05, evidence, minimumDays: 28 },
    naiveSkill: 0,
    segments: { guard: ['GUARDED', 'OTHER'], level: 0.05, margin: 0.1 },
    constant: true,
    mostLatencyMs: undefined,
    mostBytes: undefined,
  };
  const random = new Random(1);
  let count = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const rows = simulatedChallenge({ days, rho, gain }, random);
    if (judgeChallenger(gates, { rows, checks: [], latencyMs: 1, bytes: 1 }).verdict === 'accept') count += 1;
  }
  return Number(((100 * count) / RUNS).toFixed(1));
}

for (const evidence of ['e-value', 'interval'] as const) {
  for (const rho of [0, 0.5, 0.7]) {
    for (const days of [90, 180]) {
      const shares = GAINS.map((gain) => [`gain_${gain}`, accepted(evidence, rho, days, gain)]);
      console.log(JSON.stringify({ evidence, rho, days, ...Object.fromEntries(shares) }));
    }
  }
}
