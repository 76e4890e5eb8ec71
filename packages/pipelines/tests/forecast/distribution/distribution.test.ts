import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PanelBuilder, type DailyPanel } from '@dqs/core';
import { observedRequests, SeriesHistory, type ForecastRequests } from '@dqs/features';

import { forecast, type Forecasts, type Predictor } from '../../../src/forecast/predict.js';
import { readBundle, trainModel, writeBundle } from '../../../src/index.js';
import { filterCells, FIRST_DAY, madePanel } from '../../support/panels.js';

const DAYS = 100;
const panel = madePanel({ datasets: 3, rules: 2, days: DAYS, executions: 4 });
const history = SeriesHistory.fromPanel(panel);
const LAST = FIRST_DAY + DAYS - 1;
let predictor: Predictor;
let folder: string;
let path: string;

beforeAll(async () => {
  const trained = await trainModel(panel, { rounds: 30, threads: 1 });
  ({ predictor } = trained);
  folder = await mkdtemp(join(tmpdir(), 'dqs-distribution-'));
  path = join(folder, 'model');
  await writeBundle(path, trained.bundle);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Median, mean and every probability of one row, by series and day. */
function rowsOf(
  { requests, distributions, predictedPassPercentage, expectedPassPercentage }: Forecasts,
  of: SeriesHistory,
) {
  return new Map(
    Array.from(requests.series, (series, row) => {
      const { datasetUuid, ruleCode } = of.series[series]!;
      const { offsets, exceedance } = distributions!;
      return [
        `${datasetUuid} ${ruleCode} ${requests.targetDay[row]}`,
        [
          predictedPassPercentage[row],
          expectedPassPercentage[row],
          ...exceedance.slice(offsets[row], offsets[row + 1]),
        ],
      ];
    }),
  );
}

/** Only the results up to a day. */
function upTo(day: number): DailyPanel {
  return filterCells(panel, (of) => of <= day);
}

const lateDays = (): ForecastRequests => observedRequests(history, { fromDay: LAST - 9, toDay: LAST, horizon: 1 });

describe('a forecast of experts', () => {
  it('is a distribution: probabilities that never rise, and a median and a mean that are read off them', () => {
    const { distributions, predictedPassPercentage, expectedPassPercentage } = forecast(
      predictor,
      history,
      lateDays(),
      { threads: 1 },
    );
    const { offsets, exceedance, executions, numerator } = distributions!;
    expect(executions.length).toBeGreaterThan(40);
    for (let row = 0; row < executions.length; row += 1) {
      const chances = [...exceedance.slice(offsets[row], offsets[row + 1])];
      expect([...numerator.slice(offsets[row], offsets[row + 1])]).toEqual([1, 2, 3, 4]);
      expect([...chances].sort((a, b) => b - a)).toEqual(chances);
      expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
      expect(predictedPassPercentage[row]).toBe(25 * chances.filter((chance) => chance > 0.5).length);
      expect(expectedPassPercentage[row]).toBeCloseTo(25 * chances.reduce((a, b) => a + b, 0), 9);
    }
  });

  it('day by day, from what was known each morning, is what it is for all days at once', () => {
    const atOnce = rowsOf(forecast(predictor, history, lateDays(), { threads: 1 }), history);
    const byDay = new Map<string, unknown>();
    for (let day = LAST - 9; day <= LAST; day += 1) {
      const known = SeriesHistory.fromPanel(upTo(day - 1));
      const wanted = observedRequests(history, { fromDay: day, toDay: day, horizon: 1 });
      const requests = { ...wanted, series: wanted.series.map((series) => known.find(history.series[series]!)) };
      for (const [name, row] of rowsOf(forecast(predictor, known, requests, { threads: 1 }), known))
        byDay.set(name, row);
    }
    expect(byDay).toEqual(atOnce);
  });

  it('changes with no result after its as-of day', () => {
    const builder = new PanelBuilder();
    builder.addPanel(upTo(LAST - 8));
    const later = new PanelBuilder();
    later.addPanel(builder.build());
    const key = { source: 'S', tenantId: 'T', datasetUuid: 'dataset-1', datasetName: 'Dataset 1', ruleCode: '101' };
    const none = { errors: 0, recordCount: NaN, filteredCount: NaN };
    for (let day = LAST - 7; day <= LAST; day += 1) later.addCounts(key, day, { ...none, passes: 0, fails: 4 });
    const changed = SeriesHistory.fromPanel(later.build());
    const requests = (of: SeriesHistory) => of.requests({ day: LAST - 6, asOf: LAST - 8 });
    expect(rowsOf(forecast(predictor, changed, requests(changed), { threads: 1 }), changed)).toEqual(
      rowsOf(forecast(predictor, history, requests(history), { threads: 1 }), history),
    );
  });

  it('does not take a series that is asked for again and again for a day of all series', () => {
    const { distribution } = predictor;
    const atTraining = {
      ...predictor,
      distribution: { ...distribution!, mixtures: distribution!.mixtures.slice(0, 1) },
    };
    const wanted = observedRequests(history, { fromDay: LAST, toDay: LAST, horizon: 1 });
    const alone = SeriesHistory.fromPanel(panel);
    const expected = rowsOf(forecast(atTraining, alone, wanted, { threads: 1 }), alone);
    // As many rows on every earlier day as it has results, all of the first series.
    const past = observedRequests(history, { fromDay: LAST - 15, toDay: LAST - 1, horizon: 1 });
    const repeated = {
      series: Int32Array.from([...past.series.fill(0), ...wanted.series]),
      targetDay: Int32Array.from([...past.targetDay, ...wanted.targetDay]),
      asOfDay: Int32Array.from([...past.asOfDay, ...wanted.asOfDay]),
    };
    const rows = rowsOf(forecast(atTraining, history, repeated, { threads: 1 }), history);
    for (const [name, row] of expected) expect({ [name]: rows.get(name) }).toEqual({ [name]: row });
  });

  it('survives its bundle bit for bit', async () => {
    const bundle = await readBundle(path);
    const kept = SeriesHistory.fromPanel(bundle.history());
    expect(rowsOf(forecast(bundle.predictor, kept, lateDays(), { threads: 1 }), kept)).toEqual(
      rowsOf(forecast(predictor, history, lateDays(), { threads: 1 }), history),
    );
    expect(bundle.predictor.distribution!.mixtures).toHaveLength(2);
  });

  it('of a series without any result is the rule’s share and no error', () => {
    const known = SeriesHistory.fromPanel(panel, {
      alsoSeries: [{ tenantId: 'T', datasetUuid: 'new', ruleCode: '101' }],
    });
    const series = known.find({ tenantId: 'T', datasetUuid: 'new', ruleCode: '101' });
    const request = { series: Int32Array.of(series), targetDay: Int32Array.of(LAST + 1), asOfDay: Int32Array.of(LAST) };
    const { expectedPassPercentage } = forecast(predictor, known, request, { threads: 1 });
    expect(expectedPassPercentage[0]).toBeGreaterThan(20);
    expect(expectedPassPercentage[0]).toBeLessThan(100);
  });
});
