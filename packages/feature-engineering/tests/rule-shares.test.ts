import fc from 'fast-check';

import { SeriesHistory } from '../src/index.js';
import { fullLevels } from '../src/thresholds/levels.js';
import { RuleShares } from '../src/thresholds/rule-shares.js';
import { RunLengthPosterior } from '../src/thresholds/run-length.js';
import { anyDays, MONDAY, panelOf } from './support/panels.js';

const anyDay = fc.integer({ min: MONDAY - 2, max: MONDAY + 90 });

describe("shares of a rule's days", () => {
  it('are the sums of their definition, as of any day', () => {
    fc.assert(
      fc.property(anyDays, anyDay, fc.integer({ min: 1, max: 12 }), (days, asOf, n) => {
        const history = SeriesHistory.fromPanel(panelOf(days));
        const shares = new RuleShares(history);
        history.series.forEach(({ ruleCode }, series) => {
          const out = new Float64Array(n);
          shares.write(series, asOf, n, fullLevels(n), out, 0);
          for (let level = 1; level <= n; level += 1) {
            let [reached, weight] = [0, 0];
            history.series.forEach((other, index) => {
              if (other.ruleCode !== ruleCode) return;
              for (let i = history.offsets[index]!; i < history.offsets[index + 1]!; i += 1) {
                if (history.day[i]! > asOf) continue;
                const left = 0.5 ** ((asOf - history.day[i]!) / 60);
                weight += left;
                if (history.passes[i]! * n >= level * history.executions[i]!) reached += left;
              }
            });
            const t = level / n;
            expect(out[level - 1]).toBeCloseTo((reached + 0.5 * (1 - t) + 0.25) / (weight + 1), 2);
          }
        });
      }),
      { numRuns: 60 },
    );
  });

  it('of the other series on the day itself leave the series out', () => {
    fc.assert(
      fc.property(anyDays, fc.integer({ min: MONDAY, max: MONDAY + 80 }), (days, asOf) => {
        const history = SeriesHistory.fromPanel(panelOf(days));
        const shares = new RuleShares(history);
        const n = 4;
        const onDay = (series: number) => {
          for (let i = history.offsets[series]!; i < history.offsets[series + 1]!; i += 1) {
            if (history.day[i] === asOf) return { passes: history.passes[i]!, executions: history.executions[i]! };
          }
          return undefined;
        };
        history.series.forEach(({ ruleCode }, series) => {
          const out = new Float64Array(n);
          shares.writeOthersToday(series, asOf, onDay(series), n, fullLevels(n), out, 0, 1);
          const others = history.series.flatMap((other, index) => {
            const result = other.ruleCode === ruleCode && index !== series ? onDay(index) : undefined;
            return result ? [result] : [];
          });
          for (let level = 1; level <= n; level += 1) {
            const reached = others.filter(({ passes, executions }) => passes * n >= level * executions).length;
            if (others.length === 0) expect(out[level - 1]).toBeNaN();
            else expect(out[level - 1]).toBeCloseTo(reached / others.length, 12);
          }
        });
      }),
      { numRuns: 100 },
    );
  });
});

describe('the posterior of run lengths', () => {
  it('is the recursion of its definition', () => {
    const n = 5;
    const anyResults = fc.array(
      fc.record({ passes: fc.integer({ min: 0, max: n }), mass: fc.double({ min: 0, max: 1, noNaN: true }) }),
      {
        minLength: 1,
        maxLength: 40,
      },
    );
    fc.assert(
      fc.property(anyResults, fc.integer({ min: 1, max: 14 }), (results, lag) => {
        const posterior = new RunLengthPosterior();
        let weights = [1];
        const past: number[] = [];
        for (const { passes, mass } of results) {
          posterior.push(passes, n, mass);
          const p0 = Math.max(mass, 1e-4);
          const likely = weights.map((weight, r) => {
            const equal = past.slice(0, r).filter((value) => value === passes).length;
            return (weight * (equal + 2 * p0)) / (r + 2);
          });
          const total = likely.reduce((a, b) => a + b, 0);
          weights = [1 / 40, ...likely.map((one) => ((39 / 40) * one) / total)];
          past.unshift(passes);
        }
        const share = Float64Array.from({ length: n }, (_, i) => 1 - (i + 1) / (n + 1));
        const out = new Float64Array(n);
        posterior.write(n, fullLevels(n), lag, share, out, 0);
        const lasts = (39 / 40) ** (lag - 1);
        const kept = weights.map((weight, r) => lasts * weight + (r === 0 ? 1 - lasts : 0));
        for (let level = 1; level <= n; level += 1) {
          const expected = kept.reduce((sum, weight, r) => {
            const reached = past.slice(0, r).filter((value) => value >= level).length;
            return sum + (weight * (reached + 2 * share[level - 1]!)) / (r + 2);
          }, 0);
          expect(out[level - 1]).toBeCloseTo(expected, 9);
        }
        expect(posterior.expectedRun).toBeCloseTo(
          weights.reduce((sum, weight, r) => sum + weight * r, 0),
          9,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('believes in a long run of alike days, and notices its end', () => {
    const posterior = new RunLengthPosterior();
    for (let i = 0; i < 500; i += 1) posterior.push(4, 4, 0.5);
    const out = new Float64Array(4);
    const share = new Float64Array(4).fill(0.5);
    posterior.write(4, fullLevels(4), 1, share, out, 0);
    expect(out[3]).toBeGreaterThan(0.95);
    for (let i = 0; i < 6; i += 1) posterior.push(0, 4, 0.05);
    posterior.write(4, fullLevels(4), 1, share, out, 0);
    expect(out[3]).toBeLessThan(0.3);
  });

  it('tells a regime by values nearby where so many are possible that none comes twice', () => {
    const posterior = new RunLengthPosterior();
    const n = 1000;
    for (let i = 0; i < 41; i += 1) posterior.push(880 + ((37 * i) % 41), n, 0.1);
    expect(posterior.expectedRun).toBeGreaterThan(20);
    for (let i = 0; i < 6; i += 1) posterior.push(695 + ((7 * i) % 11), n, 0.001);
    expect(posterior.expectedRun).toBeLessThan(10);
    const out = new Float64Array(1);
    posterior.write(n, Int32Array.of(800), 1, Float64Array.of(0.5), out, 0);
    expect(out[0]).toBeLessThan(0.3);
  });

  it('tells days on which one of many fails from those on which two do', () => {
    const posterior = new RunLengthPosterior();
    for (let i = 0; i < 60; i += 1) posterior.push(999, 1000, 0.01);
    for (let i = 0; i < 6; i += 1) posterior.push(998, 1000, 0.01);
    expect(posterior.expectedRun).toBeLessThan(10);
  });
});
