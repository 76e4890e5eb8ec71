import { contentIfPresent, type ArtifactStore } from '@dqs/core';
import { seal, unseal, type Sealed } from '@dqs/core/journal';
import { z } from 'zod';

import { dictionary } from '../dictionary.js';
import { corrupt } from '../errors.js';
import { KEYS } from '../layout.js';
import { packVersions, unpackVersions, type PackedVersions } from './packed-versions.js';
import { emptyState, type ModelState } from './state.js';

/** Layout version of the snapshot; any other is ignored, since a snapshot can be rebuilt from the journal. */
const SNAPSHOT_SCHEMA_VERSION = 2;

const VERSION = z.looseObject({ schemaVersion: z.number() });

/** The minimum check of a snapshot; the seal guarantees that the rest is what {@link writeSnapshot} wrote. */
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
 * The last saved state, or the empty one if there is none.
 *
 * @throws DqsError `registry-corrupt` if the snapshot's bytes have changed.
 */
export async function readSnapshot(store: ArtifactStore, place: string): Promise<ModelState> {
  const key = KEYS.snapshot(place);
  const content = await contentIfPresent(store, key);
  if (content === undefined) return emptyState(place);
  const { document } = unseal(content, key, corrupt);
  const version = VERSION.safeParse(document);
  if (version.success && version.data.schemaVersion !== SNAPSHOT_SCHEMA_VERSION) return emptyState(place);
  const result = SNAPSHOT.safeParse(document);
  if (!result.success) throw corrupt(key, 'it is not a snapshot of a model');
  if (result.data.state.place !== place) throw corrupt(key, `it is the snapshot of ${result.data.state.place}`);
  return unpackState((document as { state: PackedState }).state);
}

/** A state in saved form. */
type PackedState = Omit<ModelState, 'versions'> & { readonly versions: PackedVersions };

/** In the order of the empty state, so that equal states give equal bytes. */
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
 * Saves a state for the next reader. The later of two writers wins, whichever state is newer: a snapshot that lags
 * behind only means a few more entries to read.
 */
export async function writeSnapshot(store: ArtifactStore, state: ModelState): Promise<void> {
  await store.put(KEYS.snapshot(state.place), packSnapshot(state).bytes);
}

/** A state in saved form; equal states give equal bytes. */
export function packSnapshot(state: ModelState): Sealed {
  const packed = { ...state, versions: packVersions(state.versions) };
  return seal({ schemaVersion: SNAPSHOT_SCHEMA_VERSION, state: packed });
}
