import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry rollback`: points an alias back. */
export function defineRegistryRollback(program: Command): void {
  defineCommand(program, {
    name: 'registry rollback',
    summary: 'point an alias back at the previous version',
    description:
      'Repeated calls go back step by step. No gates run: the version has been there before. A version that was there ' +
      'by override only, because its gates had failed, gives exit code 3; --override returns to it anyway.',
    examples: [
      'dqs registry rollback orders@production --reason "alerts since noon"',
      'dqs registry rollback orders@production --to 1.3.0 --reason "last good one"',
      'dqs registry rollback orders@production --override --reason "the hotfix was better"',
    ],
    positionals: [{ setting: 'reference', syntax: '[model@alias]' }],
    work: rollback,
  });
}

async function rollback({ settings }: CommandContext<'registry rollback'>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const reason = required(settings.reason, 'reason');
  const { openRegistry } = await import('../../open-model.js');
  const { parseReference } = await import('@dqs/registry');
  const { actorOf } = await import('../../registry/actor.js');
  const { model, selector: alias } = parseReference(reference);
  const registry = await openRegistry(settings);
  const { rollbackTo: target, override } = settings;
  const entry = await registry.rollback(model, { alias, by: actorOf(settings), reason, to: target, override });
  const { from, to } = entry!.body;
  const json = { model, alias, from, to, reason, at: entry!.at, by: entry!.by, entry: entry!.number };
  return { json, text: () => `${model}@${alias} rolled back from ${from} to ${to}\n` };
}
