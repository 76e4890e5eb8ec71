import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { parseDay } from '@dqs/core';

import { backtest } from '../../src/index.js';
import { madePanel } from '../support/panels.js';

const panel = madePanel();
const quick = { spec: 'classic', rounds: 15 } as const;

describe('backtest', () => {
  it('each window is forecast by a model of earlier days, and the windows cover the test days once', async () => {
    const report = await backtest(panel, { ...quick, folds: 3 });
    expect(report.folds).toHaveLength(3);
    report.folds.forEach(({ train, evaluation }, i) => {
      expect(train.to < evaluation.from).toBe(true);
      if (i > 0) expect(report.folds[i - 1]!.evaluation.to < evaluation.from).toBe(true);
    });
    const rows = report.folds.map((fold) => fold.evaluation.rows);
    expect(rows.reduce((a, b) => a + b, 0)).toBe(report.evaluation.rows);
    expect(report.evaluation.from).toBe(report.folds[0]!.evaluation.from);
  });

  it('with one window scores as training does', async () => {
    const { trainModel } = await import('../../src/index.js');
    const { evaluation, predictor } = await trainModel(panel, quick);
    predictor.model.close();
    expect((await backtest(panel, { ...quick, folds: 1 })).evaluation).toEqual(evaluation);
  });

  it('days and series tell the same errors as the total', async () => {
    const { evaluation, days, series } = await backtest(panel, { ...quick, folds: 2 });
    const total = evaluation.scores[0]!.model.mae;
    const overDays = days.reduce((sum, day) => sum + day.mae * day.rows, 0) / evaluation.rows;
    const overSeries = series.reduce((sum, one) => sum + one.mae * one.days.length, 0) / evaluation.rows;
    expect(overDays).toBeCloseTo(total, 9);
    expect(overSeries).toBeCloseTo(total, 9);
    expect(series.map((one) => one.mae)).toEqual(series.map((one) => one.mae).sort((a, b) => b - a));
  });

  it('days and series tell the same CRPS as the total, the model’s and the best naive distribution’s', async () => {
    const { evaluation, days, series } = await backtest(panel, { ...quick, folds: 2 });
    const { model, naive, bestNaive } = evaluation.scores[0]!.distribution!;
    const over = (key: 'crps' | 'naiveCrps') => ({
      days: days.reduce((sum, day) => sum + day[key] * day.rows, 0) / evaluation.rows,
      series: series.reduce((sum, one) => sum + one[key] * one.days.length, 0) / evaluation.rows,
    });
    expect(over('crps').days).toBeCloseTo(model.crps, 9);
    expect(over('crps').series).toBeCloseTo(model.crps, 9);
    expect(over('naiveCrps').days).toBeCloseTo(naive[bestNaive]!.crps, 9);
    expect(over('naiveCrps').series).toBeCloseTo(naive[bestNaive]!.crps, 9);
  });

  it('one model is measured at several horizons on the same days, each beside what was naive at that horizon', async () => {
    const horizons = [1, 5, 14];
    const report = await backtest(panel, { rounds: 10, folds: 1, horizons, threads: 1 });
    expect(report.byHorizon.map(({ horizon }) => horizon)).toEqual(horizons);
    expect(new Set(report.byHorizon.map(({ from, to, rows }) => `${from} ${to} ${rows}`)).size).toBe(1);
    expect(report.byHorizon[0]).toEqual(report.evaluation);
    // No forecast was made from before the end of the training.
    const [{ train, evaluation }] = report.folds as [(typeof report.folds)[0]];
    expect(parseDay(evaluation.from)! - parseDay(train.to)!).toBe(14);
    const last7 = report.byHorizon.map(({ scores }) => scores[0]!.distribution!.naive['last-7']!.crps);
    expect(new Set(last7).size).toBe(3);
  });

  it.each([[[]], [[0]], [[1.5]], [[3, 3]], [[367]]])('refuses the horizons %j', async (horizons) => {
    await expect(backtest(panel, { ...quick, horizons })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('the median of a distribution has the error of the forecast, and its mean that of the expected value', async () => {
    const { scores } = (await backtest(panel, { ...quick, folds: 2 })).evaluation;
    expect(scores.map(({ segment }) => segment)).toEqual([
      'all',
      'ATTRIBUTE',
      'DATASET',
      'rule: 101',
      'rule: 102',
      'rule: 103',
    ]);
    for (const { model, distribution } of scores) {
      expect(distribution!.model.mae).toBeCloseTo(model.mae, 4);
      expect(distribution!.model.rmse).toBeCloseTo(model.rmse, 4);
    }
  });

  it('the intervals of a series lie around its median, the wider around the narrower', async () => {
    const { series } = await backtest(panel, { ...quick, folds: 1 });
    for (const { predicted, lower95, lower80, upper80, upper95 } of series) {
      predicted.forEach((median, i) => {
        const values = [0, lower95[i]!, lower80[i]!, median, upper80[i]!, upper95[i]!, 100];
        expect(values).toEqual([...values].sort((a, b) => a - b));
      });
    }
  });

  it('every result is in one bin of the reliability and of the PIT histogram, of model and naive alike', async () => {
    const { calibration, rows } = (await backtest(panel, { ...quick, folds: 2 })).evaluation;
    expect(calibration!.target).toBe(100);
    expect(Object.keys(calibration!.naive)).toEqual(['last-7', 'last-28', 'what-followed']);
    for (const { reliability, pitHistogram, calibrationError } of [
      calibration!.model,
      ...Object.values(calibration!.naive),
    ]) {
      expect(reliability.reduce((sum, bin) => sum + bin.rows, 0)).toBe(rows);
      expect(pitHistogram.reduce((sum, count) => sum + count, 0)).toBe(rows);
      expect(calibrationError).toBeGreaterThanOrEqual(0);
      expect(calibrationError).toBeLessThan(0.2);
    }
  });

  it('odds are about another target where one is asked for', async () => {
    const { calibration } = (await backtest(panel, { ...quick, folds: 1, target: 50 })).evaluation;
    const { calibration: of100 } = (await backtest(panel, { ...quick, folds: 1 })).evaluation;
    const below = (bins: readonly { readonly rows: number; readonly observed: number }[]) =>
      bins.reduce((sum, { rows, observed }) => sum + rows * observed, 0);
    expect(calibration!.target).toBe(50);
    expect(below(calibration!.model.reliability)).toBeLessThan(below(of100!.model.reliability));
    expect(calibration!.model.pitHistogram).toEqual(of100!.model.pitHistogram);
    await expect(backtest(panel, { ...quick, target: 101 })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('more windows than test dates are refused', async () => {
    await expect(backtest(panel, { ...quick, folds: 500 })).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(backtest(panel, { ...quick, testFraction: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('a window whose worker exits early is reported as a crashed worker, not as a defect', async () => {
    const entry = pathToFileURL(join(mkdtempSync(join(tmpdir(), 'dqs-fold-')), 'worker.mjs'));
    const answer = "({ kind }) => (kind === 'start' ? parentPort.postMessage({ kind: 'ready' }) : process.exit(7))";
    writeFileSync(entry, `import { parentPort } from 'node:worker_threads'; parentPort.on('message', ${answer});`);
    const parallel = { workers: 1, entry };
    await expect(backtest(panel, { ...quick, folds: 2 }, { parallel })).rejects.toMatchObject({
      code: 'worker-crashed',
      message: expect.stringMatching(/the window .* exited before it finished: .* code 7; use fewer workers/),
    });
    rmSync(dirname(fileURLToPath(entry)), { recursive: true });
  });
});
