import type { Command } from '@commander-js/extra-typings';
import type { FoundVersion, FoundVersions } from '@dqs/registry';

import type { CommandContext, CommandResult } from '../../run.js';
import { defineCommand } from '../define.js';

const DEFAULT_PAGE_SIZE = 50;

/** `dqs registry search`: versions of all models that fit. */
export function defineRegistrySearch(program: Command): void {
  defineCommand(program, {
    name: 'registry search',
    summary: 'find versions of all models by name, tags, error, date and more',
    description: 'All criteria must match. Retired versions are not found. Shows one page at a time; see --page.',
    examples: [
      'dqs registry search orders',
      'dqs registry search --tag reviewed=yes --max-mae 3 --sort error',
      'dqs registry search --model-tag team=billing --backend lightgbm --since 2026-03-01 --json',
      'dqs registry search --registered-by ann --page 2 --page-size 20',
    ],
    positionals: [{ setting: 'namePart', syntax: '[part of the name]' }],
    work: search,
  });
}

async function search({ settings }: CommandContext<'registry search'>): Promise<CommandResult> {
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  const { page = 1, pageSize = DEFAULT_PAGE_SIZE } = settings;
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
  const { textTable } = await import('@dqs/reports/text');
  const titles = ['version', 'registered (UTC)', 'by', 'backend'].map((title) => ({ title }));
  const columns = [...titles, { title: 'MAE', align: 'right' as const }, { title: 'aliases' }, { title: 'tags' }];
  const rows = await Promise.all(versions.map(rowOf));
  return `${textTable(columns, rows)}page ${page} of ${pages}, ${total} version${total === 1 ? '' : 's'}\n`;
}

async function rowOf({ model, version, at, by, backend, error, aliases, tags }: FoundVersion): Promise<string[]> {
  const { fixed, tagsText } = await import('@dqs/reports/text');
  const time = at.slice(0, 19).replace('T', ' ');
  return [`${model}@${version}`, time, by, backend ?? '', fixed(error), aliases.join(' '), tagsText(tags)];
}
