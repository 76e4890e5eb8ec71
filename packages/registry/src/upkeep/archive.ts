import { seal } from '@dqs/core/journal';
import { buffer } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';

import tar from 'tar-stream';
import { z } from 'zod';

import { FACTS, FILES, type Entry, type Registered, type VersionFacts, type VersionFiles } from '../journal/entries.js';

/** Layout version of the archive; a reader refuses any other. */
const ARCHIVE_SCHEMA_VERSION = 1;
/** The first member of an archive: its version and the files that follow. */
export const ARCHIVE_MANIFEST = 'version.json';
/** The folder of the version's files within an archive. */
export const ARCHIVE_FILES = 'files/';

/** Content of `version.json`. */
export const MANIFEST = z.strictObject({
  schemaVersion: z.literal(ARCHIVE_SCHEMA_VERSION),
  model: z.string().max(64),
  version: z.string().max(256),
  /** When and by whom it was registered in the original registry. */
  at: z.string().max(64),
  by: z.string().max(256),
  note: z.string().max(10_000).optional(),
  parent: z.string().max(256).nullable(),
  facts: FACTS,
  files: FILES,
});

/** A version outside a registry. */
export interface ArchivedVersion {
  readonly model: string;
  readonly version: string;
  /** ISO 8601 time of registration in the original registry. */
  readonly at: string;
  readonly by: string;
  readonly note?: string;
  readonly parent: string | null;
  readonly facts: VersionFacts;
  readonly files: VersionFiles;
}

/**
 * A version as one file: a gzipped tar with a sealed `version.json` first and then its files, all plain and not
 * executable. The same version gives the same bytes.
 */
export async function packArchive(
  { model, at, by, body }: Entry<Registered>,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<Uint8Array> {
  const { version, note, parent, facts } = body;
  const manifest = {
    schemaVersion: ARCHIVE_SCHEMA_VERSION,
    model,
    version,
    at,
    by,
    note,
    parent,
    facts,
    files: body.files,
  };
  const pack = tar.pack();
  const mtime = new Date(at);
  pack.entry({ name: ARCHIVE_MANIFEST, mtime }, Buffer.from(seal(manifest).bytes));
  for (const [name, bytes] of files) pack.entry({ name: ARCHIVE_FILES + name, mtime }, Buffer.from(bytes));
  pack.finalize();
  return gzipSync(await buffer(pack));
}
