import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

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
