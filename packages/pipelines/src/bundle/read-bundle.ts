import { join } from 'node:path';

import { type DailyPanel, DqsError, parseDay } from '@dqs/core';
import { contractWithGroups, contractWithTenants, specOfContract, type CustomGroup } from '@dqs/features';
import { loadBackend } from '@dqs/model-backends';
import { parseProfile, type TrainingProfile } from '@dqs/validation';

import type { Predictor } from '../forecast/predict.js';
import { assertDirectory, readFolderFile } from './folder-file.js';
import { BUNDLE_FILES, type Manifest } from './manifest.js';
import { panelOfHistory, unpackedHistory } from './packed-history.js';
import { parseManifest } from './parse-manifest.js';
import { sha256 } from './write-bundle.js';

/** A bundle in memory, with every hash verified. Close its model when done. */
export interface LoadedBundle {
  readonly manifest: Manifest;
  readonly predictor: Predictor;
  readonly profile: TrainingProfile;
  /** The history the model was trained on. */
  history(): DailyPanel;
  /** The same as `encodePanel` writes it, for those who only hand it on. */
  historyBytes(): Uint8Array;
}

/** Every file of a bundle, the manifest among them, and what the manifest says. */
export interface BundleBytes {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** Source of the bytes of a bundle. */
interface BundleSource {
  /** For messages: a path, or the name of a version. */
  readonly name: string;
  /** The bytes of a file, which has no more than so many; undefined, or an error, where there is none. */
  readonly read: (file: string, mostBytes: number) => Promise<Uint8Array | undefined>;
}

/** What a bundle may need that is not in it. */
export interface ReadBundleOptions {
  /** The feature groups of one's own that its model was trained with, of the same versions; others are passed over. */
  readonly groups?: readonly CustomGroup[];
}

/**
 * Loads a bundle: reads every file, compares every hash, then opens the model. Nothing from the bundle is executed.
 *
 * @throws DqsError `input-not-found` where there is no directory, `bundle-invalid` where it is no bundle,
 * `bundle-corrupt` where a file is missing or its bytes changed, `bundle-spec-mismatch` where its features are not
 * computed the same way by this version, or it is of before tenants were told apart and several have one of its datasets;
 * `feature-group-missing` where it needs groups that are not handed in.
 */
export async function readBundle(path: string, options: ReadBundleOptions = {}): Promise<LoadedBundle> {
  return openBundle(await readBundleBytes(path), options);
}

/**
 * Loads a bundle from the bytes of its files, as a registry or an upload has them; checked like one on disk.
 *
 * @param files bytes by file name; files that the manifest does not name are ignored.
 * @param name what to call the bundle in messages.
 * @throws DqsError as {@link readBundle}, except `input-not-found`.
 */
export async function readBundleFiles(
  files: ReadonlyMap<string, Uint8Array>,
  name: string,
  options: ReadBundleOptions = {},
): Promise<LoadedBundle> {
  return openBundle(await checkedBytes({ name, read: async (file) => files.get(file) }), options);
}

/** The manifest and the checked bytes of every file of a bundle, without opening the model. */
export async function readBundleBytes(path: string): Promise<BundleBytes> {
  await assertDirectory(path);
  return checkedBytes({ name: path, read: (file, mostBytes) => readFolderFile(path, file, mostBytes) });
}

/** Bytes of a manifest, most of them names of categories, and of the line with its hash. */
const MOST_MANIFEST_BYTES = 2 ** 28;
const MOST_HASH_BYTES = 2 ** 12;

async function openBundle(
  { manifest: written, files }: BundleBytes,
  { groups = [] }: ReadBundleOptions,
): Promise<LoadedBundle> {
  const manifest = { ...written, contract: contractWithGroups(written.contract, groups) };
  specOfContract(manifest.contract);
  const profile = parseProfile(Buffer.from(fileOf(files, BUNDLE_FILES.profile)).toString('utf8'), BUNDLE_FILES.profile);
  const packed = fileOf(files, BUNDLE_FILES.history);
  const historyBytes = () => unpackedHistory(packed, manifest.files[BUNDLE_FILES.history]);
  const history = () => panelOfHistory(historyBytes());
  const contract =
    manifest.schemaVersion === 1 ? contractWithTenants(manifest.contract, history().keys) : manifest.contract;
  const backend = await loadBackend(manifest.backend);
  const { pointRule, horizon, training } = manifest;
  const dayOf = (date: string) => parseDay(date)!;
  const model = await backend.load(files);
  return {
    manifest,
    predictor: {
      model,
      contract,
      pointRule,
      horizon,
      training: { from: dayOf(training.from), to: dayOf(training.to) },
    },
    profile,
    history,
    historyBytes,
  };
}

async function checkedBytes(source: BundleSource): Promise<BundleBytes> {
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

function fileOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes) return bytes;
  throw new DqsError('bundle-corrupt', `expected the file ${name} in the bundle's manifest, found none`);
}
