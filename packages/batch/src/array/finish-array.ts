import { open } from 'node:fs/promises';

import { checkedPieces, DqsError, throwIfAborted, type BulkStore, type Hooks } from '@dqs/core';
import { notWritable } from '@dqs/core/io';

import type { CopyPart } from '../assembler.js';
import { deadLetterHeader } from '../dead-letter.js';
import { sinkSettings, type BatchSink } from '../options.js';
import { FinalFiles } from '../run/final-files.js';
import { assertSinkPlaces } from '../run/sink-places.js';
import { tooManyErrors } from '../run/too-many-errors.js';
import { oneByOne } from '../run/work.js';
import type { SourceIdentity } from '../source/batch-source.js';
import type { PartFile } from '../state/part-file.js';
import { sumReasons } from '../state/status.js';
import { committedShard, readPlan, type ArrayPlan, type CommittedShard } from './plan.js';
import {
  committedShards,
  doneKey,
  eachOf,
  jsonText,
  MANIFEST,
  partKey,
  putOnce,
  textAt,
  type RunStore,
} from './run-store.js';

/** A part of the result, or of the dead letters. */
export interface ManifestPart extends PartFile {
  readonly shard: number;
  readonly key: string;
  /** Records in it. */
  readonly rows: number;
}

/** What a run was made of, and what became of its records. */
export interface RunCounts {
  readonly input: SourceIdentity;
  readonly identity: Readonly<Record<string, string>>;
  readonly records: number;
  readonly rows: number;
  readonly dead_letters: number;
  /** Share of the records that are dead letters, 0 to 1. */
  readonly dead_letter_share: number;
  readonly reasons: Readonly<Record<string, number>>;
}

/**
 * What a run has made. Readers take the parts that it names, in this order, and nothing else that lies beside them: tasks
 * that were late may have left parts that do not count.
 */
export interface RunManifest extends RunCounts {
  /** Version of the layout. */
  readonly dqs_manifest: 1;
  /** Text before the first part, such as a header; no part has one. */
  readonly output_header: string;
  readonly parts: readonly ManifestPart[];
  /** First line of a file of the dead letters; no part has it. */
  readonly dead_letter_header: string;
  readonly dead: readonly ManifestPart[];
}

/** Options of {@link finishArray}. */
export interface FinishOptions {
  /** Share of records that may become dead letters, 0 to 1. Above it there is no manifest. @default 1 */
  readonly maxErrorRatio?: number;
  /**
   * Puts the parts together to one file, with the bytes that `runBatch` would have written. Needs no `header`.
   * @default only the manifest is written
   */
  readonly sink?: Omit<BatchSink, 'header' | 'directory'>;
}

/** What {@link finishArray} did. Survives JSON. */
export interface FinishReport extends RunCounts {
  readonly shards: number;
  /** Whether the same manifest was there already. */
  readonly wasFinished: boolean;
  /** The assembled files, null if none were asked for. */
  readonly output: string | null;
  readonly deadLetterFile: string | null;
}

/**
 * Commits a run whose shards are all done, by one manifest that appears whole.
 *
 * @throws DqsError `batch-incomplete` that names the shards that are not done; `batch-too-many-errors`;
 * `batch-state-invalid` if a part is missing; `batch-not-deterministic` if there is another manifest; `artifact-corrupt` if a
 * part that is put into the file was damaged; `output-not-writable`; `aborted`.
 */
export async function finishArray(
  store: RunStore,
  options: FinishOptions = {},
  hooks: Pick<Hooks, 'signal' | 'onProgress'> = {},
): Promise<FinishReport> {
  const { maxErrorRatio = 1, sink } = options;
  if (sink !== undefined) await assertSinkPlaces(sink);
  const plan = await readPlan(store);
  const entries = await allShards(store, plan);
  await assertParts(store, entries);
  const counts = countsOf(plan, entries);
  if (counts.dead_letters > maxErrorRatio * counts.records) {
    throw tooManyErrors({ ...counts, deadLetters: counts.dead_letters }, maxErrorRatio, {
      where: 'the objects below dead/',
      remedy: 'with a higher limit the run can be finished as it is',
    });
  }
  throwIfAborted(hooks.signal);
  const text = jsonText(manifestOf(plan, entries, counts));
  const found = await putOnce(store, MANIFEST, text);
  if (found !== undefined && found !== text) {
    throw new DqsError(
      'batch-not-deterministic',
      `the run has another ${MANIFEST} than its shards make up; leave it alone, and run it in a new place`,
    );
  }
  const files = sink === undefined ? undefined : await assemble(store, plan, entries, sink, hooks);
  return {
    ...counts,
    shards: entries.length,
    wasFinished: found !== undefined,
    output: files?.path ?? null,
    deadLetterFile: files?.deadLetters ?? null,
  };
}

async function allShards(store: RunStore, plan: ArrayPlan): Promise<readonly CommittedShard[]> {
  const done = new Set(await committedShards(store));
  const missing = plan.shards.flatMap((_, shard) => (done.has(shard) ? [] : [shard]));
  if (missing.length > 0) {
    const shown = `${missing.slice(0, 20).join(', ')}${missing.length > 20 ? ', …' : ''}`;
    throw new DqsError(
      'batch-incomplete',
      `expected all ${plan.shards.length} shards to be done, ${missing.length} are not: ${shown}; run their tasks (again) first`,
      { details: { shards: plan.shards.length, missing } },
    );
  }
  return eachOf([...plan.shards.keys()], async (shard) =>
    committedShard((await textAt(store, doneKey(shard)))!, shard, plan),
  );
}

/** A commit follows its bytes, so that only an outer hand can have removed them. */
async function assertParts({ artifacts }: RunStore, entries: readonly CommittedShard[]): Promise<void> {
  const found = new Set((await Promise.all(['parts/', 'dead/'].map((prefix) => artifacts.list(prefix)))).flat());
  const wanted = entries.flatMap((entry) => partsOf(entry).map(({ key }) => key));
  const gone = wanted.filter((key) => !found.has(key));
  if (gone.length === 0) return;
  throw new DqsError(
    'batch-state-invalid',
    `expected the parts of all shards, found none under ${gone.slice(0, 3).join(', ')}: they were removed after the shard was ` +
      'done. Remove done/<n>.json of these shards as well, and run their tasks again',
    { details: { gone } },
  );
}

function partsOf({ shard, output, dead }: CommittedShard) {
  const part = (kind: 'output' | 'dead', file: PartFile) => ({ kind, key: partKey(kind, shard, file.sha256), ...file });
  return dead === null ? [part('output', output)] : [part('output', output), part('dead', dead)];
}

function countsOf({ input, identity }: ArrayPlan, entries: readonly CommittedShard[]): RunCounts {
  const total = (of: (entry: CommittedShard) => number) => entries.reduce((sum, entry) => sum + of(entry), 0);
  const [records, deadLetters] = [total((entry) => entry.records), total((entry) => entry.dead_letters)];
  return {
    input,
    identity,
    records,
    rows: total((entry) => entry.rows),
    dead_letters: deadLetters,
    dead_letter_share: deadLetters / records,
    reasons: sumReasons(entries),
  };
}

function manifestOf(plan: ArrayPlan, entries: readonly CommittedShard[], counts: RunCounts): RunManifest {
  const parts = (kind: 'output' | 'dead', rows: 'rows' | 'dead_letters') =>
    entries.flatMap((entry) =>
      partsOf(entry)
        .filter((part) => part.kind === kind)
        .map(({ key, bytes, sha256 }) => ({ shard: entry.shard, key, bytes, sha256, rows: entry[rows] })),
    );
  return {
    dqs_manifest: 1,
    ...counts,
    output_header: plan.output_header,
    parts: parts('output', 'rows'),
    dead_letter_header: deadLetterHeader(plan.input.name, plan.record_format),
    dead: parts('dead', 'dead_letters'),
  };
}

async function assemble(
  { bulk }: RunStore,
  plan: ArrayPlan,
  entries: readonly CommittedShard[],
  sink: BatchSink,
  { signal, onProgress }: Pick<Hooks, 'signal' | 'onProgress'>,
) {
  const settings = sinkSettings({ ...sink, header: Buffer.from(plan.output_header) });
  let done = 0;
  const copy = oneByOne<Parameters<CopyPart>[0], void>(async (part) => {
    throwIfAborted(signal);
    await copyStored(bulk, part);
    done += part.expected.bytes;
    onProgress?.({ stage: 'assemble', done, total, unit: 'bytes' });
  });
  const total = entries.reduce((sum, { output, dead }) => sum + output.bytes + (dead?.bytes ?? 0), 0);
  const files = new FinalFiles(settings, {
    parts: {
      entries: new Map(entries.map((entry) => [entry.shard, entry])),
      partPath: (shard, kind) =>
        partKey(kind, shard, (kind === 'output' ? entries[shard]!.output : entries[shard]!.dead!).sha256),
    },
    deadLetterHeader: () => deadLetterHeader(plan.input.name, plan.record_format),
    copyOutput: copy,
    copyDead: copy,
  });
  try {
    for (const { shard } of entries) files.add(shard);
    await files.finish();
  } catch (error) {
    await files.discard();
    throw error;
  }
  return settings;
}

/** Copies a part of a store to its place in a file. */
async function copyStored(bulk: BulkStore, { part, expected, file, position }: Parameters<CopyPart>[0]): Promise<void> {
  const target = await open(file, 'r+');
  let at = position;
  try {
    for await (const piece of checkedPieces(bulk.read(part), { key: part, ...expected })) {
      for (let from = 0; from < piece.length; ) {
        const { bytesWritten } = await target.write(piece, from, piece.length - from, at);
        [from, at] = [from + bytesWritten, at + bytesWritten];
      }
    }
  } catch (cause) {
    throw DqsError.is(cause) ? cause : notWritable(file, cause);
  } finally {
    await target.close();
  }
}
