import fc from 'fast-check';

import { betaBinomialExceedance } from '../src/thresholds/beta-binomial.js';
import { KalmanBank, priorLevel } from '../src/thresholds/kalman-bank.js';
import { KALMAN_CONFIGURATIONS } from '../src/thresholds/kalman-configurations.js';
import { configurationWeights, mixedMoments } from '../src/thresholds/kalman-mixture.js';
import { binomialModes, evidenceAt } from '../src/thresholds/laplace.js';
import { DenseFilter } from './support/dense-filter.js';
import { MONDAY } from './support/panels.js';

interface Result {
  day: number;
  passes: number;
  executions: number;
  factor: number;
}

/** Results of a series on ascending days, some of them months apart. */
const series = (mostExecutions = 60) =>
  fc
    .array(
      fc.record({
        gap: fc.oneof({ weight: 9, arbitrary: fc.integer({ min: 1, max: 4 }) }, fc.integer({ min: 5, max: 2000 })),
        executions: fc.integer({ min: 1, max: mostExecutions }),
        share: fc.double({ min: 0, max: 1, noNaN: true }),
        factor: fc.double({ min: -2, max: 2, noNaN: true }),
      }),
      { minLength: 1, maxLength: 60 },
    )
    .map((rows) => {
      let day = MONDAY;
      return rows.map(({ gap, executions, share, factor }): Result => {
        day += gap;
        return { day, passes: Math.round(share * executions), executions, factor };
      });
    });

function bankOf(results: readonly Result[], level = priorLevel(0.9)): KalmanBank {
  const bank = new KalmanBank(level);
  for (const { day, passes, executions, factor } of results) bank.push(day, passes, executions, factor);
  return bank;
}

function prediction(bank: KalmanBank, day: number, factor = 0) {
  const [mean, variance] = [new Float64Array(6), new Float64Array(6)];
  bank.predict(day, factor, mean, variance);
  return { mean, variance };
}

/** Mean and variance of the chance on a day, as a forecast mixes them. */
function chanceOn(bank: KalmanBank, day: number) {
  const { mean, variance } = prediction(bank, day);
  const [weights, out] = [new Float64Array(6), new Float64Array(2)];
  configurationWeights(bank.evidence, new Float64Array(6), 0, weights);
  mixedMoments(mean, variance, weights, out);
  return { mean: out[0]!, variance: out[1]! };
}

/** All that can be seen of a bank. */
const seen = (bank: KalmanBank, day: number) => ({
  ...prediction(bank, day, 0.7),
  evidence: [...bank.evidence],
  logEvidence: [...bank.logEvidence],
  pushes: bank.pushes,
});

const daily = (count: number, passes: (i: number) => number, executions: number): Result[] =>
  Array.from({ length: count }, (_, i) => ({ day: MONDAY + i, passes: passes(i), executions, factor: 0 }));

describe('a bank of Kalman filters', () => {
  it('agrees with six filters of whole matrices: means, variances and evidence of every day', () => {
    fc.assert(
      fc.property(series(), (results) => {
        const bank = new KalmanBank(priorLevel(0.8));
        const oracles = KALMAN_CONFIGURATIONS.map((configuration) => new DenseFilter(configuration, priorLevel(0.8)));
        let worst = 0;
        for (const { day, passes, executions, factor } of results) {
          const { mean, variance } = prediction(bank, day, factor);
          bank.push(day, passes, executions, factor);
          oracles.forEach((oracle, c) => {
            const expected = oracle.predict(day, factor);
            const evidence = oracle.push(day, passes, executions, factor);
            const differences = [mean[c]! - expected.mean, variance[c]! - expected.variance];
            worst = Math.max(worst, ...[...differences, bank.logEvidence[c]! - evidence].map(Math.abs));
          });
        }
        // Newton's method stops within 1e-8 of the mode, and one day's difference is carried on to the next.
        expect(worst).toBeLessThan(1e-6);
      }),
      { numRuns: 30, seed: 7 },
    );
  });

  it('sums the evidence, which decays by .99 a day and by no more than a month’s', () => {
    const bank = bankOf([{ day: MONDAY, passes: 3, executions: 4, factor: 0 }]);
    const first = [...bank.logEvidence];
    expect([...bank.evidence]).toEqual(first);
    bank.push(MONDAY + 2, 4, 4, 0);
    const second = first.map((value, c) => value * 0.99 ** 2 + bank.logEvidence[c]!);
    second.forEach((value, c) => expect(bank.evidence[c]).toBeCloseTo(value, 12));
    bank.push(MONDAY + 900, 4, 4, 0);
    second.forEach((value, c) => expect(bank.evidence[c]).toBeCloseTo(value * 0.99 ** 30 + bank.logEvidence[c]!, 12));
  });

  it('goes on from a copy as from the original, bit for bit, and neither touches the other', () => {
    fc.assert(
      fc.property(series(), fc.nat(60), (results, at) => {
        const cut = Math.min(at, results.length);
        const [head, tail] = [results.slice(0, cut), results.slice(cut)];
        const original = bankOf(head);
        const copy = new KalmanBank(0);
        copy.follow(original);
        const before = seen(original, MONDAY + 200_000);
        for (const { day, passes, executions, factor } of tail) copy.push(day, passes, executions, factor);
        expect(seen(original, MONDAY + 200_000)).toEqual(before);
        expect(seen(copy, MONDAY + 200_001)).toEqual(seen(bankOf(results), MONDAY + 200_001));
      }),
    );
  });

  it('changes by no prediction', () => {
    const results = daily(30, (i) => i % 5, 5);
    const asked = new KalmanBank(priorLevel(0.5));
    for (const { day, passes, executions, factor } of results) {
      prediction(asked, day + 9, -1);
      asked.push(day, passes, executions, factor);
    }
    expect(seen(asked, MONDAY + 40)).toEqual(seen(bankOf(results, priorLevel(0.5)), MONDAY + 40));
  });

  it('is less sure of a later day, up to a month ahead', () => {
    fc.assert(
      fc.property(series(), fc.integer({ min: 1, max: 7 }), (results, ahead) => {
        const bank = bankOf(results);
        const day = results.at(-1)!.day + ahead;
        // The same weekday, as each has an effect of its own that is known as well as it is.
        const weeks = [0, 7, 14, 21].map((later) => prediction(bank, day + later).variance);
        const growth = weeks.slice(1).flatMap((later, week) => [...later.map((v, c) => v - weeks[week]![c]!)]);
        expect(Math.min(...growth)).toBeGreaterThan(-1e-12);
        expect(prediction(bank, day + 35).variance).toEqual(prediction(bank, day + 700).variance);
      }),
      { seed: 7 },
    );
  });

  it('follows a shift of the level: from 95 % to 50 %, within .1 after ten days', () => {
    const shifted = bankOf(daily(210, (i) => (i < 200 ? 19 : 10), 20));
    expect(chanceOn(bankOf(daily(200, () => 19, 20)), MONDAY + 200).mean).toBeGreaterThan(0.93);
    expect(Math.abs(chanceOn(shifted, MONDAY + 210).mean - 0.5)).toBeLessThan(0.1);
  });

  it('learns a weekday that fails and no other', () => {
    const bank = bankOf(daily(280, (i) => (i % 7 === 2 ? 8 : 19), 20));
    const chances = Array.from({ length: 7 }, (_, weekday) => chanceOn(bank, MONDAY + 280 + weekday).mean);
    chances.forEach((mean, weekday) => expect(Math.abs(mean - (weekday === 2 ? 0.4 : 0.95))).toBeLessThan(0.05));
  });

  it('learns how a series moves with the common factor', () => {
    const results = daily(120, (i) => (i % 2 === 0 ? 19 : 12), 20);
    const bank = bankOf(results.map((result, i) => ({ ...result, factor: i % 2 === 0 ? 0.5 : -0.5 })));
    const [up, down] = [prediction(bank, MONDAY + 121, 0.5), prediction(bank, MONDAY + 121, -0.5)];
    up.mean.forEach((mean, c) => expect(mean - down.mean[c]!).toBeGreaterThan(1));
  });

  it('stays finite and its variances positive for years of any results, up to a million executions a day', () => {
    const edges = [0, 1, 0.5, 0.999999];
    let state = 1;
    const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (const executions of [1, 1000, 1_000_000]) {
      const bank = new KalmanBank(priorLevel(1));
      let day = MONDAY;
      let isSound = true;
      for (let i = 0; i < 6000; i += 1) {
        day += random() < 0.01 ? 1500 : 1;
        // Runs of the same result, so that the flat ends are reached, and sudden changes to the other one.
        const share = i % 900 < 500 ? edges[Math.floor(i / 900) % 4]! : random();
        bank.push(day, Math.round(share * executions), executions, 4 * random() - 2);
        const { mean, variance } = prediction(bank, day + 1 + (i % 7), 10 * random() - 5);
        isSound &&= [...mean, ...bank.evidence].every(Number.isFinite) && variance.every((v) => v > 0 && v < 1e4);
      }
      expect(isSound).toBe(true);
    }
  });

  it('takes an unknown common factor as 0', () => {
    const results = daily(10, (i) => i % 3, 3);
    const unknown = results.map((result) => ({ ...result, factor: Number.NaN }));
    expect(seen(bankOf(unknown), MONDAY + 12)).toEqual(seen(bankOf(results), MONDAY + 12));
  });

  it('gives a Beta-Binomial that spreads wider than a Binomial', () => {
    const { mean, variance } = chanceOn(bankOf(daily(60, (i) => 14 + (i % 5), 20)), MONDAY + 60);
    const levels = Int32Array.from({ length: 20 }, (_, i) => i + 1);
    const [wide, narrow] = [new Float64Array(20), new Float64Array(20)];
    betaBinomialExceedance(20, mean, variance, levels, wide);
    betaBinomialExceedance(20, mean, 0, levels, narrow);
    expect(wide[19]).toBeGreaterThan(narrow[19]!);
    expect(wide[9]).toBeLessThan(narrow[9]!);
  });
});

describe('the level that filters start at', () => {
  it('is the logit of the rule’s mean, drawn towards the middle and kept within .03 and .97', () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    expect(priorLevel(0.5)).toBeCloseTo(logit(0.53), 12);
    expect(priorLevel(1)).toBeCloseTo(logit(0.97), 12);
    expect(priorLevel(0)).toBeCloseTo(logit(0.08), 12);
  });

  it('of a rule of which nothing is known is that of a mean of ½', () => {
    expect(priorLevel(Number.NaN)).toBe(priorLevel(0.5));
  });
});

describe('Laplace’s approximation of a day', () => {
  function binomialMode(mean: number, variance: number, passes: number, executions: number): number {
    const modes = new Float64Array(1);
    binomialModes(Float64Array.of(mean), Float64Array.of(variance), passes, executions, modes);
    return modes[0]!;
  }

  /** log ∫ N(η; m, v) exp(kη − n log(1 + exp η)) dη by the trapezoidal rule, shifted by its greatest exponent. */
  function exactLogEvidence(mode: number, mean: number, variance: number, passes: number, executions: number) {
    const step = Math.sqrt(variance) / 200;
    const exponents = Array.from({ length: 4001 }, (_, i) => {
      const eta = mode + (i - 2000) * step;
      const softplus = Math.max(eta, 0) + Math.log1p(Math.exp(-Math.abs(eta)));
      return passes * eta - executions * softplus - (eta - mean) ** 2 / (2 * variance);
    });
    const highest = Math.max(...exponents);
    const sum = exponents.reduce((total, exponent) => total + Math.exp(exponent - highest), 0);
    return highest + Math.log((sum * step) / Math.sqrt(2 * Math.PI * variance));
  }

  const known = fc.tuple(
    fc.double({ min: -4, max: 4, noNaN: true }),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
    fc.integer({ min: 1, max: 200 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );

  it('finds the mode, where the slope is 0', () => {
    fc.assert(
      fc.property(known, ([mean, variance, executions, share]) => {
        const passes = Math.round(share * executions);
        const mode = binomialMode(mean, variance, passes, executions);
        const chance = 1 / (1 + Math.exp(-mode));
        const slope = (mode - mean) / variance - passes + executions * chance;
        const curvature = 1 / variance + executions * chance * (1 - chance);
        expect(Math.abs(slope / curvature)).toBeLessThan(1e-8);
      }),
      { seed: 7 },
    );
  });

  it('is near the integral that it stands for', () => {
    fc.assert(
      fc.property(known, ([mean, variance, executions, share]) => {
        const passes = Math.round(share * executions);
        const mode = binomialMode(mean, variance, passes, executions);
        const chance = 1 / (1 + Math.exp(-mode));
        const information = executions * chance * (1 - chance);
        const got = evidenceAt(mode, mean, variance, information, passes, executions);
        // The integrand is not quite a normal density; with a variance up to 1 that makes a hundredth.
        expect(Math.abs(got - exactLogEvidence(mode, mean, variance, passes, executions))).toBeLessThan(0.02);
      }),
      { seed: 7 },
    );
  });

  it('moves by two a step at most, also where the likelihood has no end', () => {
    expect(binomialMode(0, 1e12, 5, 5)).toBeLessThanOrEqual(24);
    expect(binomialMode(40, 1000, 0, 1_000_000)).toBe(16);
  });
});
