import type { SourceIdentity } from '../source/batch-source.js';
import { sumReasons } from '../state/status.js';
import { committedShard, readPlan } from './plan.js';
import { committedShards, doneKey, eachOf, MANIFEST, textAt, type RunStore } from './run-store.js';

/** How far a run of tasks is. Survives JSON. */
export interface ArrayStatus {
  /** `finished`: readers can read it; `complete`: all shards are done, and it can be finished. */
  readonly state: 'finished' | 'complete' | 'unfinished';
  readonly input: SourceIdentity;
  readonly identity: Readonly<Record<string, string>>;
  readonly shards: number;
  readonly doneShards: number;
  /** Shards that are not done, ascending. */
  readonly missing: readonly number[];
  /** Records of the plan. */
  readonly records: number;
  /** Of the shards that are done. */
  readonly doneRecords: number;
  readonly rows: number;
  readonly deadLetters: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/**
 * Counts what is done of a run, whether or not tasks work on it.
 *
 * @throws DqsError `batch-state-invalid` if there is no plan.
 */
export async function readArrayStatus(store: RunStore): Promise<ArrayStatus> {
  const plan = await readPlan(store);
  const shards = (await committedShards(store)).filter((shard) => shard < plan.shards.length);
  const entries = await eachOf(shards, async (shard) =>
    committedShard((await textAt(store, doneKey(shard)))!, shard, plan),
  );
  const done = new Set(shards);
  const total = (of: (entry: (typeof entries)[number]) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
  const isFinished = (await store.artifacts.list(MANIFEST)).includes(MANIFEST);
  return {
    state: isFinished ? 'finished' : done.size === plan.shards.length ? 'complete' : 'unfinished',
    input: plan.input,
    identity: plan.identity,
    shards: plan.shards.length,
    doneShards: done.size,
    missing: plan.shards.flatMap((_, shard) => (done.has(shard) ? [] : [shard])),
    records: plan.records,
    doneRecords: total((entry) => entry.records),
    rows: total((entry) => entry.rows),
    deadLetters: total((entry) => entry.dead_letters),
    reasons: sumReasons(entries),
  };
}
