import { parseReference, type Registry } from '@dqs/registry';
import { actorOf, audited, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry delete`: deletes an alias, a version or a model; the history stays. */
export async function remove({
  settings,
  hooks,
}: CommandContext<'deleted' | 'registry' | 'reason' | 'by' | 'store' | 'databaseUrl'>): Promise<CommandResult> {
  const reference = required(settings.deleted, 'deleted');
  const reason = required(settings.reason, 'reason');
  const by = actorOf(settings);
  const registry = await openRegistry(settings);
  const targets = [{ kind: 'registry', id: reference }];
  const act = { actor: { id: by }, action: 'model.delete', targets, context: { reason } };
  const { what, entry } = await audited(settings, hooks, act, () => deleteFrom(registry, reference, { by, reason }));
  const { model, at, number, body } = entry;
  const json = { deleted: what, reference, model, reason, at, by, entry: number, body };
  return { json, text: () => `deleted the ${what} ${reference}; its history stays\n` };
}

/** A model has no `@`, the name of an alias starts with a letter, the number of a version does not. */
async function deleteFrom(
  registry: Registry,
  reference: string,
  why: { readonly by: string; readonly reason: string },
) {
  if (!reference.includes('@')) {
    return { what: 'model', entry: await registry.deleteModel(reference, why) } as const;
  }
  const { model, selector } = parseReference(reference);
  if (/^[a-z]/.test(selector)) {
    return { what: 'alias', entry: await registry.deleteAlias(model, { alias: selector, ...why }) } as const;
  }
  return { what: 'version', entry: await registry.deleteVersion(model, { version: selector, ...why }) } as const;
}
