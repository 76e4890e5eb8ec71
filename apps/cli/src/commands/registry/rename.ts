import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry rename`: another name for a model. */
export function defineRegistryRename(program: Command): void {
  defineCommand(program, {
    name: 'registry rename',
    summary: 'rename a model',
    description:
      'Versions, aliases and history are kept. The old name stays reserved and refers to the new one for anyone who ' +
      'uses it.',
    examples: ['dqs registry rename orders orders-eu --reason "there is a second region now"'],
    positionals: [
      { setting: 'modelName', syntax: '[model]' },
      { setting: 'newName', syntax: '[new name]' },
    ],
    work: rename,
  });
}

async function rename({ settings }: CommandContext<'registry rename'>): Promise<CommandResult> {
  const from = required(settings.modelName, 'modelName');
  const to = required(settings.newName, 'newName');
  const reason = required(settings.reason, 'reason');
  const { openRegistry } = await import('../../open-model.js');
  const { actorOf } = await import('../../registry/actor.js');
  const registry = await openRegistry(settings);
  const { at, by, number } = await registry.rename(from, { to, by: actorOf(settings), reason });
  return { json: { from, to, reason, at, by, entry: number }, text: () => `${from} renamed to ${to}\n` };
}
