import type { Catalog } from '@dqs/core/catalog';
import type { SeriesTarget } from '@dqs/pipelines';

import type { ToldHistory } from '../history/fresh-history.js';
import { seriesWithFacts } from './series-with-facts.js';

/**
 * The targets that a catalog sets for the series of a history. A series with several names or sources takes the target of
 * the first of its keys that has one, in the order of the panel.
 */
export function catalogTargets(catalog: Catalog, { panel, facts }: ToldHistory): SeriesTarget[] {
  const told = seriesWithFacts(facts);
  const targets = new Map<string, SeriesTarget>();
  for (const key of panel.keys) {
    const { tenantId, datasetUuid, ruleCode } = key;
    const id = JSON.stringify([tenantId, datasetUuid, ruleCode]);
    if (targets.has(id)) continue;
    const target = catalog.resolve(told(key)).target?.value;
    if (target !== undefined) targets.set(id, { tenantId, datasetUuid, ruleCode, targetPercentage: target });
  }
  return [...targets.values()];
}
