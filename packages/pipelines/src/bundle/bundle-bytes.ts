import { join } from 'node:path';

import { DqsError } from '@dqs/core';

import { assertDirectory, readFolderFile } from './folder-file.js';
import { BUNDLE_FILES, type Manifest } from './manifest.js';
import { parseManifest } from './parse-manifest.js';
import { sha256 } from './write-bundle.js';

/** Every file of a bundle, including the manifest, and the parsed manifest. */
export interface BundleBytes {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Source of the bytes of a bundle. */
interface BundleSource {
  /** For messages: a path, or the name of a version. */
  readonly name: string;
  /** The bytes of a file of at most `mostBytes`; undefined, or an error, if there is none. */
  readonly read: (file: string, mostBytes: number) => Promise<Uint8Array | undefined>;
}

/** The manifest and the checked bytes of every file of a bundle, without opening the model. */
export async function readBundleBytes(path: string): Promise<BundleBytes> {
  await assertDirectory(path);
  return checkedBytes({ name: path, read: (file, mostBytes) => readFolderFile(path, file, mostBytes) });
}

/** Maximum size of a manifest, mostly names of categories, and of the file with its hash. */
const MOST_MANIFEST_BYTES = 2 ** 28;
const MOST_HASH_BYTES = 2 ** 12;

/** The files of a bundle from any source, each compared with its hash in the manifest. */
export async function checkedBytes(source: BundleSource): Promise<BundleBytes> {
  const files = await readManifestFiles(source);
  const text = Buffer.from(files.get(BUNDLE_FILES.manifest)!).toString('utf8');
  const manifest = parseManifest(text, join(source.name, BUNDLE_FILES.manifest));
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = await readBundleFile(source, name, expected.bytes);
    if (bytes.length !== expected.bytes || sha256(bytes) !== expected.sha256) {
      throw changed(source.name, name, expected.sha256, sha256(bytes));
    }
    files.set(name, bytes);
  }
  return { manifest, files };
}

async function readManifestFiles(source: BundleSource): Promise<Map<string, Uint8Array>> {
  const { bytes, cause } = await attempt(source, BUNDLE_FILES.manifest, MOST_MANIFEST_BYTES);
  if (bytes === undefined) {
    const message = `expected ${BUNDLE_FILES.manifest} in ${source.name}; it is not a bundle`;
    throw new DqsError('bundle-invalid', message, { cause });
  }
  const hash = await readBundleFile(source, BUNDLE_FILES.manifestHash, MOST_HASH_BYTES);
  const [expected, actual] = [Buffer.from(hash).toString('utf8').slice(0, 64), sha256(bytes)];
  if (actual !== expected) throw changed(source.name, BUNDLE_FILES.manifest, expected, actual);
  return new Map([
    [BUNDLE_FILES.manifest, bytes],
    [BUNDLE_FILES.manifestHash, hash],
  ]);
}

async function readBundleFile(source: BundleSource, file: string, mostBytes: number): Promise<Uint8Array> {
  const { bytes, cause } = await attempt(source, file, mostBytes);
  if (bytes !== undefined) return bytes;
  throw new DqsError('bundle-corrupt', `expected the file ${file} in the bundle ${source.name}, it cannot be read`, {
    cause,
    details: { path: source.name, file },
  });
}

async function attempt(
  { read }: BundleSource,
  file: string,
  mostBytes: number,
): Promise<{ bytes?: Uint8Array; cause?: unknown }> {
  try {
    return { bytes: await read(file, mostBytes) };
  } catch (cause) {
    if (DqsError.is(cause)) throw cause;
    return { cause };
  }
}

function changed(path: string, file: string, expected: string, actual: string): DqsError {
  return new DqsError(
    'bundle-corrupt',
    `the file ${file} of the bundle ${path} has changed since it was written (sha256 ${actual.slice(0, 12)}…, ` +
      `expected ${expected.slice(0, 12)}…); restore the bundle or retrain`,
    { details: { path, file, expected, actual } },
  );
}
