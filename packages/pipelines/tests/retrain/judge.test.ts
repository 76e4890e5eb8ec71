import { Random } from '@dqs/core';

import { judgeChallenger, judgeShadow, type Gates, type PairedRows } from '../../src/retrain/index.js';
import { GATES, policyOf } from '../support/retraining.js';
import { simulatedChallenge } from '../support/simulated-challengers.js';

const gates = policyOf(`triggers: {}\n${GATES}`).gates!;
const guarded: Gates = { ...gates, segments: { guard: ['GUARDED', 'OTHER'], level: 0.05, margin: 0.1 } };
const better = simulatedChallenge({ days: 90, rho: 0, gain: 2 }, new Random(1));
const equal = simulatedChallenge({ days: 90, rho: 0 }, new Random(2));
const worse = simulatedChallenge({ days: 90, rho: 0, gain: -2 }, new Random(1));

const judge = (rows: PairedRows, using: Gates | undefined = gates, over: object = {}) =>
  judgeChallenger(using, { rows, checks: [], latencyMs: 0.5, bytes: 1e6, ...over });

const check = (name: string, verdict: 'pass' | 'fail' | 'inconclusive') => ({
  ...{ name, verdict, reason: 'because', value: null, threshold: null },
});

describe('judgeChallenger', () => {
  it.each(['e-value', 'interval'] as const)(
    'accepts what is better, rejects what is worse, and cannot tell equals, by %s',
    (evidence) => {
      const using = { ...gates, better: { ...gates.better, evidence } };
      expect([better, worse, equal].map((rows) => judge(rows, using).verdict)).toEqual([
        'accept',
        'reject',
        'inconclusive',
      ]);
    },
  );

  it('is not deceived by weeks on which both said the same', () => {
    const challenger = equal.challenger.map((loss, row) => (equal.day[row]! < 25 ? equal.champion[row]! : loss));
    expect(judge({ ...equal, challenger }).verdict).toBe('inconclusive');
  });

  it('does not believe in many tiny gains without a loss: a day that is much worse may still come', () => {
    const challenger = equal.champion.map((loss) => loss - 0.02);
    expect(judge({ ...equal, challenger }).verdict).toBe('inconclusive');
  });

  it('rejects everything where the policy sets no thresholds', () => {
    expect(judgeChallenger(undefined, { rows: better, checks: [], latencyMs: 1, bytes: 1 })).toMatchObject({
      verdict: 'reject',
      checks: [{ name: 'thresholds', reason: expect.stringContaining('no thresholds') }],
    });
  });

  it('is inconclusive on too few days of the champion, and without any', () => {
    expect(judge(simulatedChallenge({ days: 27, rho: 0, gain: 3 }, new Random(1))).verdict).toBe('inconclusive');
    const none = { ...equal, day: new Int32Array(0), champion: new Float64Array(0), challenger: new Float64Array(0) };
    expect(judge({ ...none, naive: new Float64Array(0), segments: new Map() }).verdict).toBe('inconclusive');
  });

  it('rejects what is no better than the naive forecast, although it is better than the champion', () => {
    const found = judge({ ...better, naive: better.challenger.map((loss) => loss * 0.99) });
    expect(found.verdict).toBe('reject');
    expect(found.checks.find(({ name }) => name === 'naive-skill')).toMatchObject({ verdict: 'fail', threshold: 0 });
  });

  it('rejects a loss on a guarded segment, whatever is won elsewhere', () => {
    const rows = simulatedChallenge({ days: 90, rho: 0, gain: 2, guardedLoss: 4 }, new Random(1));
    const found = judge(rows, guarded);
    expect(found.verdict).toBe('reject');
    expect(found.checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name)).toEqual([
      'segment GUARDED',
    ]);
    expect(judge(better, guarded).verdict).toBe('accept');
  });

  it('does not pass a guarded segment that it knows nothing of', () => {
    const using = { ...gates, segments: { guard: ['rule: 999'], level: 0.05, margin: 0.1 } };
    expect(judge(better, using)).toMatchObject({ verdict: 'inconclusive' });
  });

  it.each([
    ['is too slow', { latencyMs: 3 }, 'latency'],
    ['is too large', { bytes: 3e6 }, 'size'],
    ['says the same of all', { checks: [check('constant-forecasts', 'fail')] }, 'constant-forecasts'],
    ['failed a gate of its training', { checks: [check('training-gates', 'fail')] }, 'training-gates'],
  ])('rejects what %s', (_, over, name) => {
    const found = judge(better, { ...gates, mostLatencyMs: 2, mostBytes: 2e6 }, over);
    expect(found).toMatchObject({ verdict: 'reject' });
    expect(found.checks.filter(({ verdict }) => verdict === 'fail').map((one) => one.name)).toEqual([name]);
  });

  it('is not held up by a check of the model that decides nothing, nor by one that the policy leaves out', () => {
    expect(judge(better, gates, { checks: [check('training-gates', 'inconclusive')] }).verdict).toBe('accept');
    const using = { ...gates, constant: false };
    expect(judge(better, using, { checks: [check('constant-forecasts', 'fail')] }).verdict).toBe('accept');
  });
});

describe('judgeShadow', () => {
  it('lets pass what does not turn out worse, and rejects what does', () => {
    expect([better, equal, worse].map((rows) => judgeShadow(gates, rows).verdict)).toEqual([
      'accept',
      'accept',
      'reject',
    ]);
  });

  it('says of a week that it is too short to find anything worse by', () => {
    const [shadow] = judgeShadow(gates, simulatedChallenge({ days: 7, rho: 0, gain: -9 }, new Random(1))).checks;
    expect(shadow).toMatchObject({
      verdict: 'pass',
      reason: 'not found worse on 7 days: 7 days are too few, at least 14 are needed',
    });
  });
});
