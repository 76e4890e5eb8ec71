import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { observedRequests, SeriesHistory, type ForecastRequests } from '@dqs/features';

import { predictorFiles } from '../../../src/bundle/predictor-files.js';
import { farHorizons } from '../../../src/forecast/distribution/far-horizons.js';
import { flagNames, forecast, type Predictor } from '../../../src/forecast/predict.js';
import {
  closePredictor,
  explainForecast,
  Forecaster,
  readBundle,
  trainModel,
  writeBundle,
  type LoadedBundle,
  type TrainResult,
} from '../../../src/index.js';
import { filterCells, FIRST_DAY, madePanel } from '../../support/panels.js';

const DAYS = 120;
const LAST = FIRST_DAY + DAYS - 1;
const ROUNDS = 20;
const panel = madePanel({ datasets: 3, rules: 2, days: DAYS, executions: 4 });
const history = SeriesHistory.fromPanel(panel);
let trained: TrainResult;
let predictor: Predictor;
let bundle: LoadedBundle;
let folder: string;

beforeAll(async () => {
  trained = await trainModel(panel, { rounds: ROUNDS, threads: 1 });
  ({ predictor } = trained);
  folder = await mkdtemp(join(tmpdir(), 'dqs-horizons-'));
  await writeBundle(join(folder, 'model'), trained.bundle);
  bundle = await readBundle(join(folder, 'model'));
});
afterAll(async () => {
  closePredictor(predictor);
  closePredictor(bundle.predictor);
  await rm(folder, { recursive: true, force: true });
});

/** Every probability of each row, by series and target day. */
function chances(of: SeriesHistory, requests: ForecastRequests, by: Predictor = predictor): Map<string, number[]> {
  const { distributions } = forecast(by, of, requests, { threads: 1 });
  const { offsets, exceedance } = distributions;
  return new Map(
    Array.from(requests.series, (series, row) => {
      const { datasetUuid, ruleCode } = of.series[series]!;
      const name = `${datasetUuid} ${ruleCode} ${requests.targetDay[row]} ${requests.asOfDay[row]}`;
      return [name, [...exceedance.slice(offsets[row], offsets[row + 1])]] as const;
    }),
  );
}

const late = (horizon: number) => observedRequests(history, { fromDay: LAST - 5, toDay: LAST, horizon });

/** The same requests in a history that ends earlier. */
function inHistory(of: SeriesHistory, requests: ForecastRequests): ForecastRequests {
  return { ...requests, series: requests.series.map((series) => of.find(history.series[series]!)) };
}

function flagsAt(horizon: number, by: Predictor = predictor) {
  const { flags } = forecast(by, history, history.requests({ day: LAST + horizon, asOf: LAST }));
  return flagNames(flags[0]!);
}

describe('one model for many horizons', () => {
  it.each([1, 2, 3, 7, 14])('%i days ahead, day by day is what it is for all days at once', (horizon) => {
    const byDay = new Map<string, number[]>();
    for (let day = LAST - 5; day <= LAST; day += 1) {
      const known = SeriesHistory.fromPanel(filterCells(panel, (of) => of <= day - horizon));
      const requests = inHistory(known, observedRequests(history, { fromDay: day, toDay: day, horizon }));
      for (const [name, row] of chances(known, requests)) byDay.set(name, row);
    }
    expect(byDay).toEqual(chances(history, late(horizon)));
  });

  it.each([2, 5, 14])('%i days ahead, no result after the as-of day matters', (horizon) => {
    const asOf = LAST - horizon - 5;
    const requests = history.requests({ day: asOf + horizon, asOf });
    const known = SeriesHistory.fromPanel(filterCells(panel, (day) => day <= asOf));
    expect(chances(known, inHistory(known, requests))).toEqual(chances(history, requests));
  });

  it('forecasts of several horizons in one call are those of each alone', () => {
    const all = [1, 2, 3, 9, 14, 20].map((ahead) => history.requests({ day: LAST + ahead, asOf: LAST }));
    const join = (of: (requests: ForecastRequests) => Int32Array) =>
      Int32Array.from(all.flatMap((one) => [...of(one)]));
    const together = chances(history, {
      series: join(({ series }) => series),
      targetDay: join(({ targetDay }) => targetDay),
      asOfDay: join(({ asOfDay }) => asOfDay),
    });
    expect(together).toEqual(new Map(all.flatMap((requests) => [...chances(history, requests)])));
  });

  it('says that it extrapolates beyond 14 days only; a model without a far part beyond its own horizon', async () => {
    expect([1, 2, 3, 14, 15].map((horizon) => flagsAt(horizon).includes('extrapolating'))).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
    const points = await trainModel(panel, { rounds: 5, threads: 1, pointOnly: true });
    expect(flagsAt(2, points.predictor)).toContain('extrapolating');
    closePredictor(points.predictor);
    const week = await trainModel(panel, { rounds: 5, threads: 1, horizon: 7 });
    expect(week.predictor.distribution!.far).toBeUndefined();
    expect(flagsAt(7, week.predictor)).not.toContain('extrapolating');
    expect(flagsAt(8, week.predictor)).toContain('extrapolating');
    closePredictor(week.predictor);
  });

  it('survives its bundle bit for bit, with what each part has learned by the end of the history', () => {
    const { distribution } = bundle.predictor;
    expect(distribution!.mixtures.map(({ upTo }) => upTo)).toEqual([trained.predictor.training.to, LAST]);
    expect(distribution!.far!.mixtures.map(({ upTo }) => upTo)).toEqual([trained.predictor.training.to, LAST]);
    for (const ahead of [1, 8]) {
      const requests = history.requests({ day: LAST + ahead, asOf: LAST });
      expect(chances(history, requests, bundle.predictor)).toEqual(chances(history, requests));
    }
  });

  it('the same data and seed give the same bytes on any number of threads', async () => {
    const again = await trainModel(panel, { rounds: ROUNDS, threads: 2 });
    expect(predictorFiles(again.predictor)).toEqual(predictorFiles(predictor));
    closePredictor(again.predictor);
  });

  it('its reasons are those of the model that made the forecast: they add up far ahead as well', () => {
    const forecaster = new Forecaster(bundle);
    for (const ahead of [1, 10]) {
      const request = { datasetUuid: 'dataset-1', ruleCode: '101', day: LAST + ahead };
      const { forecast: row, base, contributions, odds } = explainForecast(bundle, forecaster, request);
      const mean = contributions.reduce((sum, { points }) => sum + points, base.percentage);
      expect(Math.abs(mean - row.expectedPassPercentage)).toBeLessThan(1e-9);
      const below = odds!.contributions.reduce((sum, { points }) => sum + points, odds!.base + odds!.history);
      expect(Math.abs(below - 100 * row.pBelowTarget)).toBeLessThan(1e-9);
    }
  });

  it('without a threshold model has the experts alone, near and far', async () => {
    const ridge = await trainModel(panel, { backend: 'ridge', threads: 1 });
    const { thresholds, far } = ridge.predictor.distribution!;
    expect([thresholds, far!.thresholds]).toEqual([undefined, undefined]);
    expect(far!.mixtures[0]!.rules.length).toBeGreaterThan(0);
    const rows = [...chances(history, history.requests({ day: LAST + 9, asOf: LAST }), ridge.predictor).values()];
    expect(rows.every((row) => row.every((chance, i) => chance <= (row[i - 1] ?? 1)))).toBe(true);
    closePredictor(ridge.predictor);
  });
});

describe('the horizons that the far part learns at', () => {
  const horizonOf = farHorizons(history);

  it('are 3 to 14 days, each of them as often, and on every day of the week', () => {
    const seen = new Set<string>();
    const counts = new Map<number, number>();
    for (let day = -42; day < 42; day += 1) {
      const horizon = horizonOf(0, day);
      counts.set(horizon, (counts.get(horizon) ?? 0) + 1);
      seen.add(`${horizon} ${((day % 7) + 7) % 7}`);
    }
    expect([...counts.keys()].sort((a, b) => a - b)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14]);
    expect(new Set(counts.values())).toEqual(new Set([7]));
    expect(seen.size).toBe(84);
  });

  it('are the same for all series of a rule on a day, whatever else the history holds', () => {
    const alone = SeriesHistory.fromPanel(filterCells(panel, (_, key) => key === panel.keys.length - 1));
    const series = history.find(alone.series[0]!);
    expect(farHorizons(alone)(0, LAST)).toBe(horizonOf(series, LAST));
    const ofRule = history.series.flatMap(({ ruleCode }, index) =>
      ruleCode === '101' ? [horizonOf(index, LAST)] : [],
    );
    expect(new Set(ofRule).size).toBe(1);
  });
});
