import { gunzipSync, gzipSync } from 'node:zlib';

import { seal } from '@dqs/core/journal';

import type { BackupManifest } from '../../src/index.js';

/** A backup taken apart. */
export interface OpenedBackup {
  parts: { table: string; bytes: Buffer }[];
  manifest: BackupManifest;
}

/** Takes a backup apart. */
export function openBackup(file: Buffer): OpenedBackup {
  const bytes = gunzipSync(file);
  const parts: OpenedBackup['parts'] = [];
  let at = bytes.indexOf('\n') + 1;
  for (;;) {
    const end = bytes.indexOf('\n', at);
    const [kind, size, table] = bytes.toString('latin1', at, end).split(' ') as [string, string, string];
    const content = bytes.subarray(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size);
    if (kind === 'part') parts.push({ table, bytes: content });
    else return { parts, manifest: JSON.parse(content.subarray(65).toString()) as BackupManifest };
  }
}

/** Puts a backup together, sealed again. */
export function packBackup({ parts, manifest }: OpenedBackup, behind = ''): Buffer {
  const { bytes } = seal(manifest);
  return gzipSync(
    Buffer.concat([
      Buffer.from('dqs-store-backup 1\n'),
      ...parts.flatMap(({ table, bytes: content }) => [Buffer.from(`part ${content.length} ${table}\n`), content]),
      Buffer.from(`manifest ${bytes.length}\n`),
      bytes,
      Buffer.from(behind),
    ]),
  );
}
