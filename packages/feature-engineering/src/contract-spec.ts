import { DqsError, type FeatureFrame } from '@dqs/core';

import { featureSpec, type ComputableSpec } from './spec.js';
import { groupsOfContract, type ContractFeature, type FeatureContract } from './contract.js';

/**
 * The spec a contract was made from, if this version still computes it the same way.
 *
 * @throws DqsError `bundle-spec-mismatch` where it does not, with what differs; `feature-group-missing` as
 * {@link groupsOfContract}.
 */
export function specOfContract(contract: FeatureContract): ComputableSpec {
  const spec = currentSpec(contract);
  if (spec?.digest === contract.digest && spec.version === contract.version) {
    checkNames('bundle-spec-mismatch', contract.features, spec.features);
    return spec;
  }
  if (spec) checkNames('bundle-spec-mismatch', contract.features, spec.features);
  const current = spec ? `version ${spec.version} (${spec.digest.slice(0, 12)})` : 'nothing of that name';
  throw new DqsError(
    'bundle-spec-mismatch',
    `expected to compute the feature spec "${contract.spec}" version ${contract.version} ` +
      `(${contract.digest.slice(0, 12)}), this program has ${current}; retrain or use the version that wrote it`,
    { details: { expected: contract.digest, actual: spec?.digest } },
  );
}

/**
 * Names of the features in which drift is meaningless, see {@link FeatureDefinition.movesWithTime}. They come from the spec
 * that the contract names, so they are known for a contract of any age.
 *
 * @throws DqsError `bundle-spec-mismatch` as {@link specOfContract}.
 */
export function featuresMovingWithTime(contract: FeatureContract): string[] {
  return specOfContract(contract).features.flatMap(({ name, movesWithTime }) => (movesWithTime ? [name] : []));
}

/**
 * What each feature of a contract is, see {@link FeatureDefinition.meaning}, by name: as this program words it, whatever the
 * age of the contract.
 *
 * @throws DqsError `bundle-spec-mismatch` as {@link specOfContract}.
 */
export function featureMeanings(contract: FeatureContract): ReadonlyMap<string, string> {
  return new Map(specOfContract(contract).features.map(({ name, meaning }) => [name, meaning]));
}

/**
 * Compares the features a model was trained with to those of a frame.
 *
 * @throws DqsError `feature-mismatch`, one error with expected and actual counts, missing, unexpected and misplaced names.
 */
export function checkFrame(contract: FeatureContract, frame: FeatureFrame): void {
  checkNames('feature-mismatch', contract.features, frame.columns);
}

function currentSpec(contract: FeatureContract): ComputableSpec | undefined {
  const groups = groupsOfContract(contract);
  try {
    return featureSpec(contract.spec, groups, contract.version);
  } catch {
    return undefined;
  }
}

function checkNames(
  code: 'feature-mismatch' | 'bundle-spec-mismatch',
  expected: readonly ContractFeature[],
  actual: readonly ContractFeature[],
): void {
  const names = { expected: expected.map(label), actual: actual.map(label) };
  if (names.expected.length === names.actual.length && names.expected.every((name, i) => name === names.actual[i])) {
    return;
  }
  const missing = names.expected.filter((name) => !names.actual.includes(name));
  const unexpected = names.actual.filter((name) => !names.expected.includes(name));
  const misplaced = names.expected.filter((name, i) => names.actual.includes(name) && names.actual[i] !== name);
  const parts = [
    `expected ${expected.length} features, got ${actual.length}`,
    ...Object.entries({ missing, unexpected, misplaced })
      .filter(([, list]) => list.length > 0)
      .map(([title, list]) => `${title}: ${list.join(', ')}`),
  ];
  throw new DqsError(code, parts.join('; '), { details: { ...names, missing, unexpected, misplaced } });
}

function label(feature: ContractFeature): string {
  return feature.kind === 'numeric' ? feature.name : `${feature.name} (${feature.kind})`;
}
