import { parseReference } from '@dqs/registry';
import { actorOf, audited, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry rollback`: points an alias back. */
export async function rollback({
  settings,
  hooks,
}: CommandContext<
  'reference' | 'registry' | 'rollbackTo' | 'override' | 'reason' | 'by' | 'store' | 'databaseUrl'
>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const reason = required(settings.reason, 'reason');
  const { model, selector: alias } = parseReference(reference);
  const registry = await openRegistry(settings);
  const { rollbackTo: target, override } = settings;
  const by = actorOf(settings);
  const targets = [{ kind: 'alias', id: `${model}@${alias}` }];
  const act = { actor: { id: by }, action: 'model.roll-back', targets, context: { reason } };
  const entry = await audited(
    settings,
    hooks,
    act,
    () => registry.rollback(model, { alias, by, reason, to: target, override }),
    (done) => ({ before: { alias, version: done!.body.from }, after: { alias, version: done!.body.to } }),
  );
  const { from, to } = entry!.body;
  const json = { model, alias, from, to, reason, at: entry!.at, by: entry!.by, entry: entry!.number };
  return { json, text: () => `${model}@${alias} rolled back from ${from} to ${to}\n` };
}
