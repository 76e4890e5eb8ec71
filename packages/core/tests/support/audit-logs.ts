import {
  AuditLog,
  auditBatches,
  MemoryAuditStore,
  type AuditEvent,
  type AuditSchema,
  type AuditStore,
  type Checkpoint,
} from '../../src/audit/index.js';

export const ORIGIN = 'example.org/audit';

const SCHEMAS = new Map<string, AuditSchema>([
  ['key.make', { fields: new Map<string, AuditSchema>([['name', 'keep']]) }],
]);

/** A log on a store, by a clock that stands still. */
export function openLog(store: AuditStore, now = '2026-03-01T08:00:00.000Z'): AuditLog {
  return new AuditLog(store, { origin: ORIGIN, schemas: SCHEMAS }, { now: () => Date.parse(now) });
}

/** An event that differs from all others by its number. */
export function event(number: number): AuditEvent {
  const targets = [{ kind: 'model', id: `orders@1.${number}.0` }];
  return { actor: { id: 'ann' }, action: 'model.promote', targets, outcome: 'done' };
}

/** The bytes of a log of so many entries, and a checkpoint after each of some sizes. */
export async function loggedEntries(count: number, sizes: readonly number[] = []) {
  const store = new MemoryAuditStore();
  const log = openLog(store);
  const anchors: Checkpoint[] = [];
  for (let number = 1; number <= count; number += 1) {
    await log.append(event(number));
    if (sizes.includes(number)) anchors.push(await log.checkpoint());
  }
  return { entries: await bytesIn(store), anchors };
}

/** All entries of a store. */
export async function bytesIn(store: AuditStore): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for await (const batch of auditBatches(store)) entries.push(...batch);
  return entries;
}
