import { DqsError, throwIfAborted, type Hooks, type StorePlace } from '@dqs/core';
import { sha256 } from '@dqs/core/journal';

import { commitManifest, type CommitHooks } from './commit.js';
import { corrupt, KEYS } from './layout.js';
import { digestOf, readManifest, type PanelObject, type PoolsReference } from './manifest.js';
import { namedBytes, panelsOf } from './objects.js';
import { decodePools, encodePools, PoolSums, type PoolGroup } from './pools.js';
import { assertNotEmpty } from './read.js';

/** The pools of a set. Survives JSON. */
export interface PooledSet extends PoolsReference {
  /** Digest of the set that they are of. */
  readonly digest: string;
  readonly tenants: number;
  readonly rules: number;
  /** Groups times days. */
  readonly rows: number;
  /** False if the set named the same ones already. */
  readonly hasChanged: boolean;
}

/**
 * Counts each rule and everything by day, over all parts, and names the counts in the manifest. The bytes are the same however
 * the results are divided and whoever built the set.
 *
 * @param name what to call the set in messages.
 * @throws DqsError `input-empty` if the set holds nothing; `artifact-conflict` if it was changed meanwhile, so that the counts
 * would be those of another state; `panel-set-corrupt`; `aborted`; as the stores.
 */
export async function poolPanelSet(
  place: StorePlace,
  name: string,
  hooks: CommitHooks & Pick<Hooks, 'onProgress'> = {},
): Promise<PooledSet> {
  const { objects } = await readManifest(place.artifacts);
  assertNotEmpty(objects, name);
  const groups = await poolsOfObjects(place, objects, hooks);
  const bytes = encodePools(groups);
  const pools = { sha256: sha256(bytes), bytes: bytes.byteLength };
  throwIfAborted(hooks.signal);
  await place.bulk.write(KEYS.pools(pools.sha256), [bytes]);
  const digest = digestOf(objects);
  const { hasChanged } = await commitManifest(
    place.artifacts,
    (manifest) => {
      if (digestOf(manifest.objects) === digest) return { ...manifest, pools };
      throw new DqsError(
        'artifact-conflict',
        `the panel set ${name} was changed while it was counted; count it again once its tasks have ended`,
        { details: { expected: digest, found: digestOf(manifest.objects) } },
      );
    },
    hooks,
  );
  const rules = groups.filter(({ ruleCode }) => ruleCode !== null).length;
  const rows = groups.reduce((sum, { days }) => sum + days.size, 0);
  return { ...pools, digest, tenants: groups.length - rules, rules, rows, hasChanged };
}

/** The counts of some objects. */
async function poolsOfObjects(
  { bulk }: StorePlace,
  objects: readonly PanelObject[],
  hooks: Pick<Hooks, 'signal' | 'onProgress'>,
): Promise<PoolGroup[]> {
  const sums = new PoolSums();
  for await (const { panel } of panelsOf(bulk, objects, hooks)) sums.add(panel);
  return sums.groups();
}

/**
 * The pools of a set, for whoever works on some of its parts only.
 *
 * @param name what to call the set in messages.
 * @throws DqsError `input-empty` if there are none of what the set holds now; `panel-set-corrupt`.
 */
export async function readPools(place: StorePlace, name: string): Promise<readonly PoolGroup[]> {
  const { pools } = await readManifest(place.artifacts);
  if (pools === undefined) {
    const message = `expected pools of what the panel set ${name} holds now, found none; dqs panel pools makes them`;
    throw new DqsError('input-empty', message, { details: { set: name } });
  }
  const key = KEYS.pools(pools.sha256);
  const bytes = await namedBytes(place.bulk, { key, ...pools });
  try {
    return decodePools(bytes);
  } catch (cause) {
    throw corrupt(key, (cause as Error).message, cause);
  }
}
