import { Random } from '@dqs/core';

import { judgeChallenger, type Gates } from '../../src/retrain/index.js';
import { simulatedChallenge, type SimulatedChallenge } from '../support/simulated-challengers.js';

const LEVEL = 0.05;
const RUNS = 1000;

/** How many of simulated challengers are accepted. */
function accepted(
  evidence: 'e-value' | 'interval',
  challenge: SimulatedChallenge,
  isGuarded: boolean,
  runs = RUNS,
): number {
  const gates: Gates = {
    better: { level: LEVEL, evidence, minimumDays: 28 },
    naiveSkill: 0,
    segments: isGuarded ? { guard: ['GUARDED', 'OTHER'], level: LEVEL, margin: 0.1 } : undefined,
    constant: true,
    mostLatencyMs: undefined,
    mostBytes: undefined,
  };
  const random = new Random(11);
  let count = 0;
  for (let run = 0; run < runs; run += 1) {
    const rows = simulatedChallenge(challenge, random);
    if (judgeChallenger(gates, { rows, checks: [], latencyMs: 1, bytes: 1 }).verdict === 'accept') count += 1;
  }
  return count;
}

describe('of a thousand challengers that are no better', () => {
  // Without guarded segments, which only make it harder.
  it.each([
    ['e-value', 0.5],
    ['e-value', 0.7],
    ['interval', 0.7],
  ] as const)('at most α are accepted by %s where days correlate by %d', (evidence, rho) => {
    expect(accepted(evidence, { days: 90, rho }, false)).toBeLessThanOrEqual(LEVEL * RUNS);
  });
});

describe('a loss of a third of the error on a guarded segment', () => {
  it.each(['e-value', 'interval'] as const)('never passes by %s, whatever is won elsewhere', (evidence) => {
    expect(accepted(evidence, { days: 90, rho: 0.5, gain: 1, guardedLoss: 3.4 }, true)).toBe(0);
  });
});

describe('the power', () => {
  // Of gains in standard deviations of a daily difference on 180 days; `bench/retraining.bench.ts` prints more.
  it.each([
    ['e-value', 0, 0.5, 0.9],
    ['e-value', 0.5, 1, 0.85],
    ['interval', 0, 0.3, 0.85],
    ['interval', 0.5, 0.5, 0.85],
  ] as const)('by %s, days correlated by %d, of a gain of %d is above %d', (evidence, rho, gain, least) => {
    expect(accepted(evidence, { days: 180, rho, gain }, true, 100)).toBeGreaterThanOrEqual(100 * least);
  });
});
