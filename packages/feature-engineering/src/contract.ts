import { compareText, DqsError, type ColumnKind, type FeatureFrame } from '@dqs/core';

import type { SeriesHistory } from './history/series-history.js';
import { featureSpec, type ComputableSpec, type ExtendedGroup, type SpecName } from './spec.js';

/** A feature as a model was trained with it. */
export interface ContractFeature {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The values of a categorical feature seen in training, sorted; a value's code is its index. */
  readonly categories?: readonly string[];
}

/**
 * What a model's features are: spec, names, order, kinds and category dictionaries. Kept in the bundle and compared
 * before every prediction. Plain data.
 */
export interface FeatureContract {
  readonly spec: SpecName;
  readonly version: number;
  readonly groups: readonly ExtendedGroup[];
  /** Digest of the spec, see {@link FeatureSpec.digest}. */
  readonly digest: string;
  readonly features: readonly ContractFeature[];
}

/**
 * The contract of a spec, its categories taken from the results up to a day: a dataset or rule first seen later is
 * unknown to it.
 */
export function fitContract(
  spec: ComputableSpec,
  history: SeriesHistory,
  options: { readonly upToDay: number },
): FeatureContract {
  const seen = history.series.filter((_, i) => history.lastObservedDay(i, options.upToDay) !== undefined);
  const dictionaries = new Map([
    ['dataset_uuid', sortedUnique(seen.map((series) => series.datasetUuid))],
    ['rule_code', sortedUnique(seen.map((series) => series.ruleCode))],
  ]);
  const features = spec.features.map(({ name, kind }) =>
    kind === 'categorical' ? { name, kind, categories: dictionaries.get(name)! } : { name, kind },
  );
  return { spec: spec.name, version: spec.version, groups: spec.groups, digest: spec.digest, features };
}

/**
 * The spec a contract was made from, where this version still computes it the same way.
 *
 * @throws DqsError `bundle-spec-mismatch` where it does not, with what differs.
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
      `(${contract.digest.slice(0, 12)}), this program has ${current}; train again or use the version that wrote it`,
    { details: { expected: contract.digest, actual: spec?.digest } },
  );
}

/**
 * Names of the features in which drift means nothing, see {@link FeatureDefinition.movesWithTime}. They come from the spec
 * that the contract names, so that a contract of any age knows them.
 *
 * @throws DqsError `bundle-spec-mismatch` as {@link specOfContract}.
 */
export function featuresMovingWithTime(contract: FeatureContract): string[] {
  return specOfContract(contract).features.flatMap(({ name, movesWithTime }) => (movesWithTime ? [name] : []));
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
  try {
    return featureSpec(contract.spec, contract.groups, contract.version);
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

function sortedUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort(compareText);
}
