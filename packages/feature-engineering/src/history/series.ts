import { compareText, mostFrequentLevels, type DailyPanel } from '@dqs/core';

/** A rule on a dataset of a tenant: what a model forecasts. Two tenants never share a series, whatever their uuids. */
export interface SeriesId {
  readonly tenantId: string;
  readonly datasetUuid: string;
  readonly ruleCode: string;
}

/** A series with its descriptive data. */
export interface Series extends SeriesId {
  /** The name of the dataset, the lexically last if it had several. */
  readonly datasetName: string;
  /** Most frequent level of execution, "" if none was given. */
  readonly level: string;
}

/** Indices by dataset, then rule: one a tenant, ascending. */
export type SeriesIndex = ReadonlyMap<string, ReadonlyMap<string, readonly number[]>>;

/** The series of a panel and of a list, sorted, and the index of the series of each key of the panel. */
export function collectSeries(panel: DailyPanel, also: readonly SeriesId[]) {
  const levels = mostFrequentLevels(panel);
  const byTenant = new Map<string, Map<string, Map<string, Series>>>();
  const rulesOf = ({ tenantId, datasetUuid }: SeriesId) => {
    const datasets = childOf(byTenant, tenantId, () => new Map<string, Map<string, Series>>());
    return childOf(datasets, datasetUuid, () => new Map<string, Series>());
  };
  panel.keys.forEach(({ tenantId, datasetUuid, ruleCode, datasetName }, key) => {
    const entry = { tenantId, datasetUuid, ruleCode, datasetName, level: levels[key]! };
    const rules = rulesOf(entry);
    // Keys come in ascending order, so the last name stays; a level stays where a later key has none.
    rules.set(ruleCode, { ...entry, level: entry.level || (rules.get(ruleCode)?.level ?? '') });
  });
  for (const { tenantId, datasetUuid, ruleCode } of also) {
    const rules = rulesOf({ tenantId, datasetUuid, ruleCode });
    if (rules.has(ruleCode)) continue;
    const datasetName = rules.values().next().value?.datasetName ?? '';
    rules.set(ruleCode, { tenantId, datasetUuid, ruleCode, datasetName, level: '' });
  }
  const series = [...byTenant.values()].flatMap((datasets) =>
    [...datasets.values()].flatMap((all) => [...all.values()]),
  );
  series.sort(compareSeries);
  const places = new Map(series.map((one, place) => [one, place]));
  const seriesOfKey = Int32Array.from(panel.keys, (key) => places.get(rulesOf(key).get(key.ruleCode)!)!);
  return { series, seriesOfKey };
}

/** By dataset first: if tenants share no dataset, the order and so the model are those of earlier versions. */
function compareSeries(a: SeriesId, b: SeriesId): number {
  return (
    compareText(a.datasetUuid, b.datasetUuid) ||
    compareText(a.tenantId, b.tenantId) ||
    compareText(a.ruleCode, b.ruleCode)
  );
}

/** The {@link SeriesIndex} of sorted series. */
export function indexOf(series: readonly Series[]): SeriesIndex {
  const index = new Map<string, Map<string, number[]>>();
  series.forEach(({ datasetUuid, ruleCode }, place) => {
    const rules = childOf(index, datasetUuid, () => new Map<string, number[]>());
    childOf(rules, ruleCode, () => [] as number[]).push(place);
  });
  return index;
}

/** The value of a key, made if there is none. */
function childOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let child = map.get(key);
  if (child === undefined) map.set(key, (child = make()));
  return child;
}
