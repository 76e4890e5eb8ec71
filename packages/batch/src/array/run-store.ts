import { DqsError, contentIfPresent, type StorePlace } from '@dqs/core';

/** The place of a run. */
export type RunStore = StorePlace;

/** The plan of a run; every task reads it. */
export const PLAN = 'plan.json';
/** What readers read: it names the parts in their order. It is there once everything is. */
export const MANIFEST = 'manifest.json';

const DONE = 'done/';
const DONE_NAME = /^done\/(0|[1-9]\d{0,8})\.json$/;

/** The key of a shard's output, or of its dead letters; it names the content, so that nobody can replace it by another. */
export function partKey(kind: 'output' | 'dead', shard: number, sha256: string): string {
  return `${kind === 'output' ? 'parts' : 'dead'}/${shard}-${sha256}`;
}

/** The key that commits a shard. */
export function doneKey(shard: number): string {
  return `${DONE}${shard}.json`;
}

/** The shards that are committed, ascending. */
export async function committedShards({ artifacts }: RunStore): Promise<number[]> {
  const keys = await artifacts.list(DONE);
  const shards = keys.map((key) => DONE_NAME.exec(key)?.[1]).filter((shard) => shard !== undefined);
  return shards.map(Number).sort((a, b) => a - b);
}

/** The content of a small artifact; undefined if there is none. */
export async function textAt({ artifacts }: RunStore, key: string): Promise<string | undefined> {
  const content = await contentIfPresent(artifacts, key);
  return content === undefined ? undefined : Buffer.from(content).toString('utf8');
}

/**
 * Writes a small artifact that is written once.
 *
 * @returns what is there already if another writer was faster, the same text or another; undefined if this one was.
 */
export async function putOnce(store: RunStore, key: string, text: string): Promise<string | undefined> {
  try {
    await store.artifacts.put(key, Buffer.from(text), { ifNoneMatch: '*' });
    return undefined;
  } catch (error) {
    if (!DqsError.is(error) || error.code !== 'artifact-conflict') throw error;
    const found = await textAt(store, key);
    if (found === undefined) throw error;
    return found;
  }
}

/** The text of a small artifact. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 1)}\n`;
}

/** Waits for work on each of many, a few at a time, in their order. */
export async function eachOf<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < items.length; at += AT_A_TIME) {
    results.push(...(await Promise.all(items.slice(at, at + AT_A_TIME).map(work))));
  }
  return results;
}

const AT_A_TIME = 16;
