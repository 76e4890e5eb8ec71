import { isDqsError, type ArtifactStore } from '@dqs/core';
import { z } from 'zod';

import { corrupt } from '../errors.js';
import { KEYS } from '../layout.js';
import { seal, unseal, type Sealed } from '../sealed.js';
import { packVersions, unpackVersions, type PackedVersions } from './packed-versions.js';
import { emptyState, type ModelState } from './state.js';

/** Version of the snapshot's layout; one of another version is ignored, since it can be made anew from the journal. */
const SNAPSHOT_SCHEMA_VERSION = 1;

/** What makes a document a snapshot; the seal vouches for the rest, which is what {@link writeSnapshot} wrote. */
const SNAPSHOT = z.looseObject({
  schemaVersion: z.number(),
  state: z.looseObject({
    model: z.string(),
    entries: z.int().min(0),
    head: z.string(),
    versions: z.looseObject({ rows: z.array(z.unknown()) }),
    aliases: z.record(z.string(), z.unknown()),
  }),
});

/**
 * The state that was saved last, the empty one where none was.
 *
 * @throws DqsError `registry-corrupt` where the snapshot's bytes are not those that were written.
 */
export async function readSnapshot(store: ArtifactStore, model: string): Promise<ModelState> {
  const key = KEYS.snapshot(model);
  let content: Uint8Array;
  try {
    ({ content } = await store.get(key));
  } catch (error) {
    if (isDqsError(error) && error.code === 'artifact-not-found') return emptyState(model);
    throw error;
  }
  const result = SNAPSHOT.safeParse(unseal(content, key).document);
  if (!result.success) throw corrupt(key, 'it is no snapshot of a model');
  const { schemaVersion, state } = result.data;
  if (schemaVersion !== SNAPSHOT_SCHEMA_VERSION) return emptyState(model);
  if (state.model !== model) throw corrupt(key, `it is the snapshot of ${state.model}`);
  const versions = unpackVersions(state.versions as unknown as PackedVersions);
  // In the order of the empty state, so that the same state always gives the same bytes.
  return { ...emptyState(model), ...(state as unknown as ModelState), versions };
}

/**
 * Saves a state for whoever opens the model next. Of two writers the later one wins, whichever state is the newer: a
 * snapshot that lags behind only means a few more entries to read.
 */
export async function writeSnapshot(store: ArtifactStore, state: ModelState): Promise<void> {
  await store.put(KEYS.snapshot(state.model), packSnapshot(state).bytes);
}

/** A state as it is saved; the same state gives the same bytes. */
export function packSnapshot(state: ModelState): Sealed {
  const packed = { ...state, versions: packVersions(state.versions) };
  return seal({ schemaVersion: SNAPSHOT_SCHEMA_VERSION, state: packed });
}
