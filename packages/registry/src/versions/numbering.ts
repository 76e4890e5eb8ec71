import { DqsError } from '@dqs/core';
import semver from 'semver';

import type { Registered, VersionFacts } from '../journal/entries.js';
import type { ModelState } from '../journal/state.js';

/** How a version differs from the one it follows. */
export type Bump = 'major' | 'minor' | 'patch';

/** A version number and the reason for it. */
export interface Numbering {
  readonly version: string;
  readonly bump: Registered['bump'];
  readonly because: string;
}

/** What a caller may request; without a request the facts decide. */
export interface NumberingWish {
  readonly bump?: Bump;
  /** A version of SemVer 2.0 that the model does not have. */
  readonly version?: string;
}

/** Number of a model's first version. */
const FIRST = '1.0.0';

/**
 * The number of the next version (SemVer 2.0): the requested one, or the highest number ever used plus a step. Without
 * a request the step follows from the facts: a different feature contract breaks callers (major), a different spec,
 * backend or objective forecasts differently (minor), anything else is a retraining (patch). Numbers of retired
 * versions stay taken.
 *
 * @param parent facts of the version it follows; undefined for the first.
 * @throws DqsError `version-exists`, `invalid-argument` if the requested version is not valid.
 */
export function nextVersion(
  state: ModelState,
  facts: VersionFacts,
  parent: VersionFacts | undefined,
  wish: NumberingWish = {},
): Numbering {
  if (wish.version !== undefined) return given(state, wish.version);
  const { highest } = state;
  if (highest === '' || parent === undefined) {
    return { version: FIRST, bump: 'first', because: 'the first version of the model' };
  }
  const { bump, because } = wish.bump ? { bump: wish.bump, because: 'as requested' } : stepOf(facts, parent);
  return { version: semver.inc(highest, bump)!, bump, because };
}

function stepOf(facts: VersionFacts, parent: VersionFacts): { readonly bump: Bump; readonly because: string } {
  if (facts.contractDigest !== parent.contractDigest) return { bump: 'major', because: 'the feature contract changed' };
  if (facts.methodDigest !== parent.methodDigest) return { bump: 'minor', because: 'the spec or the backend changed' };
  return { bump: 'patch', because: 'retrained the same way' };
}

function given(state: ModelState, version: string): Numbering {
  const clean = semver.valid(version);
  if (clean === null || clean !== withoutBuild(version)) {
    throw new DqsError(
      'invalid-argument',
      `expected a SemVer 2.0 version such as 1.2.3 or 2.0.0-rc.1, got "${version}"`,
    );
  }
  // Build metadata does not affect precedence, so 1.0.0+a and 1.0.0+b would be the same to every range.
  const rank = withoutBuild(version);
  const taken = state.versions.find((known) => withoutBuild(known.version) === rank);
  if (!taken) return { version, bump: 'given', because: 'as given' };
  throw new DqsError(
    'version-exists',
    `the model ${state.model} already has version ${taken.version}, registered ${taken.at} by ${taken.by}; ` +
      'versions never change; register under another number',
    { details: { model: state.model, version: taken.version } },
  );
}

function withoutBuild(version: string): string {
  return version.replace(/\+.*$/s, '');
}
