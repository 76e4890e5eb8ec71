import { createHash, type Hash } from 'node:crypto';

import { DqsError, DQS_VERSION, throwIfAborted, type Hooks } from '@dqs/core';

import { BATCH_DEFAULTS } from '../options.js';
import { recordCount, type Shard } from '../shard.js';
import type { SourceIdentity } from '../source/batch-source.js';
import { ownRoom, type InputBytes, type Room } from '../source/input-bytes.js';
import { TextFileSource, type TextSourceOptions } from '../source/text-file-source.js';
import type { ArrayInput } from './array-input.js';
import { MAX_SHARDS, type ArrayPlan, type PlannedShard } from './plan.js';
import { jsonText, PLAN, putOnce, type RunStore } from './run-store.js';

/** Options of {@link planArray}. */
export interface PlanOptions<Work> {
  readonly input: ArrayInput;
  readonly text: TextSourceOptions;
  /** Number of shards, one for each task, 1 to 10,000. Of a small input some are empty. */
  readonly shards: number;
  /** See {@link ArrayPlan.identity}. */
  readonly identity: Readonly<Record<string, string>>;
  /** Text before the first result, such as a header. @default none */
  readonly outputHeader?: string;
  /** See {@link ArrayPlan.work}. */
  readonly work: Work;
}

/** Hooks of {@link planArray}. */
export type PlanHooks = Pick<Hooks, 'signal' | 'onProgress'>;

/** Cuts of a shard's size from which its border is chosen: no shard is longer than another by more than this part. */
const CUTS_PER_SHARD = 16;

/**
 * Reads an input once, cuts it at borders of records into shards of about the same size, and writes the plan of a run.
 *
 * @returns the plan, and whether the same one was there already.
 * @throws DqsError `invalid-argument` for a compressed input, of which no part can be read by itself, or a number of shards
 * that is not allowed; `batch-changed` if the place holds another plan; `input-empty`; `aborted`; as the source.
 */
export async function planArray<Work>(
  store: RunStore,
  options: PlanOptions<Work>,
  hooks: PlanHooks = {},
): Promise<{ readonly plan: ArrayPlan<Work>; readonly wasThere: boolean }> {
  const plan = await cutPlan(options, hooks);
  const text = jsonText(plan);
  const found = await putOnce(store, PLAN, text);
  if (found !== undefined && found !== text) {
    throw new DqsError(
      'batch-changed',
      `the place already holds the plan of another run (other input, model, options or version); choose another place`,
    );
  }
  return { plan, wasThere: found !== undefined };
}

async function cutPlan<Work>(options: PlanOptions<Work>, { signal, onProgress }: PlanHooks): Promise<ArrayPlan<Work>> {
  const { input, text, shards: count } = options;
  assertShards(count);
  const total = await input.size();
  const bytes = new HashedBytes(input.bytes());
  if (await bytes.isCompressed()) throw compressed(input.name);
  const source = new TextFileSource(bytes, text);
  const cutter = new PlanCutter(count, total);
  const cutBytes = Math.max(1, Math.min(BATCH_DEFAULTS.shard.bytes, Math.ceil(total / (count * CUTS_PER_SHARD))));
  const onBytes = (done: number) => onProgress?.({ stage: 'plan', done, total, unit: 'bytes' });
  for await (const shard of source.shards({ ...BATCH_DEFAULTS.shard, bytes: cutBytes }, onBytes)) {
    throwIfAborted(signal);
    cutter.add(shard);
    source.release(shard);
  }
  const identity = bytes.identity();
  const shards = cutter.end(identity.bytes);
  const records = shards.reduce((sum, shard) => sum + shard.records, 0);
  if (records === 0) throw new DqsError('input-empty', `expected records in ${input.name}, found none`);
  return {
    dqs_plan: 1,
    program: DQS_VERSION,
    input: identity,
    text,
    record_format: source.recordFormat,
    identity: options.identity,
    output_header: options.outputHeader ?? '',
    work: options.work,
    records,
    shards,
  };
}

/** Joins the cuts of the whole input to shards. */
class PlanCutter {
  readonly #count: number;
  readonly #total: number;
  readonly #shards: PlannedShard[] = [];
  #open: { readonly start: number; readonly first_record: number; records: number; readonly hash: Hash } | undefined;

  constructor(count: number, total: number) {
    [this.#count, this.#total] = [count, total];
  }

  add(cut: Shard): void {
    const start = cut.byteOffset!;
    // A border is where a cut begins: what lies between two cuts belongs to the first.
    if (this.#open !== undefined && start >= (this.#total * (this.#shards.length + 1)) / this.#count)
      this.#close(start);
    this.#open ??= { start, first_record: cut.firstRecord, records: 0, hash: createHash('sha256') };
    this.#open.records += recordCount(cut);
    this.#open.hash.update(cut.bytes);
  }

  end(length: number): readonly PlannedShard[] {
    this.#close(length);
    const last = this.#shards.at(-1);
    const next = last === undefined ? 1 : last.first_record + last.records;
    const sha256 = createHash('sha256').digest('hex');
    while (this.#shards.length < this.#count) {
      this.#shards.push({ start: length, end: length, first_record: next, records: 0, sha256 });
    }
    return this.#shards;
  }

  #close(end: number): void {
    if (this.#open === undefined) return;
    const { start, first_record, records, hash } = this.#open;
    this.#shards.push({ start, end, first_record, records, sha256: hash.digest('hex') });
    this.#open = undefined;
  }
}

/** Bytes whose size and sha256 are known once they have been read to the end. */
class HashedBytes implements InputBytes {
  readonly #bytes: InputBytes;
  #hash = createHash('sha256');
  #length = 0;

  constructor(bytes: InputBytes) {
    this.#bytes = bytes;
  }

  get path() {
    return this.#bytes.path;
  }

  get fault() {
    return this.#bytes.fault;
  }

  isCompressed() {
    return this.#bytes.isCompressed();
  }

  identify(hooks?: Pick<Hooks, 'signal'>) {
    return this.#bytes.identify(hooks);
  }

  /** Of the last reading. */
  identity(): SourceIdentity {
    return { name: this.path, bytes: this.#length, sha256: this.#hash.digest('hex') };
  }

  async *chunks(onBytes?: (bytes: number) => void, room: Room = ownRoom()): AsyncGenerator<Buffer> {
    [this.#hash, this.#length] = [createHash('sha256'), 0];
    for await (const chunk of this.#bytes.chunks(onBytes, room)) {
      this.#hash.update(chunk);
      this.#length += chunk.length;
      yield chunk;
    }
  }
}

function assertShards(count: number): void {
  if (Number.isInteger(count) && count >= 1 && count <= MAX_SHARDS) return;
  throw new DqsError('invalid-argument', `expected 1 to ${MAX_SHARDS} shards, got ${count}`, { details: { count } });
}

function compressed(name: string): DqsError {
  return new DqsError(
    'invalid-argument',
    `expected an uncompressed input, since each task reads a part of it by itself, got gzip: ${name}; decompress it first ` +
      '(gzip -dk), or run it on one machine, which reads gzip',
    { details: { path: name } },
  );
}
