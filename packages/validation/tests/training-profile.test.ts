import fc from 'fast-check';

import {
  mergeProfiles,
  parseProfile,
  profileOf,
  recomputedProfileCheck,
  type ProfiledRows,
  type TrainingProfile,
} from '../src/index.js';
import { profileDifferences } from '../src/profile/compare-profiles.js';
import { missingRate, targetCorrelation } from '../src/profile/training-profile.js';
import { frameOf } from './support/rows.js';

/** Rows with a numeric feature, one that is missing at times, and a category. */
function rows(list: readonly (readonly [number, number, number, number])[]): ProfiledRows {
  const frame = frameOf(
    { lag: list.map(([lag]) => lag), gap: list.map(([, gap]) => gap), code: list.map(([, , code]) => code) },
    ['code'],
  );
  return { frame, target: Float32Array.from(list, ([, , , y]) => y), weight: Float32Array.from(list, () => 2) };
}

const EXAMPLE = rows([
  [100, NaN, 0, 1],
  [50, 25, 2, 0.5],
  [0, 75, NaN, 0.25],
  [80, NaN, 2, 0.75],
]);

const row = fc.tuple(
  fc.integer({ min: 0, max: 100 }),
  fc.oneof(fc.constant(NaN), fc.integer({ min: 0, max: 100 })),
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom(0, 0.25, 0.5, 1),
);
const parts = fc.array(row, { minLength: 1, maxLength: 60 });

describe('profileOf', () => {
  const profile = profileOf(EXAMPLE);

  it('counts rows, missing values and categories', () => {
    const [lag, gap, code] = profile.features;
    expect(profile.rows).toBe(4);
    expect([lag!.missing, gap!.missing, code!.missing]).toEqual([0, 2, 1]);
    expect(missingRate(gap!, profile.rows)).toBe(0.5);
    expect(code!.categoryCounts).toEqual([1, 0, 2]);
    expect(lag!.sketch).toMatchObject({ count: 4, sum: 230, min: 0, max: 100 });
    expect(profile.executions).toMatchObject({ count: 4, sum: 8 });
  });

  it('knows how a feature goes with the target: correlation, and rows on which it equals it', () => {
    const sums = profile.features[0]!.withTarget!;
    // Pearson's r from its definition.
    const [x, y] = [
      [100, 50, 0, 80],
      [100, 50, 25, 75],
    ];
    const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
    const covariance = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, value, i) => sum + (value - mean(a)) * (b[i]! - mean(b)), 0);
    expect(targetCorrelation(sums)).toBeCloseTo(
      covariance(x!, y!) / Math.sqrt(covariance(x!, x!) * covariance(y!, y!)),
      9,
    );
    expect(sums.equal).toBe(2);
  });

  it('has no correlation where a feature is constant or missing', () => {
    const constant = profileOf(
      rows([
        [5, NaN, 0, 1],
        [5, NaN, 0, 0],
      ]),
    );
    expect(targetCorrelation(constant.features[0]!.withTarget!)).toBeNaN();
    expect(targetCorrelation(constant.features[1]!.withTarget!)).toBeNaN();
  });

  it('of no rows is empty', () => {
    expect(profileOf(rows([]))).toMatchObject({ rows: 0, target: { count: 0 }, features: [{ missing: 0 }, {}, {}] });
    expect(missingRate(profileOf(rows([])).features[0]!, 0)).toBe(0);
  });
});

describe('mergeProfiles', () => {
  it('of parts gives the profile of the whole, however it is cut', () => {
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const whole = profileOf(rows([...a, ...b]));
        expect(profileDifferences(mergeProfiles(profileOf(rows(a)), profileOf(rows(b))), whole)).toEqual([]);
        expect(profileDifferences(mergeProfiles(profileOf(rows(b)), profileOf(rows(a))), whole)).toEqual([]);
      }),
    );
  });

  it('refuses profiles of other features', () => {
    const other = profileOf({ ...EXAMPLE, frame: frameOf({ other: [1, 2, 3, 4] }) });
    expect(() => mergeProfiles(profileOf(EXAMPLE), other)).toThrow(
      expect.objectContaining({ code: 'feature-mismatch' }),
    );
  });
});

describe('recomputedProfileCheck', () => {
  const kept = profileOf(EXAMPLE);

  it('passes the same rows in any order', () => {
    const reversed = (values: Float32Array) => Float32Array.from(values).reverse();
    const columns = EXAMPLE.frame.columns.map((column) => ({ ...column, values: reversed(column.values) }));
    const { target, weight } = EXAMPLE;
    const again = profileOf({ frame: { rows: 4, columns }, target: reversed(target), weight: reversed(weight) });
    expect(recomputedProfileCheck(kept, again)).toMatchObject({ verdict: 'pass', value: 0 });
  });

  it.each<[string, Partial<ProfiledRows>, RegExp]>([
    ['outcomes in another order', { target: Float32Array.of(0.5, 1, 0.75, 0.25) }, /lag \(correlation/],
    ['other outcomes', { target: Float32Array.of(1, 0.5, 0.25, 0) }, /the target/],
    ['other executions', { weight: Float32Array.of(1, 1, 1, 1) }, /the executions/],
    [
      'a value filled in',
      { frame: frameOf({ lag: [100, 50, 0, 80], gap: [0, 25, 75, NaN], code: [0, 2, NaN, 2] }, ['code']) },
      /gap \(2 values missing, expected 1\)/,
    ],
    [
      'another category',
      { frame: frameOf({ lag: [100, 50, 0, 80], gap: [NaN, 25, 75, NaN], code: [1, 2, NaN, 2] }, ['code']) },
      /code \(other categories\)/,
    ],
  ])('names %s', (_, change, reason) => {
    const check = recomputedProfileCheck(kept, profileOf({ ...EXAMPLE, ...change }));
    expect(check.verdict).toBe('fail');
    expect(check.reason).toMatch(reason);
  });

  it('names lost rows, and says how many differences it does not list', () => {
    const fewer = profileOf(rows([[100, NaN, 0, 1]]));
    expect(recomputedProfileCheck(kept, fewer).reason).toContain('4 rows, expected 1');
  });
});

describe('parseProfile', () => {
  const text = (profile: TrainingProfile) => JSON.stringify(profile);

  it('reads a written profile', () => {
    const profile = profileOf(EXAMPLE);
    expect(parseProfile(text(profile), 'profile.json')).toEqual(profile);
  });

  it.each([
    ['no JSON', 'oh'],
    ['another version', '{"schemaVersion":1,"rows":3,"features":[]}'],
    ['a number without its histogram', text(profileOf(EXAMPLE)).replace('"sketch"', '"sketches"')],
    ['a category without its counts', text(profileOf(EXAMPLE)).replace('"categoryCounts"', '"counts"')],
    ['a category in place of a number', text(profileOf(EXAMPLE)).replace('"numeric"', '"categorical"')],
    ['counts without keys', text(profileOf(EXAMPLE)).replace(/"counts":\[\d+/, '"counts":[')],
  ])('refuses %s, with the place in the message', (_, wrong) => {
    expect(() => parseProfile(wrong, 'model/profile.json')).toThrow(
      expect.objectContaining({ code: 'bundle-invalid', message: expect.stringContaining('model/profile.json') }),
    );
  });
});
