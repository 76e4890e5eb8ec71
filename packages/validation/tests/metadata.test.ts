import { metadataChecks, profileOf, type BundleMetadata } from '../src/index.js';
import { categoryDigest } from '../src/gates/metadata.js';
import { frameOf, verdicts } from './support/rows.js';

const FEATURES = [
  { name: 'lag', kind: 'numeric' as const },
  { name: 'code', kind: 'categorical' as const, categories: ['101', '102'] },
];
const frame = frameOf({ lag: [100, 50], code: [0, 1] }, ['code']);
const GOOD: BundleMetadata = {
  contract: FEATURES,
  contractDigest: 'a'.repeat(64),
  modelColumns: FEATURES,
  computed: { features: FEATURES, digest: 'a'.repeat(64) },
  profile: profileOf({ frame, target: Float32Array.of(1, 0.5), weight: Float32Array.of(1, 1) }),
  versions: { recorded: { dqs: '0.1.3', lightgbm: '4.1.0' }, running: { dqs: '0.1.0', lightgbm: '4.1.0.99' } },
  fingerprint: { recorded: 'b'.repeat(64), actual: 'b'.repeat(64) },
  facts: [{ name: 'horizon', recorded: '1', expected: '1' }],
};

function failed(change: Partial<BundleMetadata>): [string, string][] {
  const checks = metadataChecks({ ...GOOD, ...change });
  return checks.filter(({ verdict }) => verdict === 'fail').map(({ name, reason }) => [name, reason]);
}

describe('metadataChecks', () => {
  it('passes a bundle in which everything fits', () => {
    const checks = metadataChecks(GOOD);
    expect(Object.values(verdicts(checks))).toEqual(Array<string>(7).fill('pass'));
  });

  it.each<[string, Partial<BundleMetadata>, string, RegExp]>([
    ['columns in another order', { modelColumns: [...FEATURES].reverse() }, 'features', /model: feature 1 is code/],
    ['a column too few', { modelColumns: FEATURES.slice(1) }, 'features', /1 features, expected 2/],
    [
      'a column of another kind',
      { modelColumns: FEATURES.map((one) => ({ ...one, kind: 'numeric' as const })) },
      'features',
      /code \(numeric\), expected code \(categorical\)/,
    ],
    [
      'another dictionary',
      { contract: [FEATURES[0]!, { ...FEATURES[1]!, categories: ['101', '102.0'] }] },
      'categories',
      /such as 102\.0/,
    ],
    [
      'a dictionary in another order',
      { contract: [FEATURES[0]!, { ...FEATURES[1]!, categories: ['102', '101'] }] },
      'categories',
      /another order/,
    ],
    ['another spec', { contractDigest: 'c'.repeat(64) }, 'spec-digest', /cccccccccccc/],
    [
      'another engine',
      { versions: { ...GOOD.versions, recorded: { dqs: '0.1.0', lightgbm: '3.3.5' } } },
      'versions',
      /lightgbm 3\.3\.5/,
    ],
    [
      'an unknown engine',
      { versions: { ...GOOD.versions, recorded: { dqs: '0.1.0' } } },
      'versions',
      /lightgbm unknown/,
    ],
    [
      'another history',
      { fingerprint: { recorded: 'b'.repeat(64), actual: 'd'.repeat(64) } },
      'data-fingerprint',
      /history/,
    ],
    [
      'facts that contradict each other',
      { facts: [{ name: 'horizon', recorded: '7', expected: '1' }] },
      'manifest',
      /horizon is 7/,
    ],
  ])('fails %s', (_, change, name, reason) => {
    expect(failed(change)).toEqual([[name, expect.stringMatching(reason)]]);
  });

  it('fails infinite features, a target that is no fraction and a category that never occurs', () => {
    const broken = frameOf({ lag: [Infinity, 1], code: [NaN, NaN] }, ['code']);
    const profile = profileOf({ frame: broken, target: Float32Array.of(100, 0), weight: Float32Array.of(1, 1) });
    const [[name, reason]] = failed({ profile }) as [[string, string]];
    expect(name).toBe('ranges');
    expect(reason).toMatch(/0 to 100, not 0 to 1.*lag is not finite.*code has no category/);
  });

  it('lets a feature be missing on every row, as yesterday is a week ahead', () => {
    const empty = frameOf({ lag: [NaN, NaN], code: [0, 1] }, ['code']);
    const profile = profileOf({ frame: empty, target: Float32Array.of(1, 0), weight: Float32Array.of(1, 1) });
    expect(failed({ profile })).toEqual([]);
  });
});

describe('categoryDigest', () => {
  it('depends on every value and on the order', () => {
    const digests = [['a', 'b'], ['b', 'a'], ['a'], ['a,b'], []].map(categoryDigest);
    expect(new Set(digests).size).toBe(5);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
