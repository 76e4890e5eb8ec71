import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry tag`: words that stay with a version or a model. */
export function defineRegistryTag(program: Command): void {
  defineCommand(program, {
    name: 'registry tag',
    summary: 'set or remove tags of a version or a model',
    examples: [
      'dqs registry tag orders@1.2.0 owner=ann reviewed=yes',
      'dqs registry tag orders@1.2.0 reviewed=',
      'dqs registry tag orders team=billing --reason "moved house"',
    ],
    positionals: [
      { setting: 'words', syntax: '[model or version]' },
      { setting: 'tags', syntax: '[tags...]' },
    ],
    work: tag,
  });
}

async function tag({ settings }: CommandContext<'registry tag'>): Promise<CommandResult> {
  const reference = required(settings.words, 'words');
  const tags = required(settings.tags, 'tags');
  const { openRegistry } = await import('../../open-model.js');
  const { actorOf } = await import('../../registry/actor.js');
  const { tagsText } = await import('@dqs/reports/text');
  const registry = await openRegistry(settings);
  const { model, body } = await registry.tag(reference, { tags, by: actorOf(settings), reason: settings.reason });
  const version = body.kind === 'tagged' ? body.version : undefined;
  const name = version === undefined ? model : `${model}@${version}`;
  const { tags: now } = version === undefined ? await registry.state(model) : await registry.resolve(name);
  return { json: { model, version, tags: now }, text: () => `${name} ${tagsText(now) || 'has no tags'}\n` };
}
