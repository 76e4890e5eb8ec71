import { type ArtifactStore, type Clock, type GateReport, MemoryStore } from '@dqs/core';

import { Registry, type Gates, type VersionFacts } from '../../src/index.js';

/** First moment of every registry made here. */
export const START = Date.parse('2026-03-01T08:00:00Z');
/** Milliseconds of a day. */
export const DAY = 86_400_000;

/** A clock that stands still until a test moves it. */
export class TestClock implements Clock {
  time = START;
  now(): number {
    return this.time;
  }
}

/** Facts of a version; omitted fields are the same for all. */
export function factsOf(changes: { contract?: string; method?: string; error?: number | null } = {}): VersionFacts {
  const { contract = 'contract-1', method = 'method-1', error = 2.5 } = changes;
  return {
    contractDigest: contract,
    methodDigest: method,
    lineage: { dataFingerprint: 'data-1', codeVersion: 'dqs 0.1.0', parameters: { num_leaves: 31 }, seed: 42 },
    validation: error === null ? null : { error, naiveError: 3, rows: 1000 },
    metadata: { spec: 'classic' },
  };
}

/** Two small files; their content tells versions apart. */
export function filesOf(content = 'tree 1'): ReadonlyMap<string, Uint8Array> {
  return new Map<string, Uint8Array>([
    ['model.txt', Buffer.from(content)],
    ['manifest.json', Buffer.from(`{"about":"${content}"}`)],
  ]);
}

/** Gates with a constant result. */
export function gatesSaying(passed: boolean): Gates {
  const report: GateReport = {
    passed,
    checks: [
      {
        name: 'skill',
        verdict: passed ? 'pass' : 'fail',
        reason: passed ? 'better than naive' : 'worse than naive',
        value: passed ? 0.2 : -0.1,
        threshold: 0,
      },
      { name: 'data-age', verdict: 'inconclusive', reason: 'today is not known', value: null, threshold: null },
    ],
  };
  return async () => report;
}

/** A registry in memory with a clock of its own. */
export function newRegistry(store: ArtifactStore = new MemoryStore()) {
  const clock = new TestClock();
  return { store, clock, registry: new Registry(store, { clock }) };
}

/** A registry with versions of those errors: 1.0.0, 1.0.1, … */
export async function registryWith(errors: readonly (number | null)[], store: ArtifactStore = new MemoryStore()) {
  const made = newRegistry(store);
  for (const [i, error] of errors.entries()) {
    await made.registry.register('orders', { files: filesOf(`tree ${i}`), facts: factsOf({ error }), by: 'ann' });
  }
  return made;
}

/** Points an alias at a version with gates that agree. */
export async function promoteTo(registry: Registry, selector: string, alias = 'production') {
  return registry.promote('orders', { selector, alias, by: 'ann', gates: gatesSaying(true) });
}

/** Everything in a store, to start from again. */
export async function contentsOf(store: ArtifactStore): Promise<ReadonlyMap<string, Uint8Array>> {
  const keys = await store.list('');
  return new Map(await Promise.all(keys.map(async (key) => [key, (await store.get(key)).content] as const)));
}

/** A store in memory with those contents. */
export async function storeOf(contents: ReadonlyMap<string, Uint8Array>): Promise<MemoryStore> {
  const store = new MemoryStore();
  for (const [key, content] of contents) await store.put(key, content);
  return store;
}
