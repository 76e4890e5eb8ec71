import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry tag`: words that stay with a version. */
export function defineRegistryTag(program: Command): void {
  defineCommand(program, {
    name: 'registry tag',
    summary: 'set or take away tags of a version',
    examples: ['dqs registry tag orders@1.2.0 owner=ann reviewed=yes', 'dqs registry tag orders@1.2.0 reviewed='],
    positionals: [
      { setting: 'reference', syntax: '[version]' },
      { setting: 'tags', syntax: '[tags...]' },
    ],
    work: tag,
  });
}

async function tag({ settings }: CommandContext<'registry tag'>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const tags = required(settings.tags, 'tags');
  const { openRegistry } = await import('../../open-model.js');
  const { actorOf } = await import('../../registry/actor.js');
  const { tagsText } = await import('../../registry/entry-lines.js');
  const registry = await openRegistry(settings);
  const { model, body } = await registry.tag(reference, { tags, by: actorOf(settings) });
  const version = `${model}@${body.version}`;
  const summary = await registry.resolve(version);
  const json = { model, version: body.version, tags: summary.tags };
  return { json, text: () => `${version} ${tagsText(summary.tags) || 'has no tags now'}\n` };
}
