import type { Command } from '@commander-js/extra-typings';
import { DqsError } from '@dqs/core';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry note`: a sentence that stays with a version or a model. */
export function defineRegistryNote(program: Command): void {
  defineCommand(program, {
    name: 'registry note',
    summary: 'set, show or remove the note of a version or a model',
    description: 'Without a text it shows the note. The history keeps earlier notes.',
    examples: [
      'dqs registry note orders@1.2.0',
      'dqs registry note orders@1.2.0 "trained without the outage of May" --by ann',
      'dqs registry note orders --remove --reason "out of date"',
    ],
    positionals: [
      { setting: 'words', syntax: '[model or version]' },
      { setting: 'note', syntax: '[text]' },
    ],
    work: note,
  });
}

async function note({ settings }: CommandContext<'registry note'>): Promise<CommandResult> {
  const reference = required(settings.words, 'words');
  const { note: text, removeNote = false, reason } = settings;
  if (text !== undefined && removeNote) {
    throw new DqsError('config-invalid', 'expected a note or --remove, got both');
  }
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  if (text === undefined && !removeNote) {
    const now = await registry.noteOf(reference);
    return { json: { reference, note: now }, text: () => `${now ?? 'no note'}\n` };
  }
  const { actorOf } = await import('../../registry/actor.js');
  const entry = await registry.note(reference, { note: text ?? null, by: actorOf(settings), reason });
  const { model, body, at, by, number } = entry;
  const json = { reference, model, version: body.version, note: body.note, at, by, entry: number };
  const name = body.version === null ? model : `${model}@${body.version}`;
  return { json, text: () => `${name} ${body.note === null ? 'has no note' : 'has the note'}\n` };
}
