import { PERCENTAGE_EDGES } from '@dqs/core';
import { exceedanceAt } from '@dqs/core/stats';

import {
  AGGREGATE_STATISTICS,
  chanceOfId,
  gradeChangedDays,
  gradeDay,
  MemoryLedger,
  SeriesTable,
  statisticIndex,
  unpackDistributions,
  type DailyAggregates,
  type LedgerDay,
} from '../src/index.js';
import {
  atHour,
  DAY,
  sampleBatch,
  sampleRevisions,
  sampleSeriesList,
  type SampleForecast,
} from '../src/testing/samples.js';

const PASSES = [20, 13, 0, 7, 19];
const FAILS = [0, 7, 3, 21, 1];
const FORECASTS = [
  { mean: 0.97 },
  { mean: 0.6, executions: 7, naive: 62.5 },
  { mean: 0.05, naive: 0 },
  { mean: 0.4, executions: 60, naive: Number.NaN, flags: 1 },
  { mean: 0.2, naive: 100 },
];

/** A ledger with one forecast a series and the results of all, ungraded. */
async function ledgerOf(rows: readonly Omit<SampleForecast, 'series'>[]): Promise<MemoryLedger> {
  const store = new MemoryLedger();
  const numbers = await store.register(sampleSeriesList(rows.length));
  await store.issue(sampleBatch(rows.map((row, i) => ({ ...row, series: numbers[i]! }))));
  const results = rows.map((_, i) => ({ series: numbers[i]!, passes: PASSES[i]!, fails: FAILS[i]!, errors: i }));
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results }]));
  return store;
}

const grade = async (store: MemoryLedger) => gradeDay(await store.day(DAY), new SeriesTable(await store.series()));

/** CRPS by its definition, the integral over the fraction by many small steps, in points. */
function crpsByDefinition({ forecasts }: LedgerDay, row: number, actual: number): number {
  const table = unpackDistributions(forecasts.distributions);
  const n = table.executions[row]!;
  const steps = 40_000;
  let sum = 0;
  for (let i = 0; i < steps; i += 1) {
    const x = (i + 0.5) / steps;
    const exceeds = exceedanceAt(table, row, Math.floor(x * n) + 1);
    sum += (exceeds - (actual / 100 > x ? 1 : 0)) ** 2;
  }
  return (100 * sum) / steps;
}

const at = ({ values }: DailyAggregates, row: number, name: Parameters<typeof statisticIndex>[0], bin = 0) =>
  values[row * AGGREGATE_STATISTICS.length + statisticIndex(name) + bin]!;

/** Sum of a statistic over the current rows. */
const total = (aggregates: DailyAggregates, name: Parameters<typeof statisticIndex>[0], bin = 0) =>
  aggregates.day.reduce((sum, _, row) => sum + at(aggregates, row, name, bin), 0);

describe('the grade of a forecast', () => {
  it('holds the losses by their definitions', async () => {
    const store = await ledgerOf(FORECASTS);
    const day = await store.day(DAY);
    const { grades } = await grade(store);
    const { numbers } = day.forecasts;
    FORECASTS.forEach(({ naive = 95 }, row) => {
      const actual = (100 * PASSES[row]!) / (PASSES[row]! + FAILS[row]!);
      const below = actual < 95 ? 1 : 0;
      expect(grades.numbers.actual[row]).toBe(actual);
      expect(grades.numbers.error[row]).toBe(numbers.predictedPassPercentage[row]! - actual);
      expect(grades.numbers.crps[row]).toBeCloseTo(crpsByDefinition(day, row, actual), 2);
      expect(grades.numbers.brier[row]).toBe((numbers.pBelowTarget[row]! - below) ** 2);
      expect(grades.below[row]).toBe(below);
      expect(grades.covered80[row]).toBe(actual >= numbers.lower80[row]! && actual <= numbers.upper80[row]! ? 1 : 0);
      expect(grades.covered95[row]).toBe(actual >= numbers.lower95[row]! && actual <= numbers.upper95[row]! ? 1 : 0);
      expect(grades.numbers.naiveError[row]).toBe(naive - actual);
      expect(grades.numbers.naiveBrier[row]).toBe(
        Number.isNaN(naive) ? Number.NaN : ((naive < 95 ? 1 : 0) - below) ** 2,
      );
    });
  });

  it('has the mean pinball loss of the published quantiles', async () => {
    const store = await ledgerOf(FORECASTS.slice(0, 2));
    const { grades } = await grade(store);
    const { lower95, lower80, predictedPassPercentage, upper80, upper95 } = (await store.day(DAY)).forecasts.numbers;
    const quantiles = [lower95, lower80, predictedPassPercentage, upper80, upper95].map((values) => values[1]!);
    const losses = [0.025, 0.1, 0.5, 0.9, 0.975].map((level, i) => {
      const apart = 65 - quantiles[i]!;
      return Math.max(level * apart, (level - 1) * apart);
    });
    expect(grades.numbers.pinball[1]).toBeCloseTo(losses.reduce((a, b) => a + b, 0) / 5, 12);
  });

  it('has a PIT between the chance of less and that of as much, by the chance that its id determines', async () => {
    const store = await ledgerOf(FORECASTS.slice(0, 1));
    const { forecasts } = await store.day(DAY);
    const table = unpackDistributions(forecasts.distributions);
    const [reached, exceeded] = [exceedanceAt(table, 0, 20), exceedanceAt(table, 0, 21)];
    const { grades } = await grade(store);
    expect(grades.numbers.pit[0]).toBe(1 - reached + chanceOfId(forecasts.ids, 0) * (reached - exceeded));
  });

  it('of one value has its absolute error as CRPS, and no PIT', async () => {
    const store = new MemoryLedger();
    const [series] = await store.register(sampleSeriesList(1));
    const { issue, forecasts } = sampleBatch([{ series: series! }]);
    const distributions = { offsets: new Int32Array(2), bytes: new Uint8Array(0) };
    await store.issue({ issue, forecasts: { ...forecasts, distributions } });
    await store.revise(sampleRevisions(0, [{ at: atHour(30), results: [{ series: series!, passes: 1, fails: 1 }] }]));
    const { grades, aggregates } = await grade(store);
    expect(grades.numbers.crps[0]).toBe(Math.abs(grades.numbers.error[0]!));
    expect(grades.numbers.pit[0]).toBeNaN();
    expect(Array.from({ length: 40 }, (_, bin) => total(aggregates, 'pit0', bin)).every((count) => count === 0)).toBe(true); // prettier-ignore
  });
});

describe('the aggregates of a day', () => {
  it('are the sums over the grades, apart by pool', async () => {
    const store = await ledgerOf(FORECASTS);
    await gradeChangedDays(store);
    const days = { from: DAY, to: DAY };
    const [sums, { numbers, below }] = [await store.aggregates(days), await store.grades(days)];
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + (Number.isNaN(b) ? 0 : b), 0);
    expect(sums.groups.map(({ ruleCode }) => ruleCode)).toEqual(['100', '101', '102']);
    expect(sums.day.map((_, row) => at(sums, row, 'graded'))).toEqual(Int32Array.of(2, 2, 1));
    expect(total(sums, 'error')).toBeCloseTo(sum(numbers.error), 9);
    expect(total(sums, 'absoluteError')).toBeCloseTo(sum(numbers.error.map(Math.abs)), 9);
    expect(total(sums, 'squaredError')).toBeCloseTo(sum(numbers.error.map((error) => error ** 2)), 9);
    expect(total(sums, 'crps')).toBeCloseTo(sum(numbers.crps), 9);
    expect(total(sums, 'pinball')).toBeCloseTo(sum(numbers.pinball), 9);
    expect(total(sums, 'naiveBrier')).toBe(sum(numbers.naiveBrier));
    expect([total(sums, 'withNaive'), total(sums, 'below'), total(sums, 'errors')]).toEqual([4, sum(below), 10]);
    expect([total(sums, 'coldStarts'), total(sums, 'arrivalDelay')]).toEqual([1, 5 * 6 * 3_600_000]);
    expect(total(sums, 'expectedExecutions')).toBe(20 + 7 + 20 + 60 + 20);
  });

  it('count every grade once in each histogram', async () => {
    const store = await ledgerOf(FORECASTS);
    const { aggregates } = await grade(store);
    const bins = (name: Parameters<typeof statisticIndex>[0], count: number) =>
      Array.from({ length: count }, (_, bin) => total(aggregates, name, bin));
    const counted = [bins('pit0', 40), bins('odds0', 10), bins('actual0', 13), bins('predicted0', 13)];
    expect(counted.map((counts) => counts.reduce((a, b) => a + b, 0))).toEqual([5, 5, 5, 5]);
    // Of the actual 100, 65, 0, 25 and 95 %: a border belongs to the bin above it.
    const bin = (value: number) => PERCENTAGE_EDGES.filter((edge) => edge <= value).length;
    expect(counted[2]).toEqual(Array.from({ length: 13 }, (_, i) => [100, 65, 0, 25, 95].filter((value) => bin(value) === i).length)); // prettier-ignore
  });

  it('lead times count warnings that came true', async () => {
    const store = await ledgerOf([{ mean: 0.5 }, { mean: 0.5 }]);
    const { aggregates } = await grade(store);
    // The first day passed in full; the second was below its target. The issue was six hours before the day.
    expect(total(aggregates, 'warnedLead')).toBe(36 * 3_600_000);
  });
});

describe('a graded day', () => {
  it('has the grades of every revision, those that are kept left out', async () => {
    const store = await ledgerOf(FORECASTS);
    await gradeChangedDays(store);
    const [series] = await store.register(sampleSeriesList(1));
    await store.revise(sampleRevisions(1, [31, 32].map((hour) => ({ at: atHour(hour), results: [{ series: series!, passes: hour }] })))); // prettier-ignore
    const { grades } = await grade(store);
    expect([...grades.revision]).toEqual([2, 3]);
    expect([...grades.knownFrom]).toEqual([atHour(31), atHour(32)]);
  });

  it('without forecasts or without results has no grades', async () => {
    const store = new MemoryLedger();
    const [series] = await store.register(sampleSeriesList(1));
    await store.revise(sampleRevisions(0, [{ at: atHour(30), results: [{ series: series!, passes: 1 }] }]));
    expect((await grade(store)).aggregates.day).toHaveLength(0);
    await store.issue(sampleBatch([{ series: series!, day: DAY + 1 }]));
    const { days, grades } = await gradeChangedDays(store);
    expect([days, grades]).toEqual([[DAY, DAY + 1], 0]);
    expect((await store.grades({ from: DAY + 1, to: DAY + 1 })).status).toEqual(Uint8Array.of(0));
  });
});

describe('grading of changed days', () => {
  it('stops between two days when it is aborted, and goes on from there', async () => {
    const store = await ledgerOf(FORECASTS);
    const [series] = await store.register(sampleSeriesList(1));
    await store.issue(sampleBatch([{ series: series!, day: DAY + 1 }]));
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const aborted = gradeChangedDays(store, undefined, { signal: controller.signal, onProgress });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect((await store.changedDays()).map(({ day }) => day)).toEqual([DAY + 1]);
    expect(await gradeChangedDays(store)).toEqual({ days: [DAY + 1], grades: 0 });
  });
});
