import { compareText, DqsError, listedNames, type ColumnKind } from '@dqs/core';

import { withParameters, type GroupParameters, type GroupWithParameter } from './groups/calendar-groups.js';
import type { CustomGroup } from './groups/custom-group.js';
import type { SeriesHistory } from './history/series-history.js';
import type { Series, SeriesId } from './history/series.js';
import type { ComputableSpec, ExtendedGroup, SpecName } from './spec.js';

/** A feature as a model was trained with it. */
export interface ContractFeature {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The values of a categorical feature seen in training, sorted; a value's code is its index. */
  readonly categories?: readonly string[];
  /** For the dataset: the tenant of each category, which distinguishes equal uuids. */
  readonly tenants?: readonly string[];
}

/** A custom group by its name and version. */
type GroupName = Pick<CustomGroup, 'name' | 'version'>;

/** The code of a contract's custom groups; lost in JSON and in a message to another thread. */
const CODE = Symbol('custom groups');

/**
 * The features of a model: spec, names, order, kinds and category dictionaries. Stored in the bundle and compared before
 * every prediction. Plain data, except for the code of custom groups, which is not written.
 */
export interface FeatureContract {
  readonly spec: SpecName;
  readonly version: number;
  readonly groups: readonly ExtendedGroup[];
  /** Parameters of those groups, so that a forecast is made with the same; absent where none has one. */
  readonly parameters?: GroupParameters;
  /** Custom groups that the model was trained with; absent if there are none. */
  readonly customGroups?: readonly GroupName[];
  /** Digest of the spec, see {@link FeatureSpec.digest}. */
  readonly digest: string;
  readonly features: readonly ContractFeature[];
  readonly [CODE]?: readonly CustomGroup[];
  /** True in contracts from before series had a tenant: pools of a rule and of everything span tenants. */
  readonly poolsAcrossTenants?: boolean;
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
  const dictionaries = new Map<string, Pick<ContractFeature, 'categories' | 'tenants'>>([
    ['dataset_uuid', spec.name === 'naive' ? datasetDictionary(seen) : fewDatasets(datasetDictionary(seen))],
    ['rule_code', { categories: [...new Set(seen.map((series) => series.ruleCode))].sort(compareText) }],
  ]);
  const features = spec.features.map(({ name, kind }) =>
    kind === 'categorical' ? { name, kind, ...dictionaries.get(name)! } : { name, kind },
  );
  const { name, version, groups, parameters, customGroups, digest } = spec;
  const plain = { spec: name, version, groups, digest, features };
  const contract = parameters === undefined ? plain : { ...plain, parameters };
  if (customGroups.length === 0) return contract;
  return { ...contract, customGroups: customGroups.map(namedGroup), [CODE]: customGroups };
}

/** The written form of a group. */
function namedGroup({ name, version }: GroupName): GroupName {
  return { name, version };
}

/**
 * A contract that was read, with the code of the custom groups that it names; other groups are ignored.
 *
 * @throws DqsError `feature-group-missing` that lists those which are not among `groups`.
 */
export function contractWithGroups(contract: FeatureContract, groups: readonly CustomGroup[]): FeatureContract {
  const wanted = contract.customGroups ?? [];
  if (wanted.length === 0) return contract;
  const code = wanted.map((one) => groups.find(({ name, version }) => name === one.name && version === one.version));
  const missing = wanted.filter((_, i) => code[i] === undefined);
  if (missing.length > 0) throw groupsMissing(missing, groups);
  return { ...contract, [CODE]: code as CustomGroup[] };
}

/**
 * The groups that {@link featureSpec} makes the spec of a contract from.
 *
 * @throws DqsError `feature-group-missing` where the contract names groups whose code it does not have.
 */
export function groupsOfContract(contract: FeatureContract): (ExtendedGroup | GroupWithParameter | CustomGroup)[] {
  return [
    ...withParameters(contract.groups, contract.parameters ?? {}),
    ...(contractWithGroups(contract, contract[CODE] ?? [])[CODE] ?? []),
  ];
}

function groupsMissing(missing: readonly GroupName[], given: readonly CustomGroup[]): DqsError {
  const titles = (groups: typeof missing) => groups.map(({ name, version }) => `"${name}" version ${version}`);
  const got = given.length === 0 ? 'none' : titles(given).join(', ');
  return new DqsError(
    'feature-group-missing',
    `expected the feature groups that the model was trained with, missing ${titles(missing).join(', ')}, got ${got}; ` +
      'pass them in code: readBundle(path, { groups: [...] })',
    { details: { missing: missing.map(namedGroup), given: given.map(namedGroup) } },
  );
}

/**
 * A contract from before series had a tenant, brought up to date: each dataset gets its tenant. The rest keeps its meaning,
 * including pools across tenants. Other contracts are returned unchanged.
 *
 * @param keys datasets of the history the model was trained on, with their tenants.
 * @throws DqsError `bundle-spec-mismatch` where several tenants have a dataset: the model knows them as one.
 */
export function contractWithTenants(
  contract: FeatureContract,
  keys: readonly Pick<SeriesId, 'tenantId' | 'datasetUuid'>[],
): FeatureContract {
  const isCurrent = contract.features.every(({ name, tenants }) => name !== 'dataset_uuid' || tenants !== undefined);
  if (isCurrent) return contract;
  const tenantsOf = new Map<string, Set<string>>();
  for (const { tenantId, datasetUuid } of keys) {
    tenantsOf.set(datasetUuid, (tenantsOf.get(datasetUuid) ?? new Set<string>()).add(tenantId));
  }
  const features = contract.features.map((feature) =>
    feature.name === 'dataset_uuid' && feature.categories
      ? {
          ...feature,
          tenants: feature.categories.map((dataset) => onlyTenant(dataset, [...(tenantsOf.get(dataset) ?? [])])),
        }
      : feature,
  );
  const tenants = new Set(keys.map(({ tenantId }) => tenantId));
  return { ...contract, features, ...(tenants.size > 1 ? { poolsAcrossTenants: true } : {}) };
}

function onlyTenant(dataset: string, tenants: readonly string[]): string {
  if (tenants.length === 1) return tenants[0]!;
  const found = tenants.length === 0 ? 'none' : listedNames(tenants);
  throw new DqsError(
    'bundle-spec-mismatch',
    `expected one tenant of the dataset ${JSON.stringify(dataset)} in the history of the model, found ${found}; the model ` +
      'was trained before tenants were distinguished, retrain it',
    { details: { dataset, tenants } },
  );
}

/** The categories of the datasets, each with its tenant. */
type Datasets = Required<Pick<ContractFeature, 'categories' | 'tenants'>>;

/**
 * Above so many datasets none is a category: a tree finds too few results of each to learn from its name what its history, its
 * pools and its neighbours do not tell, and every node would look through all of them.
 */
export const MOST_DATASETS = 10_000;

/** Those datasets, or none if they are too many. Naive forecasts need to tell series apart, however many there are. */
function fewDatasets(datasets: Datasets): Datasets {
  return datasets.categories.length > MOST_DATASETS ? { categories: [], tenants: [] } : datasets;
}

/** Datasets in the order of series: by uuid, then tenant. */
function datasetDictionary(series: readonly Series[]): Datasets {
  const datasets = new Map(series.map((one) => [JSON.stringify([one.tenantId, one.datasetUuid]), one]));
  const all = [...datasets.values()];
  return { categories: all.map((one) => one.datasetUuid), tenants: all.map((one) => one.tenantId) };
}
