import { buildFrame, featureMeanings, featureSpec, fitContract, listFeatures, SeriesHistory } from '../src/index.js';
import type { CustomGroup, FeatureContract } from '../src/index.js';
import { SPECS } from './support/frames.js';
import { MONDAY, seriesOf } from './support/panels.js';

const history = SeriesHistory.fromPanel(seriesOf([90, 100, 80]));

/** The digests that bundles of before features had a meaning were written with. */
const DIGESTS = {
  classic: 'e3283f456158f49ab8cf62232a0e797998c04296ab9fb8ee59f44cf8c700ddb5',
  extended: '8df92847d6279d4cee80d217234b8d8a1a1d029dc9e65510922f7d6a592838f0',
  naive: '538fe424127b58233ec6cd61b545a5c6b2e00f6f8b8bf240d478dd283fdae5f8',
} as const;

const group = (meaning?: string): CustomGroup => ({
  name: 'worst-day',
  version: 1,
  features: [{ name: 'worst', ...(meaning === undefined ? {} : { meaning }) }],
  compute: () => [1],
});

describe.each(SPECS)('the features of %s', (name) => {
  it('all say what they are, each in words of its own', () => {
    const features = listFeatures(name);
    const names = features.filter(({ isDefault }) => isDefault).map((feature) => feature.name);
    expect(names).toEqual(featureSpec(name).features.map((feature) => feature.name));
    const meanings = features.map(({ meaning }) => meaning);
    // A phrase: words of letters, no name of code, no capital at its start, no point at its end.
    for (const meaning of meanings) expect(meaning).toMatch(/^[a-z][^_.]{3,90}$/);
    expect(new Set(meanings).size).toBe(meanings.length);
  });

  it('have the digest that they had before they said so', () => {
    expect(featureSpec(name).digest).toBe(DIGESTS[name]);
  });
});

describe('what features say', () => {
  it('counts in words', () => {
    const meanings = featureMeanings(fitContract(featureSpec('extended'), history, { upToDay: MONDAY }));
    const told = (...names: string[]) => names.map((name) => meanings.get(name));
    expect(told('lag_1_day', 'lag_3_day', 'lag_7_day', 'lag_28_day')).toEqual([
      'pass percentage one day before',
      'pass percentage three days before',
      'pass percentage one week before',
      'pass percentage four weeks before',
    ]);
    expect(told('ma_3_day', 'ma_7_day', 'ma_56_day')).toEqual([
      'mean pass percentage of the three days before',
      'mean pass percentage of the week before',
      'mean pass percentage of the eight weeks before',
    ]);
    expect(told('last_1_value', 'last_12_value', 'weekday_last_2')).toEqual([
      'latest observed pass percentage',
      'twelfth latest observed pass percentage',
      'second latest pass percentage of the same weekday',
    ]);
    expect(told('dataset_others_1_day', 'all_residual_7_day', 'rule_code')).toEqual([
      'pass percentage of the other rules of the dataset over the last day',
      'points all series rose above earlier means over the last week',
      'the rule',
    ]);
  });

  it('stands with the group of each, the spec itself where the feature is always in', () => {
    const groupOf = new Map(listFeatures('extended').map((feature) => [feature.name, feature.group]));
    expect(['lag_1_day', 'lag_3_day', 'horizon', 'rule_code'].map((name) => groupOf.get(name))).toEqual([
      'extended',
      'long-lags',
      'position',
      'extended',
    ]);
    expect(new Set(listFeatures('naive').map((feature) => feature.group))).toEqual(new Set(['naive']));
  });

  it('is told by a custom group, or else its name is; no contract knows it', () => {
    const said = fitContract(featureSpec('classic', [group('worst day so far')]), history, { upToDay: MONDAY + 2 });
    const unsaid = fitContract(featureSpec('classic', [group()]), history, { upToDay: MONDAY + 2 });
    expect(featureMeanings(said).get('worst')).toBe('worst day so far');
    expect(featureMeanings(unsaid).get('worst')).toBe('worst');
    expect(JSON.stringify(said)).toBe(JSON.stringify(unsaid));
    expect(JSON.stringify(said)).not.toContain('so far');
    const requests = history.requests({ day: history.lastDay + 1 });
    expect(buildFrame(said, history, requests)).toEqual(buildFrame(unsaid, history, requests));
  });

  it('is the words of this program for a contract that was written earlier', () => {
    const written = JSON.parse(
      JSON.stringify(fitContract(featureSpec('classic'), history, { upToDay: MONDAY })),
    ) as FeatureContract;
    expect(featureMeanings(written).get('ma_7_day')).toBe('mean pass percentage of the week before');
  });

  it.each([' ', 7 as unknown as string])('is refused of a custom group where it is no text: %j', (meaning) => {
    expect(() => featureSpec('classic', [group(meaning)])).toThrow(
      expect.objectContaining({
        code: 'feature-group-invalid',
        message: expect.stringContaining('expected a text as the meaning of worst'),
      }),
    );
  });
});
