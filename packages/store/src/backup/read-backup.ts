import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline, Transform } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { DqsError, throwIfAborted } from '@dqs/core';
import { sha256, unseal } from '@dqs/core/journal';

import { invalidBackup } from './backup-error.js';
import { MANIFEST, MAX_PART_BYTES, SIGNATURE, type BackupManifest } from './manifest.js';
import { RecordReader } from './record-reader.js';

/** A part of a table as it lies in a backup: bytes of a COPY, cut anywhere. */
export interface BackupPart {
  readonly table: string;
  readonly sha256: string;
  readonly bytes: Buffer;
}

/** How often larger than the file the content may be: rows of numbers and ids do not pack that well. */
const MAX_RATIO = 200;
const ALWAYS_ALLOWED_BYTES = 64 * 1024 * 1024;

/**
 * Reads a backup from its beginning to its end and hands over its parts, each with the sha256 that its bytes have. The parts
 * are not to be trusted before the manifest, which comes last and is returned, has been compared with them.
 *
 * @throws DqsError `store-backup-invalid` that says what is wrong, `input-not-found` if there is no such file.
 */
export async function readBackup(
  path: string,
  take: (part: BackupPart) => Promise<void> | void,
  signal?: AbortSignal,
): Promise<BackupManifest> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new DqsError('input-not-found', `expected a backup, ${path} is no file`);
  const gunzip = createGunzip();
  const budget = budgetOf(Math.max(ALWAYS_ALLOWED_BYTES, MAX_RATIO * found.size));
  // Errors of any stage reach the reader through the last stream.
  pipeline(createReadStream(path), gunzip, budget, () => undefined);
  try {
    const manifest = await readRecords(new RecordReader(budget), path, take, signal);
    if (gunzip.bytesWritten !== found.size) throw new Error('bytes follow its end');
    return manifest;
  } catch (cause) {
    if (DqsError.is(cause)) throw cause;
    throw invalidBackup(path, (cause as Error).message, cause);
  } finally {
    budget.destroy();
    gunzip.destroy();
  }
}

async function readRecords(
  reader: RecordReader,
  path: string,
  take: (part: BackupPart) => Promise<void> | void,
  signal: AbortSignal | undefined,
): Promise<BackupManifest> {
  const first = await reader.line().catch(() => undefined);
  if (first !== SIGNATURE) throw new Error('it is no backup of a store that this version can read');
  for (;;) {
    throwIfAborted(signal);
    const line = await reader.line();
    if (line === undefined) throw new Error('it is truncated: its manifest is missing');
    const [kind, size, table] = line.split(' ');
    const bytes = sizeOf(size);
    if (kind === 'part' && table !== undefined) {
      const content = await reader.bytes(bytes);
      await take({ table, sha256: sha256(content), bytes: content });
    } else if (kind === 'manifest') {
      const manifest = manifestOf(await reader.bytes(bytes), path);
      if ((await reader.line()) !== undefined) throw new Error('something follows its manifest');
      return manifest;
    } else throw new Error('something stands between its parts');
  }
}

function sizeOf(text: string | undefined): number {
  const size = /^\d{1,9}$/.test(text ?? '') ? Number(text) : Number.NaN;
  if (size <= MAX_PART_BYTES) return size;
  throw new Error(`a part has ${text ?? 'no'} bytes, at most ${MAX_PART_BYTES} are allowed`);
}

function manifestOf(bytes: Buffer, path: string): BackupManifest {
  const { document } = unseal(bytes, 'manifest', (_, problem) => invalidBackup(path, `of its manifest, ${problem}`));
  const { success, data, error } = MANIFEST.safeParse(document);
  if (success) return data;
  const problems = error.issues.slice(0, 3).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  throw invalidBackup(path, `its manifest is not one that this version can read (${problems.join('; ')})`);
}

/** Passes bytes on and stops if there are more than allowed, which guards against decompression bombs. */
function budgetOf(allowed: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen += chunk.length;
      if (seen > allowed) done(new Error(`it unpacks to more than ${allowed} bytes`));
      else done(null, chunk);
    },
  });
}
