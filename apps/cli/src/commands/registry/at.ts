import type { AliasMoment } from '@dqs/registry';
import { textTable } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry at`: shows where aliases pointed at a time. */
export async function at({ settings }: CommandContext<'moment' | 'modelName' | 'registry'>): Promise<CommandResult> {
  const moment = required(settings.moment, 'moment');
  const registry = await openRegistry(settings);
  const models = settings.modelName === undefined ? await registry.models() : [settings.modelName];
  const found: (AliasMoment & { readonly model: string })[] = [];
  for (const model of models) {
    found.push(...(await registry.at(model, moment)).map((alias) => ({ model, ...alias })));
  }
  const time = new Date(moment).toISOString();
  return { json: { at: time, aliases: found }, text: () => momentText(time, found) };
}

function momentText(time: string, found: readonly (AliasMoment & { readonly model: string })[]) {
  if (found.length === 0) return `no alias pointed anywhere at ${time}\n`;
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
