import { formatDay, PanelBuilder, Random } from '@dqs/core';
import { binomialCdf, binomialTable } from '@dqs/core/stats';

import { checkDay, Forecaster, trainModel, type LoadedBundle } from '../../src/index.js';
import { chanceOf } from '../../src/check/chance.js';
import { loadedInMemory } from '../support/loaded-in-memory.js';
import { filterCells, FIRST_DAY, madePanel } from '../support/panels.js';

const DAYS = 100;
const LAST = FIRST_DAY + DAYS - 1;
const panel = madePanel({ days: DAYS });
let bundle: LoadedBundle;

beforeAll(async () => {
  const known = filterCells(panel, (day) => day < LAST - 20);
  bundle = loadedInMemory(await trainModel(known, { spec: 'classic', rounds: 20, limits: false }), known);
});
afterAll(() => bundle.predictor.model.close());

describe('the chance of a result', () => {
  const table = (executions: number, p: number) => binomialTable(Int32Array.of(executions), Float64Array.of(p));

  it('of as many executions as were assumed is read off the forecast', () => {
    for (let passes = 0; passes <= 12; passes += 1) {
      const { worse, same } = chanceOf(table(12, 0.8), 0, passes, 12);
      expect(worse).toBeCloseTo(binomialCdf(passes - 1, 12, 0.8), 10);
      expect(worse + same).toBeCloseTo(binomialCdf(passes, 12, 0.8), 10);
    }
  });

  it('of fewer executions is exact: drawn from a binomial day, they are binomial', () => {
    for (const executions of [1, 3, 7]) {
      for (let passes = 0; passes <= executions; passes += 1) {
        const { worse, same } = chanceOf(table(30, 0.9), 0, passes, executions);
        expect(worse).toBeCloseTo(binomialCdf(passes - 1, executions, 0.9), 9);
        expect(worse + same).toBeCloseTo(binomialCdf(passes, executions, 0.9), 9);
      }
    }
  });

  it('of more executions, or of very many, sums to one and never makes a bad day out of a usual one', () => {
    for (const [assumed, executions] of [
      [5, 50],
      [1000, 1050],
      [5000, 20],
      [300, 4000],
    ] as const) {
      const usual = chanceOf(table(assumed, 0.9), 0, Math.round(0.9 * executions), executions);
      expect(usual.worse).toBeGreaterThan(0.2);
      expect(usual.worse + usual.same).toBeLessThan(0.85);
      const all = chanceOf(table(assumed, 0.9), 0, executions, executions);
      expect(all.worse + all.same).toBeCloseTo(1, 6);
      expect(chanceOf(table(assumed, 0.9), 0, 0, executions).worse).toBe(0);
    }
  });
});

describe('the check of a day', () => {
  it('has the forecasts that a prediction makes, each beside the naive one', () => {
    const day = LAST - 5;
    const rows = new Forecaster(bundle, panel).all({ day, asOf: day - 1 });
    for (const one of checkDay(bundle, panel, { day }).results) {
      const same = rows.find((row) => row.datasetUuid === one.datasetUuid && row.ruleCode === one.ruleCode)!;
      for (const name of ['predictedPassPercentage', 'expectedPassPercentage', 'naivePassPercentage'] as const) {
        expect(one[name]).toBe(same[name]);
      }
    }
  });

  it('says the same again, in the order of surprise, and looks at nothing later', () => {
    const day = LAST - 5;
    const report = checkDay(bundle, panel, { day });
    expect(
      checkDay(
        bundle,
        filterCells(panel, (at) => at <= day),
        { day },
      ),
    ).toEqual(report);
    expect(report).toMatchObject({ date: formatDay(day), asOfDate: formatDay(day - 1), limit: 0.05 });
    const quiet = report.results.filter(({ isAlarm }) => !isAlarm).map(({ odds }) => odds);
    expect(quiet).toEqual([...quiet].sort((a, b) => a - b));
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it('lists series that are due and have no result, and fails if nothing has one', () => {
    const daily = new PanelBuilder();
    const random = new Random(1);
    for (let offset = 0; offset < 60; offset += 1) {
      for (const ruleCode of ['101', '102']) {
        if (offset === 59 && ruleCode === '102') continue;
        const key = { source: 'S', tenantId: 'T', datasetUuid: 'dataset-1', datasetName: 'constructor', ruleCode };
        const fails = random.next() < 0.2 ? 1 : 0;
        daily.addCounts(key, FIRST_DAY + offset, { passes: 4, fails, errors: 0, recordCount: NaN, filteredCount: NaN });
      }
    }
    const report = checkDay(bundle, daily.build(), { day: FIRST_DAY + 59 });
    expect(report.missing).toMatchObject([{ ruleCode: '102', lastDate: formatDay(FIRST_DAY + 58) }]);
    expect(report.results).toHaveLength(1);
    const none = checkDay(bundle, daily.build(), { day: FIRST_DAY + 60 });
    expect([none.passed, none.results.length, none.missing.length]).toEqual([false, 0, 2]);
  });

  it('tells what it sees for the first time, and forecasts nothing for it', () => {
    const builder = new PanelBuilder();
    builder.addPanel(panel);
    const key = { source: 'S', tenantId: 'T', datasetUuid: '__proto__', datasetName: 'New', ruleCode: '1' };
    builder.addCounts(key, LAST, { passes: 0, fails: 9, errors: 0, recordCount: NaN, filteredCount: NaN });
    const report = checkDay(bundle, builder.build(), { day: LAST });
    expect(report.fresh).toMatchObject([{ datasetUuid: '__proto__' }]);
    expect(report.results.map(({ datasetUuid }) => datasetUuid)).not.toContain('__proto__');
  });

  it('has the target of each series, and refuses what makes no sense', () => {
    const targets = {
      everywhere: 100,
      series: [{ tenantId: 'T', datasetUuid: 'dataset-1', ruleCode: '101', targetPercentage: 50 }],
    };
    const { results } = checkDay(bundle, panel, { day: LAST, targets });
    const target = results.find(({ datasetUuid, ruleCode }) => datasetUuid === 'dataset-1' && ruleCode === '101');
    expect(target === undefined || target.targetPercentage === 50).toBe(true);
    for (const limit of [0, 1, NaN, -1]) expect(() => checkDay(bundle, panel, { day: LAST, limit })).toThrow('limit');
    expect(() => checkDay(bundle, panel, { day: FIRST_DAY })).toThrow('expected results from before');
  });
});
