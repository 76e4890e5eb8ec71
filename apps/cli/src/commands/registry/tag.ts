import { tagsText } from '@dqs/reports/text';
import { actorOf, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry tag`: sets tags of a version or a model. */
export async function tag({
  settings,
}: CommandContext<'words' | 'tags' | 'registry' | 'reason' | 'by'>): Promise<CommandResult> {
  const reference = required(settings.words, 'words');
  const tags = required(settings.tags, 'tags');
  const registry = await openRegistry(settings);
  const { model, body } = await registry.tag(reference, { tags, by: actorOf(settings), reason: settings.reason });
  const version = body.kind === 'tagged' ? body.version : undefined;
  const name = version === undefined ? model : `${model}@${version}`;
  const { tags: now } = version === undefined ? await registry.state(model) : await registry.resolve(name);
  return { json: { model, version, tags: now }, text: () => `${name} ${tagsText(now) || 'has no tags'}\n` };
}
