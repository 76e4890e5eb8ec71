import { actorOf, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry rename`: renames a model. */
export async function rename({
  settings,
}: CommandContext<'modelName' | 'newName' | 'registry' | 'reason' | 'by'>): Promise<CommandResult> {
  const from = required(settings.modelName, 'modelName');
  const to = required(settings.newName, 'newName');
  const reason = required(settings.reason, 'reason');
  const registry = await openRegistry(settings);
  const { at, by, number } = await registry.rename(from, { to, by: actorOf(settings), reason });
  return { json: { from, to, reason, at, by, entry: number }, text: () => `${from} renamed to ${to}\n` };
}
