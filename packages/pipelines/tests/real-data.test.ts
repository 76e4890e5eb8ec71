import { existsSync } from 'node:fs';
import { resolve } from 'node:path';

import type { DailyPanel } from '@dqs/core';
import { readPanel } from '@dqs/ingestion';

import { trainModel, type TrainOptions, type TrainResult } from '../src/index.js';

const FILE = resolve(__dirname, '../../../../shared/data/epidemic_reports.csv.gz');
const isThere = existsSync(FILE);
if (!isThere) console.warn('left out: the real history ../shared/data/epidemic_reports.csv.gz is not there');

(isThere ? describe : describe.skip)('on the real history, one day ahead, the last fifth of the dates', () => {
  let panel: DailyPanel;

  beforeAll(async () => {
    ({ panel } = await readPanel([FILE]));
  });

  async function train(options: Partial<TrainOptions>): Promise<TrainResult> {
    const result = await trainModel(panel, options);
    result.predictor.model.close();
    return result;
  }

  it('the naive forecasts score what their independent computation scored', async () => {
    const { evaluation } = await train({ spec: 'classic', rounds: 1 });
    const [all, attribute, dataset] = evaluation!.scores;
    expect(evaluation).toMatchObject({ from: '2021-02-08', to: '2021-05-14', rows: 22_080 });
    // The figures of the data's own description, made with another program, to its two decimals.
    const mae = (scores: typeof all, name: string) => Number(scores!.naive[name]!.mae.toFixed(2));
    expect([all, attribute, dataset].map((scores) => mae(scores, 'last-value'))).toEqual([3.65, 4.32, 2.64]);
    expect([all, attribute, dataset].map((scores) => mae(scores, 'mean-7'))).toEqual([3.7, 4.16, 3.01]);
    expect([all, attribute, dataset].map((scores) => mae(scores, 'same-weekday'))).toEqual([3.33, 3.93, 2.43]);
    expect([all, attribute, dataset].map((scores) => mae(scores, 'training-mean'))).toEqual([11.91, 15.2, 6.99]);
    expect(mae(all, 'median-7')).toBe(3.06);
    expect(mae(all, 'median-28')).toBe(3.5);
    expect(all!.bestNaive).toBe('median-7');
  });

  it('classic beats the best naive forecast', async () => {
    const [all] = (await train({ spec: 'classic' })).evaluation!.scores;
    expect(all!.model.mae).toBeLessThanOrEqual(2.9);
  });

  it('extended, the default, beats classic, in its median and in its mean', async () => {
    const [all] = (await train({})).evaluation!.scores;
    expect(all!.model.mae).toBeLessThanOrEqual(2.25);
    expect(all!.model.rmse).toBeLessThanOrEqual(9.8);
    const { model, naive, bestNaive } = all!.distribution!;
    expect(model.crps).toBeLessThanOrEqual(1.76);
    expect(model.crps).toBeLessThan(0.85 * naive[bestNaive]!.crps);
  }, 600_000);

  it('a model of shuffled outcomes is worth nothing: the skill comes from the history', async () => {
    // The days of each series change places, so that yesterday says nothing about today.
    const { cells } = panel;
    const step = 7919;
    const shuffled = cells.day.map((_, row) => (row * step) % cells.day.length);
    const passes = shuffled.map((row) => cells.passes[row]!);
    const fails = shuffled.map((row) => cells.fails[row]!);
    const { evaluation } = await trainModel({ ...panel, cells: { ...cells, passes, fails } }, { spec: 'classic' });
    expect(evaluation!.scores[0]!.model.rmse).toBeGreaterThan(25);
  });
});
