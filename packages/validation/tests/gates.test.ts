import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parseDay } from '@dqs/core';

import {
  check,
  freshnessChecks,
  gateReport,
  reportedScoresCheck,
  gateLimits,
  trainingSizeCheck,
  type TrainingFacts,
} from '../src/index.js';
import { GATE_LIMIT_NAMES } from '../src/gates/gates.js';

const day = (text: string) => parseDay(text)!;
const FACTS: TrainingFacts = {
  from: day('2026-01-01'),
  to: day('2026-04-30'),
  rows: 5000,
  knownFrom: day('2026-01-01'),
  knownTo: day('2026-05-31'),
  lastDay: day('2026-06-30'),
  today: day('2026-07-02'),
};
const limits = gateLimits();

describe('gateReport', () => {
  it('passes if no check fails; inconclusive checks do not stop a model', () => {
    const checks = [check('a', 'pass', ''), check('b', 'inconclusive', '')];
    expect(gateReport(checks).passed).toBe(true);
    expect(gateReport([...checks, check('c', 'fail', '')]).passed).toBe(false);
    expect(gateReport([])).toEqual({ passed: true, checks: [] });
  });

  it('holds only figures that JSON knows', () => {
    expect(check('a', 'pass', 'r', { value: NaN, threshold: Infinity })).toMatchObject({
      value: null,
      threshold: null,
    });
    expect(check('a', 'pass', 'r', { value: 0, threshold: null })).toMatchObject({ value: 0, threshold: null });
  });
});

describe('gateLimits', () => {
  it('fills in defaults for every limit', () => {
    expect(Object.keys(limits)).toEqual([...GATE_LIMIT_NAMES]);
    expect(gateLimits({ minSkill: 0.3 })).toEqual({ ...limits, minSkill: 0.3 });
    expect(gateLimits({ minSkill: undefined })).toEqual(limits);
  });

  it('are all in the guide, with their defaults', () => {
    const guide = readFileSync(join(__dirname, '../../../docs/guides/validation.md'), 'utf8');
    const documented = [...guide.matchAll(/^\| (`.*?`) +\| (.*?) +\|/gm)].flatMap(([, names, defaults]) => {
      const values = defaults!.split(', ');
      return names!.split(', ').map((name, i) => [name.replaceAll('`', ''), values[i]]);
    });
    expect(new Map(documented as [string, string][])).toEqual(
      new Map(GATE_LIMIT_NAMES.map((name) => [name as string, String(limits[name])])),
    );
  });

  it('lists all problems, with the nearest name of an unknown limit', () => {
    const wrong = { minSkil: 0.1, maxMae: -1, maxPsi: 'much' } as never;
    expect(() => gateLimits(wrong)).toThrow(/maxMae.*maxPsi.*did you mean "minSkill"/s);
    expect(() => gateLimits(wrong)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
  });
});

describe('trainingSizeCheck', () => {
  it('passes enough rows over most of the known days', () => {
    expect(trainingSizeCheck(FACTS, limits)).toMatchObject({ verdict: 'pass', value: 5000 });
  });

  it('fails few rows, few days and a history that was cut off', () => {
    expect(trainingSizeCheck({ ...FACTS, rows: 50 }, limits).reason).toContain('at least 200 rows');
    expect(trainingSizeCheck({ ...FACTS, from: FACTS.to - 9 }, limits).reason).toContain('at least 28 days');
    const cut = trainingSizeCheck({ ...FACTS, from: FACTS.to - 39 }, limits);
    expect(cut).toMatchObject({ verdict: 'fail', threshold: 0.4 });
  });
});

describe('freshnessChecks', () => {
  it('passes a young model on young data', () => {
    expect(freshnessChecks(FACTS, limits).map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  });

  it('fails an old model, with its age in days', () => {
    const [age] = freshnessChecks({ ...FACTS, lastDay: FACTS.to + 400 }, limits);
    expect(age).toMatchObject({ name: 'model-age', verdict: 'fail', value: 400 });
  });

  it('fails old data only where a limit is set, and remarks on it otherwise', () => {
    const old = { ...FACTS, today: FACTS.lastDay + 90 };
    expect(freshnessChecks(old, limits)[1]).toMatchObject({ verdict: 'inconclusive', value: 90 });
    expect(freshnessChecks(old, gateLimits({ maxDataAgeDays: 30 }))[1]!.verdict).toBe('fail');
    expect(freshnessChecks(old, gateLimits({ maxDataAgeDays: 90 }))[1]!.verdict).toBe('pass');
  });

  it('sees results that lie in the future', () => {
    const future = { ...FACTS, today: FACTS.lastDay - 10 };
    expect(freshnessChecks(future, gateLimits({ maxDataAgeDays: 30 }))[1]!.verdict).toBe('fail');
    expect(freshnessChecks(future, limits)[1]!.verdict).toBe('inconclusive');
  });

  it('does not judge the age of data where today is not known', () => {
    expect(freshnessChecks({ ...FACTS, today: undefined }, limits)[1]!.verdict).toBe('inconclusive');
  });
});

describe('reportedScoresCheck', () => {
  const pair = { name: 'mae of all', recorded: 2.5, measured: 2.5 };

  it('passes scores that are measured again as recorded', () => {
    expect(reportedScoresCheck([pair], limits).verdict).toBe('pass');
  });

  it('fails a score that is another, and one that cannot be found again', () => {
    expect(reportedScoresCheck([pair, { ...pair, measured: 3 }], limits).reason).toContain(
      '2.5, measured again it is 3',
    );
    expect(reportedScoresCheck([{ ...pair, measured: NaN }], limits).verdict).toBe('fail');
  });

  it('proves nothing without scores', () => {
    expect(reportedScoresCheck([], limits).verdict).toBe('inconclusive');
  });
});
