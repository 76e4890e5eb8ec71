import { throwIfAborted, type Hooks, type StorePlace } from '@dqs/core';
import { noteInto, sha256, type ArtifactProblem, type Note } from '@dqs/core/journal';

import { executionsOf } from './build.js';
import { ContentDigest } from './content-digest.js';
import { KEYS } from './layout.js';
import { emptySet } from './read.js';
import { digestOf, readManifest, type PanelObject, type PoolsReference } from './manifest.js';
import { getObject, namedBytes } from './objects.js';
import { encodePools, PoolSums } from './pools.js';

/** Result of a full check of a panel set. Survives JSON. */
export interface PanelSetCheck {
  readonly objects: number;
  readonly bytes: number;
  readonly executions: number;
  /** What identifies the objects of the set, by part and days; null if the manifest is damaged. */
  readonly digest: string | null;
  /**
   * What identifies the results that it holds: the same for two sets that differ in how they were built and in how their days
   * are divided. Null if something is damaged.
   */
  readonly content: string | null;
  readonly problems: readonly ArtifactProblem[];
  /** Keys that the manifest does not name: replaced, left by a task that was killed, or of one that is about to commit. */
  readonly orphans: readonly string[];
}

/**
 * Reads and verifies a whole set: the manifest, with its ranges of days; each object against its digest and what the manifest
 * says of it; the pools against the objects. Nothing is changed, and a problem does not stop the check.
 *
 * @param name what to call the set in messages.
 * @throws DqsError `input-empty` if there is nothing at the place, so that it may be another one that was meant; `aborted`; as the
 * stores.
 */
export async function verifyPanelSet(
  place: StorePlace,
  name: string,
  { signal, onProgress }: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<PanelSetCheck> {
  const problems: ArtifactProblem[] = [];
  const note = noteInto(problems, 'panel-set-corrupt');
  const keys = await place.artifacts.list('');
  if (keys.length === 0) throw emptySet(name);
  const manifest = await note(KEYS.manifest, () => readManifest(place.artifacts));
  const { objects = [], pools } = manifest ?? {};
  const content = new ContentDigest();
  const sums = new PoolSums();
  for (const [done, object] of objects.entries()) {
    throwIfAborted(signal);
    onProgress?.({ stage: 'verify', done, total: objects.length, unit: 'objects' });
    const panel = await note(KEYS.object(object.part, object.sha256), () => getObject(place.bulk, object));
    if (panel === undefined) continue;
    content.add(object, panel);
    sums.add(panel);
  }
  const isWhole = manifest !== undefined && problems.length === 0;
  if (pools !== undefined) await checkPools(place, pools, isWhole ? sums : undefined, { problems, note });
  return {
    objects: objects.length,
    bytes: objects.reduce((sum, { bytes }) => sum + bytes, 0),
    executions: executionsOf(objects),
    digest: manifest === undefined ? null : digestOf(objects),
    content: isWhole ? content.digest() : null,
    problems,
    orphans: manifest === undefined ? [] : orphansOf(keys, objects, pools),
  };
}

async function checkPools(
  { bulk }: StorePlace,
  pools: PoolsReference,
  sums: PoolSums | undefined,
  { problems, note }: { readonly problems: ArtifactProblem[]; readonly note: Note },
): Promise<void> {
  const key = KEYS.pools(pools.sha256);
  const bytes = await note(key, () => namedBytes(bulk, { key, ...pools }));
  if (bytes === undefined || sums === undefined || sha256(encodePools(sums.groups())) === pools.sha256) return;
  problems.push({ key, problem: 'they are not the counts of the objects; dqs panel pools makes them anew' });
}

function orphansOf(keys: readonly string[], objects: readonly PanelObject[], pools: PoolsReference | undefined) {
  const named = new Set([KEYS.manifest, ...objects.map(({ part, sha256: hash }) => KEYS.object(part, hash))]);
  if (pools !== undefined) named.add(KEYS.pools(pools.sha256));
  return keys.filter((key) => !named.has(key));
}
