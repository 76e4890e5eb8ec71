import { createHash } from 'node:crypto';

import fc from 'fast-check';

import {
  askInAnyOrder,
  goOnFrom,
  keepStates,
  moveStatesOut,
  SeriesHistory,
  thresholdFrame,
  type KeptStates,
  type MovedStates,
} from '../src/index.js';
import { MONDAY, panelOf, type DayCounts } from './support/panels.js';

/** A result with the day from which on it is known, and perhaps another one in its place from a later day on. */
interface Arriving extends DayCounts {
  readonly late: number;
  readonly corrected: { readonly after: number; readonly passes: number } | null;
}

const SPAN = 70;

const anyArriving: fc.Arbitrary<Arriving[]> = fc.array(
  fc.record({
    tenant: fc.constantFrom('T', 'T', 'U'),
    dataset: fc.constantFrom('a', 'b', 'c', 'd'),
    rule: fc.constantFrom('101', '102'),
    day: fc.integer({ min: MONDAY, max: MONDAY + SPAN }),
    passes: fc.integer({ min: 0, max: 9 }),
    fails: fc.constantFrom(0, 1, 2, 3, 60),
    late: fc.constantFrom(0, 0, 0, 0, 1, 2, 12),
    corrected: fc.option(fc.record({ after: fc.integer({ min: 1, max: 12 }), passes: fc.nat(9) }), { freq: 8 }),
  }),
  { minLength: 20, maxLength: 250 },
);

/** Days on which somebody forecasts, knowing what has arrived by then: mostly forwards. */
const anyDays = fc.array(fc.constantFrom(1, 1, 1, 1, 2, 8, -3), { minLength: 3, maxLength: 25 });

function knownOn(results: readonly Arriving[], today: number): SeriesHistory {
  const known = results.filter(({ day, late }) => day + 1 + late <= today);
  return SeriesHistory.fromPanel(
    panelOf(
      known.map(({ corrected, ...one }) => {
        const isCorrected = corrected !== null && one.day + 1 + one.late + corrected.after <= today;
        return isCorrected ? { ...one, passes: corrected.passes } : one;
      }),
    ),
  );
}

/** All that is known of the levels of every series, as bits. */
function levelsOf(history: SeriesHistory, today: number, horizon: number): string {
  const requests = history.requests({ day: today - 1 + horizon, asOf: today - 1 });
  const frame = thresholdFrame(history, requests);
  const hash = createHash('sha256');
  const columns = [frame.offsets, frame.numerator, frame.executions, ...frame.statistics, ...frame.rowStatistics];
  for (const column of columns) hash.update(Buffer.from(column.slice().buffer));
  return hash.digest('hex');
}

describe('states that a history goes on from', () => {
  it('give the levels, to the last bit, that the results give: late, corrected, of new series, in whatever order', () => {
    fc.assert(
      fc.property(
        anyArriving,
        anyDays,
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        (results, steps, horizon, moves) => {
          let moved: MovedStates | undefined;
          let kept: KeptStates[] = [];
          let today = MONDAY + 15;
          for (const step of steps) {
            today += step;
            const history = knownOn(results, today);
            if (history.requests({ day: today, asOf: today - 1 }).series.length === 0) continue;
            goOnFrom(history, { moved: moves ? moved : undefined, kept });
            expect(levelsOf(history, today, horizon)).toBe(levelsOf(knownOn(results, today), today, horizon));
            kept = [keepStates(history, today - 1), ...kept].slice(0, 3);
            moved = moveStatesOut(history);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('are as of their day: whoever knows less than they do does not see what they know', () => {
    fc.assert(
      fc.property(anyArriving, fc.integer({ min: 20, max: 50 }), (results, offset) => {
        const [early, late] = [MONDAY + offset, MONDAY + offset + 20];
        const all = knownOn(results, late);
        if (knownOn(results, early).lastDay < MONDAY) return;
        levelsOf(all, late, 1);
        const kept = [keepStates(all, late - 1)];
        const before = knownOn(results, early);
        goOnFrom(before, { moved: moveStatesOut(all), kept });
        expect(levelsOf(before, early, 1)).toBe(levelsOf(knownOn(results, early), early, 1));
      }),
      { numRuns: 30 },
    );
  });

  const days = Array.from({ length: 60 }, (_, i) => MONDAY + i);
  const steady = days.flatMap((day) =>
    ['a', 'b'].map((dataset) => ({ dataset, rule: '101', day, passes: (day * 7) % 5, fails: 2 })),
  );
  const upTo = (day: number, results: readonly DayCounts[] = steady) =>
    SeriesHistory.fromPanel(panelOf(results.filter((one) => one.day <= day)));

  it('are what the levels are made of: other numbers give other levels', () => {
    const history = upTo(MONDAY + 40);
    const today = MONDAY + 41;
    levelsOf(history, today, 1);
    const kept = keepStates(history, MONDAY + 40);
    const wrong = { ...kept, numbers: kept.numbers.map((value) => value + 0.125) };
    const levels = [kept, wrong].map((one) => {
      const next = upTo(MONDAY + 45);
      goOnFrom(next, { kept: [one] });
      return levelsOf(next, MONDAY + 46, 1);
    });
    expect(levels[0]).toBe(levelsOf(upTo(MONDAY + 45), MONDAY + 46, 1));
    expect(levels[1]).not.toBe(levels[0]);
  });

  it('are not those of a history with another name, tenant, day or count', () => {
    const digest = upTo(MONDAY + 40).digest(MONDAY + 40);
    const change = (other: Partial<DayCounts>) =>
      upTo(
        MONDAY + 40,
        steady.map((one, i) => (i === 30 ? { ...one, ...other } : one)),
      ).digest(MONDAY + 40);
    expect(change({})).toBe(digest);
    const changes = [
      { dataset: 'z' },
      { rule: '9' },
      { tenant: 'U' },
      { passes: 9 },
      { fails: 3 },
      { day: MONDAY - 1 },
    ];
    for (const other of changes) expect(change(other)).not.toBe(digest);
    expect(upTo(MONDAY + 50).digest(MONDAY + 40)).toBe(digest);
    expect(upTo(MONDAY + 41).digest(MONDAY + 41)).not.toBe(digest);
  });
});

describe('levels of a history that are asked for in any order', () => {
  it('are, to the last bit, those that are asked for alone', () => {
    const anyAsked = fc.array(
      fc.record({ asOf: fc.integer({ min: -3, max: SPAN }), horizon: fc.integer({ min: 1, max: 20 }) }),
      { minLength: 2, maxLength: 12 },
    );
    fc.assert(
      fc.property(anyArriving, anyAsked, (results, asked) => {
        const history = SeriesHistory.fromPanel(panelOf(results));
        askInAnyOrder(history);
        for (const { asOf, horizon } of asked) {
          const alone = SeriesHistory.fromPanel(panelOf(results));
          const today = MONDAY + asOf + 1;
          if (history.requests({ day: today, asOf: today - 1 }).series.length === 0) continue;
          expect(levelsOf(history, today, horizon)).toBe(levelsOf(alone, today, horizon));
        }
      }),
      { numRuns: 60 },
    );
  });
});
