import { readFile, stat } from 'node:fs/promises';

import { DqsError } from '@dqs/core';
import { actorOf, audited, openRegistry } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { registeredEnd } from './registered-end.js';

/** `dqs registry import`: imports a version from an archive. */
export async function importVersion({
  settings,
  hooks,
}: CommandContext<
  'archive' | 'modelName' | 'registry' | 'setVersion' | 'note' | 'by' | 'store' | 'databaseUrl'
>): Promise<CommandResult> {
  const path = required(settings.archive, 'archive');
  const archive = await archiveBytes(path);
  const { modelName, setVersion, note } = settings;
  const registry = await openRegistry(settings);
  const request = { by: actorOf(settings), model: modelName, version: setVersion, note };
  const targets = [{ kind: 'archive', id: path }];
  const act = { actor: { id: request.by }, action: 'model.import', targets };
  const { model, body, at, by } = await audited(
    settings,
    hooks,
    act,
    () => registry.import(archive, request),
    registeredEnd,
  );
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
