import { actorOf, audited, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry rename`: renames a model. */
export async function rename({
  settings,
  hooks,
}: CommandContext<
  'modelName' | 'newName' | 'registry' | 'reason' | 'by' | 'store' | 'databaseUrl'
>): Promise<CommandResult> {
  const from = required(settings.modelName, 'modelName');
  const to = required(settings.newName, 'newName');
  const reason = required(settings.reason, 'reason');
  const registry = await openRegistry(settings);
  const by = actorOf(settings);
  const targets = [{ kind: 'model', id: from }];
  const act = { actor: { id: by }, action: 'model.rename', targets, after: { from, to }, context: { reason } };
  const entry = await audited(settings, hooks, act, () => registry.rename(from, { to, by, reason }));
  return {
    json: { from, to, reason, at: entry.at, by: entry.by, entry: entry.number },
    text: () => `${from} renamed to ${to}\n`,
  };
}
