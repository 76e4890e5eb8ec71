import type { FoundVersion, FoundVersions } from '@dqs/registry';
import { fixed, tagsText, textTable } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';
import { orDefault } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry search`: finds matching versions of all models. */
export async function search({
  settings,
}: CommandContext<
  | 'namePart'
  | 'withTags'
  | 'withModelTags'
  | 'madeWith'
  | 'registeredBy'
  | 'pointedAt'
  | 'minMae'
  | 'maxMae'
  | 'since'
  | 'until'
  | 'sortBy'
  | 'page'
  | 'pageSize'
  | 'registry'
>): Promise<CommandResult> {
  const registry = await openRegistry(settings);
  const page = orDefault(settings.page, 'page');
  const pageSize = orDefault(settings.pageSize, 'pageSize');
  const found = await registry.search({
    name: settings.namePart,
    tags: settings.withTags,
    modelTags: settings.withModelTags,
    backend: settings.madeWith,
    registeredBy: settings.registeredBy,
    alias: settings.pointedAt,
    minError: settings.minMae,
    maxError: settings.maxMae,
    sinceMs: settings.since,
    untilMs: settings.until,
    sort: settings.sortBy,
    offset: (page - 1) * pageSize,
    limit: pageSize,
  });
  const { total, versions } = found;
  const pages = Math.ceil(total / pageSize);
  return { json: { total, page, pages, pageSize, versions }, text: () => foundText(found, page, pages) };
}

async function foundText({ total, versions }: FoundVersions, page: number, pages: number): Promise<string> {
  if (total === 0) return 'no matching versions\n';
  const titles = ['version', 'registered (UTC)', 'by', 'backend'].map((title) => ({ title }));
  const columns = [...titles, { title: 'MAE', align: 'right' as const }, { title: 'aliases' }, { title: 'tags' }];
  const rows = await Promise.all(versions.map(rowOf));
  return `${textTable(columns, rows)}page ${page} of ${pages}, ${total} version${total === 1 ? '' : 's'}\n`;
}

async function rowOf({ model, version, at, by, backend, error, aliases, tags }: FoundVersion): Promise<string[]> {
  const time = at.slice(0, 19).replace('T', ' ');
  return [`${model}@${version}`, time, by, backend ?? '', fixed(error), aliases.join(' '), tagsText(tags)];
}
