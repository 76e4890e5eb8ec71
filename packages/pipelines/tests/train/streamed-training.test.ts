import { lazyFrame, type FeatureFrame } from '@dqs/core';
import {
  featureSpec,
  fitContract,
  observedRequests,
  SeriesHistory,
  type ForecastRequests,
  type ThresholdFrame,
} from '@dqs/features';
import { loadBackend, type TrainingSet } from '@dqs/model-backends';
import { profileOf, recomputedProfileCheck } from '@dqs/validation';

import { forecastDays } from '../../src/evaluate/forecast-days.js';
import { expertForecasts, inParts } from '../../src/forecast/distribution/expert-forecasts.js';
import { lateRows } from '../../src/forecast/distribution/late-rows.js';
import { closePredictor, meansOf } from '../../src/forecast/predict.js';
import { fit } from '../../src/train/fit.js';
import { trainOptions } from '../../src/train/options.js';
import { splitDays } from '../../src/train/split.js';
import { pickLabelled, pickRequests, trainingSet } from '../../src/train/training-set.js';
import { madePanel } from '../support/panels.js';

const history = SeriesHistory.fromPanel(madePanel({ datasets: 3, rules: 3, days: 90, executions: 4 }));
const options = trainOptions({ rounds: 15, threads: 1, thresholds: { rounds: 15 } });
const split = splitDays(history, options);
const contract = fitContract(featureSpec('extended'), history, { upToDay: split.train.to });
const setOf = (inMemory: number) => trainingSet(contract, history, split.train, 1, inMemory);

describe('rows whose features are made when they are needed', () => {
  const [kept, made] = [setOf(1e9), setOf(0)];

  it('have the features of those in memory, all at once and some of them', () => {
    expect(made.set.frame.pick).toBeDefined();
    expect(valuesOf(made.set.frame)).toEqual(valuesOf(kept.set.frame));
    const chosen = Int32Array.of(3, 8, 200, 201);
    const [some, others] = [pickLabelled(made, chosen), pickLabelled(kept, chosen)];
    expect(valuesOf(some.set.frame)).toEqual(valuesOf(others.set.frame));
    expect([some.requests, some.set.target]).toEqual([others.requests, others.set.target]);
  });

  it('give the same model and the same profile', async () => {
    const params = { force_row_wise: true, bin_construct_sample_cnt: 200 };
    const texts = await Promise.all([kept, made].map(({ set }) => modelText(set, params)));
    expect(texts[0]).toBe(texts[1]);
    expect(recomputedProfileCheck(profileOf(made.set), profileOf(kept.set)).verdict).toBe('pass');
  });

  it('are binned by columns unless the training says otherwise', async () => {
    const text = await modelText(made.set, {});
    expect(text).toContain('[force_col_wise: 1]');
    expect(text).toContain('[bin_construct_sample_cnt: 50000]');
    expect(await modelText(kept.set, {})).toContain('[force_row_wise: 1]');
  });

  it('are refused where a feature is infinite, with its column and row', async () => {
    const { frame, target, weight } = kept.set;
    const columns = frame.columns.map(({ name, kind }) => ({ name, kind }));
    const broken = lazyFrame(frame.rows, columns, (rows) => ({
      rows: rows.length,
      columns: columns.map((column, i) => ({
        ...column,
        values: Float32Array.from(rows, (row) => (i === 9 && row === 300 ? Infinity : frame.columns[i]!.values[row]!)),
      })),
    }));
    const training = modelText({ frame: broken, target, weight }, {});
    await expect(training).rejects.toThrow(
      `"${columns[9]!.name}": expected numbers that are finite or NaN, got Infinity in row 300`,
    );
  });

  it('learn a distribution that forecasts as that of rows in memory does, but for the layout of histograms', async () => {
    const [whole, streamed] = await Promise.all([
      fit(history, split, options),
      fit(history, split, { ...options, inMemory: 0 }),
    ]);
    const span = { fromDay: split.test!.from, toDay: split.test!.to, horizon: 1 };
    const requests = observedRequests(history, span);
    const [a, b] = [whole, streamed].map(({ predictor }) => forecastDays(predictor, history, requests, { threads: 1 }));
    expect(streamed.training.params).toMatchObject({ force_col_wise: true });
    const differences = a!.expectedPassPercentage.map((value, row) =>
      Math.abs(value - b!.expectedPassPercentage[row]!),
    );
    // Sums of gradients in another order move a forecast by far less than a hundredth of a point, a rare split by more.
    expect(differences.toSorted()[Math.floor(0.9 * differences.length)]).toBeLessThan(0.01);
    for (const { predictor } of [whole, streamed]) closePredictor(predictor);
  });
});

describe('forecasts of many days', () => {
  it('are the same a few days at a time', async () => {
    const { predictor } = await fit(history, split, options);
    const requests = observedRequests(history, { fromDay: split.test!.from, toDay: split.test!.to, horizon: 1 });
    const whole = forecastDays(predictor, history, requests, { threads: 1 });
    for (const blockRows of [1, 25, 60]) {
      expect(forecastDays(predictor, history, requests, { threads: 1, inMemory: 10, blockRows })).toEqual(whole);
    }
    closePredictor(predictor);
  });

  it('are the same a few series at a time', async () => {
    const { predictor } = await fit(history, split, options);
    const { distribution } = predictor;
    const requests = observedRequests(history, { fromDay: split.test!.from, toDay: split.test!.to, horizon: 1 });
    const backwards = pickRequests(requests, Int32Array.from(requests.series.keys()).reverse());
    const asked: number[] = [];
    const make = (some: ForecastRequests) => {
      asked.push(new Set(some.series).size);
      return expertForecasts(distribution!, meansOf(predictor, history, some, 1), 1);
    };
    const { levels, ...whole } = inParts(requests, make);
    const { rowStatistics: _, statistics: __, ...bare } = levels as ThresholdFrame;
    for (const seriesAtATime of [1, 2, 4, 100]) {
      const parts = inParts(requests, make, { most: requests.series.length - 1, seriesAtATime });
      const { series, targetDay, asOfDay } = requests;
      expect(parts).toEqual({ ...whole, requests: { series, targetDay, asOfDay }, levels: bare });
    }
    expect(asked).toEqual([9, ...Array.from({ length: 9 }, () => 1), 2, 2, 2, 2, 1, 4, 4, 1, 9]);
    // Nothing is gained where the days of a series do not stay together.
    inParts(backwards, make, { most: 1, seriesAtATime: 1 });
    expect(asked.at(-1)).toBe(9);
    closePredictor(predictor);
  });
});

describe('the rows that weights of experts are learned from', () => {
  const requests = observedRequests(history, { fromDay: history.firstDay, toDay: history.lastDay, horizon: 1 });
  const late = Int32Array.from(requests.series.keys()).filter((row) => row % 2 === 0);

  it('are all of few', () => {
    expect(lateRows(history, requests, late, 1, late.length)).toBe(late);
  });

  it('are all days of some series of every rule', () => {
    const chosen = lateRows(history, requests, late, 1, late.length / 3);
    const series = new Set(Array.from(chosen, (row) => requests.series[row]!));
    expect([...chosen]).toEqual([...late].filter((row) => series.has(requests.series[row]!)));
    expect(series.size).toBe(3);
    expect(new Set([...series].map((one) => history.series[one]!.ruleCode)).size).toBe(3);
    expect(lateRows(history, requests, late, 1, late.length / 3)).toEqual(chosen);
  });
});

const valuesOf = ({ columns }: FeatureFrame) => columns.map(({ name, kind, values }) => ({ name, kind, values }));

async function modelText(train: TrainingSet, params: Record<string, number | boolean>): Promise<string> {
  const backend = await loadBackend('lightgbm');
  const model = await backend.train({ train, objective: 'cross-entropy', rounds: 12, seed: 1, threads: 1, params });
  const text = Buffer.from(model.save().get('model.txt')!).toString();
  model.close();
  return text;
}
