import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import { DqsError, encodePanel, type DailyPanel } from '@dqs/core';
import { writeDirectoryAtomic } from '@dqs/core/io';
import type { TrainingProfile } from '@dqs/validation';

import { BUNDLE_FILES, isBundleFileName, type BundleFile, type Manifest } from './manifest.js';

const gzipAsync = promisify(gzip);

/** The history kept in a bundle: bytes of the file and the fingerprint of the panel behind it. */
export interface PackedHistory {
  readonly bytes: Uint8Array;
  /** sha256 of the panel's bytes before compression, without record counts. */
  readonly fingerprint: string;
  /** Number of the panel's bytes before compression. */
  readonly unpackedBytes: number;
}

/**
 * Packs what forecasting needs of a panel: keys, days, outcome counts and, where forecasts look at them, record counts. Attributes
 * are left out. Compression runs in parallel to the caller's work.
 */
export async function packHistory(panel: DailyPanel, withRecordCounts = false): Promise<PackedHistory> {
  const fingerprint = historyFingerprint(panel);
  // Not awaited: while it is compressed nothing here may hold the panel.
  return packed(historyBytes(panel, withRecordCounts), fingerprint);
}

async function packed(unpacked: Uint8Array, fingerprint: string): Promise<PackedHistory> {
  return { bytes: await gzipAsync(unpacked, { level: 1 }), fingerprint, unpackedBytes: unpacked.length };
}

/** The fingerprint of a panel, as recorded in a bundle: that of its outcome counts. */
export function historyFingerprint(panel: DailyPanel): string {
  return sha256(historyBytes(panel, false));
}

function historyBytes(panel: DailyPanel, withRecordCounts: boolean): Uint8Array {
  // What is missing everywhere is written as no numbers at all.
  const missing = new Float64Array(0);
  const recordCount = withRecordCounts ? panel.cells.recordCount : missing;
  return encodePanel({
    ...panel,
    cells: { ...panel.cells, recordCount, filteredCount: missing },
    failedAttributes: { key: new Int32Array(0), text: [], count: new Int32Array(0) },
  });
}

/** Content written by {@link writeBundle}. */
export interface BundleContent {
  /** Everything but `files`, which is computed. */
  readonly manifest: Omit<Manifest, 'files'>;
  readonly modelFiles: ReadonlyMap<string, Uint8Array>;
  readonly profile: TrainingProfile;
  readonly history: PackedHistory;
}

/**
 * Writes a bundle that appears whole or not at all; a bundle already at `path` is replaced.
 *
 * @throws DqsError `output-not-writable` if the system refuses, `invalid-argument` for a file of the model whose name
 * is a path.
 */
export async function writeBundle(path: string, content: BundleContent): Promise<Manifest> {
  const { manifest, files } = bundleFiles(content);
  await writeDirectoryAtomic(path, files);
  return manifest;
}

/**
 * The files of a bundle by name, as {@link writeBundle} writes them and a registry takes them.
 *
 * @throws DqsError `invalid-argument` for a file of the model whose name is a path.
 */
export function bundleFiles(content: BundleContent): {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, string | Uint8Array>;
} {
  const files = new Map<string, string | Uint8Array>(content.modelFiles);
  files.set(BUNDLE_FILES.profile, `${JSON.stringify(content.profile)}\n`);
  files.set(BUNDLE_FILES.history, content.history.bytes);
  const odd = [...files.keys()].find((name) => !isBundleFileName(name));
  if (odd !== undefined) {
    throw new DqsError('invalid-argument', `expected model files with plain names, got ${JSON.stringify(odd)}`);
  }
  const { unpackedBytes } = content.history;
  const entries = [...files].map(([name, bytes]): [string, BundleFile] => [
    name,
    {
      sha256: sha256(bytes),
      bytes: Buffer.byteLength(bytes),
      ...(name === BUNDLE_FILES.history ? { unpackedBytes } : {}),
    },
  ]);
  const manifest: Manifest = { ...content.manifest, files: Object.fromEntries(entries) };
  const text = `${JSON.stringify(manifest, null, 2)}\n`;
  files.set(BUNDLE_FILES.manifest, text);
  // In the format of `sha256sum -c`, so that a bundle can be checked without DQS.
  files.set(BUNDLE_FILES.manifestHash, `${sha256(text)}  ${BUNDLE_FILES.manifest}\n`);
  return { manifest, files };
}

/** sha256 in hexadecimal. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
