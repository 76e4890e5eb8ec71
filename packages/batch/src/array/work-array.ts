import { createHash } from 'node:crypto';

import { DqsError, namedValues, throwIfAborted, type Hooks } from '@dqs/core';

import type { BatchEventListener } from '../events.js';
import { BATCH_DEFAULTS, type BatchOptions } from '../options.js';
import type { ShardLimits } from '../records/shard-cutter.js';
import { Gate } from '../run/gate.js';
import { ProgressMeter } from '../run/progress-meter.js';
import { describeShard } from '../run/describe-shard.js';
import { ShardWork, type WorkSettings } from '../run/work.js';
import { recordCount, type Shard } from '../shard.js';
import { TextFileSource } from '../source/text-file-source.js';
import { sha256 } from '../state/part-file.js';
import { addReasons } from '../state/status.js';
import { ShardRunner } from '../workers/shard-runner.js';
import type { ArrayInput } from './array-input.js';
import { assertPlanned, committedShard, type ArrayPlan, type CommittedShard } from './plan.js';
import { doneKey, jsonText, partKey, putOnce, textAt, type RunStore } from './run-store.js';
import { Spool } from './spool.js';

/** Options of {@link workArray}. */
export interface WorkOptions
  extends Pick<BatchOptions, 'process' | 'workers' | 'isolation' | 'memoryLimitMb' | 'maxPoisonRecords'> {
  /** The input of the plan, wherever this task finds it. */
  readonly input: ArrayInput;
  /** What the work depends on here; it has to be what was planned. */
  readonly identity: Readonly<Record<string, string>>;
  /** The shards to work on, from 0 on. @default all */
  readonly shards?: readonly number[];
  /** Records and bytes that are processed at a time. Does not affect the result. @default 50,000 rows, 16 MB */
  readonly limits?: Partial<ShardLimits>;
}

/** Hooks of {@link workArray}. */
export interface WorkHooks extends Pick<Hooks, 'signal'> {
  /** Told of crashes, retries and each committed shard. */
  readonly onEvent?: BatchEventListener;
}

/** What became of a shard. Survives JSON. */
export interface WorkedShard extends CommittedShard {
  /** Whether it was committed before, by this task in an earlier start or by another that worked on the same shard. */
  readonly wasDone: boolean;
}

/**
 * Works on shards of a run and commits each: its bytes first, then the name that makes them count. What a shard becomes
 * depends on the plan, the input and the process alone, so that any number of tasks may work on the same shard, be killed
 * at any moment, or go on long after another has taken their place: the first commit counts.
 *
 * @throws DqsError `batch-plan-mismatch` if model, configuration, program or input are not those of the plan;
 * `batch-not-deterministic` if another task has committed other bytes; `invalid-argument` for a shard that the plan does not
 * have; `batch-worker-failed`; `aborted`; as the stores and the input.
 */
export async function workArray(
  store: RunStore,
  plan: ArrayPlan,
  options: WorkOptions,
  hooks: WorkHooks = {},
): Promise<readonly WorkedShard[]> {
  assertPlanned(plan, options.identity);
  const shards = options.shards ?? plan.shards.map((_, shard) => shard);
  for (const shard of shards) assertShard(plan, shard);
  let work: ShardWork | undefined;
  const worked: WorkedShard[] = [];
  try {
    for (const shard of shards) {
      throwIfAborted(hooks.signal);
      const done = await textAt(store, doneKey(shard));
      if (done === undefined) work ??= ShardWork.start(workSettings(options), plan.input.bytes);
      const entry = done === undefined ? undefined : { ...committedShard(done, shard, plan), wasDone: true };
      worked.push(entry ?? (await new ShardTask(store, plan, shard, options, hooks, work!).run()));
    }
  } finally {
    await work?.close();
  }
  return worked;
}

function workSettings({ process, workers, isolation, memoryLimitMb }: WorkOptions): WorkSettings {
  return {
    process,
    workers: workers ?? BATCH_DEFAULTS.workers,
    isolation: isolation ?? BATCH_DEFAULTS.isolation,
    memoryLimitMb: memoryLimitMb ?? BATCH_DEFAULTS.memoryLimitMb,
  };
}

/** One start of the work on one shard. */
class ShardTask {
  readonly #store: RunStore;
  readonly #plan: ArrayPlan;
  readonly #shard: number;
  readonly #options: WorkOptions;
  readonly #hooks: WorkHooks;
  readonly #work: ShardWork;
  readonly #output = new Spool();
  readonly #dead = new Spool();
  readonly #inputHash = createHash('sha256');
  readonly #meter: ProgressMeter;
  readonly #reasons = namedValues<number>();
  #records = 0;
  #rows = 0;
  #deadLetters = 0;

  constructor(
    store: RunStore,
    plan: ArrayPlan,
    shard: number,
    options: WorkOptions,
    hooks: WorkHooks,
    work: ShardWork,
  ) {
    [this.#store, this.#plan, this.#shard] = [store, plan, shard];
    [this.#options, this.#hooks, this.#work] = [options, hooks, work];
    const { start, end } = plan.shards[shard]!;
    this.#meter = new ProgressMeter(end - start);
  }

  async run(): Promise<WorkedShard> {
    try {
      await this.#process();
      return await this.#commit();
    } finally {
      await this.#output.discard();
      await this.#dead.discard();
    }
  }

  async #process(): Promise<void> {
    const { limits = {}, maxPoisonRecords = BATCH_DEFAULTS.maxPoisonRecords } = this.#options;
    const { signal, onEvent = () => {} } = this.#hooks;
    const runner = new ShardRunner(this.#work, onEvent, maxPoisonRecords);
    const gate = new Gate(this.#work.width + 1);
    const source = this.#source();
    let last: Promise<void> = Promise.resolve();
    const onBytes = (bytes: number) => this.#meter.readBytes(bytes);
    for await (const piece of source.shards({ ...BATCH_DEFAULTS.shard, ...limits }, onBytes)) {
      if (signal?.aborted === true || gate.hasFailed) break;
      this.#meter.readRecords(recordCount(piece));
      await gate.enter(() => (last = this.#take(piece, runner, source, last)));
    }
    await gate.settled();
    throwIfAborted(signal);
    this.#assertInput();
  }

  #source(): TextFileSource {
    const { text, record_format: format } = this.#plan;
    const { start, end, first_record: firstRecord } = this.#plan.shards[this.#shard]!;
    const part = { start, end, firstRecord, header: format['header'] ?? '' };
    return new TextFileSource(this.#options.input.bytes({ start, end }), text, part);
  }

  /** Processes a piece and adds its results behind those of the piece before it. */
  async #take(piece: Shard, runner: ShardRunner, source: TextFileSource, before: Promise<void>): Promise<void> {
    const result = await runner.compute(piece);
    await before;
    const { counts, dead } = describeShard(piece, result);
    this.#inputHash.update(piece.bytes);
    source.release(piece);
    await this.#output.append(result.output);
    if (dead !== null) await this.#dead.append(dead);
    this.#records += counts.records;
    this.#rows += counts.rows;
    this.#deadLetters += counts.dead_letters;
    addReasons(this.#reasons, counts.reasons);
    this.#meter.done(counts.records, counts.dead_letters, false);
    this.#hooks.onEvent?.({ type: 'progress', ...this.#meter.progress() });
  }

  #assertInput(): void {
    const planned = this.#plan.shards[this.#shard]!;
    if (this.#records === planned.records && this.#inputHash.digest('hex') === planned.sha256) return;
    throw new DqsError(
      'batch-plan-mismatch',
      `the input ${this.#options.input.name} has changed since the run was planned: shard ${this.#shard} (bytes ` +
        `${planned.start} to ${planned.end}) has other records; give the task the planned input, or plan anew in another place`,
      { details: { shard: this.#shard } },
    );
  }

  async #commit(): Promise<WorkedShard> {
    const [output, dead] = [this.#output.describe(), this.#dead.describe()];
    const entry: CommittedShard = {
      shard: this.#shard,
      records: this.#records,
      rows: this.#rows,
      dead_letters: this.#deadLetters,
      // In the order of names: that of their arrival depends on how the shard was cut into pieces.
      reasons: Object.fromEntries(Object.entries(this.#reasons).sort(([a], [b]) => (a < b ? -1 : 1))),
      input_sha256: this.#plan.shards[this.#shard]!.sha256,
      output,
      dead: dead.bytes === 0 ? null : dead,
    };
    await this.#write('output', this.#output, output.sha256);
    if (entry.dead !== null) await this.#write('dead', this.#dead, dead.sha256);
    throwIfAborted(this.#hooks.signal);
    const text = jsonText(entry);
    const found = await putOnce(this.#store, doneKey(this.#shard), text);
    if (found !== undefined && found !== text) throw this.#notDeterministic(text, found);
    const { records, dead_letters: deadLetters } = entry;
    this.#hooks.onEvent?.({ type: 'shard', shard: this.#shard, records, deadLetters });
    return { ...entry, wasDone: found !== undefined };
  }

  async #write(kind: 'output' | 'dead', spool: Spool, sha: string): Promise<void> {
    const { signal } = this.#hooks;
    const key = partKey(kind, this.#shard, sha);
    const pieces = async function* () {
      for await (const piece of spool.pieces()) {
        throwIfAborted(signal);
        yield piece;
      }
    };
    const written = await this.#store.bulk.write(key, pieces());
    if (written.sha256 === sha) return;
    throw new DqsError(
      'output-not-writable',
      `the bytes under the key ${key} are not those that were made; run it again`,
    );
  }

  #notDeterministic(ours: string, theirs: string): DqsError {
    const [here, there] = [sha256(Buffer.from(ours)), sha256(Buffer.from(theirs))].map((sha) => sha.slice(0, 12));
    return new DqsError(
      'batch-not-deterministic',
      `shard ${this.#shard} was committed with another result (${there}) than this task has made of it (${here}); the first ` +
        'one counts. Compare processors, libraries and memory of the two machines, and run the shard again in a new place',
      { details: { shard: this.#shard, committed: theirs, made: ours } },
    );
  }
}

function assertShard({ shards }: ArrayPlan, shard: number): void {
  if (Number.isInteger(shard) && shard >= 0 && shard < shards.length) return;
  throw new DqsError(
    'invalid-argument',
    `expected a shard from 0 to ${shards.length - 1}, as many as the plan has, got ${shard}; start tasks with these indices`,
    { details: { shard, shards: shards.length } },
  );
}
