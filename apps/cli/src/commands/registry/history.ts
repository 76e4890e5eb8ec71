import { entryText } from '@dqs/reports/text';
import { openRegistry } from '@dqs/runtime';
import { orDefault, required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry history`: shows what happened, when, by whom and why. */
export async function history({ settings }: CommandContext<'reference' | 'registry' | 'last'>): Promise<CommandResult> {
  const last = orDefault(settings.last, 'last');
  const [model, alias] = required(settings.reference, 'reference').split('@') as [string, string | undefined];
  const registry = await openRegistry(settings);
  const entries =
    alias === undefined
      ? await registry.history(model, last)
      : (await registry.aliasHistory(model, alias)).slice(-last);
  return { json: { model, alias, entries }, text: () => historyText(entries) };
}

function historyText(entries: Parameters<typeof import('@dqs/reports/text').entryText>[0][]) {
  return entries.length === 0 ? 'no history yet\n' : entries.map(entryText).join('');
}
