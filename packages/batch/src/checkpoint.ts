import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { DqsError, type Clock } from '@dqs/core';
import { notWritable, type FileLock } from '@dqs/core/io';

import type { ShardLimits } from './records/shard-cutter.js';
import type { SourceIdentity } from './source/batch-source.js';
import { commitFile, ensureFolder } from './state/durable-file.js';
import { JOURNAL, Journal, readJournal, type FinishedEntry, type RunHeader, type ShardEntry } from './state/journal.js';
import { sha256, writePart } from './state/part-file.js';
import { assertRunFolder, isPartName, lockRun, PARTS } from './state/run-folder.js';

/** Identifies a run. */
export interface RunIdentity {
  readonly input: SourceIdentity;
  /** Everything besides the input that the result depends on, such as model and configuration, by name. */
  readonly settings: Readonly<Record<string, string>>;
}

/** How {@link Checkpoint.open} treats an existing run. */
export interface CheckpointOptions {
  readonly limits: ShardLimits;
  /** Discards what an earlier run left. */
  readonly restart: boolean;
  /** Requires an unfinished run. */
  readonly resume: boolean;
  readonly clock: Clock;
}

/**
 * A run on disk: a folder with a journal and the results of finished shards. It survives a kill at any moment: a shard
 * counts once its files are flushed and its line is in the journal.
 */
export class Checkpoint {
  readonly directory: string;
  /** The limits of the run's shards: those it started with, even if other limits are requested later. */
  readonly limits: ShardLimits;
  readonly #journal: Journal;
  readonly #lock: FileLock;
  readonly #entries: Map<number, ShardEntry>;
  readonly #clock: Clock;

  private constructor(
    directory: string,
    header: RunHeader,
    journal: Journal,
    lock: FileLock,
    entries: Map<number, ShardEntry>,
    clock: Clock,
  ) {
    this.directory = directory;
    this.limits = { rows: header.shard_rows, bytes: header.shard_bytes };
    this.#journal = journal;
    this.#lock = lock;
    this.#entries = entries;
    this.#clock = clock;
  }

  /**
   * Takes the folder. An unfinished run with the same identity is resumed, a finished one is replaced.
   *
   * @throws DqsError `batch-changed` if an unfinished run has another input, model or configuration; `batch-busy` if
   * another process holds it; `batch-state-invalid` if the folder does not belong to a batch run;
   * `output-not-writable`.
   */
  static async open(directory: string, identity: RunIdentity, options: CheckpointOptions): Promise<Checkpoint> {
    await assertRunFolder(directory);
    try {
      await ensureFolder(join(directory, PARTS));
    } catch (cause) {
      throw notWritable(directory, cause);
    }
    const lock = await lockRun(directory);
    try {
      return await Checkpoint.#openLocked(directory, identity, options, lock);
    } catch (error) {
      await lock.release();
      throw error;
    }
  }

  static async #openLocked(directory: string, identity: RunIdentity, options: CheckpointOptions, lock: FileLock) {
    const path = join(directory, JOURNAL);
    const found = options.restart ? undefined : await readJournal(path);
    if (found !== undefined && found.finished === undefined) {
      assertSame(found.header, identity, directory);
      const entries = await intactEntries(directory, found.shards);
      const journal = await Journal.reopen(path, found);
      return new Checkpoint(directory, found.header, journal, lock, entries, options.clock);
    }
    if (options.resume) throw nothingToResume(directory, found?.finished);
    await clearParts(directory);
    const header: RunHeader = {
      dqs_batch: 1,
      input: identity.input,
      identity: identity.settings,
      shard_rows: options.limits.rows,
      shard_bytes: options.limits.bytes,
      started_at: new Date(options.clock.now()).toISOString(),
    };
    const journal = await Journal.create(path, header);
    return new Checkpoint(directory, header, journal, lock, new Map(), options.clock);
  }

  /** Shards that are done. */
  get entries(): ReadonlyMap<number, ShardEntry> {
    return this.#entries;
  }

  /** The file of a shard's output, or of its dead letters. */
  partPath(shard: number, kind: 'output' | 'dead'): string {
    return join(this.directory, PARTS, `${String(shard).padStart(8, '0')}.${kind}`);
  }

  /**
   * Flushes a shard's output, which `writePart` has written, writes its dead letters, then its line in the journal.
   *
   * @throws DqsError `output-not-writable`; the shard then counts as not done.
   */
  async record(entry: ShardEntry, dead: Uint8Array | null): Promise<void> {
    const [output, letters] = [this.partPath(entry.shard, 'output'), this.partPath(entry.shard, 'dead')];
    if (dead !== null) writePart(letters, dead);
    try {
      if (dead !== null) await commitFile(letters);
      await commitFile(output);
    } catch (cause) {
      throw notWritable(output, cause);
    }
    await this.#journal.append(entry);
    this.#entries.set(entry.shard, entry);
  }

  /** Records that the final files are in place, and removes the parts. */
  async finish(summary: Omit<FinishedEntry, 'finished' | 'finished_at'>): Promise<void> {
    const finished_at = new Date(this.#clock.now()).toISOString();
    await this.#journal.append({ finished: true, ...summary, finished_at });
    await clearParts(this.directory);
  }

  /** Releases the folder. */
  async close(): Promise<void> {
    await this.#journal.close();
    await this.#lock.release();
  }
}

/** Removes the results of shards and nothing else. */
async function clearParts(directory: string): Promise<void> {
  const parts = join(directory, PARTS);
  try {
    for (const name of (await readdir(parts)).filter(isPartName)) await rm(join(parts, name), { force: true });
  } catch (cause) {
    throw notWritable(parts, cause);
  }
}

/** The entries whose files match the journal; the other shards are redone. */
async function intactEntries(directory: string, shards: ReadonlyMap<number, ShardEntry>) {
  const intact = new Map<number, ShardEntry>();
  for (const entry of shards.values()) {
    const files = [
      ['output', entry.output],
      ['dead', entry.dead],
    ] as const;
    let isIntact = true;
    for (const [kind, expected] of files) {
      if (expected === null || !isIntact) continue;
      const path = join(directory, PARTS, `${String(entry.shard).padStart(8, '0')}.${kind}`);
      const bytes = await readFile(path).catch(() => undefined);
      isIntact = bytes !== undefined && bytes.length === expected.bytes && sha256(bytes) === expected.sha256;
    }
    if (isIntact) intact.set(entry.shard, entry);
  }
  return intact;
}

function assertSame(header: RunHeader, identity: RunIdentity, directory: string): void {
  const differing: string[] = [];
  if (header.input.sha256 !== identity.input.sha256) differing.push(`input ${identity.input.name}`);
  const names = new Set([...Object.keys(header.identity), ...Object.keys(identity.settings)]);
  for (const name of names) {
    const [before, now] = [header.identity[name], identity.settings[name]];
    if (before !== now) differing.push(`${name} (${before ?? 'none'}, now ${now ?? 'none'})`);
  }
  if (differing.length === 0) return;
  throw new DqsError(
    'batch-changed',
    `the unfinished run in ${directory} started with a different ${differing.join(', a different ')}; use the original to ` +
      'resume it, or start over',
    { details: { directory, differing } },
  );
}

function nothingToResume(directory: string, finished: FinishedEntry | undefined): DqsError {
  const what = finished === undefined ? 'no run' : `a run that finished at ${finished.finished_at}`;
  return new DqsError('batch-state-invalid', `expected an unfinished run to resume in ${directory}, found ${what}`, {
    details: { directory },
  });
}
