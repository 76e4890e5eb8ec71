import type { Command } from '@commander-js/extra-typings';
import type { Registry } from '@dqs/registry';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry delete`: an alias, a version or a model goes; the history stays. */
export function defineRegistryDelete(program: Command): void {
  defineCommand(program, {
    name: 'registry delete',
    summary: 'delete an alias, a version or a whole model; the history stays',
    description:
      'A version is deleted by its number, and only if no alias points at it; a model only if it has no aliases. Numbers stay ' +
      'taken forever, and files are kept until dqs registry gc --apply.',
    examples: [
      'dqs registry delete orders@staging --reason "the stage was closed"',
      'dqs registry delete orders@1.2.0 --reason "trained on wrong data" --by ann',
      'dqs registry delete orders --reason "replaced by orders-eu"',
    ],
    positionals: [{ setting: 'deleted', syntax: '[model, version or alias]' }],
    work: remove,
  });
}

async function remove({ settings }: CommandContext<'registry delete'>): Promise<CommandResult> {
  const reference = required(settings.deleted, 'deleted');
  const reason = required(settings.reason, 'reason');
  const { openRegistry } = await import('../../open-model.js');
  const { actorOf } = await import('../../registry/actor.js');
  const by = actorOf(settings);
  const { what, entry } = await deleteFrom(await openRegistry(settings), reference, { by, reason });
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
  const { parseReference } = await import('@dqs/registry');
  const { model, selector } = parseReference(reference);
  if (/^[a-z]/.test(selector)) {
    return { what: 'alias', entry: await registry.deleteAlias(model, { alias: selector, ...why }) } as const;
  }
  return { what: 'version', entry: await registry.deleteVersion(model, { version: selector, ...why }) } as const;
}
