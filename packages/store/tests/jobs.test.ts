import { spawn, type ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { currentTrace, inTrace, newTrace } from '@dqs/core';

import { databaseAbout, jobHistory, JobQueue, jobTotals, openDatabase, type JobHandler } from '../src/index.js';
import { describeOnPlaces } from './support/contract-places.js';
import { testFolder } from './support/folders.js';

const at = testFolder();
const WORKER = resolve(__dirname, '../coverage/worker/worker.mjs');
const TIMES = { heartbeatSeconds: 10, superviseSeconds: 1, pollSeconds: 0.5, retrySeconds: 1 };
const KINDS = ['collect', 'forecast'];

/** Works until a condition holds, then ends. */
async function workUntil(
  queue: JobQueue,
  handlers: Record<string, JobHandler>,
  isDone: () => boolean | Promise<boolean>,
) {
  const stop = new AbortController();
  const work = queue.work(new Map(Object.entries(handlers)), { signal: stop.signal, drainMs: 1000 });
  while (!(await isDone())) await sleep(50);
  stop.abort();
  await work;
}

describeOnPlaces('jobs', (facts, placeOf) => {
  let queue: JobQueue;
  beforeEach(async () => {
    const { keeper } = placeOf();
    await keeper.withClient((client) => client.query('DROP SCHEMA IF EXISTS dqs_jobs CASCADE'));
    queue = await JobQueue.open(keeper, KINDS, { times: TIMES });
  });
  afterEach(() => queue?.close());

  const stateOf = async (key: string) => (await queue.list()).find((job) => job.key === key)?.state;

  facts('are put once, whatever has become of them', async () => {
    const offer = { kind: 'collect', key: '2026-01-05', data: { folder: 'in' } };
    expect(await queue.offer([offer, offer, { ...offer, kind: 'forecast' }])).toBe(2);
    const done: unknown[] = [];
    const collect: JobHandler = async ({ signal: _, ...job }) => void done.push(job);
    await workUntil(queue, { collect }, async () => (await stateOf('2026-01-05')) === 'done');
    expect(done).toEqual([{ ...offer, attempts: 1 }]);
    expect(await queue.offer([offer])).toBe(0);
    expect(await queue.list({ kind: 'collect' })).toMatchObject([{ ...offer, state: 'done', attempts: 1, why: null }]);
    expect(await queue.list({ state: 'waiting' })).toMatchObject([{ kind: 'forecast', attempts: 0, startedAt: null }]);
  });

  facts('have totals by kind, without opening the queue', async () => {
    const { keeper } = placeOf();
    await queue.offer([
      { kind: 'collect', key: 'good' },
      { kind: 'collect', key: 'later', startAfter: Date.now() + 3_600_000 },
      { kind: 'forecast', key: 'waits' },
    ]);
    const collect: JobHandler = async () => undefined;
    await workUntil(queue, { collect }, async () => (await stateOf('good')) === 'done');
    const now = Date.now() + 1000;
    const none = { running: 0, oldestStartedAt: null, failed: 0, done: 0 };
    const waits = { kind: 'forecast', ...none, waiting: 1, oldestDueAt: expect.any(Number) };
    const [first, second] = await jobTotals(keeper, now, now - 60_000);
    expect([first, second]).toEqual([{ kind: 'collect', ...none, waiting: 0, oldestDueAt: null, done: 1 }, waits]);
    expect(now - second!.oldestDueAt!).toBeLessThan(60_000);
    await queue.close();
    await keeper.withClient((client) => client.query('DROP SCHEMA dqs_jobs CASCADE'));
    expect(await jobTotals(keeper, now, 0)).toEqual([]);
    queue = await JobQueue.open(keeper, KINDS, { times: TIMES });
  });

  facts('have a history by kind and hour, without opening the queue', async () => {
    const { keeper } = placeOf();
    await queue.offer([
      { kind: 'collect', key: 'good' },
      { kind: 'collect', key: 'later', startAfter: Date.now() + 3_600_000 },
      { kind: 'forecast', key: 'waits' },
    ]);
    const collect: JobHandler = async () => undefined;
    await workUntil(queue, { collect }, async () => (await stateOf('good')) === 'done');
    const now = Date.now() + 1000;
    const [collected, forecast] = await jobHistory(keeper, now);
    const job = await queue.find('collect', 'good');
    expect(collected).toMatchObject({ kind: 'collect', waiting: 1, last: { key: 'good', state: 'done', why: null } });
    expect(Math.abs(collected!.last!.endedAt! - job!.endedAt!)).toBeLessThan(2);
    expect(Math.abs(collected!.through!.last - (job!.endedAt! - job!.createdAt))).toBeLessThan(2);
    expect(collected!.hours.map(({ done }) => done)).toEqual([...Array<number>(23).fill(0), 1]);
    expect(forecast).toMatchObject({ waiting: 1, last: null, through: null });
    // A day later nothing is of the last 24 hours any more.
    const [later] = await jobHistory(keeper, now + 86_400_000);
    expect(later!.hours.some(({ done }) => done > 0)).toBe(false);
    await queue.close();
    await keeper.withClient((client) => client.query('DROP SCHEMA dqs_jobs CASCADE'));
    expect(await jobHistory(keeper, now)).toEqual([]);
    queue = await JobQueue.open(keeper, KINDS, { times: TIMES });
  });

  facts('are in a database that says what it is', async () => {
    const { keeper } = placeOf();
    const about = await databaseAbout(keeper);
    expect(about).toMatchObject({ kind: keeper.kind, postgres: await keeper.serverVersion() });
    expect(about.processes).toEqual(keeper.kind === 'embedded' ? expect.any(Number) : null);
  });

  facts('are done within the trace that they were put in, others within one of their own', async () => {
    const trace = newTrace();
    await inTrace(trace, () => queue.offer([{ kind: 'collect', key: 'traced' }]));
    await queue.offer([{ kind: 'collect', key: 'plain' }]);
    const seen = new Map<string, string | undefined>();
    const collect: JobHandler = async ({ key }) => void seen.set(key, currentTrace()?.traceId);
    await workUntil(queue, { collect }, () => seen.size === 2);
    expect(seen.get('traced')).toBe(trace.traceId);
    expect(seen.get('plain')).toMatch(/^[0-9a-f]{32}$/);
    expect(seen.get('plain')).not.toBe(trace.traceId);
  });

  facts('are begun no earlier than asked', async () => {
    const startAfter = Date.now() + 3_600_000;
    await queue.offer([
      { kind: 'collect', key: 'later', startAfter },
      { kind: 'collect', key: 'now' },
    ]);
    await workUntil(queue, { collect: async () => undefined }, async () => (await stateOf('now')) === 'done');
    expect(await queue.list({ state: 'waiting' })).toMatchObject([{ key: 'later', dueAt: startAfter, attempts: 0 }]);
  });

  facts('that fail are tried again, and tell why', async () => {
    await queue.offer([{ kind: 'collect', key: 'day' }]);
    const attempts: number[] = [];
    const collect: JobHandler = async ({ attempts: attempt }) => {
      attempts.push(attempt);
      if (attempt === 1) throw new Error('the folder is away');
    };
    await workUntil(queue, { collect }, () => attempts.length === 1);
    expect(await queue.list()).toMatchObject([{ state: 'waiting', attempts: 1, why: 'the folder is away' }]);
    await workUntil(queue, { collect }, async () => (await stateOf('day')) === 'done');
    expect(attempts).toEqual([1, 2]);
  });

  facts('are cancelled and begun again by hand', async () => {
    await queue.offer([{ kind: 'collect', key: 'day' }]);
    expect(await queue.retry('collect', 'day')).toBe(false);
    expect(await queue.cancel('collect', 'day')).toBe(true);
    expect(await queue.cancel('collect', 'day')).toBe(false);
    expect(await stateOf('day')).toBe('cancelled');
    expect(await queue.retry('collect', 'day')).toBe(true);
    expect(await stateOf('day')).toBe('waiting');
    expect(await queue.cancel('collect', 'no such')).toBe(false);
  });

  facts('of two workers are each done by one', async () => {
    const keys = Array.from({ length: 12 }, (_, i) => `day ${i}`);
    const other = await openDatabase(placeOf().place);
    const second = await JobQueue.open(other, KINDS, { times: TIMES });
    try {
      expect(await queue.offer(keys.map((key) => ({ kind: 'collect', key })))).toBe(keys.length);
      const done: string[] = [];
      const by = (queues: JobQueue) =>
        workUntil(queues, { collect: async ({ key }) => void done.push(key) }, () => done.length >= keys.length);
      await Promise.all([by(queue), by(second)]);
      expect([...done].sort()).toEqual([...keys].sort());
    } finally {
      await second.close();
      await other.close();
    }
  });

  facts('of a kind that is paused wait until it is not, and what ran goes on', async () => {
    await queue.offer([
      { kind: 'collect', key: 'first' },
      { kind: 'collect', key: 'second' },
      { kind: 'forecast', key: 'other' },
    ]);
    const paused = new Set<string>();
    const done: string[] = [];
    const stop = new AbortController();
    const handler: JobHandler = async ({ key }) => {
      if (key === 'first') {
        paused.add('collect');
        // Long enough for the pause to be seen.
        await sleep(1500);
      }
      done.push(key);
    };
    const handlers = new Map(KINDS.map((kind) => [kind, handler]));
    const work = queue.work(handlers, { signal: stop.signal, paused: async () => new Set(paused) });
    while (!done.includes('first')) await sleep(50);
    await sleep(1500);
    expect([done.includes('second'), await stateOf('second')]).toEqual([false, 'waiting']);
    paused.clear();
    while (!done.includes('second')) await sleep(50);
    stop.abort();
    await work;
    expect([...done].sort()).toEqual(['first', 'other', 'second']);
  });

  facts('that outlast the end of a worker are told so, and wait for another', async () => {
    await queue.offer([{ kind: 'collect', key: 'long' }]);
    let hasBegun = false;
    const collect: JobHandler = ({ signal }) => {
      hasBegun = true;
      return new Promise((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error('had to end')), { once: true }),
      );
    };
    await workUntil(queue, { collect }, () => hasBegun);
    expect(await queue.list()).toMatchObject([{ state: 'waiting', attempts: 1, why: 'had to end' }]);
  });

  facts('end at once for a worker that is told to while it begins', async () => {
    const stop = new AbortController();
    const work = queue.work(new Map([['collect', async () => undefined]]), { signal: stop.signal });
    stop.abort();
    await work;
    await expect(queue.work(new Map(), { signal: stop.signal })).rejects.toMatchObject({ code: 'aborted' });
  });

  facts('have kinds that are known and keys that are names', async () => {
    for (const offer of [
      { kind: 'other', key: 'a' },
      { kind: 'collect', key: '' },
      { kind: 'collect', key: 'x'.repeat(501) },
    ]) {
      await expect(queue.offer([{ kind: 'collect', key: 'fine' }, offer])).rejects.toMatchObject({
        code: 'invalid-argument',
      });
    }
    expect(await queue.list()).toEqual([]);
    for (const key of ['constructor', '../../etc', "'; DROP TABLE job; --", 'é\n\t']) {
      await queue.offer([{ kind: 'collect', key }]);
      expect(await stateOf(key)).toBe('waiting');
    }
    await expect(JobQueue.open(placeOf().keeper, ['Drop table'])).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});

describe('two workers that are processes of their own', () => {
  const workers: ChildProcess[] = [];
  afterAll(() => workers.forEach((worker) => worker.kill('SIGKILL')));

  it('share many jobs, and do none of them twice', async () => {
    const folder = at('shared');
    const kinds = ['a', 'b', 'c', 'd'];
    const database = await openDatabase({ folder });
    const queue = await JobQueue.open(database, kinds, { times: TIMES });
    try {
      await database.withClient((client) => client.query('CREATE TABLE effects (job text, process integer)'));
      const jobs = kinds.flatMap((kind) => Array.from({ length: 15 }, (_, i) => ({ kind, key: `day ${i}` })));
      for (let i = 0; i < 2; i += 1) {
        workers.push(spawn(process.execPath, [WORKER, 'effect', folder, kinds.join(',')]));
      }
      await Promise.all(workers.map(({ stdout }) => new Promise((told) => stdout!.once('data', told))));
      // By both at once, as two ticks do it.
      await Promise.all([queue.offer(jobs), queue.offer([...jobs].reverse())]);
      while ((await queue.list({ limit: 100 })).some(({ state }) => state !== 'done')) await sleep(200);
      const { rows } = await database.withClient((client) =>
        client.query<{ job: string; process: number }>('SELECT job, process FROM effects'),
      );
      expect(rows.map(({ job }) => job).sort()).toEqual(jobs.map(({ kind, key }) => `${kind} ${key}`).sort());
      expect(new Set(rows.map((row) => row.process)).size).toBe(2);
    } finally {
      await queue.close();
      await database.close();
    }
  });
});

describe('a worker that is killed', () => {
  const workers: ChildProcess[] = [];
  afterAll(() => workers.forEach((worker) => worker.kill('SIGKILL')));

  it('loses its job to another one, and does nothing else', async () => {
    const folder = at('killed');
    const database = await openDatabase({ folder });
    const queue = await JobQueue.open(database, KINDS, { times: TIMES });
    try {
      await queue.offer([{ kind: 'collect', key: 'day' }]);
      const worker = spawn(process.execPath, [WORKER, 'take', folder, 'collect']);
      workers.push(worker);
      const said = await new Promise<string>((told) =>
        worker.stdout.once('data', (text: Buffer) => told(text.toString())),
      );
      expect(said).toBe('day\n');
      expect(await queue.list()).toMatchObject([{ state: 'running', attempts: 1 }]);
      worker.kill('SIGKILL');
      const attempts: number[] = [];
      const collect: JobHandler = async (job) => void attempts.push(job.attempts);
      await workUntil(queue, { collect }, async () => (await queue.list())[0]!.state === 'done');
      expect(attempts).toEqual([2]);
    } finally {
      await queue.close();
      await database.close();
    }
  });
});
