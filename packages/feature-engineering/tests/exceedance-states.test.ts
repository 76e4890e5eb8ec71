import fc from 'fast-check';

import { ExceedanceStates } from '../src/thresholds/exceedance-states.js';
import { LEVEL_STATISTICS } from '../src/thresholds/level-statistics.js';
import { adaptiveLevels, fullLevels, levelsReached } from '../src/thresholds/levels.js';
import { ObservedLevels } from '../src/thresholds/observed-levels.js';

interface Result {
  readonly day: number;
  readonly passes: number;
  readonly executions: number;
}

const FORGET = 0.95;

/** Every statistic of a level as its definition says, looking back from the latest day each time. */
function byDefinition(results: readonly Result[], n: number, level: number, lag: number, weekday: number): number[] {
  const latest = [...results].reverse();
  const v: number[] = latest.map(({ passes, executions }) => (passes * n >= level * executions ? 1 : 0));
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const exponential = (decay: number) => {
    const weights = v.map((_, r) => decay ** r);
    return v.reduce((sum, value, r) => sum + weights[r]! * value, 0) / weights.reduce((a, b) => a + b, 0);
  };
  const onWeekday = latest.flatMap(({ day }, r) => (day % 7 === weekday ? [v[r]!] : []));
  const runAt = (r: number) => {
    let run = 1;
    while (r + run < v.length && v[r + run] === v[r]) run += 1;
    return v[r] === 1 ? run : -run;
  };
  const short = (run: number) => Math.max(-6, Math.min(6, run));
  // Days r whose outcome came `lag` observations later, at r − lag; the latest first.
  const after = (matches: (r: number) => boolean, forget: number) => {
    let [sum, weight, f] = [0, 0, 1];
    for (let r = lag; r < v.length; r += 1) {
      if (!matches(r)) continue;
      sum += f * v[r - lag]!;
      weight += f;
      f *= forget;
    }
    return { sum, weight };
  };
  const one = (r: number) => v[r] === v[0];
  const two = (r: number) => one(r) && r + 1 < v.length && v[r + 1] === v[1];
  const three = (r: number) => two(r) && r + 2 < v.length && v[r + 2] === v[2];
  const plain = after(one, 1);
  const simple = after(one, FORGET);
  const chance = (simple.sum + 0.5 * exponential(0.95)) / (simple.weight + 0.5);
  const shrunk = ({ sum, weight }: { sum: number; weight: number }, prior: number) => (sum + prior) / (weight + 1);
  const afterTwo = v.length > 1 ? shrunk(after(two, FORGET), chance) : chance;
  const afterThree = v.length > 2 ? shrunk(after(three, FORGET), afterTwo) : afterTwo;
  const sameWeekday = (r: number) => one(r) && latest[r - lag]!.day % 7 === weekday;
  return [
    v[0]!,
    mean(v.slice(0, 7)),
    mean(v.slice(0, 28)),
    exponential(0.85),
    exponential(0.95),
    exponential(0.985),
    onWeekday[0] ?? Number.NaN,
    mean(onWeekday.slice(0, 8)),
    runAt(0),
    v.slice(0, 28).reduce<number>((flips, value, r, all) => flips + (r > 0 && value !== all[r - 1] ? 1 : 0), 0),
    latest[0]!.passes / latest[0]!.executions - level / n,
    simple.sum / simple.weight,
    plain.sum / plain.weight,
    afterTwo,
    afterThree,
    shrunk(
      after((r) => short(runAt(r)) === short(runAt(0)), FORGET),
      chance,
    ),
    shrunk(after(sameWeekday, FORGET), chance),
  ];
}

const anyResults = fc
  .array(
    fc
      .record({
        gap: fc.integer({ min: 1, max: 4 }),
        executions: fc.integer({ min: 1, max: 9 }),
        share: fc.integer({ min: 0, max: 4 }),
      })
      .map(({ gap, executions, share }) => ({ gap, executions, passes: Math.round((executions * share) / 4) })),
    { minLength: 1, maxLength: 60 },
  )
  .map((steps) => {
    let day = 700;
    return steps.map(({ gap, executions, passes }) => ({ day: (day += gap), executions, passes }));
  });

describe('states of levels', () => {
  it('pushed forward day by day, they are what their definitions say looking back', () => {
    fc.assert(
      fc.property(
        anyResults,
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (results, lag, weekday, n) => {
          const observed = new ObservedLevels(n, fullLevels(n));
          const states = new ExceedanceStates(observed, lag);
          for (const { day, passes, executions } of results) observed.push(day % 7, passes, executions);
          const out = new Float64Array(n * LEVEL_STATISTICS.length);
          states.write(weekday, out, LEVEL_STATISTICS.length);
          for (let level = 1; level <= n; level += 1) {
            const expected = byDefinition(results, n, level, lag, weekday);
            expected.forEach((value, i) => {
              const found = out[(level - 1) * LEVEL_STATISTICS.length + i]!;
              if (Number.isNaN(value))
                expect({ [LEVEL_STATISTICS[i]!.name]: found }).toEqual({ [LEVEL_STATISTICS[i]!.name]: NaN });
              else expect(Math.abs(found - value)).toBeLessThan(1e-9);
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a value reaches its own level whatever the number of executions', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 400 }), fc.nat(), (n, times, pick) => {
        const passes = 1 + (pick % n);
        expect(levelsReached(fullLevels(n), n, passes * times, n * times)).toBe(passes);
      }),
    );
  });

  it('levels of large days ascend to n, are few, and hold the latest values and what is next to them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 51, max: 100_000 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 200 }),
        (n, shares) => {
          const latest = Int32Array.from(shares, (share) => Math.round(share * n));
          const levels = adaptiveLevels(n, latest);
          expect(levels.at(-1)).toBe(n);
          expect(levels.length).toBeLessThanOrEqual(60);
          levels.forEach((level, i) => expect(level).toBeGreaterThan(i === 0 ? 0 : levels[i - 1]!));
          for (const passes of new Set(latest.slice(0, 10))) {
            if (passes >= 1) expect(levels).toContain(passes);
            if (passes < n) expect(levels).toContain(passes + 1);
          }
          latest.forEach((passes) => {
            const reached = levelsReached(levels, n, passes, n);
            expect(reached).toBe(levels.filter((level) => level <= passes).length);
          });
        },
      ),
    );
  });
});
