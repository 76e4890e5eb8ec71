import type { SeriesHistory } from '@dqs/features';

/**
 * Display name of the dataset of each series: its uuid, with its tenant if several have it.
 *
 * @returns one text per series; equal for the same dataset of the same tenant, and for no others.
 */
export function datasetNames({ series }: Pick<SeriesHistory, 'series'>): string[] {
  const tenants = new Map<string, Set<string>>();
  for (const { tenantId, datasetUuid } of series) {
    tenants.set(datasetUuid, (tenants.get(datasetUuid) ?? new Set<string>()).add(tenantId));
  }
  return series.map(({ tenantId, datasetUuid }) =>
    tenants.get(datasetUuid)!.size === 1 ? datasetUuid : JSON.stringify({ tenant: tenantId, dataset: datasetUuid }),
  );
}
