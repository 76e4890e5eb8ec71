import { indexOfHistory } from '../src/history/history-index.js';
import {
  askSeriesBySeries,
  buildFrame,
  HistoryCursor,
  observedRequests,
  SeriesHistory,
  thresholdFrame,
  type ForecastRequests,
} from '../src/index.js';
import { levelSourceOf } from '../src/thresholds/level-source.js';
import { contractOf } from './support/frames.js';
import { MONDAY, panelOf, type DayCounts } from './support/panels.js';

const SERIES = 12;
const DAYS = 900;

/** Twelve series of two and a half years, with gaps: more observed days than one chunk of states holds. */
const panel = panelOf(
  Array.from({ length: SERIES * DAYS }, (_, n): DayCounts => {
    const [day, series] = [Math.floor(n / SERIES), n % SERIES];
    const executions = 1 + ((n * 2_654_435_761) % 4);
    const fails = (day + series) % 9 < 2 ? (n * 40_503) % (executions + 1) : 0;
    const at = { dataset: `d${series >> 1}`, rule: `r${series & 1}`, day: MONDAY + day };
    return { ...at, passes: executions - fails, fails };
  }).filter((_, n) => (n * 7_919) % 11 !== 0),
);

/** Every 37th day of all series, day after day: the order in which nothing that is kept of the latest series helps. */
function dayByDay(history: SeriesHistory): ForecastRequests {
  const { series, targetDay, asOfDay } = observedRequests(history, {
    fromDay: MONDAY + 600,
    toDay: MONDAY + DAYS,
    horizon: 3,
  });
  const rows = Int32Array.from(series.keys())
    .filter((row) => targetDay[row]! % 37 === 0)
    .sort((a, b) => targetDay[a]! - targetDay[b]! || a - b);
  const picked = (column: Int32Array) => rows.map((row) => column[row]!);
  return { series: picked(series), targetDay: picked(targetDay), asOfDay: picked(asOfDay) };
}

describe('a history whose series are asked for one after the other', () => {
  const whole = SeriesHistory.fromPanel(panel);
  const few = SeriesHistory.fromPanel(panel);
  askSeriesBySeries(few);
  indexOfHistory(few).states.keepFew(1);
  levelSourceOf(few).keepFew(2);
  const requests = dayByDay(whole);

  it('keeps the states of a part of its series at a time', () => {
    const { states } = indexOfHistory(few);
    const [first, last] = [states.of(0), states.of(SERIES - 1)];
    expect(first.range.to).toBeLessThan(SERIES);
    expect(last.range).toMatchObject({ to: SERIES, end: few.day.length });
    expect(states.of(SERIES - 1)).toBe(last);
    expect(states.of(0)).not.toBe(first);
  });

  it('has the same features, bit for bit', () => {
    const contract = contractOf('extended', panel);
    expect(buildFrame(contract, few, requests)).toEqual(buildFrame(contract, whole, requests));
  });

  it('has the same levels, bit for bit', () => {
    // A day at a time: of a whole frame the rows are asked for by series.
    const days = [...new Set(requests.targetDay)].slice(0, 6);
    for (const day of days) {
      const rows = Int32Array.from(requests.series.keys()).filter((row) => requests.targetDay[row] === day);
      const picked = (column: Int32Array) => rows.map((row) => column[row]!);
      const ofDay = {
        series: picked(requests.series),
        targetDay: picked(requests.targetDay),
        asOfDay: picked(requests.asOfDay),
      };
      expect(thresholdFrame(few, ofDay)).toEqual(thresholdFrame(whole, ofDay));
    }
  });
});

it('sums of a series that do not fit 32 bits are exact', () => {
  const passes = 2 ** 31 - 1;
  const history = SeriesHistory.fromPanel(
    panelOf([0, 1, 2].map((day) => ({ dataset: 'd', rule: 'r', day: MONDAY + day, passes, fails: 0 }))),
  );
  const counts = { passes: 0, executions: 0 };
  new HistoryCursor(history).moveTo(0, MONDAY + 2).sums(MONDAY, MONDAY + 2, counts);
  expect(counts).toEqual({ passes: 3 * passes, executions: 3 * passes });
});
