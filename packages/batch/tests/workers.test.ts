import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { DqsError } from '@dqs/core';

import {
  runBatch,
  textFileSource,
  WorkerCrash,
  WorkerPool,
  type BatchEvent,
  type BatchOptions,
  type BatchSource,
  type Isolation,
} from '../src/index.js';
import { SpareCores } from '../src/workers/spare-cores.js';
import { csvOf, eventLog, file, scratchFolder, WORKER } from './support/scratch.js';

const folder = scratchFolder();
let runs = 0;

async function run(content: string, extra: Partial<BatchOptions> = {}) {
  runs += 1;
  const output = join(folder, `out-${runs}.csv`);
  const { events, onEvent } = eventLog();
  const report = await runBatch(
    {
      source: textFileSource(file(folder, `in-${runs}.csv`, content), { format: 'csv' }),
      process: { entry: WORKER, data: {} },
      sink: { path: output },
      shard: { rows: 16 },
      workers: 2,
      ...extra,
    },
    { onEvent },
  );
  const dead = readFileSync(`${output}.dead-letters.jsonl`, 'utf8').split('\n').slice(1, -1);
  return {
    report,
    events,
    text: readFileSync(output, 'utf8'),
    dead: dead.map((line) => JSON.parse(line) as { record: number; reason: string; message: string; raw: string }),
  };
}

const count = (events: readonly BatchEvent[], type: BatchEvent['type']) => events.filter((e) => e.type === type).length;

/** Rows of which one affects its worker. */
const withDeed = (word: string) => csvOf(24, (i) => (i === 10 ? word : `row ${i}`));

const expected = Array.from({ length: 24 }, (_, i) => (i === 10 ? '' : `${i},row ${i},ok\n`)).join('');

describe.each<[Isolation]>([['threads'], ['processes']])('workers that are %s', (isolation) => {
  it('give the same bytes as any other number of them', async () => {
    const texts = [];
    for (const workers of [1, 2, 4]) texts.push((await run(csvOf(200), { workers, isolation })).text);
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]!.split('\n')).toHaveLength(201);
  });

  const deeds = isolation === 'threads' ? ['EXIT', 'THROW', 'MEMORY'] : ['EXIT', 'THROW', 'ABORT'];

  it.each(deeds)('lose only the record that crashes them (%s)', async (word) => {
    const shard = { rows: 4 };
    const { text, dead, report, events } = await run(withDeed(word), { isolation, memoryLimitMb: 32, shard });
    expect(text).toBe(expected);
    expect(dead).toMatchObject([{ record: 11, reason: 'worker-crashed', raw: `10,${word}` }]);
    expect(report).toMatchObject({ records: 24, rows: 23, deadLetters: 1 });
    expect(count(events, 'poison')).toBe(1);
    expect(count(events, 'retry')).toBeGreaterThanOrEqual(1);
    expect(count(events, 'split')).toBeGreaterThanOrEqual(1);
  });
});

describe('workers', () => {
  it('put their last message into the dead letter', async () => {
    const { dead } = await run(withDeed('THROW'));
    expect(dead[0]!.message).toBe('this record is poison');
    expect((await run(withDeed('EXIT'))).dead[0]!.message).toBe('the worker exited with code 7');
  });

  it('that cannot start end the run with their own message', async () => {
    await expect(run(csvOf(10), { process: { entry: WORKER, data: { isBroken: true } } })).rejects.toMatchObject({
      code: 'batch-worker-failed',
      message: expect.stringContaining('there is no model'),
    });
    const entry = new URL('file:///no/such/worker.mjs');
    await expect(run(csvOf(10), { process: { entry } })).rejects.toMatchObject({ code: 'batch-worker-failed' });
  });

  it('that nearly every record crashes end the run', async () => {
    await expect(
      run(
        csvOf(40, () => 'THROW'),
        { maxPoisonRecords: 3 },
      ),
    ).rejects.toMatchObject({
      code: 'batch-worker-failed',
      message: expect.stringContaining('more than 3 records crashed their worker'),
    });
  });

  it('never process more shards at a time than there is room for', async () => {
    const source = textFileSource(file(folder, 'room.csv', csvOf(800)), { format: 'csv' });
    let [taken, most] = [0, 0];
    const { events, onEvent } = eventLog();
    const done = () => count(events, 'shard');
    const counted: BatchSource = {
      identify: (hooks) => source.identify(hooks),
      async *shards(limits, onBytes) {
        for await (const shard of source.shards(limits, onBytes)) {
          taken += 1;
          most = Math.max(most, taken - done());
          yield shard;
        }
      },
      release: (shard) => source.release(shard),
      get fault() {
        return source.fault;
      },
      get recordFormat() {
        return source.recordFormat;
      },
    };
    const sink = { path: join(folder, 'room-out.csv') };
    const process = { entry: WORKER, data: {} };
    await runBatch({ source: counted, process, sink, workers: 2, shard: { rows: 10 } }, { onEvent });
    expect([taken, done()]).toEqual([80, 80]);
    // Four in progress and one that waits, as many that are being flushed, and the one that is read.
    expect(most).toBeLessThanOrEqual(11);
  });
});

describe('a pool', () => {
  /** A worker made of the statements that answer a task; `answer` sends something to the pool. */
  const entryOf = (name: string, statements: string) =>
    pathToFileURL(
      file(
        folder,
        `${name}.mjs`,
        `import { parentPort } from 'node:worker_threads';
         const answer = (message) => parentPort.postMessage(message);
         parentPort.on('message', ({ kind, id }) => { if (kind === 'start') answer({ kind: 'ready' }); else { ${statements} } });`,
      ),
    );

  it('that has failed ignores late answers of its workers', async () => {
    const late =
      "answer({ kind: 'failed', error: { message: 'no more' } }); answer({ kind: 'result', id, result: 1 });";
    const stray = `${late} answer({ kind: 'result', id: id + 1000, result: 2 }); answer({ kind: 'error', id, error: {} });`;
    const pool = new WorkerPool<number, number>({ entry: entryOf('late', stray), data: null, workers: 1 });
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on('uncaughtException', note);
    try {
      await expect(pool.run(1)).rejects.toMatchObject({ code: 'batch-worker-failed' });
      await expect(pool.run(2)).rejects.toMatchObject({ code: 'batch-worker-failed' });
      // A message of one worker has arrived once a later message of another has.
      const other = new WorkerPool<number, number>({
        entry: entryOf('fine', "answer({ kind: 'result', id, result: 3 });"),
        data: null,
        workers: 1,
      });
      expect(await other.run(1)).toBe(3);
      await other.close();
      await pool.close();
      expect(uncaught).toEqual([]);
    } finally {
      process.off('uncaughtException', note);
    }
  });

  it('reports a worker that exited with an error code', async () => {
    const pool = new WorkerPool<number, number>({ entry: entryOf('ends', 'process.exit(7);'), data: null, workers: 1 });
    const error: unknown = await pool.run(1).catch((cause: unknown) => cause);
    await pool.close();
    expect(error).toBeInstanceOf(WorkerCrash);
    expect(DqsError.is(error)).toBe(true);
    expect(error).toMatchObject({ code: 'worker-crashed', message: 'the worker exited with code 7' });
  });

  it('makes data that a function gives once, after its workers were started, also for those that replace others', async () => {
    const entry = pathToFileURL(
      file(
        folder,
        'told.mjs',
        `import { parentPort } from 'node:worker_threads';
         let data;
         parentPort.on('message', (message) => {
           if (message.kind === 'start') { data = message.data; parentPort.postMessage({ kind: 'ready' }); }
           else if (message.task === 'end') process.exit(7);
           else parentPort.postMessage({ kind: 'result', id: message.id, result: data });
         });`,
      ),
    );
    let calls = 0;
    const pool = new WorkerPool<string, number>({ entry, data: () => (calls += 1), workers: 2 });
    expect(await Promise.all(['a', 'b', 'c'].map((task) => pool.run(task)))).toEqual([1, 1, 1]);
    await expect(pool.run('end')).rejects.toMatchObject({ code: 'worker-crashed' });
    expect(await Promise.all(['a', 'b', 'c'].map((task) => pool.run(task)))).toEqual([1, 1, 1]);
    await pool.close();
  });

  it('leaves no worker behind when its data cannot be made', () => {
    const data = () => {
      throw new DqsError('invalid-argument', 'no data');
    };
    const make = () => new WorkerPool({ entry: entryOf('idle', ''), data, workers: 1 });
    expect(make).toThrow(expect.objectContaining({ code: 'invalid-argument' }) as Error);
  });

  it('starts workers beyond the number of cores while half of these idle, judged by half seconds', () => {
    const use = { cpu: 0, time: 0 };
    const spare = new SpareCores(4, () => ({ ...use }));
    const after = (time: number, cpu: number) => {
      use.time += time;
      use.cpu += cpu;
      return spare.areThere();
    };
    expect(after(499, 0)).toBe(false);
    expect(after(1, 999)).toBe(true);
    expect(after(500, 1000)).toBe(false);
    expect(after(2000, 3999)).toBe(true);
    expect(after(100, 0)).toBe(false);
    // All that was used since the last answer counts.
    expect(after(400, 1100)).toBe(false);
  });

  it('has more workers than there are cores once tasks wait and the cores have nothing to do', async () => {
    const idle = `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);`;
    const entry = pathToFileURL(
      file(
        folder,
        'idle.mjs',
        `import { parentPort, threadId } from 'node:worker_threads';
         parentPort.on('message', ({ kind, id }) => {
           if (kind === 'start') return parentPort.postMessage({ kind: 'ready' });
           ${idle}
           parentPort.postMessage({ kind: 'result', id, result: threadId });
         });`,
      ),
    );
    const cores = availableParallelism();
    const pool = new WorkerPool<null, number>({ entry, data: null, workers: cores + 1 });
    const seen = new Set<number>();
    while (seen.size <= cores) {
      const tasks = Array.from({ length: 4 * cores }, () => pool.run(null));
      for (const thread of await Promise.all(tasks)) seen.add(thread);
    }
    await pool.close();
    expect(seen.size).toBe(cores + 1);
  });
});
