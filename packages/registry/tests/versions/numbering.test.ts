import fc from 'fast-check';
import semver from 'semver';

import { type Bump, type ModelState, type VersionSummary } from '../../src/index.js';
import { nextVersion } from '../../src/versions/numbering.js';
import { emptyState } from '../../src/journal/state.js';
import { factsOf } from '../support/fixtures.js';

/** A model where only the numbers matter. */
function stateOf(versions: readonly string[]): ModelState {
  const summaries = versions.map((version, i): VersionSummary => {
    const place = { sequence: i + 1, entry: i + 1, at: '2026-03-01T08:00:00.000Z', by: 'ann', upload: `u${i}` };
    const words = { tags: {}, noted: i + 1 };
    return { version, ...place, ...words, parent: null, error: null, backend: null, isRemoved: false };
  });
  const highest = [...versions].sort(semver.compare).at(-1) ?? '';
  return { ...emptyState('orders'), highest, versions: summaries };
}

const facts = factsOf();

describe('the number of a version', () => {
  it('is 1.0.0 for the first', () => {
    expect(nextVersion(stateOf([]), facts, undefined)).toEqual({
      version: '1.0.0',
      bump: 'first',
      because: 'the first version of the model',
    });
  });

  it('rises by a major step if the feature contract changed, whatever else did', () => {
    const changed = factsOf({ contract: 'contract-2', method: 'method-2' });
    expect(nextVersion(stateOf(['1.4.2']), changed, facts)).toMatchObject({ version: '2.0.0', bump: 'major' });
  });

  it('rises by a minor step if only spec, backend or objective changed', () => {
    const changed = factsOf({ method: 'method-2' });
    expect(nextVersion(stateOf(['1.4.2']), changed, facts)).toMatchObject({ version: '1.5.0', bump: 'minor' });
  });

  it('rises by a patch for a retraining', () => {
    const trainedAgain = { ...factsOf({ error: 1 }), metadata: { spec: 'other words' } };
    expect(nextVersion(stateOf(['1.4.2']), trainedAgain, facts)).toMatchObject({ version: '1.4.3', bump: 'patch' });
  });

  it('follows a requested step', () => {
    const next = nextVersion(stateOf(['1.4.2']), facts, facts, { bump: 'major' });
    expect(next).toEqual({ version: '2.0.0', bump: 'major', because: 'as requested' });
  });

  it('continues from the highest number ever used, not from the last', () => {
    expect(nextVersion(stateOf(['2.0.0', '1.9.9']), facts, facts)).toMatchObject({ version: '2.0.1' });
    expect(nextVersion(stateOf(['1.9.0', '1.10.0']), facts, facts)).toMatchObject({ version: '1.10.1' });
  });

  it('turns a candidate into a release', () => {
    expect(nextVersion(stateOf(['2.0.0-rc.1']), facts, facts)).toMatchObject({ version: '2.0.0' });
  });

  it('is taken as requested, and refused if it is invalid or taken', () => {
    const state = stateOf(['1.0.0', '2.0.0-rc.1']);
    const given = (version: string) => nextVersion(state, facts, facts, { version });
    expect(given('0.9.0').version).toBe('0.9.0');
    expect(given('2.0.0').version).toBe('2.0.0');
    expect(given('3.0.0+build.7').version).toBe('3.0.0+build.7');
    for (const odd of ['1.0', 'v1.0.1', '=1.0.1', '1.0.0.0', '01.0.0', 'one', '', '1.0.1 ']) {
      expect(() => given(odd)).toThrow(expect.objectContaining({ code: 'invalid-argument' }));
    }
    for (const taken of ['1.0.0', '1.0.0+build.8', '2.0.0-rc.1']) {
      expect(() => given(taken)).toThrow(expect.objectContaining({ code: 'version-exists' }));
    }
  });

  it('is always higher than all earlier ones', () => {
    const part = fc.nat({ max: 30 });
    const version = fc.tuple(part, part, part).map((parts) => parts.join('.'));
    const step = fc.constantFrom<Bump>('major', 'minor', 'patch');
    fc.assert(
      fc.property(fc.array(version, { minLength: 1, maxLength: 20 }), step, (versions, bump) => {
        const next = nextVersion(stateOf(versions), facts, facts, { bump }).version;
        for (const before of versions) expect(semver.gt(next, before)).toBe(true);
      }),
    );
  });
});
