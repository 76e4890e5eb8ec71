import { Random, type FeatureFrame } from '@dqs/core';

import { checkBatch, profileOf, ROW_FLAGS, rowFlagNames, gateLimits } from '../src/index.js';
import { frameOf, verdicts } from './support/rows.js';

const options = { limits: gateLimits(), timeFeatures: ['day'] };

/** Rows as those of the training: percentages, some missing, a day that grows, two categories. */
function made(
  n: number,
  seed: number,
  firstDay = 0,
): { frame: FeatureFrame; target: Float32Array; weight: Float32Array } {
  const random = new Random(seed);
  const list = (next: (row: number) => number) => Array.from({ length: n }, (_, row) => next(row));
  const frame = frameOf(
    {
      lag: list(() => (random.next() < 0.1 ? NaN : 20 + Math.floor(80 * random.next()))),
      mean: list(() => (random.next() < 0.1 ? NaN : 40 + 40 * random.next())),
      day: list((row) => firstDay + row),
      code: list(() => random.integer(3)),
    },
    ['code'],
  );
  return { frame, target: Float32Array.from(list(() => random.next())), weight: Float32Array.from(list(() => 8)) };
}

const training = made(2000, 1);
const profile = profileOf(training);
const fresh = made(500, 2, 3000);
const observed = { target: fresh.target, weight: fresh.weight };

function changed(name: string, change: (value: number, row: number) => number): FeatureFrame {
  const columns = fresh.frame.columns.map((one) =>
    one.name === name ? { ...one, values: one.values.map(change) } : one,
  );
  return { ...fresh.frame, columns };
}

const failed = (frame: FeatureFrame) =>
  checkBatch({ frame }, profile, options)
    .checks.filter(({ verdict }) => verdict === 'fail')
    .map(({ name }) => name);

describe('checkBatch', () => {
  it('passes rows like those of the training, and flags none of them', () => {
    const report = checkBatch({ frame: fresh.frame, observed }, profile, options);
    expect(report.passed).toBe(true);
    expect(report.flagged).toEqual({
      out_of_range: 0,
      unseen_category: 0,
      no_history: expect.any(Number),
      not_finite: 0,
    });
    expect(report.drift.map(({ name }) => name).sort()).toEqual(['executions', 'lag', 'mean', 'target']);
    expect(report.drift.every(({ psi }) => psi < 0.1)).toBe(true);
  });

  it('refuses another schema in one check that lists missing, unexpected and misplaced columns', () => {
    const { columns } = fresh.frame;
    const schema = (frame: FeatureFrame) => checkBatch({ frame }, profile, options).checks[0]!;
    expect(schema({ ...fresh.frame, columns: columns.slice(1) })).toMatchObject({
      verdict: 'fail',
      reason: expect.stringContaining('missing: lag (numeric)'),
    });
    expect(schema({ ...fresh.frame, columns: [...columns].reverse() }).reason).toContain('column 1 is code');
    expect(
      schema({ rows: 0, columns: columns.map((one) => ({ ...one, values: new Float32Array(0) })) }).reason,
    ).toContain('no row');
    expect(schema({ ...fresh.frame, rows: 499 }).verdict).toBe('fail');
  });

  it('tells what has drifted in the words it is given, by its name without any', () => {
    const frame = changed('lag', () => 100);
    const meanings = new Map([['lag', 'pass percentage one week before']]);
    const told = (with_: typeof options & { meanings?: ReadonlyMap<string, string> }) => {
      const report = checkBatch({ frame }, profile, with_);
      return { drift: report.drift[0], reason: report.checks.find(({ name }) => name === 'drift')!.reason };
    };
    expect(told({ ...options, meanings })).toMatchObject({
      drift: { name: 'lag', meaning: 'pass percentage one week before' },
      reason: expect.stringMatching(/: pass percentage one week before \(PSI [\d.]+, KS [\d.]+\)$/),
    });
    expect(told(options).reason).toMatch(/: lag \(PSI /);
    expect(Object.keys(told(options).drift!)).not.toContain('meaning');
  });

  it('flags each row that is out of range, and fails where they are many', () => {
    const few = checkBatch({ frame: changed('lag', (value, row) => (row === 7 ? 900 : value)) }, profile, options);
    expect(rowFlagNames(few.flags[7]!)).toEqual(['out_of_range']);
    expect(few.flagged.out_of_range).toBe(1);
    expect(few.passed).toBe(true);
    expect(failed(changed('lag', (value, row) => (row % 20 === 0 ? 900 : value)))).toEqual(['out-of-range']);
  });

  it('does not hold it against a day number that it has grown', () => {
    expect(failed(fresh.frame)).toEqual([]);
    const strict = checkBatch({ frame: fresh.frame }, profile, { limits: gateLimits() });
    expect(verdicts(strict.checks)).toMatchObject({ 'out-of-range': 'fail' });
  });

  it('fails categories that the training did not see, and flags their rows', () => {
    const report = checkBatch(
      { frame: changed('code', (value, row) => (row % 4 === 0 ? NaN : value)) },
      profile,
      options,
    );
    expect(verdicts(report.checks)).toMatchObject({ 'unseen-categories': 'fail', 'missing-values': 'pass' });
    expect(report.flagged.unseen_category).toBe(125);
    expect(report.flags[4]! & ROW_FLAGS.unseen_category).toBeTruthy();
  });

  it('fails a rise of missing values, not a fall', () => {
    expect(failed(changed('lag', (value, row) => (row % 2 === 0 ? NaN : value)))).toEqual(['missing-values']);
    expect(failed(changed('lag', (value) => (Number.isNaN(value) ? 60 : value)))).toEqual([]);
  });

  it('fails infinite values in any row', () => {
    expect(failed(changed('mean', (value, row) => (row === 3 ? -Infinity : value)))).toEqual(['finite']);
  });

  it('fails when more features have drifted than are allowed, and names them', () => {
    const halved = {
      ...fresh.frame,
      columns: fresh.frame.columns.map((one) => ({
        ...one,
        values: one.name === 'lag' || one.name === 'mean' ? one.values.map((value) => value / 2) : one.values,
      })),
    };
    const report = checkBatch({ frame: halved }, profile, options);
    expect(report.checks.find(({ name }) => name === 'drift')).toMatchObject({
      verdict: 'fail',
      value: 1,
      reason: expect.stringContaining('mean (PSI'),
    });
  });

  it('fails outcomes and executions that are distributed otherwise', () => {
    const target = fresh.target.map((value) => value ** 8);
    const weight = fresh.weight.map((value) => 2 * value);
    const { checks } = checkBatch({ frame: fresh.frame, observed: { target, weight } }, profile, options);
    expect(verdicts(checks)).toMatchObject({ drift: 'pass', 'target-drift': 'fail', 'executions-drift': 'fail' });
  });

  it('does not compare distributions of a few rows', () => {
    const { frame } = made(20, 3, 2000);
    expect(verdicts(checkBatch({ frame }, profile, options).checks)).toMatchObject({
      schema: 'pass',
      drift: 'inconclusive',
    });
  });

  it('flags rows whose series has no history at all', () => {
    const nothing = checkBatch(
      {
        frame: {
          ...fresh.frame,
          columns: fresh.frame.columns.map((one) =>
            one.name === 'lag' || one.name === 'mean' ? { ...one, values: one.values.map(() => NaN) } : one,
          ),
        },
      },
      profile,
      options,
    );
    expect(nothing.flagged.no_history).toBe(500);
  });
});
