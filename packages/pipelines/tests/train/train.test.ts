import { formatDay, type DailyPanel, type Progress } from '@dqs/core';

import { trainModel, type TrainOptions } from '../../src/index.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel();
const quick: Partial<TrainOptions> = { spec: 'classic', rounds: 20 };

async function modelText(data: DailyPanel, options: Partial<TrainOptions> = {}): Promise<string> {
  const { bundle, predictor } = await trainModel(data, { ...quick, ...options });
  predictor.model.close();
  return Buffer.from(bundle.modelFiles.get('model.txt')!).toString('utf8');
}

describe('trainModel', () => {
  it('the same data and seed give the same bytes of model, on any number of threads', async () => {
    const one = await modelText(panel, { threads: 1 });
    expect(await modelText(panel, { threads: 2 })).toBe(one);
    expect(await modelText(madePanel(), { threads: 1 })).toBe(one);
    const bagged = { params: { bagging_fraction: 0.5, bagging_freq: 1 } };
    expect(await modelText(panel, { ...bagged, seed: 7 })).not.toBe(await modelText(panel, { ...bagged, seed: 8 }));
  });

  it('results of the test days change no byte of the model', async () => {
    const { bundle, predictor } = await trainModel(panel, quick);
    predictor.model.close();
    const testFrom = FIRST_DAY + 96;
    expect(bundle.manifest.evaluation!.from).toBe(formatDay(testFrom));
    const cut = filterCells(panel, (day) => day <= testFrom);
    expect(await modelText(cut, { testFrom })).toBe(Buffer.from(bundle.modelFiles.get('model.txt')!).toString('utf8'));
  });

  it('reports scores of days after the training, with the naive ones', async () => {
    const { evaluation, bundle, predictor } = await trainModel(panel, quick);
    predictor.model.close();
    expect(bundle.manifest.training.to < evaluation!.from).toBe(true);
    const [all] = evaluation!.scores;
    expect(Object.keys(all!.naive)).toEqual([
      'last-value',
      'mean-7',
      'median-7',
      'median-28',
      'same-weekday',
      'training-mean',
    ]);
    expect(all!.model.mae).toBeGreaterThan(0);
    const rules = ['rule: 101', 'rule: 102', 'rule: 103'];
    expect(evaluation!.scores.map((score) => score.segment)).toEqual(['all', 'ATTRIBUTE', 'DATASET', ...rules]);
  });

  it('with refit learns from every day and keeps the scores of the held-out ones', async () => {
    const { bundle, predictor, evaluation } = await trainModel(panel, { ...quick, refit: true });
    predictor.model.close();
    expect(bundle.manifest.refit).toBe(true);
    expect(bundle.manifest.training.to).toBe(bundle.manifest.data.to);
    expect(evaluation!.from < bundle.manifest.training.to).toBe(true);
  });

  it('early stopping chooses the rounds on training days and then uses all of them', async () => {
    const options = { ...quick, rounds: 500, earlyStopping: 5, params: { learning_rate: 0.5 } };
    const { bundle, predictor } = await trainModel(panel, options);
    predictor.model.close();
    expect(bundle.manifest.rounds).toBeLessThan(500);
    expect(bundle.manifest.training.to).toBe(formatDay(FIRST_DAY + 95));
  });

  it('a longer horizon keeps an embargo before the test days', async () => {
    const { bundle, predictor, evaluation } = await trainModel(panel, { ...quick, horizon: 7 });
    predictor.model.close();
    expect(bundle.manifest.training.to).toBe(formatDay(FIRST_DAY + 96 - 7));
    expect(evaluation!.horizon).toBe(7);
  });

  it('tells how far it has come', async () => {
    const seen: Progress[] = [];
    const { predictor } = await trainModel(panel, quick, { onProgress: (progress) => seen.push(progress) });
    predictor.model.close();
    expect([...new Set(seen.map(({ stage }) => stage))]).toEqual(
      expect.arrayContaining(['features', 'train', 'evaluate']),
    );
  });

  it('an aborted training rejects with the code aborted', async () => {
    await expect(trainModel(panel, quick, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    const controller = new AbortController();
    const onProgress = ({ stage, done }: Progress) => {
      if (stage === 'train' && done > 2) controller.abort();
    };
    const work = trainModel(panel, { ...quick, rounds: 100_000 }, { signal: controller.signal, onProgress });
    await expect(work).rejects.toMatchObject({ code: 'aborted' });
  });

  it('options that do not fit are listed together, with the nearest name', async () => {
    const options = { horizon: 0, testFraction: 2, round: 5 } as unknown as Partial<TrainOptions>;
    await expect(trainModel(panel, options)).rejects.toMatchObject({
      code: 'invalid-argument',
      message: expect.stringMatching(/horizon.*testFraction.*did you mean "rounds"/s),
    });
  });

  it('a parameter LightGBM does not know is refused', async () => {
    await expect(trainModel(panel, { ...quick, params: { num_leafs_: 3 } })).rejects.toMatchObject({
      code: 'invalid-argument',
    });
  });

  it('a history of one date is too short', async () => {
    const oneDay = filterCells(panel, (day) => day === FIRST_DAY);
    await expect(trainModel(oneDay, quick)).rejects.toMatchObject({ code: 'not-enough-history' });
  });
});
