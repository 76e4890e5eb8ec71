import { Pool } from '../src/history/pool.js';
import { SeriesHistory } from '../src/index.js';
import { MONDAY, panelOf } from './support/panels.js';

const YEAR_9999 = 2_932_896;

describe('a pool of series', () => {
  const days = (datasets: number) =>
    Array.from({ length: datasets }, (_, n) =>
      [0, 2, 3].map((offset) => ({ dataset: `d${n}`, rule: '1', day: MONDAY + offset, passes: n % 5, fails: 1 })),
    ).flat();
  const poolOf = (history: SeriesHistory) =>
    new Pool(history, Int32Array.from(history.series.keys()), history.series.length);
  const sums = (pool: Pool, group: number, from: number, to: number) => {
    const counts = { passes: 0, executions: 0 };
    pool.sums(group, from, to, counts);
    return counts;
  };

  it('takes no more time or memory for one date at the end of the calendar', () => {
    // With a place for every day of the span, two thousand groups would fill a hundred gigabytes.
    const observed = [...days(2000), { dataset: 'd7', rule: '1', day: YEAR_9999, passes: 4, fails: 0 }];
    const history = SeriesHistory.fromPanel(panelOf(observed));
    const pool = poolOf(history);
    history.series.forEach(({ datasetUuid }, group) => {
      const n = Number(datasetUuid.slice(1));
      expect(sums(pool, group, MONDAY + 1, MONDAY + 3)).toEqual({ passes: 2 * (n % 5), executions: 2 * ((n % 5) + 1) });
      expect(sums(pool, group, MONDAY + 4, YEAR_9999).executions).toBe(n === 7 ? 4 : 0);
    });
  });

  it('sums the same, bit for bit, whether it has a place for every day or for observed ones', () => {
    const [near, far] = [days(20), [...days(20), { dataset: 'd0', rule: '1', day: YEAR_9999, passes: 1, fails: 0 }]];
    const [dense, sparse] = [near, far].map((observed) => {
      const history = SeriesHistory.fromPanel(panelOf(observed));
      const terms = { passes: Array.from(history.passes, (passes) => 0.1 * passes), executions: history.executions };
      return new Pool(history, new Int32Array(history.series.length), 1, terms);
    });
    for (let day = MONDAY; day < MONDAY + 4; day += 1) {
      expect(sums(dense!, 0, MONDAY, day)).toEqual(sums(sparse!, 0, MONDAY, day));
    }
    expect(sums(sparse!, 0, YEAR_9999 - 1, YEAR_9999).executions).toBe(1);
  });
});
