import { parseReference } from '@dqs/registry';
import { actorOf, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry rollback`: points an alias back. */
export async function rollback({
  settings,
}: CommandContext<'reference' | 'registry' | 'rollbackTo' | 'override' | 'reason' | 'by'>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const reason = required(settings.reason, 'reason');
  const { model, selector: alias } = parseReference(reference);
  const registry = await openRegistry(settings);
  const { rollbackTo: target, override } = settings;
  const entry = await registry.rollback(model, { alias, by: actorOf(settings), reason, to: target, override });
  const { from, to } = entry!.body;
  const json = { model, alias, from, to, reason, at: entry!.at, by: entry!.by, entry: entry!.number };
  return { json, text: () => `${model}@${alias} rolled back from ${from} to ${to}\n` };
}
