import { countReasons, deadLetterLines } from '../dead-letter.js';
import { recordCount, type Shard, type ShardResult } from '../shard.js';
import type { ShardEntry } from '../state/journal.js';

/** What became of the records of a shard, as it is recorded. */
export type ShardCounts = Pick<ShardEntry, 'records' | 'rows' | 'dead_letters' | 'reasons'>;

/** Counts what became of the records of a shard, and writes its dead letters, null if there are none. */
export function describeShard(
  shard: Shard,
  { rows, rejected }: Pick<ShardResult, 'rows' | 'rejected'>,
): { readonly counts: ShardCounts; readonly dead: Uint8Array | null } {
  const lines = deadLetterLines(shard, rejected);
  const counts = {
    records: recordCount(shard),
    rows,
    dead_letters: shard.faults.length + rejected.length,
    reasons: countReasons(shard, rejected),
  };
  return { counts, dead: lines === '' ? null : Buffer.from(lines) };
}
