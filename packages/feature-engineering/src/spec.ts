import { createHash } from 'node:crypto';

import { didYouMean, DqsError } from '@dqs/core';

import {
  CALENDAR_GROUPS,
  calendarFeatures,
  calendarGroup,
  isGroupWithParameter,
  parametersOf,
  type CalendarGroup,
  type GroupParameters,
  type GroupWithParameter,
} from './groups/calendar-groups.js';
import { CALENDAR, MONTH_EDGES, POSITION } from './groups/calendar.js';
import { checkedGroup, invalid, isCustomGroup, type CustomGroup } from './groups/custom-group.js';
import { lags, movingAverages } from './groups/days-before.js';
import { executionCounts } from './groups/executions.js';
import type { FeatureDefinition, FeatureGroup } from './groups/feature-group.js';
import { lastMedian, lastValues, lastValueSummary } from './groups/last-values.js';
import { neighbours, neighbourResiduals } from './groups/neighbours.js';
import { AFTER_STATE, EXPONENTIAL_MEANS, pooledMean } from './groups/past-means.js';
import { RECENCY } from './groups/recency.js';
import { SPREAD } from './groups/spread.js';
import { weekdayHistory } from './groups/weekday.js';

/** `classic`: 11 features. `extended`: the default. `naive`: the source of the naive forecasts. */
export type SpecName = 'classic' | 'extended' | 'naive';

/**
 * Factories of the groups of the spec `extended`, in order: groups keep scratch values, so each spec gets its own. The 11
 * features of `classic` are always in. A new group goes to the end and raises no version: a contract names its groups.
 */
const GROUPS = {
  'month-edges': () => [MONTH_EDGES],
  'long-lags': () => [lags(3, 14, 21, 28)],
  'long-windows': () => [movingAverages(14, 28, 56)],
  'last-values': () => [lastValues(12), lastValueSummary(12), lastValueSummary(7)],
  weekday: () => [weekdayHistory()],
  exponential: () => [EXPONENTIAL_MEANS],
  spread: () => [SPREAD],
  recency: () => [RECENCY],
  'after-state': () => [AFTER_STATE],
  executions: () => [executionCounts()],
  pooled: () => [pooledMean()],
  neighbours: () => [neighbours(), neighbourResiduals()],
  position: () => [POSITION],
} satisfies Readonly<Record<string, () => readonly FeatureGroup[]>>;

type DefaultGroup = keyof typeof GROUPS;

/** A group of the spec `extended`. */
export type ExtendedGroup = DefaultGroup | CalendarGroup;

/** Groups that the spec `extended` has unless it is told otherwise, in order. */
export const EXTENDED_GROUPS: readonly DefaultGroup[] = Object.keys(GROUPS) as DefaultGroup[];

/** All groups of the spec `extended` in the order of their features. */
const ALL_GROUPS: readonly ExtendedGroup[] = [...EXTENDED_GROUPS, ...CALENDAR_GROUPS];

/** The features of a spec, in order, and a digest that identifies it. */
export interface FeatureSpec {
  readonly name: SpecName;
  /** Raised whenever a feature of the spec changes its meaning. */
  readonly version: number;
  /** Groups of `extended` that are in; empty for the other specs. */
  readonly groups: readonly ExtendedGroup[];
  /** Parameters of those groups; undefined where none has one. */
  readonly parameters?: GroupParameters;
  /** Custom groups, after those of the spec. */
  readonly customGroups: readonly CustomGroup[];
  readonly features: readonly FeatureDefinition[];
  /** sha256 over name, version, the names and kinds of the features in order, name and version of custom groups, and parameters. */
  readonly digest: string;
}

/** A spec with the functions that compute it. */
export interface ComputableSpec extends FeatureSpec {
  /** Numeric features in order; the categories follow at the places {@link FeatureSpec.features} gives them. */
  readonly numericGroups: readonly FeatureGroup[];
}

/** Raise the version of a spec whenever one of its features changes its meaning under the same name. */
const VERSIONS: Readonly<Record<SpecName, number>> = { classic: 1, extended: 1, naive: 2 };

const CATEGORIES: readonly FeatureDefinition[] = [
  { name: 'dataset_uuid', meaning: 'the dataset', kind: 'categorical' },
  { name: 'rule_code', meaning: 'the rule', kind: 'categorical' },
];

/**
 * A feature spec by name.
 *
 * @param groups groups of `extended` to compute, {@link EXTENDED_GROUPS} if undefined, those with a parameter as
 * {@link GroupWithParameter}, and custom groups: `[...EXTENDED_GROUPS, mine]` adds one to the default.
 * @param version an earlier version that a bundle was made with, as far as this program still computes it (`naive` 1,
 * which has no `median_last_28`); the current one for any other number.
 * @throws DqsError `invalid-argument` for an unknown name or group, with the nearest known one, and for a parameter that is
 * missing or wrong; `feature-group-invalid` for a
 * custom group that does not fit {@link CustomGroup}, whose name or features clash with others, or that is combined with
 * the spec `naive`.
 */
export function featureSpec(
  name: SpecName,
  groups?: readonly (string | GroupWithParameter | CustomGroup)[],
  version?: number,
): ComputableSpec {
  assertKnown('feature spec', name, Object.keys(VERSIONS));
  const customGroups = (groups ?? []).filter(isCustomGroup);
  const { chosen, parameters } = extendedGroups(name, groups);
  const isFirstNaive = name === 'naive' && version === 1;
  const own = isFirstNaive ? firstNaiveGroups() : numericGroupsOf(name, chosen, parameters);
  const numericGroups = [...own, ...customGroups.map(checkedGroup)];
  const features = [...numericGroups.flatMap((group) => group.features), ...CATEGORIES];
  assertApart(name, customGroups, features);
  const computed = isFirstNaive ? 1 : VERSIONS[name];
  const digest = digestOf(name, computed, features, { customGroups, parameters });
  const spec = { name, version: computed, groups: chosen, customGroups, features, digest, numericGroups };
  return parameters === undefined ? spec : { ...spec, parameters };
}

/** The groups of `extended` that are asked for, in their order, with their parameters; none of the other specs. */
function extendedGroups(spec: SpecName, groups: Parameters<typeof featureSpec>[1]) {
  const named = (groups ?? []).flatMap((group) => (isCustomGroup(group) ? [] : [group]));
  const names = named.map((group) => (isGroupWithParameter(group) ? group.group : group));
  for (const name of names) assertKnown('feature group', name, ALL_GROUPS);
  if (spec !== 'extended') return { chosen: [] };
  if (groups === undefined) return { chosen: EXTENDED_GROUPS };
  const chosen = ALL_GROUPS.filter((group) => names.includes(group));
  return { chosen, parameters: parametersOf(named.filter(isGroupWithParameter)) };
}

/** A feature of a spec, with the group that it belongs to. */
export interface ListedFeature extends Required<FeatureDefinition> {
  /** A group of `extended`, or the spec itself for what is always in. */
  readonly group: string;
  /** Whether the spec has it without being asked to: groups of the calendar have to be named. */
  readonly isDefault: boolean;
}

/**
 * The features of a spec in order, those of groups that have to be named included, for people to read.
 *
 * @throws DqsError `invalid-argument` for an unknown name, as {@link featureSpec}.
 */
export function listFeatures(name: SpecName): ListedFeature[] {
  const { groups, features } = featureSpec(name);
  const groupOf = new Map(
    groups.flatMap((group) => partsOf(group).flatMap((part) => part.features.map((one) => [one.name, group] as const))),
  );
  const listed = (feature: FeatureDefinition, group: string, isDefault = true): ListedFeature => {
    return { movesWithTime: false, ...feature, group, isDefault };
  };
  const numeric = features.filter(({ kind }) => kind === 'numeric');
  return [
    ...numeric.map((feature) => listed(feature, groupOf.get(feature.name) ?? name)),
    ...(name === 'extended' ? CALENDAR_GROUPS : []).flatMap((group) =>
      calendarFeatures(group).map((feature) => listed(feature, group, false)),
    ),
    ...CATEGORIES.map((feature) => listed(feature, name)),
  ];
}

/** Custom groups have unique names, and so have all features. */
function assertApart(spec: SpecName, custom: readonly CustomGroup[], features: readonly FeatureDefinition[]): void {
  // Not those of the calendar: a custom group may have had such a name before there were any.
  const taken = new Set<string>(EXTENDED_GROUPS);
  for (const { name } of custom) {
    if (spec === 'naive') throw invalid(name, 'the spec naive is what naive forecasts are read from and takes no more');
    if (taken.has(name)) throw invalid(name, 'there is another group of that name');
    taken.add(name);
  }
  const seen = new Set<string>();
  for (const { name } of custom.length === 0 ? [] : features) {
    if (seen.has(name)) throw invalid(custom.map((group) => group.name).join(', '), `two features are named ${name}`);
    seen.add(name);
  }
}

function numericGroupsOf(
  name: SpecName,
  groups: readonly ExtendedGroup[],
  parameters?: GroupParameters,
): FeatureGroup[] {
  if (name === 'naive') return [...firstNaiveGroups(), lastMedian(28)];
  const own = groups.flatMap((group) => partsOf(group, parameters));
  return [CALENDAR, lags(1, 2, 7), movingAverages(3, 7), ...own];
}

/** What computes a group; one of the calendar by its parameters. */
function partsOf(group: ExtendedGroup, parameters: GroupParameters = {}): readonly FeatureGroup[] {
  return group in GROUPS ? GROUPS[group as DefaultGroup]() : [calendarGroup(group as CalendarGroup, parameters)];
}

function firstNaiveGroups(): FeatureGroup[] {
  return [lastValues(1), lastValueSummary(7), lags(7)];
}

function digestOf(
  name: string,
  version: number,
  features: readonly FeatureDefinition[],
  { customGroups: custom, parameters }: Pick<FeatureSpec, 'customGroups' | 'parameters'>,
): string {
  const parts: unknown[] = [name, version, features.map((feature) => [feature.name, feature.kind])];
  // Without custom groups and parameters the digest is that of earlier versions.
  if (custom.length > 0) parts.push(custom.map((group) => [group.name, group.version]));
  if (parameters !== undefined) parts.push(parameters);
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function assertKnown(what: string, name: string, known: readonly string[]): void {
  if (known.includes(name)) return;
  throw new DqsError(
    'invalid-argument',
    `expected a ${what} (${known.join(', ')}), got "${name}"${didYouMean(name, known)}`,
    { details: { name, known } },
  );
}
