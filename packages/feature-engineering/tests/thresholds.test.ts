import fc from 'fast-check';

import {
  contextColumns,
  observedRequests,
  SeriesHistory,
  pickThresholdRows,
  thresholdFrame,
  THRESHOLD_STATISTICS,
  type ForecastRequests,
} from '../src/index.js';
import { anyDays, MONDAY, panelOf, type DayCounts } from './support/panels.js';

const RULES = ['101', '102'];
const anyHorizon = fc.integer({ min: 1, max: 16 });
const anyAsOf = fc.integer({ min: MONDAY - 2, max: MONDAY + 80 });

/** Levels and every statistic of every row as text, so that NaN equals NaN and −0 does not equal 0. */
function bitsOf(history: SeriesHistory, requests: ForecastRequests): string[] {
  const frame = thresholdFrame(history, requests);
  const context = contextColumns(history, requests, RULES);
  return Array.from({ length: frame.rows }, (_, row) => {
    const [start, end] = [frame.offsets[row]!, frame.offsets[row + 1]!];
    const parts = [
      frame.numerator.subarray(start, end),
      ...frame.statistics.map((column) => new Uint32Array(column.slice(start, end).buffer)),
      ...[...frame.rowStatistics, ...context.map(({ values }) => values)].map(
        (column) => new Uint32Array(column.slice(row, row + 1).buffer),
      ),
    ];
    return `${frame.executions[row]}|${parts.map((part) => part.join()).join('|')}`;
  });
}

function everySeries(history: SeriesHistory, targetDay: number, asOf: number): ForecastRequests {
  const count = history.series.length;
  return {
    series: Int32Array.from({ length: count }, (_, i) => i),
    targetDay: new Int32Array(count).fill(targetDay),
    asOfDay: new Int32Array(count).fill(asOf),
  };
}

describe('levels and their statistics', () => {
  it('no result after the as-of day, changed, added or deleted, changes a bit', () => {
    fc.assert(
      fc.property(anyDays, anyDays, anyAsOf, anyHorizon, (days, others, asOf, horizon) => {
        const past = days.filter((day) => day.day <= asOf);
        const anchors = days.concat(others).map((day) => ({ ...day, day: MONDAY - 5 }));
        const worlds = [days, past, past.concat(others.filter((day) => day.day > asOf))];
        const bits = worlds.map((world) => {
          const history = SeriesHistory.fromPanel(panelOf(world.concat(anchors)));
          return bitsOf(history, everySeries(history, asOf + horizon, asOf));
        });
        expect(bits[1]).toEqual(bits[0]);
        expect(bits[2]).toEqual(bits[0]);
      }),
      { numRuns: 100 },
    );
  });

  it('training and prediction agree bit for bit: all days at once, and one at a time from what was known', () => {
    fc.assert(
      fc.property(anyDays, anyHorizon, (days, horizon) => {
        const whole = SeriesHistory.fromPanel(panelOf(days));
        const training = observedRequests(whole, { fromDay: 0, toDay: 99_999, horizon });
        const trained = bitsOf(whole, training);
        const predicted = Array.from(training.series, (series, row) => {
          const id = whole.series[series]!;
          const asOf = training.asOfDay[row]!;
          const known = days.filter((day) => day.day <= asOf);
          const history = SeriesHistory.fromPanel(panelOf(known), { alsoSeries: whole.series });
          const request = {
            series: Int32Array.of(history.find(id)),
            targetDay: Int32Array.of(training.targetDay[row]!),
            asOfDay: Int32Array.of(asOf),
          };
          return bitsOf(history, request)[0]!;
        });
        expect(predicted).toEqual(trained);
      }),
      { numRuns: 40 },
    );
  });

  it('requests in any order give the same rows', () => {
    fc.assert(
      fc.property(anyDays, fc.integer(), (days, seed) => {
        const history = SeriesHistory.fromPanel(panelOf(days));
        const requests = observedRequests(history, { fromDay: 0, toDay: 99_999, horizon: 1 });
        const order = Array.from(requests.series.keys()).sort(
          (a, b) => ((a * 7919 + seed) % 13) - ((b * 7919 + seed) % 13),
        );
        const shuffled = {
          series: Int32Array.from(order, (row) => requests.series[row]!),
          targetDay: Int32Array.from(order, (row) => requests.targetDay[row]!),
          asOfDay: Int32Array.from(order, (row) => requests.asOfDay[row]!),
        };
        const rows = bitsOf(SeriesHistory.fromPanel(panelOf(days)), requests);
        expect(bitsOf(history, shuffled)).toEqual(order.map((row) => rows[row]));
      }),
      { numRuns: 40 },
    );
  });

  it('frames of parts of requests, one after the other, have the rows of the frame of all of them', () => {
    fc.assert(
      fc.property(anyDays, fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }), (days, cuts) => {
        const panel = panelOf(days);
        const all = observedRequests(SeriesHistory.fromPanel(panel), {
          fromDay: MONDAY,
          toDay: MONDAY + 80,
          horizon: 2,
        });
        const edges = [0, ...cuts, all.series.length].map((cut) => Math.min(cut, all.series.length));
        const history = SeriesHistory.fromPanel(panel);
        const whole = thresholdFrame(SeriesHistory.fromPanel(panel), all);
        edges
          .sort((a, b) => a - b)
          .slice(1)
          .forEach((to, i) => {
            const part = (column: Int32Array) => column.subarray(edges[i], to);
            const requests = { series: part(all.series), targetDay: part(all.targetDay), asOfDay: part(all.asOfDay) };
            const rows = Int32Array.from({ length: to - edges[i]! }, (_, row) => edges[i]! + row);
            expect(thresholdFrame(history, requests)).toEqual(pickThresholdRows(whole, rows));
          });
      }),
      { numRuns: 30 },
    );
  });

  it('results of another tenant change nothing', () => {
    fc.assert(
      fc.property(anyDays, anyDays, anyAsOf, (days, others, asOf) => {
        const own = (history: SeriesHistory) => {
          const requests = everySeries(history, asOf + 1, asOf);
          const rows = bitsOf(history, requests);
          return rows.filter((_, i) => history.series[requests.series[i]!]!.tenantId === 'mine');
        };
        const mine = days.map((day) => ({ ...day, tenant: 'mine' }));
        const theirs = others.map((day) => ({ ...day, tenant: 'theirs' }));
        expect(own(SeriesHistory.fromPanel(panelOf([...mine, ...theirs])))).toEqual(
          own(SeriesHistory.fromPanel(panelOf(mine))),
        );
      }),
      { numRuns: 60 },
    );
  });

  it.each([2, 3, 6, 8, 12, 22, 25])(
    'a series that passes all but one of %i executions every day reaches n − 1 and not n',
    (n) => {
      const days: DayCounts[] = Array.from({ length: 60 }, (_, i) => ({
        dataset: 'a',
        rule: '1',
        day: MONDAY + i,
        passes: n - 1,
        fails: 1,
      }));
      const history = SeriesHistory.fromPanel(panelOf(days));
      const frame = thresholdFrame(history, everySeries(history, MONDAY + 60, MONDAY + 59));
      const column = (name: string) => frame.statistics[THRESHOLD_STATISTICS.findIndex((one) => one.name === name)]!;
      expect([...frame.numerator]).toEqual(Array.from({ length: n }, (_, i) => i + 1));
      for (const name of ['reached_last', 'reached_7', 'reached_28', 'after', 'reached_weekday', 'reached_ew_95']) {
        expect([...column(name)].map((share) => Math.round(share * 1e6) / 1e6)).toEqual([
          ...new Array<number>(n - 1).fill(1),
          0,
        ]);
      }
    },
  );
});
