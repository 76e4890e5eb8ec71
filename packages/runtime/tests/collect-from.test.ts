import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { MemoryStore, SILENT_LOGGER } from '@dqs/core';
import { Deliveries } from '@dqs/ingestion';
import type { JobData } from '@dqs/store';

import { WORKS, type Operation, type WorkerSettings } from '../src/index.js';
import { memoryOperation } from './support/memory-operation.js';

const root = mkdtempSync(join(tmpdir(), 'dqs-from-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const at = (...parts: string[]) => join(root, ...parts);
const work = WORKS.find(({ kind }) => kind === 'collect')!;
const hooks = { signal: new AbortController().signal, logger: SILENT_LOGGER };

const SCHEMA = 'https://schemas.getdbt.com/dbt/run-results/v6.json';
const dbtRun = (invocation: string, tests: readonly string[]) => ({
  metadata: { dbt_schema_version: SCHEMA, invocation_id: invocation, generated_at: '2026-03-01T10:00:00Z' },
  results: tests.map((test) => ({ unique_id: `test.shop.${test}`, status: 'pass', timing: [] })),
  args: { which: 'test' },
});
const lineage = {
  eventType: 'COMPLETE',
  eventTime: '2026-03-01T10:00:00Z',
  run: { runId: '00000000-0000-0000-0000-000000000001' },
  job: { namespace: 'n', name: 'j' },
  inputs: [
    {
      ...{ namespace: 'pg', name: 'orders' },
      inputFacets: { dataQualityAssertions: { assertions: [{ assertion: 'unique', success: true }] } },
    },
  ],
};

function put(path: string, content: unknown, secondsAgo = 60): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  const time = new Date(Date.now() - 1000 * secondsAgo);
  utimesSync(path, time, time);
}

function operation(settings: WorkerSettings): Operation {
  const deliveries = new Deliveries(new MemoryStore());
  const digest = () => Promise.reject(new Error('nobody sends one'));
  return { settings, deliveries, digest, ...memoryOperation().operation };
}

const due = (of: Operation) => work.due(of, Date.now());
const run = (of: Operation, data: JobData = {}) => work.run(of, { key: 'k', data }, hooks);

/** Does all that is due: what became of each file, by its name. */
async function collected(of: Operation): Promise<ReadonlyMap<string, unknown>> {
  const found = new Map<string, unknown>();
  for (const { data } of await due(of)) found.set(String(data!['name']), (await run(of, data))['outcome']);
  return found;
}

describe('a folder that is searched', () => {
  it('has the results of its tools collected, each run once, and everything else left alone', async () => {
    const target = at('warehouse', 'target');
    put(join(target, 'run_results.json'), dbtRun('one', ['unique_orders', 'not_null_orders']));
    put(join(target, 'sub', 'run_results.json'), dbtRun('two', ['unique_orders']));
    put(join(target, 'settings.json'), { debug: true });
    put(join(target, 'notes.txt'), 'nothing');
    put(join(target, '.hidden.json'), dbtRun('three', ['unique_orders']));
    put(join(target, 'run_results.json.tmp'), dbtRun('four', ['unique_orders']));
    put(join(target, 'node_modules', 'run_results.json'), dbtRun('five', ['unique_orders']));
    put(at('elsewhere.json'), dbtRun('six', ['unique_orders']));
    symlinkSync(at('elsewhere.json'), join(target, 'link.json'));
    const of = operation({ collectFrom: [`dbt=${target}`] });
    expect(await collected(of)).toEqual(
      new Map([
        ['run_results.json', 'added'],
        ['settings.json', 'no results'],
        ['sub/run_results.json', 'added'],
      ]),
    );
    const ids = (await of.deliveries.entries()).flatMap(({ body }) =>
      body.kind === 'delivered' ? [body.delivery] : [],
    );
    expect(ids).toEqual(['dbt:one', 'dbt:two']);
    // The tool writes its next run under the same name.
    const before = (await due(of)).map(({ key }) => key);
    put(join(target, 'run_results.json'), dbtRun('seven', ['unique_orders', 'not_null_orders']), 30);
    const after = (await due(of)).map(({ key }) => key);
    expect(after.filter((key) => !before.includes(key))).toEqual([expect.stringContaining('run_results.json')]);
  });

  it('may hold results of several tools, may be named by a URL, and may still be empty', async () => {
    const folder = at('many of them');
    mkdirSync(folder);
    const of = operation({ collectFrom: [pathToFileURL(folder).href] });
    expect(await due(of)).toEqual([]);
    put(join(folder, 'a', 'run_results.json'), dbtRun('eight', ['unique_orders']));
    put(join(folder, 'b', 'event.json'), lineage);
    put(join(folder, 'b', 'fresh.json'), lineage, 0);
    expect(await collected(of)).toEqual(
      new Map([
        ['a/run_results.json', 'added'],
        ['b/event.json', 'added'],
      ]),
    );
  });

  it('is another one beside the inbox, and each keeps its own files of a name', async () => {
    const [inbox, first, second] = ['in', 'first', 'second'].map((name) => at(name));
    for (const folder of [inbox!, first!, second!])
      put(join(folder, 'constructor.json'), dbtRun(folder, ['unique_orders']));
    const of = operation({ inbox, collectFrom: [first!, `dbt=${second!}`] });
    expect(new Set((await due(of)).map(({ key }) => key)).size).toBe(3);
    for (const { data } of await due(of)) await run(of, data);
    expect((await of.deliveries.head()).entries).toBe(3);
  });

  it('has names in its keys that are short, however deep a file lies', async () => {
    const deep = at('deep', ...Array.from({ length: 8 }, (_, i) => `${i}`.repeat(60)));
    put(join(deep, 'run_results.json'), dbtRun('nine', ['unique_orders']));
    put(join(deep, 'more', 'run_results.json'), dbtRun('ten', ['unique_orders']));
    const keys = (await due(operation({ collectFrom: [at('deep')] }))).map(({ key }) => key);
    expect([new Set(keys).size, Math.max(...keys.map(({ length }) => length)) < 400]).toEqual([2, true]);
  });

  it('that is not there is said to be away', async () => {
    await expect(due(operation({ collectFrom: [at('nowhere')] }))).rejects.toMatchObject({
      code: 'input-not-found',
      message: expect.stringContaining('there is none at'),
    });
  });

  it.each([
    ['dtb=target', 'did you mean "dbt"?'],
    ['constructor=target', 'expected the name of an importer before =, got "constructor"'],
    ['s3://bucket/results', 'expected a folder or a file: URL of one'],
    ['dbt=https://example.org/results', 'expected a folder or a file: URL of one'],
    ['file://other-host/results', 'expected a folder or a file: URL of one'],
  ])('is refused as %s', async (text, message) => {
    await expect(due(operation({ collectFrom: [text] }))).rejects.toMatchObject({
      code: 'config-invalid',
      message: expect.stringContaining(message),
    });
  });

  it('is all that a job reaches, whatever the job says', async () => {
    const folder = at('safe');
    put(join(folder, 'run_results.json'), dbtRun('eleven', ['unique_orders']));
    put(at('secret.json'), dbtRun('twelve', ['unique_orders']));
    const of = operation({ inbox: folder, collectFrom: [folder] });
    for (const data of [
      { from: folder, name: '../secret.json' },
      { from: folder, name: 'a/../../secret.json' },
      { name: '../secret.json' },
      { from: folder, name: 'gone.json' },
    ]) {
      await expect(run(of, data)).rejects.toMatchObject({ code: 'input-not-found' });
    }
    await expect(run(of, { from: root, name: 'secret.json' })).rejects.toMatchObject({ code: 'config-invalid' });
    expect((await of.deliveries.head()).entries).toBe(0);
  });
});
