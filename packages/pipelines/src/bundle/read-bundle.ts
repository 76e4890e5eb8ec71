import { type ArtifactStore, type DailyPanel, DqsError, parseDay } from '@dqs/core';
import { contractWithGroups, contractWithTenants, specOfContract, type CustomGroup } from '@dqs/features';
import { parseProfile, type TrainingProfile } from '@dqs/validation';

import type { Predictor } from '../forecast/predict.js';
import { checkedBytes, readBundleBytes, type BundleBytes } from './bundle-bytes.js';
import { BUNDLE_FILES, type Manifest } from './manifest.js';
import { openPredictor } from './predictor-files.js';
import { panelOfHistory, unpackedHistory } from './packed-history.js';
import { readStoredBytes } from './stored-bundle.js';

/** A bundle in memory, with every hash verified. Close its model when done. */
export interface LoadedBundle {
  readonly manifest: Manifest;
  readonly predictor: Predictor;
  readonly profile: TrainingProfile;
  /** The history the model was trained on. */
  history(): DailyPanel;
  /** The same, as encoded by `encodePanel`, for callers that only pass it on. */
  historyBytes(): Uint8Array;
}

/** What a bundle may need but does not contain. */
export interface ReadBundleOptions {
  /** The custom feature groups that its model was trained with, in the same versions; others are ignored. */
  readonly groups?: readonly CustomGroup[];
}

/**
 * Loads a bundle: reads every file, compares every hash, then opens the model. Nothing from the bundle is executed.
 *
 * @throws DqsError `input-not-found` if there is no directory, `bundle-invalid` if it is not a bundle, `bundle-corrupt` if
 * a file is missing or its bytes changed, `bundle-spec-mismatch` if this version computes its features differently, or if
 * it was written before tenants were distinguished and several have one of its datasets; `feature-group-missing` if it
 * needs groups that were not provided.
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

/**
 * Loads a bundle from a store, where `storeBundle` has written it; checked like one on disk.
 *
 * @param name what to call the bundle in messages: its URL.
 * @throws DqsError as {@link readBundle}, except `input-not-found`, and whatever the store throws.
 */
export async function readStoredBundle(
  store: ArtifactStore,
  name: string,
  options: ReadBundleOptions = {},
): Promise<LoadedBundle> {
  return openBundle(await readStoredBytes(store, name), options);
}

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
  const { backend, pointRule, horizon } = manifest;
  const training = { from: parseDay(manifest.training.from)!, to: parseDay(manifest.training.to)! };
  const predictor = await openPredictor(files, { backend, contract, pointRule, horizon, training });
  return {
    manifest,
    predictor,
    profile,
    history,
    historyBytes,
  };
}

function fileOf(files: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = files.get(name);
  if (bytes) return bytes;
  throw new DqsError('bundle-corrupt', `expected the file ${name} in the bundle's manifest, found none`);
}
