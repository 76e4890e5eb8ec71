import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { PanelBuilder, SILENT_LOGGER, type Logger } from '@dqs/core';
import { openDeliveries } from '@dqs/runtime/history';

import { digest, serveWorker, type ServeSettings } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-worker-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const store = join(folder, 'store');
const inbox = join(folder, 'inbox');

/** Results of one day, old enough to be whole. */
function deliver(): void {
  const columns = 'source,tenant_id,dataset_uuid,dataset_name,business_date,rule_code,results';
  const path = join(inbox, 'orders.csv');
  mkdirSync(inbox);
  writeFileSync(path, `${columns}\nshop,acme,d-1,Orders,2026-03-02,R1,Pass\n`);
  utimesSync(path, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
}

type Told = (facts: Record<string, unknown>, message: string) => unknown;

/** A worker whose log is told, line by line; it ends where it cannot collect. Without a model it forecasts nothing, and says so. */
function working(settings: ServeSettings, told: Told, ticks: Told = () => undefined) {
  const stopped = new AbortController();
  const stop = () => stopped.abort(new Error('interrupted'));
  let failure: unknown;
  const error: Told = (facts, message) => {
    ticks(facts, message);
    if (facts['job'] !== 'collect') return;
    failure ??= new Error(JSON.stringify(facts));
    stop();
  };
  const logger = { ...SILENT_LOGGER, info: told, error } as Logger;
  const end = serveWorker({ store, tickSeconds: 0.1, ...settings }, { signal: stopped.signal, logger }).then(() => {
    if (failure !== undefined) throw failure;
  });
  return { end, stop };
}

describe('a worker', () => {
  it('collects what lies in the inbox, tells metrics of it, and ends by the signal', async () => {
    deliver();
    let url = '';
    let collected: () => void;
    const done = new Promise<void>((resolve) => (collected = resolve));
    const { end, stop } = working({ inbox, metricsPort: 0 }, (facts, message) => {
      if (message === 'metrics are served') url = String(facts['url']);
      if (message === 'done' && facts['job'] === 'collect') collected();
    });
    await Promise.race([done, end]);
    const metrics = await (await fetch(url)).text();
    stop();
    expect(metrics).toContain(`dqs_jobs_ended_total{kind="collect",outcome="done"} 1\n`);
    await end;
    expect((await (await openDeliveries({ store })).head()).entries).toBe(1);
    await expect(fetch(url)).rejects.toThrow('fetch failed');
  });

  it('goes on where a tick could not be kept, and ends by the signal', async () => {
    const own = join(folder, 'full');
    mkdirSync(own);
    // No folder can be made where a file is, as none can on a disk that is full.
    const place = join(own, 'system');
    writeFileSync(place, '');
    let [failed, ticked] = [() => undefined as void, () => undefined as void];
    const hasFailed = new Promise<void>((resolve) => (failed = resolve));
    const hasTicked = new Promise<void>((resolve) => (ticked = resolve));
    const { end, stop } = working(
      { store: own },
      () => undefined,
      (_facts, message) => message.startsWith('a tick failed') && failed(),
    );
    await Promise.race([hasFailed, end]);
    rmSync(place);
    const watched = setInterval(() => existsSync(join(place, 'tick')) && ticked(), 50);
    await Promise.race([hasTicked, end]);
    clearInterval(watched);
    stop();
    await end;
    expect(existsSync(join(place, 'tick'))).toBe(true);
  });

  it('grades what comes at once, however rarely it ticks', async () => {
    const own = join(folder, 'news');
    let [begun, graded] = [() => undefined as void, () => undefined as void];
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const hasGraded = new Promise<void>((resolve) => (graded = resolve));
    const told: Told = ({ job }, message) => {
      // Metrics are there once the worker looks at what is due.
      if (message === 'at work' && job === undefined) setTimeout(begun, 1000);
      if (message === 'done' && job === 'grade') graded();
    };
    const { end, stop } = working({ store: own, tickSeconds: 3600 }, told);
    await Promise.race([hasBegun, end]);
    const panel = new PanelBuilder();
    const key = { source: 's', tenantId: 't', datasetUuid: 'd', datasetName: 'n', ruleCode: '1' };
    panel.addCounts(key, 20_000, { passes: 1, fails: 0, errors: 0, recordCount: NaN, filteredCount: NaN });
    const deliveries = await openDeliveries({ store: own });
    await deliveries.add({ id: 'late', panel: panel.build(), name: 'late.csv', by: 'ann' });
    await Promise.race([hasGraded, end]);
    stop();
    await end;
  });

  it('begins nothing where the signal has fired before', async () => {
    const signal = AbortSignal.abort(new Error('interrupted'));
    const end = serveWorker({ store: join(folder, 'none') }, { signal, logger: SILENT_LOGGER });
    await expect(end).rejects.toMatchObject({ code: 'aborted' });
  });

  it('needs a store', async () => {
    const hooks = { signal: AbortSignal.any([]), logger: SILENT_LOGGER };
    await expect(serveWorker({}, hooks)).rejects.toMatchObject({ code: 'config-invalid' });
  });

  it('has the mail of a digest drawn as the reports draw it', async () => {
    const { digestMail } = await import('@dqs/reports');
    expect(await digest()).toBe(digestMail);
  });
});
