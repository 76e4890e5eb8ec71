import { readFile, stat } from 'node:fs/promises';

import type { Command } from '@commander-js/extra-typings';
import { DqsError } from '@dqs/core';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs registry import`: a version from an archive. */
export function defineRegistryImport(program: Command): void {
  defineCommand(program, {
    name: 'registry import',
    summary: 'import a version from an archive',
    description:
      'It keeps its model and its number unless told otherwise, and no alias points at it. An archive that is damaged, or ' +
      'contains anything but the files it announces, is refused and leaves nothing behind.',
    examples: [
      'dqs registry import orders.tar.gz',
      'dqs registry import orders.tar.gz --name orders-eu --set-version 1.0.0 --by ann',
    ],
    positionals: [{ setting: 'archive', syntax: '[file]' }],
    work: importVersion,
  });
}

async function importVersion({ settings }: CommandContext<'registry import'>): Promise<CommandResult> {
  const path = required(settings.archive, 'archive');
  const { openRegistry } = await import('../../open-model.js');
  const { actorOf } = await import('../../registry/actor.js');
  const archive = await archiveBytes(path);
  const { modelName, setVersion, note } = settings;
  const registry = await openRegistry(settings);
  const request = { by: actorOf(settings), model: modelName, version: setVersion, note };
  const { model, body, at, by } = await registry.import(archive, request);
  const json = { model, version: body.version, sequence: body.sequence, at, by };
  return { json, text: () => `imported ${model}@${body.version}\n` };
}

/** Largest archive that is read, in bytes. */
const MAX_ARCHIVE_BYTES = 2_000_000_000;

async function archiveBytes(path: string): Promise<Uint8Array> {
  const notFound = (cause: Error) => {
    throw new DqsError('input-not-found', `expected an archive at ${path}: ${cause.message}`, { cause });
  };
  const about = await stat(path).catch(notFound);
  // A device or a pipe may never end.
  if (!about.isFile())
    throw new DqsError('input-unreadable', `expected an archive at ${path}, got something other than a regular file`);
  if (about.size > MAX_ARCHIVE_BYTES) {
    const got = `expected an archive of at most ${MAX_ARCHIVE_BYTES} bytes at ${path}, got ${about.size}`;
    throw new DqsError('archive-invalid', got);
  }
  return readFile(path).catch(notFound);
}
