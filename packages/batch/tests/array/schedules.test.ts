import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Random } from '@dqs/core';

import {
  fileInput,
  finishArray,
  perRecord,
  planArray,
  RecordRejection,
  runBatch,
  storedInput,
  textFileSource,
  workArray,
  type ArrayInput,
  type ArrayPlan,
} from '../../src/index.js';
import { FatedRun, Killed, type Fate } from '../support/fated-run.js';
import { memoryRun, readerView } from '../support/memory-run.js';
import { csvOf, file, scratchFolder } from '../support/scratch.js';

const folder = scratchFolder();
const SHARDS = 64;
const MOST_STARTS = 3;
const HEADER = 'id,text,record\n';
const TEXT = { format: 'csv' } as const;
/** All 1,000 run with DQS_SCHEDULES=1000; a schedule that failed is repeated by DQS_SEED and DQS_SCHEDULES=1. */
const SCHEDULES = Number(process.env['DQS_SCHEDULES'] ?? 100);
const SEED = Number(process.env['DQS_SEED'] ?? 1);

const process_ = perRecord((text, record) => {
  if (record % 11 === 0) throw new RecordRejection('every-11th', `expected another number than ${record}`);
  return `${text},${record}\n`;
});

const whole = { output: '', dead: '' };
let input: ArrayInput;

beforeAll(async () => {
  const odd = (i: number) => (i % 5 === 0 ? `"two\nlines ${i}"` : i % 23 === 0 ? '"torn' : `t${i}`);
  const path = file(folder, 'in.csv', csvOf(300, odd));
  const output = join(folder, 'out.csv');
  await runBatch({
    source: textFileSource(path, TEXT),
    process: process_,
    sink: { path: output, header: Buffer.from(HEADER) },
  });
  whole.output = readFileSync(output, 'latin1');
  whole.dead = readFileSync(`${output}.dead-letters.jsonl`, 'latin1');
  const store = memoryRun();
  await store.artifacts.put('in.csv', readFileSync(path));
  input = storedInput(store.bulk, 'in.csv', fileInput(path).name);
});

/** What a schedule did, so that a test can tell whether it tried anything. */
interface Deeds {
  starts: number;
  killed: number;
  frozen: number;
  thawedLate: number;
}

/** Starts the shards in any order, up to three times each, one of which is left alone, and lets frozen ones go on at any time. */
class Schedule {
  readonly #random: Random;
  readonly #store = memoryRun();
  readonly #plan: ArrayPlan;
  readonly #deeds: Deeds;
  readonly #frozen: FatedRun[] = [];
  readonly #ends: Promise<unknown>[] = [];
  readonly #waits: Promise<unknown>[] = [];

  constructor(seed: number, plan: ArrayPlan, deeds: Deeds) {
    [this.#random, this.#plan, this.#deeds] = [new Random(seed), plan, deeds];
  }

  async run(): Promise<void> {
    await planArray(this.#store, { input, text: TEXT, shards: SHARDS, identity: {}, outputHeader: HEADER, work: null });
    const left = Array.from({ length: SHARDS }, (_, shard) => ({
      shard,
      starts: 1 + this.#random.integer(MOST_STARTS),
    }));
    while (left.length > 0) {
      const at = this.#random.integer(left.length);
      const { shard } = left[at]!;
      left[at]!.starts -= 1;
      const isLast = left[at]!.starts === 0;
      if (isLast) left.splice(at, 1);
      await this.#start(shard, isLast ? undefined : this.#fate());
      if (this.#random.next() < 0.05) this.#frozen.splice(this.#random.integer(this.#frozen.length + 1), 1)[0]?.thaw();
    }
    await Promise.all(this.#waits);
    const report = await finishArray(this.#store);
    expect(report).toMatchObject({ shards: SHARDS, records: this.#plan.records });
    const seen = await readerView(this.#store);
    expect(seen.output).toBe(whole.output);
    expect(seen.dead).toBe(whole.dead);
    this.#deeds.thawedLate += this.#frozen.length;
    for (const start of this.#frozen) start.thaw();
    await Promise.all(this.#ends);
    expect(await readerView(this.#store)).toEqual(seen);
    expect(await finishArray(this.#store)).toMatchObject({ wasFinished: true });
  }

  #fate(): Fate {
    return {
      kind: this.#random.next() < 0.5 ? 'killed' : 'frozen',
      isWritten: this.#random.next() < 0.5,
      write: this.#random.integer(3),
    };
  }

  /** Begins a start; waits for its end, its death or its frost, or goes on beside it. */
  async #start(shard: number, fate: Fate | undefined): Promise<void> {
    this.#deeds.starts += 1;
    const run = new FatedRun(this.#store, fate);
    const end = workArray(run, this.#plan, { input, identity: {}, process: process_, shards: [shard] }).then(
      () => undefined,
      (error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        this.#deeds.killed += 1;
      },
    );
    this.#ends.push(end);
    const isFrozen = run.isFrozen.then(() => {
      this.#deeds.frozen += 1;
      this.#frozen.push(run);
    });
    const wait = Promise.race([end, isFrozen]);
    if (this.#random.next() < 0.3) this.#waits.push(wait);
    else await wait;
  }
}

describe('a run of 64 shards', () => {
  it(`has the bytes of one machine after ${SCHEDULES} schedules of kills and frosts, and tasks thawed after its end change nothing`, async () => {
    const deeds: Deeds = { starts: 0, killed: 0, frozen: 0, thawedLate: 0 };
    const options = { input, text: TEXT, shards: SHARDS, identity: {}, outputHeader: HEADER, work: null };
    const { plan } = await planArray(memoryRun(), options);
    for (let seed = SEED; seed < SEED + SCHEDULES; seed += 1) {
      try {
        await new Schedule(seed, plan, deeds).run();
      } catch (cause) {
        throw new Error(`the schedule of the seed ${seed} failed: ${String(cause)}`, { cause });
      }
    }
    for (const count of Object.values(deeds)) expect(count).toBeGreaterThan(SCHEDULES);
    if (SCHEDULES >= 1000) process.stdout.write(`${JSON.stringify({ schedules: SCHEDULES, ...deeds })}\n`);
  }, 1_800_000);
});
