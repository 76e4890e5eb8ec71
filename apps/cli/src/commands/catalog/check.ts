import type { Catalog, CatalogSeries } from '@dqs/core/catalog';
import { inLine, whole } from '@dqs/reports/text';
import { seriesWithFacts } from '@dqs/runtime';
import { givenHistory } from '@dqs/runtime/history';
import type { INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { requiredCatalog } from './required-catalog.js';

/** Series that the text names; `--json` has all. */
const MOST_NAMED = 20;

/** `dqs catalog check`: checks a catalog, and what it says of a history. */
export async function checkCatalog({
  settings,
  hooks,
}: CommandContext<(typeof INPUT)[number] | 'catalog' | 'threads'>): Promise<CommandResult> {
  const catalog = await requiredCatalog(settings);
  const given = await givenHistory(settings, hooks);
  const found = given && findingsOf(catalog, given.panel.keys.map(seriesWithFacts(given.facts)));
  const json = { entries: catalog.entries.length, digest: catalog.digest, ...found };
  return { json, text: () => checkedText(json) };
}

function findingsOf(catalog: Catalog, keys: readonly CatalogSeries[]) {
  const used = new Set<number>();
  const withoutOwner: { source: string; tenantId: string; datasetName: string; ruleCode: string }[] = [];
  for (const key of keys) {
    for (const { line } of catalog.matchesOf(key)) used.add(line);
    const { source, tenantId, datasetName, ruleCode } = key;
    if (catalog.resolve(key).owner === undefined) withoutOwner.push({ source, tenantId, datasetName, ruleCode });
  }
  const unusedLines = catalog.entries.map(({ line }) => line).filter((line) => !used.has(line));
  return { series: keys.length, withoutOwner, unusedLines };
}

function checkedText(
  json: { readonly entries: number; readonly digest: string } & Partial<ReturnType<typeof findingsOf>>,
): string {
  const { entries, digest, series, withoutOwner = [], unusedLines = [] } = json;
  const head = `${whole(entries)} entries, digest ${digest.slice(0, 16)}\n`;
  if (series === undefined) return head;
  const named = withoutOwner
    .slice(0, MOST_NAMED)
    .map((key) => `  ${inLine(Object.values(key).join('/'))}\n`)
    .join('');
  const more =
    withoutOwner.length > MOST_NAMED ? `  and ${whole(withoutOwner.length - MOST_NAMED)} more; --json has all\n` : '';
  const unused = unusedLines.length === 0 ? '' : `Entries that match no series: line ${unusedLines.join(', ')}\n`;
  return `${head}${whole(withoutOwner.length)} of ${whole(series)} series have no owner\n${named}${more}${unused}`;
}
