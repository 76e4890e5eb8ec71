import { Random } from '@dqs/core';

import { judgeChallenger, judgeShadow, type Gates } from '../../src/retrain/index.js';
import { lopsidedLosses, simulatedChallenge, type SimulatedChallenge } from '../support/simulated-challengers.js';

const LEVEL = 0.05;
const RUNS = 1000;
/** Of the model by itself nothing speaks against it. */
const ALONE = { checks: [], latencyMs: 1, bytes: 1 };

function gatesOf(evidence: 'e-value' | 'interval', isGuarded: boolean): Gates {
  return {
    better: { level: LEVEL, evidence, minimumDays: 28 },
    naiveSkill: 0,
    segments: isGuarded ? { guard: ['GUARDED', 'OTHER'], level: LEVEL, margin: 0.1 } : undefined,
    constant: true,
    mostLatencyMs: undefined,
    mostBytes: undefined,
  };
}

/** How many of a thousand simulated challengers fail on a guarded segment, and on all rows. */
function foundWorse(challenge: SimulatedChallenge): { readonly inSegments: number; readonly onAll: number } {
  const random = new Random(11);
  let [inSegments, onAll] = [0, 0];
  for (let run = 0; run < RUNS; run += 1) {
    const evidence = { rows: simulatedChallenge(challenge, random), ...ALONE };
    const { checks } = judgeChallenger(gatesOf('e-value', true), evidence);
    const failed = checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
    if (failed.some((name) => name.startsWith('segment '))) inSegments += 1;
    if (failed.includes('better')) onAll += 1;
  }
  return { inSegments, onAll };
}

/** Of how many challengers with lopsided losses, as good as the champion, the comparison has a verdict. */
function lopsided(evidence: 'e-value' | 'interval', verdict: 'pass' | 'fail'): number {
  const random = new Random(5);
  let found = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const [skewed, steady] = lopsidedLosses(28, random);
    const [challenger, champion] = verdict === 'pass' ? [skewed, steady] : [steady, skewed];
    const rows = { day: Int32Array.from(steady.keys()), challenger, champion, naive: steady, segments: new Map() };
    const [better] = judgeChallenger(gatesOf(evidence, false), { rows, ...ALONE }).checks;
    if (better!.verdict === verdict) found += 1;
  }
  return found;
}

/** How many of simulated challengers are accepted. */
function accepted(
  evidence: 'e-value' | 'interval',
  challenge: SimulatedChallenge,
  isGuarded: boolean,
  runs = RUNS,
): number {
  const gates = gatesOf(evidence, isGuarded);
  const random = new Random(11);
  let count = 0;
  for (let run = 0; run < runs; run += 1) {
    const rows = simulatedChallenge(challenge, random);
    if (judgeChallenger(gates, { rows, ...ALONE }).verdict === 'accept') count += 1;
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

describe('of a thousand challengers that lose nowhere', () => {
  it.each([0.5, 0.7])('at most α are found worse, on a guarded segment or at all, days correlated by %d', (rho) => {
    const { inSegments, onAll } = foundWorse({ days: 90, rho });
    expect(Math.max(inSegments, onAll)).toBeLessThanOrEqual(LEVEL * RUNS);
  });

  describe('and whose losses are far more skewed, or far less', () => {
    it('at most α are found better or worse by e-value after four weeks', () => {
      expect(
        [lopsided('e-value', 'pass'), lopsided('e-value', 'fail')].filter((found) => found > LEVEL * RUNS),
      ).toEqual([]);
    });

    it('far more than α are by interval, which the guide says', () => {
      expect(lopsided('interval', 'pass')).toBeGreaterThan(0.1 * RUNS);
    });
  });

  it('at most α are found worse by four weeks in the shadow, days correlated by 0.7', () => {
    const random = new Random(12);
    let rejected = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const rows = simulatedChallenge({ days: 28, rho: 0.7 }, random);
      if (judgeShadow(gatesOf('e-value', false), rows).verdict === 'reject') rejected += 1;
    }
    expect(rejected).toBeLessThanOrEqual(LEVEL * RUNS);
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
