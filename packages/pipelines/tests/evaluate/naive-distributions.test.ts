import { PanelBuilder, Random } from '@dqs/core';
import { exceedanceAt, medianPercentage } from '@dqs/core/stats';
import { SeriesHistory } from '@dqs/features';
import fc from 'fast-check';

import { bestNaiveDistribution, naiveRecord } from '../../src/evaluate/best-naive.js';
import {
  NAIVE_DISTRIBUTIONS,
  naiveDistribution,
  type NaiveDistribution,
} from '../../src/evaluate/naive-distributions.js';
import { FIRST_DAY } from '../support/panels.js';

type Result = readonly [passes: number, executions: number];

/** A history of series with a result on every day, or undefined where there was none. */
function historyOf(...all: readonly (readonly (Result | undefined)[])[]): SeriesHistory {
  const builder = new PanelBuilder();
  all.forEach((results, series) => {
    const key = { source: 'S', tenantId: 'T', datasetUuid: 'd', datasetName: 'D', ruleCode: `${series}` };
    results.forEach((result, day) => {
      if (result === undefined) return;
      const [passes, executions] = result;
      const counts = { passes, fails: executions - passes, errors: 0, recordCount: 1, filteredCount: NaN };
      builder.addCounts(key, FIRST_DAY + day, counts);
    });
  });
  return SeriesHistory.fromPanel(builder.build());
}

/** Exceedance at 0 … n of the day `horizon` days after the last of the results. */
function forecastOf(name: NaiveDistribution, results: readonly (Result | undefined)[], horizon = 1) {
  const history = historyOf(results);
  const asOf = FIRST_DAY + results.length - 1;
  const table = naiveDistribution(name, history, {
    series: Int32Array.of(0),
    asOfDay: Int32Array.of(asOf),
    targetDay: Int32Array.of(asOf + horizon),
  });
  const n = table.executions[0]!;
  return { n, table, at: (m: number) => exceedanceAt(table, 0, m) };
}

/** P(result ≥ m/n) by weighted results, by definition. */
function share(results: readonly Result[], weights: readonly number[], m: number, n: number): number {
  const total = weights.reduce((a, b) => a + b, 0);
  return results.reduce((sum, [k, of], i) => sum + (k * n >= m * of ? weights[i]! : 0), 0) / total;
}

function madeResults(days: number, executions: (day: number) => number, seed: number): Result[] {
  const random = new Random(seed);
  return Array.from({ length: days }, (_, day) => {
    const n = executions(day);
    return [random.integer(3) === 0 ? random.integer(n + 1) : n, n];
  });
}

describe('naive distributions', () => {
  describe.each([
    ['few executions', () => 6],
    ['as many as change by day', (day: number) => 5 + (day % 4)],
    ['hundreds of executions', (day: number) => 300 + (day % 3)],
  ])('of %s', (_, executions) => {
    const results = madeResults(60, executions, 5);
    const latest = [...results].reverse();

    it.each([
      ['last-7', 7],
      ['last-28', 28],
    ] as const)('%s is the share of its days that reached as much', (name, days) => {
      const { n, at } = forecastOf(name, results);
      const known = latest.slice(0, days);
      const once = known.map(() => 1);
      for (let m = 0; m <= n; m += 1) expect(at(m)).toBeCloseTo(share(known, once, m, n), 12);
    });

    it.each([1, 3])(
      'what followed days like the last one, %d observed days on, recent ones weighing more',
      (horizon) => {
        const { n, at } = forecastOf('what-followed', results, horizon);
        const [last, lastOf] = latest[0]!;
        const days = latest.flatMap(([k, of], r) => (r >= horizon && k * lastOf === last * of ? [r] : []));
        expect(days.length).toBeGreaterThan(1);
        const followers = days.map((r) => latest[r - horizon]!);
        const weights = days.map((_, i) => 0.95 ** i);
        for (let m = 0; m <= n; m += 1) expect(at(m)).toBeCloseTo(share(followers, weights, m, n), 12);
      },
    );
  });

  it('what followed a day unlike any before is the last 28', () => {
    const results: Result[] = [...madeResults(40, () => 6, 2).filter(([k]) => k !== 1), [1, 6]];
    expect(forecastOf('what-followed', results).table).toEqual(forecastOf('last-28', results).table);
  });

  it.each([6, 12, 22, 25, 200])('the same one failing of %d every day has its own result as the median', (n) => {
    const results = Array.from({ length: 40 }, (): Result => [n - 1, n]);
    for (const name of NAIVE_DISTRIBUTIONS) {
      const { table, at } = forecastOf(name, results);
      expect(medianPercentage(table, 0)).toBe((100 * (n - 1)) / n);
      expect([at(n - 1), at(n)]).toEqual([1, 0]);
    }
  });

  it('do not change with results after the as-of day', () => {
    const results = madeResults(50, () => 9, 8);
    const changed = results.map((result, day): Result => (day > 30 ? [0, 9] : result));
    const requests = {
      series: Int32Array.of(0, 0),
      asOfDay: Int32Array.of(FIRST_DAY + 20, FIRST_DAY + 30),
      targetDay: Int32Array.of(FIRST_DAY + 21, FIRST_DAY + 33),
    };
    for (const name of NAIVE_DISTRIBUTIONS) {
      expect(naiveDistribution(name, historyOf(changed), requests)).toEqual(
        naiveDistribution(name, historyOf(results), requests),
      );
    }
  });

  it('of many rows in any order are those of each alone', () => {
    const histories = [400, 30, 250].map((days, seed) => {
      const results = madeResults(days, (day) => (seed === 1 ? 40 : 1 + (day % 4)), seed);
      return results.map((result, day) => (day % 9 === seed ? undefined : result));
    });
    const history = historyOf(...histories);
    const row = fc.record({ series: fc.nat(2), asOf: fc.nat(420), horizon: fc.integer({ min: 1, max: 14 }) });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 60 }), fc.boolean(), (rows, isSorted) => {
        if (isSorted) rows.sort((a, b) => a.series - b.series || a.asOf - b.asOf);
        const tableOf = (name: NaiveDistribution, some: typeof rows) =>
          naiveDistribution(name, history, {
            series: Int32Array.from(some, ({ series }) => series),
            asOfDay: Int32Array.from(some, ({ asOf }) => FIRST_DAY + asOf),
            targetDay: Int32Array.from(some, ({ asOf, horizon }) => FIRST_DAY + asOf + horizon),
          });
        for (const name of NAIVE_DISTRIBUTIONS) {
          const table = tableOf(name, rows);
          rows.forEach((one, i) => {
            const [start, end] = [table.offsets[i]!, table.offsets[i + 1]!];
            const alone = tableOf(name, [one]);
            expect(table.executions[i]).toBe(alone.executions[0]);
            expect(table.numerator.slice(start, end)).toEqual(alone.numerator);
            expect(table.exceedance.slice(start, end)).toEqual(alone.exceedance);
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it('days without a result are not days; none at all leaves even odds of one execution', () => {
    const sparse = [[3, 4], undefined, undefined, [4, 4]] as const;
    expect(forecastOf('last-7', sparse).table).toEqual(
      forecastOf('last-7', [
        [3, 4],
        [4, 4],
      ]).table,
    );
    const none = naiveDistribution('last-28', historyOf([undefined, [1, 4]]), {
      series: Int32Array.of(0),
      asOfDay: Int32Array.of(FIRST_DAY),
      targetDay: Int32Array.of(FIRST_DAY + 1),
    });
    expect([none.executions[0], exceedanceAt(none, 0, 1)]).toEqual([1, 0.5]);
  });
});

describe('the best naive distribution', () => {
  const span = { from: FIRST_DAY, to: FIRST_DAY + 99 };
  const bestOf = async (history: SeriesHistory) =>
    bestNaiveDistribution(await naiveRecord(history, span, 1, () => Promise.resolve()));

  it('of a series that alternates is what followed', async () => {
    const history = historyOf(Array.from({ length: 120 }, (_, day): Result => [day % 2 === 0 ? 4 : 1, 4]));
    expect(await bestOf(history)).toBe('what-followed');
  });

  it('of a level that drifts through ever new values is the last 7', async () => {
    const history = historyOf(Array.from({ length: 120 }, (_, day): Result => [500 + 4 * day, 1000]));
    expect(await bestOf(history)).toBe('last-7');
  });

  it('of results that have nothing to do with each other is the last 28', async () => {
    const random = new Random(4);
    const history = historyOf(Array.from({ length: 120 }, (): Result => [random.integer(1000), 1000]));
    expect(await bestOf(history)).toBe('last-28');
  });

  it('is chosen on training days: what comes after them does not count', async () => {
    const steady = (day: number): Result => [day % 2 === 0 ? 4 : 1, 4];
    const history = historyOf(
      Array.from({ length: 400 }, (_, day) => (day < 100 ? steady(day) : ([day % 5, 4] as const))),
    );
    const alone = historyOf(Array.from({ length: 100 }, (_, day) => steady(day)));
    expect(await bestOf(history)).toBe(await bestOf(alone));
  });
});
