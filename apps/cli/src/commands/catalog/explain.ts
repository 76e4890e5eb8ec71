import type { SummaryKey } from '@dqs/core';
import { CATALOG_FIELDS, type ResolvedSeries } from '@dqs/core/catalog';
import { textTable } from '@dqs/reports/text';
import { findSeries, seriesWithFacts } from '@dqs/runtime';
import { givenHistory } from '@dqs/runtime/history';
import { required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { requiredCatalog } from './required-catalog.js';

/** `dqs catalog explain`: what a catalog says of a series, and where. */
export async function explainSeries({
  settings,
  hooks,
}: CommandContext<(typeof INPUT)[number] | 'catalog' | 'series' | 'threads'>): Promise<CommandResult> {
  const series = required(settings.series, 'series');
  const catalog = await requiredCatalog(settings);
  const given = await givenHistory(settings, hooks);
  const keys = findSeries(series, given?.panel);
  const told = seriesWithFacts(given?.facts);
  const explained = keys.map((key) => ({ ...key, resolved: catalog.resolve(told(key)) }));
  return {
    json: { series: explained, digest: catalog.digest },
    text: () => explained.map((one) => explainedText(one)).join('\n'),
  };
}

function explainedText({ resolved, ...key }: SummaryKey & { readonly resolved: ResolvedSeries }): string {
  const rows = CATALOG_FIELDS.map((field) => {
    const found = resolved[field];
    if (found === undefined) return [field, '', 'no entry sets it'];
    return [field, Array.isArray(found.value) ? found.value.join(', ') : String(found.value), found.from];
  });
  const { source, tenantId, datasetUuid, datasetName, ruleCode } = key;
  const columns = [
    { title: 'series' },
    { title: [source, tenantId, datasetName, ruleCode].join('/') },
    { title: datasetUuid },
  ];
  return textTable(columns, rows);
}
