import { formatDay, type DailyPanel } from '@dqs/core';

import {
  compareVersions,
  promotionGates,
  trainModel,
  validateBundle,
  type LoadedBundle,
  type TrainOptions,
} from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 3, rules: 3, days: 200, executions: 10 });
const opened: LoadedBundle[] = [];
afterAll(() => opened.forEach(({ predictor }) => predictor.model.close()));

/** A bundle trained in memory. */
async function trained(options: Partial<TrainOptions>, on: DailyPanel = panel): Promise<LoadedBundle> {
  const loaded = loadedInMemory(await trainModel(on, { spec: 'classic', rounds: 60, ...options }), on);
  opened.push(loaded);
  return loaded;
}

describe('a comparison of two versions', () => {
  it('is made on days after the training of both, with the naive forecast', async () => {
    const early = await trained({ testFrom: FIRST_DAY + 120 });
    const late = await trained({ testFrom: FIRST_DAY + 150, seed: 7 });
    const found = await compareVersions(early, late, panel);
    expect(found).toMatchObject({ from: formatDay(FIRST_DAY + 150), to: formatDay(FIRST_DAY + 199), horizon: 1 });
    const [all] = found.segments;
    expect(all).toMatchObject({ segment: 'all', days: 50, rows: found.rows });
    expect(found.segments.map(({ segment }) => segment)).toEqual(['all', 'ATTRIBUTE', 'DATASET']);
    for (const { baseline, candidate, naive } of found.segments) {
      for (const mae of [baseline, candidate, naive]) expect(mae).toBeGreaterThan(0);
    }
  });

  it('agrees with the scores that training measured on the same days', async () => {
    const one = await trained({ testFrom: FIRST_DAY + 150 });
    const two = await trained({ testFrom: FIRST_DAY + 150, rounds: 5 });
    const found = await compareVersions(one, two, panel);
    const { segments, bestNaive } = found;
    const scores = one.manifest.evaluation!.scores[0]!;
    // The same errors, added up by day and by row: 1e-9 covers the rounding.
    expect(Math.abs(segments[0]!.baseline! - scores.model.mae)).toBeLessThan(1e-9);
    expect(Math.abs(segments[0]!.candidate! - two.manifest.evaluation!.scores[0]!.model.mae)).toBeLessThan(1e-9);
    const crps = scores.distribution!.model.crps;
    expect(Math.abs(found.crps.segments[0]!.baseline! - crps)).toBeLessThan(1e-9);
    expect(bestNaive).toBe(scores.bestNaive);
    expect(Math.abs(segments[0]!.naive! - scores.naive[scores.bestNaive]!.mae)).toBeLessThan(1e-9);
  });

  it('tells the better from the worse, both ways round, and nothing of a version and itself', async () => {
    const good = await trained({ testFrom: FIRST_DAY + 140 });
    const bad = await trained({ testFrom: FIRST_DAY + 140, rounds: 1 });
    const [better, worse] = [await compareVersions(bad, good, panel), await compareVersions(good, bad, panel)];
    expect([better.verdict, better.crps.verdict]).toEqual(['better', 'better']);
    expect([worse.verdict, worse.crps.verdict]).toEqual(['worse', 'worse']);
    expect(await compareVersions(good, good, panel)).toMatchObject({ verdict: 'inconclusive' });
  });

  it('is inconclusive without days that neither was trained on', async () => {
    const all = await trained({ testFraction: 0 });
    const found = await compareVersions(all, all, panel);
    expect(found).toMatchObject({ verdict: 'inconclusive', rows: 0, from: null, bestNaive: null });
    expect(found.reason).toContain(`no day after ${formatDay(FIRST_DAY + 199)}`);
    expect(found.segments[0]).toMatchObject({ baseline: null, naive: null });
  });

  it('refuses versions of different horizons', async () => {
    const [one, two] = [await trained({}), await trained({ horizon: 2 })];
    await expect(compareVersions(one, two, panel)).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('stops on a signal', async () => {
    const one = await trained({});
    const stopped = compareVersions(one, one, panel, {}, { signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('the gates of a promotion', () => {
  const verdictOf = async (candidate: LoadedBundle, current?: LoadedBundle) => {
    const report = await promotionGates({ candidate, current, panel }, { folds: 0 });
    return { passed: report.passed, own: report.checks.find(({ name }) => name === 'current-version') };
  };

  it('are those of the validation, and one more where a version is replaced', async () => {
    const good = await trained({ testFrom: FIRST_DAY + 140 });
    expect((await verdictOf(good)).own).toBeUndefined();
    const again = await trained({ testFrom: FIRST_DAY + 140, seed: 1 });
    expect((await verdictOf(again, good)).own?.verdict).not.toBe('fail');
  });

  it('refuse a version that is worse than the one it would replace, and say by how much', async () => {
    const good = await trained({ testFrom: FIRST_DAY + 140 });
    const bad = await trained({ testFrom: FIRST_DAY + 140, rounds: 1 });
    const { passed, own } = await verdictOf(bad, good);
    expect(passed).toBe(false);
    expect(own).toMatchObject({
      verdict: 'fail',
      reason: expect.stringMatching(/MAE .* current version .* on 60 days/),
    });
    expect(own!.value).toBeGreaterThan(own!.threshold!);
  });

  it('cannot tell versions of different horizons apart, and say so', async () => {
    const [one, two] = [await trained({}), await trained({ horizon: 2 })];
    expect((await verdictOf(two, one)).own).toMatchObject({ verdict: 'inconclusive' });
  });

  it('hold a failed gate of the training against the version, with its reason', async () => {
    const good = await trained({ testFrom: FIRST_DAY + 140 });
    const checks = [
      { name: 'skill', verdict: 'fail' as const, reason: 'no better than naive', value: null, threshold: null },
    ];
    const candidate = { ...good, manifest: { ...good.manifest, gates: { passed: false, checks } } };
    const { passed, checks: found } = await promotionGates({ candidate, panel }, { folds: 0 });
    expect(passed).toBe(false);
    expect(found.filter(({ verdict }) => verdict === 'fail')).toEqual([
      expect.objectContaining({
        name: 'training-gates',
        reason: expect.stringContaining('skill: no better than naive'),
      }),
    ]);
  });

  it('do not judge a version whose training skipped its gates: the current gates decide', async () => {
    const good = await trained({ testFrom: FIRST_DAY + 140 });
    for (const gates of [{ skipped: true as const }, undefined]) {
      const candidate = { ...good, manifest: { ...good.manifest, gates } };
      const { passed, checks } = await promotionGates({ candidate, panel }, { folds: 0 });
      expect(passed).toBe(true);
      const own = checks.find(({ name }) => name === 'training-gates');
      expect(own).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('not judged') });
    }
  });

  it('run with the limits, the rules and the day of the validation', async () => {
    const good = await trained({ testFrom: FIRST_DAY + 140 });
    const options = { folds: 0, limits: { maxDataAgeDays: 7 } };
    const hooks = { clock: { now: () => (FIRST_DAY + 300) * 86_400_000 } };
    const validated = await validateBundle(good, panel, options, hooks);
    const { passed, checks } = await promotionGates({ candidate: good, panel }, options, hooks);
    expect(passed).toBe(false);
    expect(checks.slice(1)).toEqual(validated.checks);
    expect(checks.find(({ name }) => name === 'data-age')?.verdict).toBe('fail');
  });
});
