import fc from 'fast-check';

import { HistoryCursor, SeriesHistory } from '../src/index.js';
import { anyDays, MONDAY, panelOf, seriesOf } from './support/panels.js';

const anyDay = fc.integer({ min: MONDAY - 3, max: MONDAY + 83 });

describe('HistoryView', () => {
  it('throws on a request for anything after its as-of day', () => {
    const view = new HistoryCursor(SeriesHistory.fromPanel(seriesOf([100, 50, 0]))).moveTo(0, MONDAY + 1);
    expect(() => view.percentageOn(MONDAY + 2)).toThrow(/after its as-of day/);
    expect(() => view.percentageBetween(MONDAY, MONDAY + 2)).toThrow(/after its as-of day/);
    expect(view.percentageAt(0)).toBe(50);
    expect(view.percentageAt(-1)).toBeNaN();
    expect(view.dayAt(-1)).toBeNaN();
    expect(view.executionsAt(-1)).toBeNaN();
  });

  it('writes the latest counts first, as many as fit or are known', () => {
    const cursor = new HistoryCursor(SeriesHistory.fromPanel(seriesOf([100, 50, 0, 25])));
    const [passes, executions] = [new Int32Array(3).fill(-1), new Int32Array(3).fill(-1)];
    expect(cursor.moveTo(0, MONDAY + 1).latestCounts(passes, executions)).toBe(2);
    expect([...passes]).toEqual([50, 100, -1]);
    expect([...executions]).toEqual([100, 100, -1]);
    expect(cursor.moveTo(0, MONDAY + 3).latestCounts(passes, executions)).toBe(3);
    expect([...passes]).toEqual([25, 0, 50]);
  });

  it('agrees for every day and window with the results up to the as-of day', () => {
    fc.assert(
      fc.property(anyDays, anyDay, anyDay, fc.nat(40), (days, asOf, day, width) => {
        const history = SeriesHistory.fromPanel(panelOf(days));
        const cursor = new HistoryCursor(history);
        history.series.forEach(({ datasetUuid, ruleCode }, series) => {
          const view = cursor.moveTo(series, asOf);
          const known = days.filter((d) => d.dataset === datasetUuid && d.rule === ruleCode && d.day <= asOf);
          const share = (from: number, to: number) => {
            const members = known.filter((d) => d.day >= from && d.day <= to);
            const passes = members.reduce((sum, d) => sum + d.passes, 0);
            return (100 * passes) / members.reduce((sum, d) => sum + d.passes + d.fails, 0);
          };
          const to = Math.min(day, asOf);
          expect(view.percentageOn(to)).toBe(share(to, to));
          expect(view.percentageBetween(to - width, to)).toBe(share(to - width, to));
          const observed = new Set(known.filter((d) => d.passes + d.fails > 0).map((d) => d.day));
          expect(view.count).toBe(observed.size);
          expect(view.dayAt(0)).toBe(observed.size > 0 ? Math.max(...observed) : NaN);
        });
      }),
    );
  });
});

describe('SeriesHistory', () => {
  it('adds up the keys that share a dataset and a rule', () => {
    const history = SeriesHistory.fromPanel(
      panelOf([
        { dataset: 'a', rule: '1', day: 5, passes: 1, fails: 0 },
        { dataset: 'a', rule: '1', day: 5, passes: 0, fails: 3 },
      ]),
    );
    expect([...history.passes]).toEqual([1]);
    expect([...history.executions]).toEqual([4]);
  });

  it('a day of errors alone is not observed', () => {
    const history = SeriesHistory.fromPanel(panelOf([{ dataset: 'a', rule: '1', day: 5, passes: 0, fails: 0 }]));
    expect(history.day).toHaveLength(0);
    expect(history.series).toHaveLength(1);
    expect(history.lastObservedDay(0, 99)).toBeUndefined();
  });

  it('finds series by dataset and rule, -1 where there is none', () => {
    const history = SeriesHistory.fromPanel(seriesOf([100]), {
      alsoSeries: [{ tenantId: 'T', datasetUuid: 'x', ruleCode: 'y' }],
    });
    expect(history.find({ tenantId: 'T', datasetUuid: 'd', ruleCode: 'r' })).toBe(0);
    expect(history.find({ tenantId: 'T', datasetUuid: 'x', ruleCode: 'y' })).toBe(1);
    expect(history.find({ tenantId: 'T', datasetUuid: 'd', ruleCode: 'y' })).toBe(-1);
  });
});
