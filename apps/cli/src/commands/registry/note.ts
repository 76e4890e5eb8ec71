import { DqsError } from '@dqs/core';
import { actorOf, audited, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry note`: sets or shows the note of a version or a model. */
export async function note({
  settings,
  hooks,
}: CommandContext<
  'words' | 'note' | 'removeNote' | 'registry' | 'reason' | 'by' | 'store' | 'databaseUrl'
>): Promise<CommandResult> {
  const reference = required(settings.words, 'words');
  const { note: text, removeNote = false, reason } = settings;
  if (text !== undefined && removeNote) {
    throw new DqsError('config-invalid', 'expected a note or --remove, got both');
  }
  const registry = await openRegistry(settings);
  if (text === undefined && !removeNote) {
    const now = await registry.noteOf(reference);
    return { json: { reference, note: now }, text: () => `${now ?? 'no note'}\n` };
  }
  const said = { note: text ?? null };
  const by = actorOf(settings);
  const targets = [{ kind: 'model', id: reference }];
  const act = { actor: { id: by }, action: 'model.note', targets, after: said, context: { reason } };
  const entry = await audited(settings, hooks, act, () => registry.note(reference, { ...said, by, reason }));
  const { model, body, at, number } = entry;
  const json = { reference, model, version: body.version, note: body.note, at, by: entry.by, entry: number };
  const name = body.version === null ? model : `${model}@${body.version}`;
  return { json, text: () => `${name} ${body.note === null ? 'has no note' : 'has the note'}\n` };
}
