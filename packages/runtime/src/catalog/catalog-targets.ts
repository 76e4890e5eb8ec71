import type { DailyPanel } from '@dqs/core';
import type { Catalog } from '@dqs/core/catalog';
import type { SeriesTarget } from '@dqs/pipelines';

/**
 * The targets that a catalog sets for the series of a history. A series with several names or sources takes the target of
 * the first of its keys that has one, in the order of the panel.
 */
export function catalogTargets(catalog: Catalog, { keys }: DailyPanel): SeriesTarget[] {
  const targets = new Map<string, SeriesTarget>();
  for (const key of keys) {
    const { tenantId, datasetUuid, ruleCode } = key;
    const id = JSON.stringify([tenantId, datasetUuid, ruleCode]);
    if (targets.has(id)) continue;
    const target = catalog.resolve(key).target?.value;
    if (target !== undefined) targets.set(id, { tenantId, datasetUuid, ruleCode, targetPercentage: target });
  }
  return [...targets.values()];
}
