import { Random } from '@dqs/core';

import { historyChecks, gateLimits, type ObservedSeries } from '../src/index.js';
import { observed, verdicts, type ResultOf } from './support/rows.js';

const limits = gateLimits();
const IDS = ['a', 'b', 'c', 'd', 'e', 'f'];
const FIRST = 19_723;
const KNOWN_END = FIRST + 99;
const END = FIRST + 119;

/** Results of any day, the same ones whenever they are asked for; worse at weekends. */
const result: ResultOf = (series, day) => {
  const random = new Random(1000 * series + day);
  const share = (day + 3) % 7 > 4 ? 0.4 : 0.9;
  let passes = 0;
  for (let i = 0; i < 10; i += 1) if (random.next() < share) passes += 1;
  return [passes, 10];
};

const known = observed(IDS, FIRST, KNOWN_END, result);
const fresh = (change: ResultOf = result, from = KNOWN_END + 1, to = END) => observed(IDS, from, to, change);

function failed(input: ObservedSeries, history = known): string[] {
  return historyChecks(history, input, limits)
    .filter(({ verdict }) => verdict === 'fail')
    .map(({ name }) => name);
}

describe('historyChecks', () => {
  it('pass an input that continues the history, one that repeats it, and both together', () => {
    expect(failed(fresh())).toEqual([]);
    expect(failed(known)).toEqual([]);
    expect(failed(observed(IDS, FIRST, END, result))).toEqual([]);
  });

  it('see results of the past that are no longer the same', () => {
    const rewritten: ResultOf = (series, day) => (day % 10 === 0 ? [0, 10] : result(series, day));
    expect(failed(observed(IDS, FIRST, END, rewritten))).toEqual(['history-agreement']);
    const lost: ResultOf = (series, day) => (day % 10 === 0 ? undefined : result(series, day));
    expect(failed(observed(IDS, FIRST, END, lost))).toEqual(['history-agreement']);
  });

  it('allow a few corrections', () => {
    const corrected: ResultOf = (series, day) => (day === KNOWN_END ? [0, 10] : result(series, day));
    expect(failed(observed(IDS, FIRST, END, corrected))).toEqual([]);
  });

  it('see an input that ends before the history does, with the days it is behind', () => {
    const checks = historyChecks(known, observed(IDS, FIRST, KNOWN_END - 5, result), limits);
    expect(checks.find(({ name }) => name === 'stale-input')).toMatchObject({ verdict: 'fail', value: 5 });
  });

  it('detect missing days, and an isolated date', () => {
    expect(failed(fresh(result, KNOWN_END + 15))).toContain('gaps');
    const typo = fresh(
      (series, day) => (day === END ? result(series, day) : day > KNOWN_END + 30 ? undefined : result(series, day)),
      KNOWN_END + 1,
      END,
    );
    expect(failed(typo)).toEqual([]);
    const far = observed(IDS, KNOWN_END + 1, KNOWN_END + 400, (series, day) =>
      day < END || day === KNOWN_END + 400 ? result(series, day) : undefined,
    );
    expect(failed(far)).toContain('gaps');
  });

  it('detect series that have stopped, and unknown series', () => {
    const half: ResultOf = (series, day) => (series < 3 ? undefined : result(series, day));
    expect(failed(fresh(half))).toEqual(['stopped-series']);
    const other = observed(['a', 'b', 'c', 'd', 'x', 'y'], KNOWN_END + 1, END, result);
    expect(failed(other)).toEqual(expect.arrayContaining(['stopped-series', 'new-series']));
  });

  it('see series that fell silent within the input', () => {
    const silent: ResultOf = (series, day) => (series < 2 && day > KNOWN_END - 40 ? undefined : result(series, day));
    const history = observed(IDS, FIRST, KNOWN_END, silent);
    expect(failed(history, history)).toEqual(['silent-series']);
  });

  it('see rows that were read twice, all of them or those of some days', () => {
    const twice: ResultOf = (series, day) => result(series, day)!.map((count) => 2 * count) as [number, number];
    expect(failed(fresh(twice))).toEqual(['executions']);
    expect(failed(fresh((series, day) => (day % 4 === 0 ? twice : result)(series, day)))).toEqual(['executions']);
  });

  it('see results that are copies of the day before', () => {
    expect(failed(fresh((series) => result(series, KNOWN_END + 1)))).toContain('repeats');
  });

  it('prove nothing about copies where results never change', () => {
    const steady = observed(IDS, FIRST, KNOWN_END, () => [10, 10]);
    expect(
      verdicts(
        historyChecks(
          steady,
          fresh(() => [10, 10]),
          limits,
        ),
      ),
    ).toMatchObject({ repeats: 'inconclusive' });
  });

  it('see a last day that is loaded by half', () => {
    expect(failed(fresh((series, day) => (day === END && series > 1 ? undefined : result(series, day))))).toEqual([
      'last-day',
    ]);
  });

  it('see results that are dated one day off', () => {
    const late = observed(IDS, KNOWN_END + 2, END + 1, (series, day) => result(series, day - 1));
    expect(failed(late)).toEqual(['weekdays']);
    expect(historyChecks(known, late, limits).at(-1)!.reason).toContain('one day earlier');
    expect(failed(observed(IDS, KNOWN_END + 1, END - 1, (series, day) => result(series, day + 1)))).toEqual([
      'weekdays',
    ]);
  });

  it('take another weekly pattern for a change, not for wrong dates', () => {
    expect(failed(fresh(() => [9, 10])).filter((name) => name === 'weekdays')).toEqual([]);
  });

  it('refuse an input without a single result', () => {
    const none = observed(IDS, KNOWN_END + 1, END, () => undefined);
    expect(historyChecks(known, none, limits)).toMatchObject([{ name: 'input', verdict: 'fail' }]);
  });
});
