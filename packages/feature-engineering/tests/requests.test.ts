import { buildFrame, observedRequests, SeriesHistory, usualExecutions } from '../src/index.js';
import { contractOf } from './support/frames.js';
import { MONDAY, panelOf, seriesOf } from './support/panels.js';

describe('observed requests', () => {
  it('are the observed days of a range, each as of the horizon before it', () => {
    const history = SeriesHistory.fromPanel(seriesOf([100, null, 50, 25]));
    const requests = observedRequests(history, { fromDay: MONDAY + 1, toDay: MONDAY + 3, horizon: 2 });
    expect([...requests.targetDay]).toEqual([MONDAY + 2, MONDAY + 3]);
    expect([...requests.asOfDay]).toEqual([MONDAY, MONDAY + 1]);
    expect([...requests.passFraction]).toEqual([0.5, 0.25]);
    expect([...requests.executions]).toEqual([100, 100]);
    expect([...requests.entry].map((i) => history.passes[i])).toEqual([50, 25]);
  });

  it('have the entry that a history finds for their series and day, and none for a day without a result', () => {
    const history = SeriesHistory.fromPanel(seriesOf([100, null, 50, 25]));
    const { series, targetDay, entry } = observedRequests(history, { fromDay: 0, toDay: MONDAY + 3, horizon: 1 });
    expect(Array.from(series, (one, row) => history.entryOn(one, targetDay[row]!))).toEqual([...entry]);
    for (const day of [MONDAY - 1, MONDAY + 1, MONDAY + 4]) expect(history.entryOn(0, day)).toBe(-1);
  });

  it.each([0, -1, 1.5, NaN])('a horizon of %p is refused', (horizon) => {
    const history = SeriesHistory.fromPanel(seriesOf([100]));
    expect(() => observedRequests(history, { fromDay: 0, toDay: 99_999, horizon })).toThrow(/1 or more whole days/);
  });
});

describe('requests', () => {
  const panel = seriesOf([100]);
  const history = SeriesHistory.fromPanel(panel);
  const contract = contractOf('classic', panel);

  it.each([
    ['columns of different lengths', [0], [MONDAY + 1], []],
    ['a series that is not there', [1], [MONDAY + 1], [MONDAY]],
    ['a negative series', [-1], [MONDAY + 1], [MONDAY]],
    ['an as-of day on the target day', [0], [MONDAY], [MONDAY]],
  ])('with %s are refused', (_, series, targetDay, asOfDay) => {
    const requests = {
      series: Int32Array.from(series),
      targetDay: Int32Array.from(targetDay),
      asOfDay: Int32Array.from(asOfDay),
    };
    expect(() => buildFrame(contract, history, requests)).toThrow(
      expect.objectContaining({ code: 'invalid-argument' }),
    );
  });

  it('none give an empty frame', () => {
    const none = new Int32Array(0);
    const frame = buildFrame(contract, history, { series: none, targetDay: none, asOfDay: none });
    expect(frame.rows).toBe(0);
    expect(frame.columns).toHaveLength(11);
  });
});

describe('usual executions', () => {
  it('are those of the last observed day, 1 where there is none', () => {
    const history = SeriesHistory.fromPanel(
      panelOf([
        { dataset: 'a', rule: '1', day: MONDAY, passes: 3, fails: 1 },
        { dataset: 'a', rule: '1', day: MONDAY + 5, passes: 50, fails: 50 },
      ]),
    );
    const requests = {
      series: Int32Array.of(0, 0),
      targetDay: Int32Array.of(MONDAY + 4, MONDAY),
      asOfDay: Int32Array.of(MONDAY + 3, MONDAY - 1),
    };
    expect([...usualExecutions(history, requests)]).toEqual([4, 1]);
  });
});
