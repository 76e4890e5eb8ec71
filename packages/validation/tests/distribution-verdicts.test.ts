import { Random, type GateCheck } from '@dqs/core';

import { gateLimits } from '../src/index.js';
import { coverageChecks } from '../src/gates/coverage.js';
import { crpsSkillCheck } from '../src/gates/crps-skill.js';
import { levelCrpsCheck, ruleCrpsCheck } from '../src/gates/segment-crps.js';
import type { ScoredRows } from '../src/index.js';
import { PlantedDays, type Forecaster, type PlantedShape } from './support/planted-days.js';

const NAMES = ['crps-skill', 'coverage-80', 'coverage-95', 'level-crps', 'rule-crps'];
const limits = gateLimits({ minRows: 20 });

function gatesOn(rows: ScoredRows, asked = limits): GateCheck[] {
  return [
    crpsSkillCheck(rows, asked),
    ...coverageChecks(rows, asked),
    levelCrpsCheck(rows, asked),
    ruleCrpsCheck(rows, asked),
  ];
}

/** Two forecasters of the same histories, drawn anew for every run. */
type Pairing = (random: Random) => { readonly model: Forecaster; readonly naive: Forecaster };

/** In how many of 100 histories each gate gives a verdict. */
function verdictRates(shape: PlantedShape, pairing: Pairing, { runs = 100, asked = limits } = {}) {
  const random = new Random(47);
  const counts = new Map<string, number>();
  for (let run = 0; run < runs; run += 1) {
    const { model, naive } = pairing(random);
    for (const { name, verdict } of gatesOn(new PlantedDays(random, shape).rows(model, naive), asked)) {
      const key = `${name} ${verdict}`;
      counts.set(key, (counts.get(key) ?? 0) + 100 / runs);
    }
  }
  return (name: string, verdict: GateCheck['verdict']) => counts.get(`${name} ${verdict}`) ?? 0;
}

/** Errors of days that resemble each other, the same for all series of a day, the same twice. */
function correlatedErrors(random: Random, size: number, correlation: number): NonNullable<Forecaster['error']> {
  const errors: number[] = [];
  let last = random.normal();
  for (let day = 0; day < 400; day += 1) {
    errors.push(size * last);
    last = correlation * last + Math.sqrt(1 - correlation ** 2) * random.normal();
  }
  return (day) => errors[day]!;
}

/** No excess is too small to fail, so that chance alone keeps equal forecasts from it. */
const STRICT = gateLimits({ minRows: 20, maxLevelCrpsExcess: 0, maxRuleCrpsExcess: 0 });

const truth: Forecaster = {};
const worse: Pairing = (random) => ({ model: truth, naive: { error: correlatedErrors(random, 0.5, 0.5) } });
const equal =
  (correlation: number): Pairing =>
  (random) => ({
    model: { error: correlatedErrors(random, 0.5, correlation) },
    naive: { error: correlatedErrors(random, 0.5, correlation) },
  });

describe('gates on a forecast that is the truth', () => {
  it.each<[string, PlantedShape]>([
    ['28 days that do not resemble each other', { correlation: 0 }],
    ['28 days that do', { correlation: 0.6 }],
    ['8 days of 3 series', { days: 8, series: 3, correlation: 0.6 }],
    ['60 days of single executions', { days: 60, executions: 1, correlation: 0.6 }],
    ['8 days of 40 executions, most of whose news all series share', { days: 8, executions: 40, effect: 1.2 }],
  ])('raise hardly an alarm on %s', (_, shape) => {
    const rate = verdictRates(shape, worse);
    for (const name of NAMES) expect([name, rate(name, 'fail') <= 1]).toEqual([name, true]);
  });

  it('pass it where there are many days, and series do not share their luck', () => {
    const rate = verdictRates({ days: 90, series: 20, effect: 0.1 }, worse, { runs: 10 });
    for (const name of NAMES) expect([name, rate(name, 'pass') >= 90]).toEqual([name, true]);
  });
});

describe('gates on forecasts as good as the naive ones', () => {
  it.each([
    [0, 2],
    [0.5, 5],
  ])('whose days correlate by %d, fail in at most %d of 100 even where no excess is allowed', (correlation, most) => {
    const rate = verdictRates({ correlation }, equal(correlation), { asked: STRICT });
    for (const name of ['crps-skill', 'level-crps', 'rule-crps']) {
      expect([name, rate(name, 'fail') <= most]).toEqual([name, true]);
    }
  });

  it('on 8 days are inconclusive, no coin toss', () => {
    expect(verdictRates({ days: 8 }, equal(0.5))('crps-skill', 'inconclusive')).toBeGreaterThanOrEqual(95);
  });
});

describe('gates on a forecast that is clearly wrong', () => {
  const power = (model: Forecaster, shape: PlantedShape) =>
    verdictRates({ days: 56, ...shape }, () => ({ model, naive: truth }), { runs: 12 });

  it('find one that is biased, all of them', () => {
    const rate = power({ error: () => 1 }, { effect: 0.5 });
    for (const name of NAMES) expect([name, rate(name, 'fail') >= 90]).toEqual([name, true]);
  });

  it('find by its coverage one that is too sure of itself', () => {
    const rate = power({ doubt: 0 }, { executions: 25 });
    for (const name of ['coverage-80', 'coverage-95']) expect([name, rate(name, 'fail') >= 90]).toEqual([name, true]);
    expect(rate('crps-skill', 'pass')).toBe(0);
  });

  it('find one that doubts too much, by its coverage of 80 %, its skill and its levels', () => {
    const rate = power({ doubt: 3 }, { executions: 25 });
    for (const name of ['crps-skill', 'coverage-80', 'level-crps']) {
      expect([name, rate(name, 'fail') >= 90]).toEqual([name, true]);
    }
  });

  it('only remark on its coverage, levels and rules where its spread was not learned', () => {
    const rows = new PlantedDays(new Random(5), { days: 56, effect: 0.5 }).rows({ error: () => 1 }, truth);
    const assumed = { ...rows, distribution: { ...rows.distribution!, spread: 'assumed' as const } };
    const found = gatesOn(assumed).map(({ name, verdict }) => [name, verdict]);
    expect(found).toEqual(NAMES.map((name) => [name, name === 'crps-skill' ? 'fail' : 'inconclusive']));
    expect(ruleCrpsCheck(assumed, limits).reason).toContain('its spread is only assumed');
  });

  it('find the one rule that is bad, and name it', () => {
    for (const seed of [1, 2, 3]) {
      const planted = new PlantedDays(new Random(seed), { days: 56 });
      const check = ruleCrpsCheck(planted.rows({ error: (_, series) => (series === 7 ? 2 : 0) }, truth), limits);
      expect(check).toMatchObject({ verdict: 'fail', reason: expect.stringMatching(/1 of 12 rules is worse .*: r7 /) });
    }
  });
});

describe('gates on forecasts without scores of distributions', () => {
  it('are inconclusive and say why', () => {
    const { distribution: _, ...rows } = new PlantedDays(new Random(1)).rows(truth, truth);
    const found = gatesOn(rows);
    expect(found.map(({ name, verdict }) => [name, verdict])).toEqual(NAMES.map((name) => [name, 'inconclusive']));
    expect(new Set(found.map(({ reason }) => reason))).toEqual(
      new Set(['the forecasts were not scored as distributions, so only their points are judged']),
    );
  });

  it('are inconclusive with few rows, days, or rows a rule, too', () => {
    const few = gatesOn(new PlantedDays(new Random(1), { days: 6 }).rows(truth, truth));
    expect(few.map(({ reason }) => reason)).toEqual(NAMES.map(() => expect.stringContaining('on 6 days, expected')));
    const rows = new PlantedDays(new Random(1), { days: 10 }).rows(truth, truth);
    expect(ruleCrpsCheck(rows, limits)).toMatchObject({ verdict: 'inconclusive', value: null });
  });
});

describe('crps-skill', () => {
  const made = (crps: number, naive: number) => {
    const rows = new PlantedDays(new Random(1)).rows(truth, truth);
    const filled = (value: number) => rows.actual.map(() => value);
    const distribution = {
      ...rows.distribution!,
      crps: filled(crps),
      bestNaive: { name: 'last-7', crps: filled(naive) },
    };
    return { ...rows, distribution };
  };

  it('has the skill as its value, and asks for as much as it is told to', () => {
    expect(crpsSkillCheck(made(3, 4), limits)).toMatchObject({ verdict: 'pass', value: 0.25, threshold: 0 });
    expect(crpsSkillCheck(made(3, 4), gateLimits({ minCrpsSkill: 0.3 }))).toMatchObject({
      verdict: 'fail',
      threshold: 0.3,
    });
    expect(crpsSkillCheck(made(4, 4), limits).verdict).toBe('inconclusive');
    expect(crpsSkillCheck(made(3, 4), limits, '-backtest').name).toBe('crps-skill-backtest');
  });

  it('has none to tell where the naive distribution is never wrong, and passes a model that hardly is', () => {
    expect(crpsSkillCheck(made(0.1, 0), limits)).toMatchObject({ verdict: 'pass', value: null });
    expect(crpsSkillCheck(made(1, 0), limits).verdict).toBe('fail');
  });
});
