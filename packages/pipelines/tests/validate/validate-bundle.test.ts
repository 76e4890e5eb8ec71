import type { Progress, RuleCatalogue } from '@dqs/core';

import { readBundle, trainModel, validateBundle, type LoadedBundle, type TrainOptions } from '../../src/index.js';
import { days, KNOWN_DAYS, START, Workbench } from './faults/workbench.js';

const LIGHT = { folds: 0, probeRows: 500, threads: 1 };

describe('validateBundle', () => {
  const bench = new Workbench(11);
  let bundle: LoadedBundle;
  beforeAll(async () => {
    bundle = await bench.cleanBundle();
  });
  afterAll(() => bench.close());

  it('gives a report that survives JSON, every check with a reason and a unique name', async () => {
    const report = await validateBundle(bundle, bench.panel, { ...LIGHT, folds: 1 });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(new Set(report.checks.map(({ name }) => name)).size).toBe(report.checks.length);
    expect(report.checks.filter(({ reason }) => reason === '')).toEqual([]);
    expect(Object.keys(report.timings)).toEqual(['bundle', 'held-out', 'recorded', 'backtest', 'leakage', 'data']);
  });

  it('is the same twice', async () => {
    const [a, b] = [await validateBundle(bundle, bench.panel, LIGHT), await validateBundle(bundle, bench.panel, LIGHT)];
    expect(a.checks).toEqual(b.checks);
  });

  it('measures the model on days after its training alone, and compares the new days with the training', async () => {
    const { evaluation, batch } = await validateBundle(bundle, days(bench.panel, KNOWN_DAYS, 1000), LIGHT);
    expect(evaluation!.from > bundle.manifest.training.to).toBe(true);
    expect(evaluation!.to).toBe(batch.to);
    expect(batch.from! > bundle.manifest.data.to).toBe(true);
  });

  it('judges bundles whose evaluation has no scores of distributions, and measures those again that are recorded', async () => {
    const evaluation = bundle.manifest.evaluation!;
    const reported = async (scores: typeof evaluation.scores) => {
      const manifest = { ...bundle.manifest, evaluation: { ...evaluation, scores } };
      const { checks } = await validateBundle({ ...bundle, manifest }, bench.panel, LIGHT);
      return checks.find(({ name }) => name === 'reported-scores')!;
    };
    const older = evaluation.scores.map(({ distribution: _, ...score }) => score);
    expect(await reported(older)).toMatchObject({ verdict: 'pass' });
    const [all, ...rest] = evaluation.scores;
    const { distribution } = all!;
    const better = { ...distribution!, model: { ...distribution!.model, crps: distribution!.model.crps - 1 } };
    const changed = await reported([{ ...all!, distribution: better }, ...rest]);
    expect(changed).toMatchObject({ verdict: 'fail', reason: expect.stringContaining('CRPS of all') });
  });

  it('has rule types and dimensions as segments where rules are given', async () => {
    const rule = { ruleName: 'R', ruleType: 'DATASET', ruleDescription: '', category: 'C1' };
    const rules: RuleCatalogue = new Map(['101', '102'].map((code) => [code, { ...rule, dimension: `D${code}` }]));
    const { segments } = await validateBundle(bundle, bench.panel, { ...LIGHT, rules });
    const kinds = new Set(segments.map(({ kind }) => kind));
    expect([...kinds]).toEqual(expect.arrayContaining(['dataset', 'rule', 'level', 'rule type', 'dimension']));
    expect(segments.map(({ segment }) => segment)).not.toContain('');
  });

  it('takes limits, and refuses one that is none', async () => {
    const strict = await validateBundle(bundle, undefined, { ...LIGHT, limits: { maxMae: 0.1 } });
    expect(strict.checks.filter(({ verdict }) => verdict === 'fail').map(({ name }) => name)).toEqual(['mae']);
    const wrong = validateBundle(bundle, undefined, { limits: { maxMay: 1 } as never });
    await expect(wrong).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('reports progress and stops on a signal', async () => {
    const seen: Progress[] = [];
    await validateBundle(bundle, undefined, LIGHT, { onProgress: (progress) => seen.push(progress) });
    expect(seen.map(({ stage }) => stage)).toContain('validate leakage');
    const aborted = validateBundle(bundle, undefined, LIGHT, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
  });

  it('reports what is too short to be judged, and does not fail for it', async () => {
    const short = await bench.bundle({ panel: (known) => days(known, 0, 34), options: { testFraction: 0.1 } });
    const { checks } = await validateBundle(short, undefined, { ...LIGHT, folds: 2 });
    const verdicts = Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));
    expect(verdicts).toMatchObject({ skill: 'inconclusive', 'worst-segment': 'inconclusive', bias: 'inconclusive' });
  });

  it.each<[string, Partial<TrainOptions>]>([
    ['naive', { backend: 'naive', spec: 'naive', params: {} }],
    ['ridge', { backend: 'ridge', params: {} }],
  ])('judges models of the backend %s too', async (_, options) => {
    const other = await bench.bundle({ options });
    const { checks } = await validateBundle(other, bench.panel, { ...LIGHT, folds: 1 });
    const broken = checks.filter(
      ({ name, section, verdict }) => verdict === 'fail' && (section === 'bundle' || name.endsWith('possible')),
    );
    expect(broken).toEqual([]);
    expect(checks.map(({ name }) => name)).toContain('skill-backtest');
  });
});

describe('the gates of a training', () => {
  const bench = new Workbench(11);
  afterAll(() => bench.close());
  const quick = { spec: 'classic', rounds: 5, threads: 1 } as const;

  it('are in the manifest, with their verdicts', async () => {
    const { gates, bundle, predictor } = await trainModel(bench.known, { ...quick, limits: { minSkill: 0.99 } });
    predictor.model.close();
    expect(gates!.passed).toBe(false);
    const { manifest, predictor: loaded } = await readBundle(await bench.written(bundle));
    loaded.model.close();
    expect(manifest.gates).toEqual(gates);
  });

  it('are recorded as skipped when left out', async () => {
    const { gates, bundle, predictor } = await trainModel(bench.known, { ...quick, limits: false });
    predictor.model.close();
    expect([gates, bundle.manifest.gates]).toEqual([null, { skipped: true }]);
  });

  it('prove little where no dates were kept for a test', async () => {
    const { gates, predictor } = await trainModel(bench.known, { ...quick, testFrom: undefined, testFraction: 0 });
    predictor.model.close();
    expect(gates!.checks.find(({ name }) => name === 'skill')).toMatchObject({ verdict: 'inconclusive' });
    expect(gates!.checks.map(({ name }) => name)).toContain('training-size');
  });

  it('fail a training on few days', async () => {
    const { gates, predictor } = await trainModel(bench.known, { ...quick, testFrom: START + 15 });
    predictor.model.close();
    expect(gates!.checks.find(({ name }) => name === 'training-size')).toMatchObject({ verdict: 'fail' });
  });
});
