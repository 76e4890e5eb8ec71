import { availableParallelism } from 'node:os';

import { DqsError, optionNames, SYSTEM_CLOCK, unknownOptions, type Clock, type Hooks } from '@dqs/core';

import type { FinishFile } from './assembler.js';
import type { BatchEventListener } from './events.js';
import type { ShardLimits } from './records/shard-cutter.js';
import type { ShardProcess } from './shard.js';
import type { BatchSource } from './source/batch-source.js';
import type { Isolation } from './workers/worker-handle.js';

/** A process that runs in workers: a module that calls `serveShards`, and the data each worker receives at startup. */
export interface WorkerProcess {
  readonly entry: URL;
  /**
   * Copied to each worker; survives a structured clone. A function is called once, when the workers have been started, so that they
   * load while it makes the data.
   */
  readonly data?: unknown;
}

/** Where the results go. */
export interface BatchSink {
  /** The final file. It appears whole, once everything is done. */
  readonly path: string;
  /** @default `path` plus `.dead-letters.jsonl` */
  readonly deadLetters?: string;
  /** Folder for what a resumed run needs. @default `path` plus `.batch` */
  readonly directory?: string;
  /** Bytes before the first result, such as a header. */
  readonly header?: Uint8Array;
  /**
   * Converts the assembled results into the final file, for example into another format.
   * @default the results unchanged
   */
  readonly finish?: FinishFile;
}

/** Options of {@link runBatch}. */
export interface BatchOptions {
  readonly source: BatchSource;
  /**
   * A function runs on this thread; a module runs in workers, and a crash costs no more than the record that caused it.
   */
  readonly process: ShardProcess | WorkerProcess;
  readonly sink: BatchSink;
  /**
   * Everything besides the input that the result depends on, such as model and configuration. A run is resumed only if
   * it is unchanged.
   */
  readonly identity?: Readonly<Record<string, string>>;
  /** Does not affect the result. @default 50,000 rows, 16 MB */
  readonly shard?: Partial<ShardLimits>;
  /**
   * Number of workers of a module. Does not affect the result.
   * @default 'auto': one per core, fewer for a small input
   */
  readonly workers?: number | 'auto';
  /** Whether workers are threads or processes; only processes contain an abort. @default 'threads' */
  readonly isolation?: Isolation;
  /** JavaScript heap of a worker in megabytes. @default 1024 */
  readonly memoryLimitMb?: number;
  /** Share of records that may become dead letters, 0 to 1. Above it the run fails without a final file. @default 1 */
  readonly maxErrorRatio?: number;
  /** Records that may crash their worker before the run gives up. @default 100 */
  readonly maxPoisonRecords?: number;
  /** Discards an unfinished run. @default false */
  readonly restart?: boolean;
  /** Requires an unfinished run to resume. @default false */
  readonly resume?: boolean;
  /** Does all the work and writes nothing. @default false */
  readonly dryRun?: boolean;
}

/**
 * Hooks of {@link runBatch}. After the signal, shards in progress are finished and kept before the promise rejects; the
 * clock is for the times in the journal, and no decision depends on it.
 */
export interface BatchHooks extends Pick<Hooks, 'signal' | 'clock'> {
  readonly onEvent?: BatchEventListener;
}

/** Options with every default filled in. */
export interface BatchSettings extends Omit<BatchOptions, 'sink' | 'shard' | 'workers'> {
  readonly sink: BatchSink & Required<Pick<BatchSink, 'deadLetters' | 'directory' | 'header'>>;
  readonly shard: ShardLimits;
  readonly workers: number | 'auto';
  readonly isolation: Isolation;
  readonly memoryLimitMb: number;
  readonly maxErrorRatio: number;
  readonly maxPoisonRecords: number;
  readonly onEvent: BatchEventListener;
  readonly signal?: AbortSignal;
  readonly clock: Clock;
}

/** What the options of a batch are where they are not given. */
export const BATCH_DEFAULTS = {
  shard: { rows: 50_000, bytes: 16 * 1024 * 1024 },
  workers: 'auto',
  isolation: 'threads',
  memoryLimitMb: 1024,
  maxErrorRatio: 1,
  maxPoisonRecords: 100,
} as const satisfies Partial<BatchOptions>;

const OPTIONS = optionNames<BatchOptions>({
  source: true,
  process: true,
  sink: true,
  identity: true,
  shard: true,
  workers: true,
  isolation: true,
  memoryLimitMb: true,
  maxErrorRatio: true,
  maxPoisonRecords: true,
  restart: true,
  resume: true,
  dryRun: true,
});

/** Bytes of input that justify another worker. */
const BYTES_PER_WORKER = 2 * 1024 * 1024;

/**
 * Checks options and fills in the defaults.
 *
 * @throws DqsError `invalid-argument` naming every option that is unknown, with the nearest name, or whose value is not
 * allowed.
 */
export function batchSettings(options: BatchOptions, hooks: BatchHooks = {}): BatchSettings {
  const {
    sink,
    shard = {},
    maxErrorRatio = BATCH_DEFAULTS.maxErrorRatio,
    maxPoisonRecords = BATCH_DEFAULTS.maxPoisonRecords,
    memoryLimitMb = BATCH_DEFAULTS.memoryLimitMb,
    workers = BATCH_DEFAULTS.workers,
    isolation = BATCH_DEFAULTS.isolation,
  } = options;
  const settings: BatchSettings = {
    ...options,
    sink: sinkSettings(sink),
    shard: { rows: shard.rows ?? BATCH_DEFAULTS.shard.rows, bytes: shard.bytes ?? BATCH_DEFAULTS.shard.bytes },
    workers,
    isolation,
    memoryLimitMb,
    maxErrorRatio,
    maxPoisonRecords,
    onEvent: hooks.onEvent ?? (() => {}),
    signal: hooks.signal,
    clock: hooks.clock ?? SYSTEM_CLOCK,
  };
  const problems = [...unknownOptions(options, OPTIONS), ...problemsOf(settings)];
  if (problems.length > 0) throw new DqsError('invalid-argument', problems.join('; '), { details: { problems } });
  return settings;
}

/** Where results go, with every default filled in. */
export function sinkSettings(sink: BatchSink): BatchSettings['sink'] {
  return {
    ...sink,
    deadLetters: sink.deadLetters ?? `${sink.path}.dead-letters.jsonl`,
    directory: sink.directory ?? `${sink.path}.batch`,
    header: sink.header ?? new Uint8Array(0),
  };
}

/** How many workers an input is worth. */
export function workersFor(workers: number | 'auto', inputBytes: number): number {
  if (workers !== 'auto') return workers;
  return Math.max(1, Math.min(availableParallelism(), Math.ceil(inputBytes / BYTES_PER_WORKER)));
}

function problemsOf({ shard, workers, maxErrorRatio, maxPoisonRecords, memoryLimitMb }: BatchSettings): string[] {
  const isCount = (value: number) => Number.isInteger(value) && value >= 1;
  const checks: readonly (readonly [boolean, string, unknown])[] = [
    [isCount(shard.rows) && shard.rows <= 10_000_000, 'shard.rows from 1 to 10,000,000', shard.rows],
    [isCount(shard.bytes), 'shard.bytes a whole number ≥ 1', shard.bytes],
    [workers === 'auto' || (isCount(workers) && workers <= 1024), 'workers from 1 to 1024, or auto', workers],
    [maxErrorRatio >= 0 && maxErrorRatio <= 1, 'maxErrorRatio within 0 and 1', maxErrorRatio],
    [
      Number.isInteger(maxPoisonRecords) && maxPoisonRecords >= 0,
      'maxPoisonRecords a whole number ≥ 0',
      maxPoisonRecords,
    ],
    [isCount(memoryLimitMb) && memoryLimitMb >= 16, 'memoryLimitMb a whole number ≥ 16', memoryLimitMb],
  ];
  return checks.filter(([ok]) => !ok).map(([, wanted, got]) => `expected ${wanted}, got ${JSON.stringify(got)}`);
}
