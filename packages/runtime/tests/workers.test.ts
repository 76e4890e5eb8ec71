import { FileStore, PanelBuilder, parseDay } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';

import { openOperation, pause, resume, runDue, runWorker } from '../src/index.js';
import { lastTick } from '../src/operation/system-record.js';
import { keepingLogger, refusal, TestFolder } from './support/folder.js';

const folder = new TestFolder();
const store = folder.at('store');
const registry = folder.at('registry');
// The queue goes by the clock of its database: another one here would wait for what is due there, or not see it.
const now = () => Date.now();
const settings = { store, registry, issueAt: '00:00' };
const digest = () => Promise.reject(new Error('nobody sends one'));

function hooksOf() {
  const { logger, lines } = keepingLogger();
  const stop = new AbortController();
  return { stop, lines, hooks: { signal: stop.signal, logger, clock: { now } } };
}

/** Results of a day, as somebody delivers them. */
async function deliver(id: string, date: string): Promise<void> {
  const builder = new PanelBuilder();
  const key = { source: 's', tenantId: '', datasetUuid: 'd', datasetName: 'd', ruleCode: '1' };
  builder.addCounts(key, parseDay(date)!, { passes: 1, fails: 0, errors: 0, recordCount: 1, filteredCount: 1 });
  await new Deliveries(new FileStore(store)).add({ id, panel: builder.build(), name: id, by: 'test' });
}

/** What is kept in the database of the store. */
async function kept<T>(work: (operation: Awaited<ReturnType<typeof openOperation>>) => Promise<T>): Promise<T> {
  const operation = await openOperation({ store });
  try {
    return await work(operation);
  } finally {
    await operation.database.close();
  }
}

describe('a worker that does what is due and ends', () => {
  it('has nothing to do before anything has come', async () => {
    const { hooks } = hooksOf();
    const { ticked, jobs } = await runDue(settings, digest, hooks);
    expect(jobs).toEqual([]);
    expect(ticked.map(({ put, why, paused }) => [put, why, paused])).toEqual(ticked.map(() => [0, null, null]));
    expect(now() - (await lastTick(store))!).toBeLessThan(60_000);
  });

  it('does what has come, says what failed and why, and begins nothing that is paused', async () => {
    await deliver('first', '2026-03-01');
    await kept(({ notices }) => pause(notices, { kind: 'verify' }, { by: 'ann', reason: 'rebuild', at: now() }));
    const { hooks, lines } = hooksOf();
    const { ticked, jobs } = await runDue({ ...settings, keepLedgerDays: 30 }, digest, hooks);
    const ended = new Map(jobs.map(({ kind, outcome, why }) => [kind, [outcome, why]]));
    expect(ended.get('grade')).toEqual(['done', null]);
    expect(ended.get('retention')).toEqual(['done', null]);
    expect(ended.get('forecast')).toEqual(['failed', expect.stringContaining('has none in production')]);
    expect(ended.has('verify')).toBe(false);
    expect(ticked.find(({ kind }) => kind === 'verify')?.paused).toMatchObject({ by: 'ann', reason: 'rebuild' });
    const failed = lines.filter(([level, , message]) => level === 'error' && message === 'failed');
    expect(failed).toMatchObject([['error', { job: 'forecast', attempt: 1, code: 'config-invalid' }, 'failed']]);
    expect(lines.filter(([, , message]) => message === 'done').map(([, fields]) => fields)).toEqual(
      expect.arrayContaining([expect.objectContaining({ job: 'grade', attempt: 1 })]),
    );
  });

  it('does nothing twice, and what was paused once it is resumed', async () => {
    await kept(({ notices }) => resume(notices, { kind: 'verify' }));
    const { hooks } = hooksOf();
    const { jobs } = await runDue({ ...settings, keepLedgerDays: 30 }, digest, hooks);
    const done = jobs.filter(({ outcome }) => outcome === 'done').map(({ kind }) => kind);
    expect([done.includes('verify'), done.includes('grade')]).toEqual([true, false]);
  });

  it('ends at once where it is told to', async () => {
    const { hooks, stop } = hooksOf();
    stop.abort();
    expect((await refusal(() => runDue(settings, digest, hooks)))?.[0]).toBe('aborted');
    expect((await refusal(() => runDue({}, digest, hooksOf().hooks)))?.[0]).toBe('config-invalid');
  });
});

describe('a worker that goes on', () => {
  it('serves its metrics, takes up what comes without waiting for its next tick, and ends when it is told to', async () => {
    const { hooks, stop, lines } = hooksOf();
    let text = '';
    const onLine = async ([, fields, message]: (typeof lines)[number]) => {
      if (message === 'metrics are served') {
        const { url } = fields as { readonly url: string };
        text = await (await fetch(url)).text();
        expect((await fetch(url.replace('/metrics', '/other'))).status).toBe(404);
        await deliver('second', '2026-03-02');
      }
      if (message === 'done' && (fields as { job?: string }).job === 'grade') stop.abort();
    };
    const told: Promise<void>[] = [];
    const info = (fields: object, message: string) => {
      hooks.logger.info(fields, message);
      told.push(onLine(['info', fields, message]));
    };
    const serving = { ...settings, tickSeconds: 60, drainSeconds: 5, metricsPort: 0, metricsHost: '127.0.0.1' };
    await runWorker(serving, digest, { ...hooks, logger: { ...hooks.logger, info } });
    await Promise.all(told);
    expect(text).toContain('# TYPE dqs_');
    const messages = lines.map(([, , message]) => message);
    expect(messages).toEqual(expect.arrayContaining(['at work', 'put what is due', 'done']));
    expect(messages.at(-1)).toBe('ending: running jobs have time to end');
    const refused = await refusal(() => runWorker(serving, digest, hooks));
    expect(refused?.[0]).toBe('aborted');
  });

  it('says on which port it cannot serve metrics', async () => {
    const { createServer } = await import('node:http');
    const server = createServer();
    const port = await new Promise<number>((done) => {
      server.listen(0, '127.0.0.1', () => done((server.address() as { readonly port: number }).port));
    });
    const { hooks } = hooksOf();
    const taken = { ...settings, metricsPort: port, metricsHost: '127.0.0.1' };
    const refused = await refusal(() => runWorker(taken, digest, hooks));
    expect(refused).toEqual([
      'not-served',
      expect.stringContaining(`expected to listen on 127.0.0.1:${port} for metrics: `),
    ]);
    server.close();
  });
});
