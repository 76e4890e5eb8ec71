import { DqsError, nearestName, type DailyPanel, type SummaryKey } from '@dqs/core';

import { CATALOG_FILE } from './open-catalog.js';

/** A series as it is written: `dataset/rule`, `tenant/dataset/rule` or `source/tenant/dataset/rule`. */
const PARTS = ['source', 'tenant', 'dataset', 'rule'] as const;

/**
 * The keys that a text names, of a history where there is one; the dataset by its uuid or its name.
 *
 * @param panel undefined takes the parts as they are, for a catalog alone.
 * @throws DqsError `invalid-argument` for another form, `series-unknown` with the nearest dataset.
 */
export function findSeries(text: string, panel: Pick<DailyPanel, 'keys'> | undefined): readonly SummaryKey[] {
  const [rule, dataset, tenant, source] = partsOf(text).reverse();
  if (panel === undefined) {
    return [
      { source: source ?? '', tenantId: tenant ?? '', datasetUuid: dataset!, datasetName: dataset!, ruleCode: rule! },
    ];
  }
  const found = panel.keys.filter(
    (key) =>
      key.ruleCode === rule &&
      (key.datasetUuid === dataset || key.datasetName === dataset) &&
      (tenant === undefined || key.tenantId === tenant) &&
      (source === undefined || key.source === source),
  );
  if (found.length > 0) return found;
  const names = new Set(panel.keys.flatMap(({ datasetUuid, datasetName }) => [datasetUuid, datasetName]));
  const nearest = names.has(dataset!) ? undefined : nearestName(dataset!, names);
  const hint = nearest === undefined ? '' : `; did you mean the dataset ${JSON.stringify(nearest)}?`;
  throw new DqsError('series-unknown', `expected a series of the history, got ${shown(text)}${hint}`);
}

function partsOf(text: string): string[] {
  const parts = text.split('/');
  if (parts.length >= 2 && parts.length <= PARTS.length && parts.slice(-2).every((part) => part !== '')) return parts;
  throw new DqsError(
    'invalid-argument',
    `expected a series as dataset/rule, tenant/dataset/rule or source/tenant/dataset/rule to look up in ${CATALOG_FILE}, ` +
      `got ${shown(text)}`,
  );
}

function shown(text: string): string {
  return JSON.stringify(text.length > 120 ? `${text.slice(0, 120)}…` : text);
}
