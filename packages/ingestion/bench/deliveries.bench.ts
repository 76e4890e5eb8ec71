// A store of deliveries in a folder: how long a new one takes when there are few and when there are many already, and how
// long the known panel takes, before and after compaction. Every measurement opens the store afresh.
//
//   node --conditions=@dqs/source --import tsx packages/ingestion/bench/deliveries.bench.ts
//
// DQS_BENCH_DELIVERIES sets how many there are at the most (100,000), DQS_BENCH_SERIES the series of a day (200).
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { FileStore, MemoryStore, PanelBuilder, type DailyPanel } from '@dqs/core';

import { Deliveries } from '../src/index.js';

const MOST = Number(process.env['DQS_BENCH_DELIVERIES'] ?? 100_000);
const SERIES = Number(process.env['DQS_BENCH_SERIES'] ?? 200);
const DAYS = 1000;
const REPEATS = 101;

/** The results of all series on one day. */
function panelOfDay(day: number, series: number): DailyPanel {
  const builder = new PanelBuilder();
  for (let i = 0; i < series; i += 1) {
    const key = {
      source: 'shop',
      tenantId: 'eu',
      datasetUuid: `d-${Math.floor(i / 10)}`,
      datasetName: `Table ${Math.floor(i / 10)}`,
      ruleCode: `${i % 10}`,
    };
    const passes = 20 + ((i * 31 + day * 17) % 7);
    builder.addCounts(key, day, { passes, fails: (i + day) % 3, errors: 0, recordCount: 1000, filteredCount: 900 });
    builder.addLevel(key, 'DATASET', passes);
  }
  return builder.build();
}

/** Fills a store in memory and copies it to a folder, without waiting for the disk at each delivery. */
async function filledFolder(count: number, panelOf: (i: number) => DailyPanel): Promise<string> {
  const memory = new MemoryStore();
  const deliveries = new Deliveries(memory);
  for (let i = 0; i < count; i += 1) {
    await deliveries.add({ id: `id ${i}`, panel: panelOf(i), name: `${i}.csv`, by: 'bench' });
  }
  const folder = mkdtempSync(join(tmpdir(), 'dqs-deliveries-bench-'));
  for (const key of await memory.list('')) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), (await memory.get(key)).content);
  }
  return folder;
}

function print(record: object): void {
  process.stdout.write(`${JSON.stringify(record)}\n`);
}

const median = (times: number[]) => times.sort((a, b) => a - b)[times.length >> 1]!;
const rounded = (ms: number) => Math.round(10 * ms) / 10;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

async function measureAdding(): Promise<void> {
  const one = panelOfDay(20_000, 1);
  const places = [];
  // As far into a page as the many are: what a new one reads are the entries since the last full page.
  for (const count of [1024 + (MOST % 128), MOST])
    places.push({ count, folder: await filledFolder(count, () => one), times: [] as number[] });
  // Otherwise the first flush of a new delivery waits for all that was just copied.
  execFileSync('sync');
  // Turn by turn, so that a busy moment of the machine meets both alike.
  for (let i = 0; i < REPEATS; i += 1) {
    for (const { folder, times } of places) {
      const deliveries = new Deliveries(new FileStore(folder));
      times.push(await timed(() => deliveries.add({ id: `new ${i}`, panel: one, name: 'new.csv', by: 'bench' })));
    }
  }
  for (const { count, folder, times } of places) {
    print({ operation: 'add', deliveries: count, medianMs: rounded(median(times)) });
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measurePanel(): Promise<void> {
  const folder = await filledFolder(DAYS, (i) => panelOfDay(20_000 + i, SERIES));
  const known = () => new Deliveries(new FileStore(folder)).panel();
  const facts = { deliveries: DAYS, series: SERIES };
  print({ operation: 'known panel', ...facts, compacted: false, ms: rounded(await timed(known)) });
  print({
    operation: 'compact',
    ...facts,
    ms: rounded(await timed(() => new Deliveries(new FileStore(folder)).compact('bench'))),
  });
  print({ operation: 'known panel', ...facts, compacted: true, ms: rounded(await timed(known)) });
  rmSync(folder, { recursive: true, force: true });
}

await measurePanel();
await measureAdding();
