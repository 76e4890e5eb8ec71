import type { TickFacts } from '../../src/facts/facts.js';
import { OddsBook } from '../../src/simulate/odds-book.js';
import { forecast, results, series, tick } from '../support/subjects.js';
import { factsOf } from '../support/world.js';

/** What a day was said and what came of it, counted from the facts alone: the highest odds before its result. */
function byHand(days: readonly TickFacts[], from: number) {
  const said = new Map<string, number>();
  const [judged, seen] = [new Set<string>(), { warned: 0, right: 0, missed: 0 }];
  for (const facts of days) {
    for (const one of facts.series) {
      const result = one.results.find(({ day }) => day === facts.day);
      const key = `${one.id} ${facts.day}`;
      if (result && !judged.has(key)) {
        judged.add(key);
        const isMissed = (100 * result.passes) / (result.passes + result.fails) < one.target;
        if (isMissed) seen.missed += 1;
        if ((said.get(key) ?? -1) >= from) {
          seen.warned += 1;
          if (isMissed) seen.right += 1;
        }
      }
      if (!one.forecast) continue;
      const next = `${one.id} ${one.forecast.day}`;
      said.set(next, Math.max(said.get(next) ?? 0, one.forecast.pBelowTarget));
    }
  }
  return seen;
}

const bookOf = (days: Iterable<TickFacts>) => {
  const book = new OddsBook();
  for (const facts of days) book.add(facts);
  return book;
};

describe('what would have come of warning from some odds', () => {
  it.each([1, 2, 3])('is what a count over all days says, for every threshold (world %i)', (seed) => {
    const days = [...factsOf({ series: 12, days: 40, seed, badRate: 0.3, skill: seed !== 3, graded: true })];
    const points = bookOf(days).points();
    expect(points.map(({ from }) => Number(from.toFixed(3)))).toEqual(
      Array.from({ length: 27 }, (_, i) => Number((0.3 + 0.025 * i).toFixed(3))),
    );
    for (const { from, ...counts } of points) expect(counts).toEqual(byHand(days, from));
  });

  it('counts the highest odds of a day, each day once, and no day on which somebody stepped in', () => {
    const late = series('b', { results: results(5, [50]), intervened: true });
    const days = [
      tick(4, { series: [series('a', { forecast: forecast(5, 0.9) }), series('b', { forecast: forecast(5, 0.9) })] }),
      tick(4, { series: [series('a', { forecast: forecast(5, 0.4) })] }, 12),
      tick(5, { series: [series('a', { results: results(5, [50]) }), late] }),
      tick(5, { series: [series('a', { results: results(5, [60]) }), late] }, 12),
    ];
    const points = bookOf(days).points();
    expect(points.find(({ from }) => from === 0.9)).toEqual({ from: 0.9, warned: 1, right: 1, missed: 1 });
    expect(points.at(-1)).toEqual({ from: 0.95, warned: 0, right: 0, missed: 1 });
  });

  it('takes odds that lie on a threshold as having reached it', () => {
    const days = [
      tick(4, { series: [series('a', { forecast: forecast(5, 0.3) })] }),
      tick(5, { series: [series('a', { results: results(5, [100]) })] }),
    ];
    expect(bookOf(days).points()[0]).toEqual({ from: 0.3, warned: 1, right: 0, missed: 0 });
  });

  it('takes what was said before a span, and counts results within it alone', () => {
    const book = new OddsBook();
    book.add(tick(4, { series: [series('a', { forecast: forecast(5, 0.9) })] }), false);
    book.add(tick(5, { series: [series('a', { results: results(5, [50]), forecast: forecast(6, 0.9) })] }), false);
    book.add(tick(6, { series: [series('a', { results: results(5, [50, 50]) })] }));
    expect(book.points()[0]).toEqual({ from: 0.3, warned: 1, right: 1, missed: 1 });
  });

  it('is nothing without a tick', () => {
    expect(new OddsBook().points().every(({ warned, missed }) => warned === 0 && missed === 0)).toBe(true);
  });
});
