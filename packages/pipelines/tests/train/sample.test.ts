import { SeriesHistory } from '@dqs/features';

import { closePredictor } from '../../src/forecast/predict.js';
import { fit } from '../../src/train/fit.js';
import { trainOptions } from '../../src/train/options.js';
import { growCurve, MARGIN, trendOf, type CurvePoint } from '../../src/train/sample/learning-curve.js';
import { KEPT_DAYS, pickSampled, sampleRows } from '../../src/train/sample/row-sample.js';
import { splitDays } from '../../src/train/split.js';
import { latestDay, pickLabelled, trainingSet } from '../../src/train/training-set.js';
import { trainModel } from '../../src/train/train.js';
import { featureSpec, fitContract } from '@dqs/features';
import { madePanel } from '../support/panels.js';

const panel = madePanel({ datasets: 5, rules: 3, days: 130, executions: 3 });
const history = SeriesHistory.fromPanel(panel);
const options = trainOptions({ rounds: 5, threads: 1, thresholds: { rounds: 5 } });
const split = splitDays(history, options);
const contract = fitContract(featureSpec('classic'), history, { upToDay: split.train.to });
const rows = trainingSet(contract, history, split.train, 1);
const sumOf = (values: Iterable<number>) => [...values].reduce((sum, value) => sum + value, 0);

describe('a sample of training rows', () => {
  const { series, targetDay } = rows.requests;
  const newest = latestDay(targetDay) - KEPT_DAYS;
  const isNew = (row: number) => targetDay[row]! > newest;

  it('has about its share of the old rows, all of the newest weeks, and stands for all', () => {
    for (const share of [1 / 8, 0.5]) {
      const { chosen, standsFor } = sampleRows(history, rows, share);
      expect(chosen.filter(isNew).length).toBe([...targetDay.keys()].filter(isNew).length);
      const kept = new Set(
        [...standsFor].flatMap((one, i) => (one === 1 && !isNew(chosen[i]!) ? [series[chosen[i]!]!] : [])),
      );
      const old = [...targetDay.keys()].filter((row) => !isNew(row) && !kept.has(series[row]!)).length;
      const picked = standsFor.filter((one) => one > 1);
      // Independent picks: five standard deviations.
      expect(Math.abs(picked.length - share * old)).toBeLessThan(5 * Math.sqrt(share * (1 - share) * old));
      expect(Math.abs(sumOf(standsFor) - targetDay.length)).toBeLessThan(5 * Math.sqrt(((1 - share) / share) * old));
      expect(new Set(picked)).toEqual(new Set([Math.fround(1 / share)]));
    }
  });

  it('follows from series and day alone: parts of the rows choose alike, and a smaller share chooses less of the same', () => {
    const whole = new Set(sampleRows(history, rows, 0.25).chosen);
    const last = latestDay(targetDay);
    // A part has its own newest days; with the last day of all it has those of all.
    const part = Int32Array.from(targetDay.keys()).filter((row) => series[row]! % 3 === 0 || targetDay[row] === last);
    const ofPart = sampleRows(history, pickLabelled(rows, part), 0.25).chosen.map((place) => part[place]!);
    expect([...ofPart]).toEqual([...part].filter((row) => whole.has(row)));
    for (const row of sampleRows(history, rows, 0.1).chosen) expect(whole.has(row)).toBe(true);
  });

  it('has every row of a series that fails', () => {
    const wholeSeries = (of: SeriesHistory) => {
      const set = trainingSet(contract, of, split.train, 1);
      const chosen = new Set(sampleRows(of, set, 1 / 16).chosen);
      return [...of.series.keys()].filter((one) =>
        set.requests.series.every((each, row) => each !== one || chosen.has(row)),
      );
    };
    const before = wholeSeries(history);
    const failed = panel.keys.findIndex((key) => !before.includes(history.find(key)));
    const failing = SeriesHistory.fromPanel({
      ...panel,
      cells: {
        ...panel.cells,
        passes: panel.cells.passes.map((passes, cell) => (panel.cells.key[cell] === failed ? 0 : passes)),
        fails: panel.cells.fails.map((fails, cell) => (panel.cells.key[cell] === failed ? 4 : fails)),
      },
    });
    const after = wholeSeries(failing);
    expect(after).toEqual([...before, failing.find(panel.keys[failed]!)].sort((one, other) => one - other));
    expect(after.length).toBeLessThan(history.series.length / 2);
  });

  it('weighs as much as the rows it stands for', () => {
    const sample = sampleRows(history, rows, 0.5);
    const { set, requests } = pickSampled(rows, sample);
    expect(requests.series.length).toBe(sample.chosen.length);
    sample.chosen.forEach((row, i) => {
      expect(set.weight[i]).toBe(Math.fround(rows.set.weight[row]! * sample.standsFor[i]!));
      expect(set.target[i]).toBe(rows.set.target[row]);
    });
  });

  it('of all rows gives the model of all rows', async () => {
    const models = await Promise.all([options, { ...options, sample: 1 }].map((one) => fit(history, split, one)));
    const [a, b] = models.map(({ predictor }) => Buffer.from(predictor.model.save().get('model.txt')!).toString());
    expect(a).toBe(b);
    for (const { predictor } of models) closePredictor(predictor);
  });

  it('is named by the bundle, learned by all parts of the model, and describes all rows', async () => {
    const given = { rounds: 5, threads: 1, thresholds: { rounds: 5 } };
    const [sampled, whole] = await Promise.all([
      trainModel(panel, { ...given, sample: 1 / 8 }),
      trainModel(panel, given),
    ]);
    const { training } = sampled.bundle.manifest;
    expect(training.rows).toBe(whole.bundle.manifest.training.rows);
    expect(training.sample!.share).toBe(1 / 8);
    expect(training.sample!.rows).toBeLessThan(0.9 * training.rows);
    expect(whole.bundle.manifest.training.sample).toBeUndefined();
    expect(sampled.bundle.profile).toEqual(whole.bundle.profile);
    expect(sampled.predictor.distribution?.far?.thresholds).toBeDefined();
    closePredictor(sampled.predictor);
    closePredictor(whole.predictor);
  });
});

describe('the share that is taken by itself', () => {
  /** Errors that fall by a law of powers to 10. */
  const law = (gain: number) => (share: number) =>
    Promise.resolve({ share, rows: 1e6 * share, mae: 10 + gain / Math.sqrt(share) });

  it('is the smallest that is within the margin of the trend', async () => {
    for (const gain of [0.001, 0.05, 0.3]) {
      const { share, points, trend } = await growCurve(1e6, law(gain));
      const truth = 10 + gain;
      expect(Math.abs(trend / truth - 1)).toBeLessThan(0.02);
      const taken = points.find((point) => point.share === share)!;
      expect(taken.mae).toBeLessThanOrEqual((1 + MARGIN) * trend);
      for (const point of points.filter((one) => one.share < share)) {
        expect(point.mae).toBeGreaterThan((1 + MARGIN) * trend);
      }
    }
  });

  it('is all rows where every doubling gains as much as the one before', async () => {
    const { share } = await growCurve(1e6, (of) =>
      Promise.resolve({ share: of, rows: 1, mae: 20 - Math.log2(of * 64) }),
    );
    expect(share).toBe(1);
  });

  it('is never of few rows', async () => {
    const measured: number[] = [];
    const measure = (share: number): Promise<CurvePoint> => {
      measured.push(share);
      return Promise.resolve({ share, rows: 1, mae: 1 });
    };
    expect((await growCurve(5000, measure)).share).toBe(0.5);
    expect((await growCurve(100, measure)).share).toBe(1);
    expect(measured).toEqual([0.5, 1, 1]);
  });

  it('takes the best of those measured for the trend where more rows did not help', () => {
    const points = [9, 8, 8.5].map((mae, i) => ({ share: 2 ** i / 64, rows: 1, mae }));
    expect(trendOf(points)).toBe(8);
  });

  it('is measured on days of the training alone: the test days change nothing', async () => {
    const from = panel.cells.day.map((day) => (day >= split.test!.from ? 1 : 0));
    const other = {
      ...panel,
      cells: { ...panel.cells, passes: panel.cells.passes.map((passes, i) => (from[i] === 1 ? 0 : passes)) },
    };
    const auto = { ...options, pointOnly: true, rounds: 5, sample: 'auto' as const };
    const [a, b] = await Promise.all([history, SeriesHistory.fromPanel(other)].map((one) => fit(one, split, auto)));
    expect(a!.sample!.curve!.points.length).toBeGreaterThan(0);
    expect(a!.sample).toEqual(b!.sample);
    closePredictor(a!.predictor);
    closePredictor(b!.predictor);
  });
});
