import { join } from 'node:path';

import { DqsError, namedValues, type NamedValues } from '@dqs/core';

import type { SourceIdentity } from '../source/batch-source.js';
import { JOURNAL, readJournal, type ShardEntry } from './journal.js';

/** The state of a run, as returned by `readBatchStatus`. Survives JSON. */
export interface BatchStatus {
  readonly directory: string;
  readonly state: 'finished' | 'unfinished';
  readonly input: SourceIdentity;
  readonly identity: Readonly<Record<string, string>>;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** Shards, records, rows and dead letters that are done. */
  readonly shards: number;
  readonly records: number;
  readonly rows: number;
  readonly deadLetters: number;
  readonly reasons: Readonly<Record<string, number>>;
  /** The final files, null until they are in place. */
  readonly output: string | null;
  readonly deadLetterFile: string | null;
}

/**
 * Reads the state of a run from its folder, whether or not it is being worked on.
 *
 * @throws DqsError `batch-state-invalid` if there is no run.
 */
export async function readBatchStatus(directory: string): Promise<BatchStatus> {
  const found = await readJournal(join(directory, JOURNAL));
  if (found === undefined) {
    throw new DqsError('batch-state-invalid', `expected a batch run folder at ${directory}, found none`, {
      details: { directory },
    });
  }
  const { header, shards, finished } = found;
  const total = (of: (entry: ShardEntry) => number) => [...shards.values()].reduce((sum, entry) => sum + of(entry), 0);
  return {
    directory,
    state: finished ? 'finished' : 'unfinished',
    input: header.input,
    identity: header.identity,
    startedAt: header.started_at,
    finishedAt: finished?.finished_at ?? null,
    shards: shards.size,
    records: total((entry) => entry.records),
    rows: total((entry) => entry.rows),
    deadLetters: total((entry) => entry.dead_letters),
    reasons: sumReasons([...shards.values()]),
    output: finished?.output ?? null,
    deadLetterFile: finished?.dead_letter_file ?? null,
  };
}

/** Sums how often each reason occurs. */
export function sumReasons(entries: readonly Pick<ShardEntry, 'reasons'>[]): Record<string, number> {
  const counts = namedValues<number>();
  for (const { reasons } of entries) addReasons(counts, reasons);
  return counts;
}

/** Adds to counts of reasons, which are an object of `namedValues`. */
export function addReasons(counts: NamedValues<number>, more: Readonly<Record<string, number>>): void {
  for (const [reason, count] of Object.entries(more)) counts[reason] = (counts[reason] ?? 0) + count;
}
