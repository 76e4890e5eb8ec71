import { tagsText } from '@dqs/reports/text';
import { actorOf, audited, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry tag`: sets tags of a version or a model. */
export async function tag({
  settings,
  hooks,
}: CommandContext<'words' | 'tags' | 'registry' | 'reason' | 'by' | 'store' | 'databaseUrl'>): Promise<CommandResult> {
  const reference = required(settings.words, 'words');
  const tags = required(settings.tags, 'tags');
  const registry = await openRegistry(settings);
  const { reason } = settings;
  const by = actorOf(settings);
  const targets = [{ kind: 'model', id: reference }];
  const act = { actor: { id: by }, action: 'model.tag', targets, after: { tags }, context: { reason } };
  const { model, body } = await audited(settings, hooks, act, () => registry.tag(reference, { tags, by, reason }));
  const version = body.kind === 'tagged' ? body.version : undefined;
  const name = version === undefined ? model : `${model}@${version}`;
  const { tags: now } = version === undefined ? await registry.state(model) : await registry.resolve(name);
  return { json: { model, version, tags: now }, text: () => `${name} ${tagsText(now) || 'has no tags'}\n` };
}
