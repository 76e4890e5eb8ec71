import type { Command } from '@commander-js/extra-typings';
import type { AliasMoment } from '@dqs/registry';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry at`: what was where at a time. */
export function defineRegistryAt(program: Command): void {
  defineCommand(program, {
    name: 'registry at',
    summary: 'show what every alias pointed at at a given time, since when, by whom and why',
    examples: ['dqs registry at 2026-03-01', 'dqs registry at 2026-03-01T12:00:00Z orders --json'],
    positionals: [
      { setting: 'moment', syntax: '[time]' },
      { setting: 'modelName', syntax: '[model]' },
    ],
    work: at,
  });
}

async function at({ settings }: CommandContext<'registry at'>): Promise<CommandResult> {
  const moment = required(settings.moment, 'moment');
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  const models = settings.modelName === undefined ? await registry.models() : [settings.modelName];
  const found: (AliasMoment & { readonly model: string })[] = [];
  for (const model of models) {
    found.push(...(await registry.at(model, moment)).map((alias) => ({ model, ...alias })));
  }
  const time = new Date(moment).toISOString();
  return { json: { at: time, aliases: found }, text: () => momentText(time, found) };
}

async function momentText(time: string, found: readonly (AliasMoment & { readonly model: string })[]) {
  if (found.length === 0) return `no alias pointed anywhere at ${time}\n`;
  const { textTable } = await import('@dqs/reports/text');
  const titles = ['alias', 'version', 'since (UTC)', 'by', 'how', 'why'];
  const rows = found.map(({ model, alias, version, since, by, how, reason }) => [
    `${model}@${alias}`,
    version,
    since.slice(0, 19).replace('T', ' '),
    by,
    how,
    reason ?? '',
  ]);
  return textTable(
    titles.map((title) => ({ title })),
    rows,
  );
}
