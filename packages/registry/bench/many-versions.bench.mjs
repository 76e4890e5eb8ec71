// A model with many versions in a folder: the time to list them, resolve an alias, load, register and promote in a
// freshly opened registry, with nothing in memory yet. DQS_BENCH_VERSIONS sets how many versions there are.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { FileStore, MemoryStore } from '@dqs/core';
import { Registry } from '@dqs/registry';

const VERSIONS = Number(process.env.DQS_BENCH_VERSIONS ?? 10_000);
const REPEATS = 20;
const MODEL = 'orders';

const facts = (error) => ({
  contractDigest: 'c'.repeat(64),
  methodDigest: 'm'.repeat(64),
  lineage: { dataFingerprint: 'd'.repeat(64), codeVersion: 'dqs 0.1.0', parameters: { num_leaves: 31 }, seed: 42 },
  validation: { error, naiveError: 3, rows: 22_080 },
  metadata: { training: { from: '2025-01-01', to: '2025-12-31' } },
});
const gates = async () => ({ passed: true, checks: [{ name: 'skill', verdict: 'pass', reason: 'better' }] });
const small = new Map([['model.txt', Buffer.from('tree')]]);
/** As large as a bundle of a real history. */
const bundle = new Map([
  ['manifest.json', Buffer.alloc(9_000, 1)],
  ['manifest.json.sha256', Buffer.alloc(80, 2)],
  ['model.txt', Buffer.alloc(350_000, 3)],
  ['columns.json', Buffer.alloc(500, 4)],
  ['profile.json', Buffer.alloc(12_000, 5)],
  ['history.bin.gz', Buffer.alloc(90_000, 6)],
]);

/** Fills a store in memory and copies it: a folder of versions without waiting for the disk at each. */
async function filledFolder() {
  const memory = new MemoryStore();
  const registry = new Registry(memory);
  for (let i = 0; i < VERSIONS; i += 1) {
    await registry.register(MODEL, { files: small, facts: facts(2 + (i % 100) / 100), by: 'bench' });
  }
  await registry.promote(MODEL, { selector: 'latest', alias: 'production', by: 'bench', gates });
  const folder = mkdtempSync(join(tmpdir(), 'dqs-registry-bench-'));
  for (const key of await memory.list('')) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), (await memory.get(key)).content);
  }
  return folder;
}

async function measure(operation, folder, work) {
  const times = [];
  const before = process.cpuUsage();
  for (let i = 0; i < REPEATS; i += 1) {
    const registry = new Registry(new FileStore(folder));
    const started = performance.now();
    await work(registry, i);
    times.push(performance.now() - started);
  }
  times.sort((a, b) => a - b);
  const ms = (value) => Math.round(10 * value) / 10;
  const { user, system } = process.cpuUsage(before);
  // The CPU time, excluding waits for the disk or for a processor used by others.
  const cpuMs = ms((user + system) / 1000 / REPEATS);
  const record = { operation, versions: VERSIONS, medianMs: ms(times[REPEATS >> 1]), maxMs: ms(times.at(-1)), cpuMs };
  console.log(JSON.stringify(record));
}

const folder = await filledFolder();
try {
  await measure('models', folder, (registry) => registry.models());
  await measure('list versions', folder, (registry) => registry.state(MODEL));
  await measure('resolve alias', folder, (registry) => registry.resolve(`${MODEL}@production`));
  await measure('resolve range', folder, (registry) => registry.resolve(`${MODEL}@^1.0`));
  await measure('load', folder, (registry) => registry.load(`${MODEL}@production`));
  await measure('register', folder, (registry) =>
    registry.register(MODEL, { files: bundle, facts: facts(2.5), by: 'bench' }),
  );
  await measure('promote', folder, (registry) =>
    registry.promote(MODEL, { selector: 'latest', alias: `stage-${Date.now()}`, by: 'bench', gates }),
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
