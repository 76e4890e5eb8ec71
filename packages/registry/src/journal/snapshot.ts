import { isDqsError, type ArtifactStore } from '@dqs/core';
import { z } from 'zod';

import { dictionary } from '../dictionary.js';
import { corrupt } from '../errors.js';
import { KEYS } from '../layout.js';
import { seal, unseal, type Sealed } from '../sealed.js';
import { packVersions, unpackVersions, type PackedVersions } from './packed-versions.js';
import { emptyState, type ModelState } from './state.js';

/** Version of the snapshot's layout; one of another version is ignored, since it can be made anew from the journal. */
const SNAPSHOT_SCHEMA_VERSION = 2;

const VERSION = z.looseObject({ schemaVersion: z.number() });

/** What makes a document a snapshot; the seal vouches for the rest, which is what {@link writeSnapshot} wrote. */
const SNAPSHOT = z.looseObject({
  schemaVersion: z.literal(SNAPSHOT_SCHEMA_VERSION),
  state: z.looseObject({
    place: z.string(),
    entries: z.int().min(0),
    head: z.string(),
    versions: z.looseObject({ rows: z.array(z.unknown()) }),
    aliases: z.unknown(),
  }),
});

/**
 * The state that was saved last, the empty one where none was.
 *
 * @throws DqsError `registry-corrupt` where the snapshot's bytes are not those that were written.
 */
export async function readSnapshot(store: ArtifactStore, place: string): Promise<ModelState> {
  const key = KEYS.snapshot(place);
  let content: Uint8Array;
  try {
    ({ content } = await store.get(key));
  } catch (error) {
    if (isDqsError(error) && error.code === 'artifact-not-found') return emptyState(place);
    throw error;
  }
  const { document } = unseal(content, key);
  const version = VERSION.safeParse(document);
  if (version.success && version.data.schemaVersion !== SNAPSHOT_SCHEMA_VERSION) return emptyState(place);
  const result = SNAPSHOT.safeParse(document);
  if (!result.success) throw corrupt(key, 'it is no snapshot of a model');
  if (result.data.state.place !== place) throw corrupt(key, `it is the snapshot of ${result.data.state.place}`);
  return unpackState((document as { state: PackedState }).state);
}

/** A state with its parts as they are saved. */
type PackedState = Omit<ModelState, 'versions'> & { readonly versions: PackedVersions };

/** In the order of the empty state, so that the same state always gives the same bytes. */
function unpackState(state: PackedState): ModelState {
  return {
    ...emptyState(state.place),
    ...state,
    versions: unpackVersions(state.versions),
    aliases: dictionary(Object.entries(state.aliases)),
    moves: dictionary(Object.entries(state.moves)),
    tags: dictionary(Object.entries(state.tags)),
  };
}

/**
 * Saves a state for whoever opens the model next. Of two writers the later one wins, whichever state is the newer: a
 * snapshot that lags behind only means a few more entries to read.
 */
export async function writeSnapshot(store: ArtifactStore, state: ModelState): Promise<void> {
  await store.put(KEYS.snapshot(state.place), packSnapshot(state).bytes);
}

/** A state as it is saved; the same state gives the same bytes. */
export function packSnapshot(state: ModelState): Sealed {
  const packed = { ...state, versions: packVersions(state.versions) };
  return seal({ schemaVersion: SNAPSHOT_SCHEMA_VERSION, state: packed });
}
