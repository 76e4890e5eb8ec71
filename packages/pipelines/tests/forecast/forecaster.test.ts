import { formatDay, parseDay } from '@dqs/core';
import { SeriesHistory } from '@dqs/features';

import { Forecaster, trainModel, type LoadedBundle } from '../../src/index.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const panel = madePanel({ days: 90 });
const series = { datasetUuid: 'dataset-1', ruleCode: '102' };
let bundle: LoadedBundle;

beforeAll(async () => {
  bundle = loadedInMemory(await trainModel(panel, { spec: 'classic', rounds: 30 }), panel);
});
afterAll(() => bundle.predictor.model.close());

describe('Forecaster', () => {
  it('one series is forecast as it is among all', () => {
    const forecaster = new Forecaster(bundle);
    const day = FIRST_DAY + 90;
    const all = forecaster.all({ day });
    for (const row of all) {
      const { datasetUuid, ruleCode } = row;
      expect(forecaster.one({ day, datasetUuid, ruleCode })).toEqual(row);
    }
    expect(all).toHaveLength(12);
  });

  it('some series are forecast as each of them alone, in the order in which they are asked for', () => {
    const forecaster = new Forecaster(bundle);
    const asked = [
      { ...series, day: FIRST_DAY + 92 },
      { datasetUuid: 'dataset-0', ruleCode: '101', day: FIRST_DAY + 90, asOf: FIRST_DAY + 70 },
      { ...series, day: FIRST_DAY + 90 },
    ];
    expect(forecaster.many(asked)).toEqual(asked.map((one) => forecaster.one(one)));
    expect(forecaster.many([])).toEqual([]);
    expect(() => forecaster.assertKnown(asked[1]!)).not.toThrow();
    const unknown = { ...series, ruleCode: '9', day: FIRST_DAY + 90 };
    for (const ask of [() => forecaster.assertKnown(unknown), () => forecaster.many([asked[0]!, unknown])]) {
      expect(ask).toThrow(expect.objectContaining({ code: 'series-unknown' }));
    }
  });

  it('shows percentages next to the naive one, from the last day of the history', () => {
    const row = new Forecaster(bundle).one({ ...series, day: FIRST_DAY + 90 });
    expect(row.asOfDate).toBe(formatDay(FIRST_DAY + 89));
    for (const value of [row.predictedPassPercentage, row.expectedPassPercentage, row.naivePassPercentage!]) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(100);
    }
    expect(row.flags).toEqual([]);
  });

  it('results after the as-of day change nothing', () => {
    const asOf = FIRST_DAY + 60;
    const cut = filterCells(panel, (day) => day <= asOf);
    const request = { day: asOf + 1, asOf };
    expect(new Forecaster(bundle, cut).all(request)).toEqual(new Forecaster(bundle, panel).all(request));
  });

  it('series that first appear after the as-of day are not there', () => {
    const asOf = FIRST_DAY + 60;
    const late = filterCells(panel, (day, key) => key % 2 === 0 || day > asOf);
    const cut = filterCells(late, (day) => day <= asOf);
    const request = { day: asOf + 1, asOf };
    const rows = new Forecaster(bundle, late).all(request);
    expect(rows).toHaveLength(6);
    expect(rows).toEqual(new Forecaster(bundle, cut).all(request));
    expect(new Forecaster(bundle, late).all({ day: asOf + 21, asOf: asOf + 20 })).toHaveLength(12);
    const history = SeriesHistory.fromPanel(late);
    expect([...history.requests({ day: asOf + 1, asOf }).series]).toEqual([0, 2, 4, 6, 8, 10]);
  });

  it('a series that has had nothing but errors is known from the first of them', () => {
    const { cells } = panel;
    const isOf = (cell: number) => cells.key[cell] === 0;
    const passes = cells.passes.map((count, cell) => (isOf(cell) ? 0 : count));
    const fails = cells.fails.map((count, cell) => (isOf(cell) ? 0 : count));
    const errors = cells.errors.map((count, cell) => (isOf(cell) ? 1 : count));
    const broken = { ...panel, cells: { ...cells, passes, fails, errors } };
    const [row] = new Forecaster(bundle, broken).all({ day: FIRST_DAY + 90 }).filter(({ flags }) => flags.length > 0);
    expect(row).toMatchObject({ datasetUuid: 'dataset-0', ruleCode: '101', flags: ['no_history'] });
  });

  it('a day that the model was trained on is flagged for any as-of day, later days are not', () => {
    const { from, to } = bundle.manifest.training;
    const flagged = (date: string, past = 1) => {
      const day = parseDay(date)!;
      const rows = new Forecaster(bundle).all({ day, asOf: day - past });
      return new Set(rows.map(({ flags }) => flags.includes('in_training')));
    };
    expect(flagged(formatDay(parseDay(from)! + 3), 2)).toEqual(new Set([true]));
    expect(flagged(to)).toEqual(new Set([true]));
    expect(flagged(formatDay(parseDay(to)! + 1))).toEqual(new Set([false]));
  });

  it('a past day is forecast from the day before it', () => {
    expect(new Forecaster(bundle).one({ ...series, day: FIRST_DAY + 30 }).asOfDate).toBe(formatDay(FIRST_DAY + 29));
  });

  it('a fresher history wins', () => {
    const stale = new Forecaster(
      bundle,
      filterCells(panel, (day) => day < FIRST_DAY + 40),
    );
    const request = { ...series, day: FIRST_DAY + 90 };
    expect(stale.one(request).asOfDate).toBe(formatDay(FIRST_DAY + 39));
    expect(stale.one(request).flags).toContain('extrapolating');
  });

  it('flags forecasts from a stale history', () => {
    const gone = filterCells(panel, (day, key) => key !== 0 || day < FIRST_DAY + 30);
    const rows = new Forecaster(bundle, gone).all({ day: FIRST_DAY + 90 });
    const stale = rows.filter((row) => row.flags.includes('stale_history'));
    expect(stale.map((row) => [row.datasetUuid, row.ruleCode])).toEqual([['dataset-0', '101']]);
  });

  it('a series that began after the training is answered and flagged', () => {
    const wider = madePanel({ datasets: 5, days: 90 });
    const row = new Forecaster(bundle, wider).one({ datasetUuid: 'dataset-4', ruleCode: '101', day: FIRST_DAY + 90 });
    expect(row.flags).toContain('cold_start');
  });

  it('an unknown series is refused with the nearest names', () => {
    const forecaster = new Forecaster(bundle);
    const day = FIRST_DAY + 90;
    expect(() => forecaster.one({ datasetUuid: 'datset-1', ruleCode: '101', day })).toThrow(/did you mean "dataset-1"/);
    expect(() => forecaster.one({ datasetUuid: 'dataset-1', ruleCode: '999', day })).toThrow(
      /rules "101", "102", "103"/,
    );
  });

  it('a day before the history and an as-of day after the target are refused', () => {
    const forecaster = new Forecaster(bundle);
    expect(() => forecaster.one({ ...series, day: FIRST_DAY })).toThrow(/start of the history/);
    expect(() => forecaster.all({ day: FIRST_DAY + 5, asOf: FIRST_DAY + 5 })).toThrow(/before the day to forecast/);
  });
});
