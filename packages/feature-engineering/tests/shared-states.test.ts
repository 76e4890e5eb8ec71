import fc from 'fast-check';

import {
  askInAnyOrder,
  prepareStates,
  SeriesHistory,
  shareStates,
  stateMemory,
  thresholdFrame,
  type ForecastRequests,
} from '../src/index.js';
import { MONDAY, panelOf, type DayCounts } from './support/panels.js';

const SPAN = 60;
const LAST = MONDAY + SPAN;

const anyResults: fc.Arbitrary<DayCounts[]> = fc.array(
  fc.record({
    tenant: fc.constantFrom('T', 'T', 'U'),
    dataset: fc.constantFrom('a', 'b', 'c', 'd'),
    rule: fc.constantFrom('101', '102', '103'),
    day: fc.integer({ min: MONDAY, max: LAST }),
    passes: fc.integer({ min: 0, max: 9 }),
    fails: fc.constantFrom(0, 1, 2, 3, 60),
  }),
  { minLength: 20, maxLength: 250 },
);

/** Some forecasts that one of the threads makes: of series by a number, each as of a day up to the last one. */
const anyTurn = fc.record({
  thread: fc.nat(2),
  prepares: fc.boolean(),
  asked: fc.array(
    fc.record({
      series: fc.nat(),
      back: fc.constantFrom(0, 0, 0, 1, 5, 34, 36, 50),
      ahead: fc.integer({ min: 1, max: 20 }),
    }),
    { minLength: 1, maxLength: 12 },
  ),
});

function requestsOf(
  { series }: SeriesHistory,
  asked: (typeof anyTurn extends fc.Arbitrary<infer T> ? T : never)['asked'],
) {
  return {
    series: Int32Array.from(asked, (one) => one.series % series.length),
    targetDay: Int32Array.from(asked, ({ back, ahead }) => LAST - back + ahead),
    asOfDay: Int32Array.from(asked, ({ back }) => LAST - back),
  };
}

/** All that is known of the levels of requests, as bits. */
function levelsOf(history: SeriesHistory, requests: ForecastRequests): readonly string[] {
  const frame = thresholdFrame(history, requests);
  const columns = [frame.offsets, frame.numerator, frame.executions, ...frame.statistics, ...frame.rowStatistics];
  return columns.map((column) => Buffer.from(column.slice().buffer).toString('hex'));
}

describe('what threads find out about series for each other', () => {
  it('gives each the levels, to the last bit, that it would have found out alone, whoever comes first', () => {
    fc.assert(
      fc.property(anyResults, fc.array(anyTurn, { minLength: 2, maxLength: 12 }), (results, turns) => {
        const whole = SeriesHistory.fromPanel(panelOf(results));
        const memory = stateMemory(whole, LAST);
        const shared = whole.share();
        const threads = [0, 1, 2].map(() => SeriesHistory.fromShared(shared));
        for (const history of threads) {
          askInAnyOrder(history);
          if (memory) shareStates(history, memory);
        }
        for (const { thread, prepares, asked } of turns) {
          const history = threads[thread]!;
          const requests = requestsOf(whole, asked);
          if (prepares) prepareStates(history, requests.series);
          expect(levelsOf(history, requests)).toEqual(levelsOf(SeriesHistory.fromShared(shared), requests));
        }
      }),
      { numRuns: 60 },
    );
  });

  const days = Array.from({ length: SPAN + 1 }, (_, i) => MONDAY + i);
  const steady = SeriesHistory.fromPanel(
    panelOf(
      days.flatMap((day) =>
        ['a', 'b'].flatMap((dataset) =>
          ['101', '102'].map((rule) => ({ dataset, rule, day, passes: (day * 7) % 5, fails: 2 })),
        ),
      ),
    ),
  );
  const all = requestsOf(
    steady,
    steady.series.map((_, series) => ({ series, back: 0, ahead: 1 })),
  );
  const sharing = (memory = stateMemory(steady, LAST)!) => {
    const [one, other] = [0, 1].map(() => SeriesHistory.fromShared(steady.share())) as [SeriesHistory, SeriesHistory];
    for (const history of [one, other]) shareStates(history, memory);
    return { one, other, memory };
  };

  it('is what the levels are made of: other numbers in the memory give other levels', () => {
    const { one, other, memory } = sharing();
    prepareStates(one, all.series);
    const numbers = new Float64Array(memory.memory, 0, 40);
    numbers.forEach((value, at) => (numbers[at] = value + 0.125));
    expect(levelsOf(other, all)).not.toEqual(levelsOf(one, all));
  });

  it('is found out by one of them: nothing is left to do for a second one', () => {
    const { one, other, memory } = sharing();
    prepareStates(one, all.series);
    const before = Buffer.from(new Uint8Array(memory.memory)).toString('hex');
    prepareStates(other, all.series);
    expect(Buffer.from(new Uint8Array(memory.memory)).toString('hex')).toBe(before);
  });

  it('may stay away: a thread that ends within a rule leaves it to the others', () => {
    const { one, other, memory } = sharing();
    // Whoever takes all rules and adds nothing.
    const places = new Int32Array(memory.memory, memory.memory.byteLength - 4 * (memory.rules + memory.series));
    places.fill(1, 0, memory.rules);
    prepareStates(one, all.series);
    expect(levelsOf(one, all)).toEqual(levelsOf(SeriesHistory.fromShared(steady.share()), all));
    expect(levelsOf(other, all)).toEqual(levelsOf(one, all));
  });

  it('is nothing where the history is no longer than the days before, or empty', () => {
    expect(
      stateMemory(
        SeriesHistory.fromPanel(panelOf([{ dataset: 'a', rule: '101', day: MONDAY, passes: 1, fails: 0 }])),
        MONDAY,
      ),
    ).toBeUndefined();
    expect(stateMemory(SeriesHistory.fromPanel(panelOf([])), MONDAY)).toBeUndefined();
  });

  it('is not shared where it would take more than half a gigabyte', () => {
    const series = Array.from({ length: 2 }, (_, i) => ({
      dataset: `d${i}`,
      rule: '101',
      day: MONDAY,
      passes: 1,
      fails: 0,
    }));
    const history = SeriesHistory.fromPanel(panelOf(series));
    expect(stateMemory(history, MONDAY + 36)).toBeDefined();
    expect(stateMemory(history, MONDAY + 20_000_000)).toBeUndefined();
  });
});
