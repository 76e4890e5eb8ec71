import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MemoryStore, PanelBuilder, parseDay, SILENT_LOGGER } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';

import { WORKS, type Operation, type Work, type WorkerSettings } from '../src/index.js';
import { worksOf } from '../src/jobs/works.js';
import { memoryOperation } from './support/memory-operation.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-jobs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const inbox = join(folder, 'inbox');
mkdirSync(inbox);

const DAY = '2026-03-02';
const at = (clock: string) => Date.parse(`${DAY}T${clock}:00Z`);
const workOf = (kind: string) => WORKS.find((work) => work.kind === kind)!;

/** An operation in memory that has received the results of a day, or nothing yet. */
async function operation(settings: WorkerSettings = {}, { hasResults = true } = {}): Promise<Operation> {
  const deliveries = new Deliveries(new MemoryStore());
  if (hasResults) {
    const builder = new PanelBuilder();
    const key = { source: 's', tenantId: '', datasetUuid: 'd', datasetName: 'd', ruleCode: '1' };
    builder.addCounts(key, parseDay('2026-03-01')!, {
      passes: 1,
      fails: 0,
      errors: 0,
      recordCount: 1,
      filteredCount: 1,
    });
    await deliveries.add({ id: 'first', panel: builder.build(), name: 'first', by: 'test' });
  }
  const digest = () => Promise.reject(new Error('nobody sends one'));
  return { settings, deliveries, digest, ...memoryOperation().operation };
}

const due = (work: Work, of: Operation, now: number) => work.due(of, now);

describe('forecasts are due', () => {
  it.each([
    ['05:59', {}, []],
    ['06:00', {}, [DAY]],
    ['00:00', { issueAt: '00:00' }, [DAY]],
    ['12:29', { issueAt: '12:30' }, []],
    ['23:59', { issueAt: '12:30' }, [DAY]],
  ])('at %s where %j is set: %j', async (clock, settings, dates) => {
    const offers = await due(workOf('forecast'), await operation(settings), at(clock));
    expect(offers.map(({ key, data }) => [key, data])).toEqual(dates.map((date) => [date, { date }]));
  });

  it('not before anything has arrived', async () => {
    expect(await due(workOf('forecast'), await operation({}, { hasResults: false }), at('12:00'))).toEqual([]);
  });
});

describe('grades are due', () => {
  it('while something is not collected, once an hour', async () => {
    const of = await operation();
    const keys = await Promise.all(
      ['06:00', '06:59', '07:00'].map(async (clock) => (await due(workOf('grade'), of, at(clock)))[0]!.key),
    );
    expect(keys[0]).toBe(keys[1]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('not where all is in the ledger', async () => {
    const of = await operation();
    const [offer] = await due(workOf('grade'), of, at('06:00'));
    const hooks = { signal: AbortSignal.any([]), logger: SILENT_LOGGER };
    const run = () => workOf('grade').run(of, { key: offer!.key, data: {} }, hooks);
    // Whoever follows is told that results have come, also of days that are not graded yet; and once.
    expect((await run()).events).toEqual([{ type: 'results.arrived', subject: 'results', data: { revisions: 1 } }]);
    expect((await run()).events).toEqual([]);
    // Its only day waits for nobody, so it is graded, and nothing is left.
    expect(await due(workOf('grade'), of, at('06:00'))).toEqual([]);
  });
});

describe('files of an inbox are due', () => {
  const names = async () => {
    const offers = await due(workOf('collect'), await operation({ inbox }), Date.now());
    return offers.map(({ data }) => data!['name']);
  };
  const put = (name: string, seconds = 60) => {
    writeFileSync(join(inbox, name), name);
    const time = new Date(Date.now() - 1000 * seconds);
    utimesSync(join(inbox, name), time, time);
  };

  it('once they are whole: no links, devices, folders, and none that a program still writes', async () => {
    for (const name of ['b.csv', 'a.csv', 'constructor', '__proto__', 'a b;$(x).csv']) put(name);
    for (const name of ['.hidden.csv', 'c.csv.tmp', 'd.csv.PART', 'e.csv~']) put(name);
    put('fresh.csv', 0);
    mkdirSync(join(inbox, 'folder.csv'));
    symlinkSync('/etc/passwd', join(inbox, 'link.csv'));
    execFileSync('mkfifo', [join(inbox, 'pipe.csv')]);
    expect(await names()).toEqual(['__proto__', 'a b;$(x).csv', 'a.csv', 'b.csv', 'constructor']);
  });

  it('again once their content is another', async () => {
    const keyOf = async () => (await due(workOf('collect'), await operation({ inbox }), Date.now()))[0]!.key;
    const before = await keyOf();
    expect(await keyOf()).toBe(before);
    put('__proto__', 30);
    expect(await keyOf()).not.toBe(before);
  });

  it('and their columns are understood as the settings say', async () => {
    put('mapped.csv');
    const [header, row] = ['table;name;check;when;result', 'd-1;Orders;101;2026-03-01;PASSED'];
    writeFileSync(join(inbox, 'mapped.csv'), `${header}\n${row}\n`);
    const ids = { dataset_uuid: 'table', dataset_name: 'name', rule_code: 'check' };
    const map = { ...ids, business_date: 'when', results: 'result' };
    const of = await operation(
      { inbox, map, set: { source: 's', tenant_id: 't' }, delimiter: ';' },
      { hasResults: false },
    );
    const hooks = { signal: AbortSignal.any([]), logger: SILENT_LOGGER };
    const done = await workOf('collect').run(of, { key: 'mapped', data: { name: 'mapped.csv' } }, hooks);
    expect(done).toMatchObject({ outcome: 'added', rows: 1, rowsRejected: 0 });
    rmSync(join(inbox, 'mapped.csv'));
  });

  it('and a folder that is not there is said to be away', async () => {
    const away = await operation({ inbox: join(folder, 'nowhere') });
    await expect(due(workOf('collect'), away, Date.now())).rejects.toMatchObject({ code: 'input-not-found' });
  });
});

describe('a worker', () => {
  const kinds = (settings: WorkerSettings) => worksOf(settings).map(({ kind }) => kind);

  it('leaves to others what it is not set up for', () => {
    const always = ['grade', 'forecast', 'webhooks', 'monitor', 'verify'];
    expect(kinds({})).toEqual(always);
    expect(new Set(kinds({ inbox }))).toEqual(new Set(['collect', ...always]));
    const all = kinds({ inbox, policy: 'a.yaml', servedRetraining: 'b.yaml', keepRecordDays: 30 });
    expect(all).toEqual(WORKS.map(({ kind }) => kind));
  });
});
