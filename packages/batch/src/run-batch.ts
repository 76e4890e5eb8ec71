import { DqsError } from '@dqs/core';

import { Checkpoint } from './checkpoint.js';
import { deadLetterHeader } from './dead-letter.js';
import { batchSettings, type BatchHooks, type BatchOptions, type BatchSettings } from './options.js';
import { FinalFiles } from './run/final-files.js';
import { Gate } from './run/gate.js';
import { ProgressMeter } from './run/progress-meter.js';
import { assertSinkPlaces } from './run/sink-places.js';
import { ShardWork } from './run/work.js';
import { describeShard } from './run/describe-shard.js';
import { tooManyErrors } from './run/too-many-errors.js';
import { recordCount, type Shard } from './shard.js';
import type { SourceFault, SourceIdentity } from './source/batch-source.js';
import type { ShardEntry } from './state/journal.js';
import { copyPart, describePart, sha256 } from './state/part-file.js';
import { sumReasons } from './state/status.js';
import { ShardRunner } from './workers/shard-runner.js';

/** What a run did. Survives JSON. */
export interface BatchReport {
  readonly records: number;
  /** Records in the final file. */
  readonly rows: number;
  /** Records in the dead-letter file; together with `rows` these are all records. */
  readonly deadLetters: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly shards: number;
  /** Shards done by an earlier run. */
  readonly resumedShards: number;
  readonly workers: number;
  readonly seconds: number;
  readonly recordsPerSecond: number;
  readonly output: string;
  readonly deadLetterFile: string;
  /** Why the input ended early; null if it did not. Everything before that point is in the final file. */
  readonly fault: SourceFault | null;
}

/**
 * Runs every record of an input through a process and writes the results in the order of the records, as one file that
 * appears whole. Every record ends up in that file or, with the reason, in the dead-letter file.
 *
 * Work proceeds shard by shard, and a finished shard stays finished: a run that was killed, interrupted or stopped by a
 * full disk resumes when it is started again with the same options, and produces the same bytes as an uninterrupted
 * run.
 *
 * @throws DqsError `batch-changed`, `batch-busy` and `batch-state-invalid` if there is an unfinished run that this one
 * cannot resume, or a folder that is not a run's; `invalid-argument` for a wrong option, or if two paths are the same;
 * `batch-too-many-errors`; `batch-worker-failed`; `input-empty`; `output-not-writable`; `aborted`.
 */
export async function runBatch(options: BatchOptions, hooks: BatchHooks = {}): Promise<BatchReport> {
  const settings = batchSettings(options, hooks);
  if (settings.dryRun !== true) await assertSinkPlaces(options.sink);
  const input = await settings.source.identify({ signal: settings.signal });
  if (settings.dryRun === true) return new BatchRun(settings, input, undefined).run();
  const { sink, identity = {}, shard, restart = false, resume = false, clock } = settings;
  const checkpoint = await Checkpoint.open(
    sink.directory,
    { input, settings: identity },
    { limits: shard, restart, resume, clock },
  );
  try {
    return await new BatchRun(settings, input, checkpoint).run();
  } finally {
    await checkpoint.close();
  }
}

/** One run, from its first shard to its last. */
class BatchRun {
  readonly #settings: BatchSettings;
  readonly #input: SourceIdentity;
  readonly #checkpoint: Checkpoint | undefined;
  #files: FinalFiles | undefined;
  readonly #meter: ProgressMeter;
  readonly #entries: ShardEntry[] = [];
  readonly #resumedShards: number;

  constructor(settings: BatchSettings, input: SourceIdentity, checkpoint: Checkpoint | undefined) {
    this.#settings = settings;
    this.#input = input;
    this.#checkpoint = checkpoint;
    this.#meter = new ProgressMeter(input.bytes);
    this.#resumedShards = checkpoint?.entries.size ?? 0;
  }

  async run(): Promise<BatchReport> {
    const work = ShardWork.start(this.#settings, this.#input.bytes);
    this.#files =
      this.#checkpoint &&
      new FinalFiles(this.#settings.sink, {
        parts: this.#checkpoint,
        deadLetterHeader: () => deadLetterHeader(this.#input.name, this.#settings.source.recordFormat),
        copyOutput: (copy) => work.copy(copy),
        copyDead: copyPart,
      });
    const { onEvent } = this.#settings;
    onEvent({
      type: 'started',
      input: this.#input.name,
      workers: work.workers,
      resumedShards: this.#resumedShards,
    });
    try {
      await this.#workThrough(work);
      return await this.#finish(work.workers);
    } catch (error) {
      await this.#files?.discard();
      throw error;
    } finally {
      await work.close();
    }
  }

  async #workThrough(work: ShardWork): Promise<void> {
    const { source, shard: limits, onEvent, maxPoisonRecords, signal } = this.#settings;
    const runner = new ShardRunner(work, onEvent, maxPoisonRecords);
    const processing = new Gate(work.width + 1);
    // Workers continue while results are being flushed, which takes disk time and no memory here.
    const flushing = new Gate(work.width + 1);
    const onBytes = (bytes: number) => this.#meter.readBytes(bytes);
    for await (const shard of source.shards(this.#checkpoint?.limits ?? limits, onBytes)) {
      if (signal?.aborted === true || processing.hasFailed || flushing.hasFailed) break;
      this.#meter.readRecords(recordCount(shard));
      const known = this.#checkpoint?.entries.get(shard.index);
      if (known !== undefined) this.#takeKnown(shard, known);
      else await processing.enter(() => this.#process(shard, runner, flushing));
    }
    await processing.settled();
    await flushing.settled();
    if (signal?.aborted === true) throw this.#stopped();
  }

  #takeKnown(shard: Shard, entry: ShardEntry): void {
    if (sha256(shard.bytes) !== entry.input_sha256) {
      throw new DqsError('batch-changed', `the input has changed since the run started: shard ${shard.index} differs`);
    }
    this.#settings.source.release?.(shard);
    this.#note(entry, true);
  }

  async #process(shard: Shard, runner: ShardRunner, flushing: Gate): Promise<void> {
    const result = await runner.store(shard, this.#checkpoint?.partPath(shard.index, 'output'));
    const { counts, dead } = describeShard(shard, result);
    const { inputSha256: input_sha256, output } = result;
    const deadPart = dead === null ? null : describePart(dead);
    const entry: ShardEntry = { shard: shard.index, ...counts, input_sha256, output, dead: deadPart };
    this.#settings.source.release?.(shard);
    await flushing.enter(async () => {
      await this.#checkpoint?.record(entry, dead);
      this.#note(entry, false);
    });
  }

  #note(entry: ShardEntry, isResumed: boolean): void {
    const { shard, records, dead_letters: deadLetters } = entry;
    this.#entries.push(entry);
    this.#files?.add(shard);
    this.#meter.done(records, deadLetters, isResumed);
    if (!isResumed) this.#settings.onEvent({ type: 'shard', shard, records, deadLetters });
    this.#settings.onEvent({ type: 'progress', ...this.#meter.progress() });
  }

  async #finish(workers: number): Promise<BatchReport> {
    const { sink, maxErrorRatio, source } = this.#settings;
    const report = this.#report(workers);
    const { records, rows, deadLetters } = report;
    if (records === 0) {
      throw new DqsError(
        'input-empty',
        `expected records in ${this.#input.name}, found ${source.fault?.message ?? 'none'}`,
      );
    }
    if (deadLetters > maxErrorRatio * records) {
      await this.#files?.finishDeadLetters();
      throw tooManyErrors(report, maxErrorRatio, {
        where: this.#settings.dryRun === true ? undefined : sink.deadLetters,
        remedy: 'raise the limit to resume from here',
      });
    }
    await this.#files?.finish();
    await this.#checkpoint?.finish({
      records,
      rows,
      dead_letters: deadLetters,
      output: sink.path,
      dead_letter_file: sink.deadLetters,
    });
    this.#settings.onEvent({ type: 'finished', records, rows, deadLetters });
    return { ...report, seconds: this.#meter.seconds };
  }

  #report(workers: number): BatchReport {
    const total = (of: (entry: ShardEntry) => number) => this.#entries.reduce((sum, entry) => sum + of(entry), 0);
    const { sink, source } = this.#settings;
    return {
      records: total((entry) => entry.records),
      rows: total((entry) => entry.rows),
      deadLetters: total((entry) => entry.dead_letters),
      reasons: sumReasons(this.#entries),
      shards: this.#entries.length,
      resumedShards: this.#resumedShards,
      workers,
      seconds: this.#meter.seconds,
      recordsPerSecond: this.#meter.progress().recordsPerSecond,
      output: sink.path,
      deadLetterFile: sink.deadLetters,
      fault: source.fault ?? null,
    };
  }

  #stopped(): DqsError {
    const { records } = this.#meter.progress();
    const { directory } = this.#settings.sink;
    this.#settings.onEvent({ type: 'stopped', records, directory });
    const kept =
      this.#checkpoint === undefined ? 'nothing was written' : `${records} records are done and kept in ${directory}`;
    const message = `the run was stopped; ${kept}; run it again with the same options to resume`;
    return new DqsError('aborted', message, { cause: this.#settings.signal?.reason, details: { records, directory } });
  }
}
