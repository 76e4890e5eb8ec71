import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

import { decodePanel, DqsError, type DailyPanel } from '@dqs/core';
import { specOfContract } from '@dqs/features';
import { loadBackend } from '@dqs/model-backends';

import type { Predictor } from '../predict.js';
import { parseManifest, type Manifest } from './manifest.js';
import type { TrainingProfile } from './profile.js';
import { BUNDLE_FILES, sha256 } from './write-bundle.js';

/** A bundle in memory, every hash checked. Close its model when done. */
export interface LoadedBundle {
  readonly manifest: Manifest;
  readonly predictor: Predictor;
  readonly profile: TrainingProfile;
  /** The history the model was trained on. */
  history(): DailyPanel;
}

/** The files of a bundle with a manifest that describes them. */
export interface BundleBytes {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/**
 * Loads a bundle: reads every file, compares every hash, then opens the model. Nothing from the bundle is executed.
 *
 * @throws DqsError `input-not-found` where there is no directory, `bundle-invalid` where it is no bundle,
 * `bundle-corrupt` where a file is missing or its bytes changed, `bundle-spec-mismatch` where its features are not
 * computed the same way by this version.
 */
export async function readBundle(path: string): Promise<LoadedBundle> {
  const { manifest, files } = await readBundleBytes(path);
  specOfContract(manifest.contract);
  const backend = await loadBackend(manifest.backend);
  const { contract, pointRule, horizon } = manifest;
  const model = await backend.load(files);
  return {
    manifest,
    predictor: { model, contract, pointRule, horizon },
    profile: JSON.parse(textOf(files, BUNDLE_FILES.profile)) as TrainingProfile,
    history: () => decodePanel(gunzipSync(files.get(BUNDLE_FILES.history)!)),
  };
}

/** The manifest and the checked bytes of every file of a bundle, without opening the model. */
export async function readBundleBytes(path: string): Promise<BundleBytes> {
  await assertDirectory(path);
  const text = await readManifestText(path);
  const manifest = parseManifest(text, join(path, BUNDLE_FILES.manifest));
  const files = new Map<string, Uint8Array>();
  for (const [name, expected] of Object.entries(manifest.files)) {
    const bytes = await readBundleFile(path, name);
    if (sha256(bytes) !== expected.sha256) throw changed(path, name, expected.sha256, sha256(bytes));
    files.set(name, bytes);
  }
  return { manifest, files };
}

async function readManifestText(path: string): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(join(path, BUNDLE_FILES.manifest));
  } catch (cause) {
    throw new DqsError('bundle-invalid', `expected ${BUNDLE_FILES.manifest} in ${path}; it is not a bundle`, { cause });
  }
  const expected = Buffer.from(await readBundleFile(path, BUNDLE_FILES.manifestHash))
    .toString('utf8')
    .slice(0, 64);
  const actual = sha256(bytes);
  if (actual !== expected) throw changed(path, BUNDLE_FILES.manifest, expected, actual);
  return Buffer.from(bytes).toString('utf8');
}

async function readBundleFile(path: string, name: string): Promise<Uint8Array> {
  try {
    return await readFile(join(path, name));
  } catch (cause) {
    throw new DqsError('bundle-corrupt', `expected the file ${name} in the bundle ${path}, it cannot be read`, {
      cause,
      details: { path, file: name },
    });
  }
}

async function assertDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory()) return;
  const what = found ? 'a file' : 'nothing';
  throw new DqsError('input-not-found', `expected a bundle directory at ${path}, found ${what}; train one first`, {
    details: { path },
  });
}

function changed(path: string, file: string, expected: string, actual: string): DqsError {
  return new DqsError(
    'bundle-corrupt',
    `the file ${file} of the bundle ${path} has changed since it was written (sha256 ${actual.slice(0, 12)}…, ` +
      `expected ${expected.slice(0, 12)}…); restore the bundle or train again`,
    { details: { path, file, expected, actual } },
  );
}

function textOf(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  const bytes = files.get(name);
  if (bytes) return Buffer.from(bytes).toString('utf8');
  throw new DqsError('bundle-corrupt', `expected the file ${name} in the bundle's manifest, found none`);
}
