import { createHash } from 'node:crypto';

import type { ColumnKind, GateCheck } from '@dqs/core';

import { check } from './gate-report.js';
import type { TrainingProfile } from '../profile/training-profile.js';

/** A feature by name and kind; categorical ones with their dictionary. */
export interface NamedFeature {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly categories?: readonly string[];
}

/** A bundle's statements about itself, and the same facts from other sources. */
export interface BundleMetadata {
  /** Features of the manifest's contract, in order. */
  readonly contract: readonly NamedFeature[];
  readonly contractDigest: string;
  /** Columns the model itself was trained with. */
  readonly modelColumns: readonly NamedFeature[];
  /** The features this program computes for that spec, its digest, and dictionaries taken from the bundle's history. */
  readonly computed: { readonly features: readonly NamedFeature[]; readonly digest: string };
  readonly profile: TrainingProfile;
  /** Versions by name: of the program and of the learner, in the manifest and here. */
  readonly versions: {
    readonly recorded: Readonly<Record<string, string | undefined>>;
    readonly running: Readonly<Record<string, string | undefined>>;
  };
  /** sha256 of the history, as recorded and as it is. */
  readonly fingerprint: { readonly recorded: string; readonly actual: string };
  /** Facts of which the one decides the other, as recorded and as they have to be. */
  readonly facts: readonly { readonly name: string; readonly recorded: string; readonly expected: string }[];
}

/** Everything a manifest states is compared with the model, the history and the program. */
export function metadataChecks(metadata: BundleMetadata): GateCheck[] {
  return [
    featuresCheck(metadata),
    rangesCheck(metadata.profile),
    categoriesCheck(metadata),
    same('spec-digest', metadata.contractDigest, metadata.computed.digest, 'the digest of the feature spec'),
    versionsCheck(metadata),
    same('data-fingerprint', metadata.fingerprint.recorded, metadata.fingerprint.actual, 'the sha256 of the history'),
    factsCheck(metadata),
  ];
}

/** sha256 of a dictionary of categories, in its order. */
export function categoryDigest(categories: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(categories)).digest('hex');
}

function featuresCheck({ contract, modelColumns, computed, profile }: BundleMetadata): GateCheck {
  const expected = labels(contract);
  const places = { model: modelColumns, profile: profile.features, 'this program': computed.features };
  const problems = Object.entries(places).flatMap(([place, features]) => {
    const difference = nameDifference(expected, labels(features));
    return difference === undefined ? [] : [`${place}: ${difference}`];
  });
  const figures = { value: modelColumns.length, threshold: contract.length };
  if (problems.length > 0)
    return check('features', 'fail', `the manifest's features differ: ${problems.join('; ')}`, figures);
  const reason = `${contract.length} features with the same names, order and kinds in manifest, model, profile and program`;
  return check('features', 'pass', reason, figures);
}

function nameDifference(expected: readonly string[], actual: readonly string[]): string | undefined {
  if (expected.length !== actual.length) return `${actual.length} features, expected ${expected.length}`;
  const at = expected.findIndex((label, i) => label !== actual[i]);
  return at < 0 ? undefined : `feature ${at + 1} is ${actual[at]}, expected ${expected[at]}`;
}

function rangesCheck({ features, target }: TrainingProfile): GateCheck {
  const problems: string[] = [];
  if (target.min === null || target.max === null) problems.push('the target has no value');
  else if (target.min < 0 || target.max > 1)
    problems.push(`the target goes from ${target.min} to ${target.max}, not 0 to 1`);
  for (const { name, kind, sketch, categoryCounts } of features) {
    if (kind === 'categorical') {
      if (!categoryCounts?.some((count) => count > 0)) problems.push(`${name} has no category`);
    } else if (!sketch) problems.push(`${name} has no distribution`);
    // A feature may be missing on every row: with a horizon of a week nothing is known of yesterday.
    else if (![sketch.min, sketch.max].every((end) => end === null || Number.isFinite(end)))
      problems.push(`${name} is not finite`);
  }
  const figures = { value: problems.length, threshold: 0 };
  if (problems.length > 0) return check('ranges', 'fail', problems.join('; '), figures);
  return check('ranges', 'pass', 'every feature has finite values and the target lies in 0 to 1', figures);
}

function categoriesCheck({ contract, computed }: BundleMetadata): GateCheck {
  const problems = contract
    .filter(({ kind }) => kind === 'categorical')
    .flatMap(({ name, categories = [] }) => {
      const expected = computed.features.find((feature) => feature.name === name)?.categories ?? [];
      if (categoryDigest(categories) === categoryDigest(expected)) return [];
      const unknown = categories.filter((value) => !expected.includes(value)).slice(0, 3);
      const seen = unknown.length > 0 ? `, such as ${unknown.join(', ')}` : '';
      return [
        `${name}: ${categories.length} categories${seen}, the history has ${expected.length} (or in another order)`,
      ];
    });
  const figures = { value: problems.length, threshold: 0 };
  if (problems.length > 0) return check('categories', 'fail', problems.join('; '), figures);
  return check('categories', 'pass', 'the dictionaries of the categories are those of the history', figures);
}

/** Another version of the learner, or another major or minor version of ours, may forecast differently. */
function versionsCheck({ versions: { recorded, running } }: BundleMetadata): GateCheck {
  const problems = Object.entries(running)
    .filter(([, version]) => version !== undefined)
    .filter(([name, version]) => release(recorded[name]) !== release(version))
    .map(([name, version]) => `${name} ${recorded[name] ?? 'unknown'} when trained, ${version} here`);
  const figures = { value: problems.length, threshold: 0 };
  if (problems.length > 0) return check('versions', 'fail', problems.join('; '), figures);
  const names = Object.entries(running).filter(([, version]) => version !== undefined);
  return check(
    'versions',
    'pass',
    `trained with ${names.map((entry) => entry.join(' ')).join(', ')}, as here`,
    figures,
  );
}

function factsCheck({ facts }: BundleMetadata): GateCheck {
  const problems = facts
    .filter(({ recorded, expected }) => recorded !== expected)
    .map(({ name, recorded, expected }) => `${name} is ${recorded}, expected ${expected}`);
  const figures = { value: problems.length, threshold: 0 };
  if (problems.length > 0) return check('manifest', 'fail', problems.join('; '), figures);
  return check('manifest', 'pass', `the manifest fits itself (${facts.map(({ name }) => name).join(', ')})`, figures);
}

function same(name: string, recorded: string, actual: string, what: string): GateCheck {
  if (recorded === actual) return check(name, 'pass', `${what} is the one in the manifest`);
  return check(name, 'fail', `${what} is ${actual.slice(0, 12)}…, the manifest says ${recorded.slice(0, 12)}…`);
}

function labels(features: readonly NamedFeature[]): string[] {
  return features.map(({ name, kind }) => `${name} (${kind})`);
}

/** Major and minor number. */
function release(version: string | undefined): string | undefined {
  return version?.split('.').slice(0, 2).join('.');
}
