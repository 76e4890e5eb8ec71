import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  canonicalJson,
  fileAnchor,
  MemoryAuditStore,
  newNoteKeys,
  openCheckpoint,
  parseAuditEntry,
  signCheckpoint,
  verifyAudit,
} from '../../src/audit/index.js';
import { bytesIn, event, loggedEntries, openLog } from '../support/audit-logs.js';

const folder = mkdtempSync(join(tmpdir(), 'dqs-audit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('AuditLog', () => {
  it('writes entries as RFC 8785, each naming the hash of the one before', async () => {
    const { entries } = await loggedEntries(3);
    for (const bytes of entries) {
      const text = Buffer.from(bytes).toString();
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }
    expect(await verifyAudit([entries])).toMatchObject({ isIntact: true, entries: 3, problems: [] });
  });

  it('records who, for whom, what, the outcome and the context, and of states what the schema names', async () => {
    const store = new MemoryAuditStore();
    await openLog(store).append({
      actor: { id: 'service', onBehalfOf: 'ann' },
      action: 'key.make',
      targets: [{ kind: 'key', id: 'k1' }],
      outcome: 'denied',
      after: { name: 'nightly', secret: 'dqs_live_1' },
      context: { requestId: 'r-1', reason: 'no role' },
    });
    const [bytes] = await bytesIn(store);
    expect(Buffer.from(bytes!).toString()).not.toContain('dqs_live_1');
    expect(parseAuditEntry(bytes!)).toMatchObject({
      actor: { id: 'service', onBehalfOf: 'ann' },
      outcome: 'denied',
      after: { name: 'nightly', secret: '[redacted]' },
      context: { requestId: 'r-1', reason: 'no role' },
    });
  });

  it('records a reading before it answers', async () => {
    const store = new MemoryAuditStore();
    const log = openLog(store);
    await log.append(event(1));
    const read = await log.read({ actor: { id: 'eve' } }, 1, 10);
    expect(read.map(({ action }) => action)).toEqual(['model.promote']);
    expect(parseAuditEntry((await bytesIn(store)).at(-1)!)).toMatchObject({
      action: 'audit.read',
      actor: { id: 'eve' },
      targets: [{ kind: 'audit', id: '1-10' }],
    });
  });

  it('stays one chain without a loss when ten logs write at once', async () => {
    const store = new MemoryAuditStore();
    const logs = Array.from({ length: 10 }, () => openLog(store));
    await Promise.all(logs.flatMap((log, i) => [1, 2, 3].map((n) => log.append(event(10 * i + n)))));
    const entries = await bytesIn(store);
    const ids = new Set(entries.map((bytes) => parseAuditEntry(bytes)!.targets[0]!.id));
    expect([entries.length, ids.size]).toEqual([30, 30]);
    expect((await verifyAudit([entries], [await logs[0]!.checkpoint()])).isIntact).toBe(true);
  });

  it('knows its own entry when the answer of the store was lost', async () => {
    const store = new MemoryAuditStore();
    const log = openLog(
      Object.assign(store, {
        append: async (number: number, bytes: Uint8Array) => {
          await MemoryAuditStore.prototype.append.call(store, number, bytes);
          return false;
        },
      }),
    );
    expect((await log.append(event(1))).number).toBe(1);
    expect(await store.size()).toBe(1);
  });

  it('never runs backwards in time, whatever the clock says', async () => {
    const store = new MemoryAuditStore();
    await openLog(store, '2026-03-02T00:00:00.000Z').append(event(1));
    const { at } = await openLog(store, '2026-03-01T00:00:00.000Z').append(event(2));
    expect(at).toBe('2026-03-02T00:00:00.000Z');
  });

  it('adds nothing to a log that was changed', async () => {
    const { entries } = await loggedEntries(3);
    const store = new MemoryAuditStore();
    for (const [i, bytes] of entries.entries()) {
      await store.append(i + 1, i === 1 ? Buffer.from(Buffer.from(bytes).toString().replace('ann', 'eve')) : bytes);
    }
    await expect(openLog(store).append(event(4))).rejects.toMatchObject({
      code: 'audit-corrupt',
      details: { number: 3 },
    });
    expect(await store.size()).toBe(3);
  });

  it.each([
    ['no actor', { ...event(1), actor: { id: ' ' } }],
    ['an action without an area', { ...event(1), action: 'promote' }],
    ['a context that is longer than an entry', { ...event(1), context: { reason: 'x'.repeat(70_000) } }],
  ])('refuses an event with %s', async (_, wrong) => {
    const store = new MemoryAuditStore();
    await expect(openLog(store).append(wrong)).rejects.toMatchObject({ code: 'invalid-argument' });
    expect(await store.size()).toBe(0);
  });
});

describe('fileAnchor', () => {
  const { signer, verifier } = newNoteKeys('example.org/audit');

  it('keeps each checkpoint as a file, and gives them back oldest first', async () => {
    const anchor = fileAnchor(join(folder, 'kept'));
    expect(await anchor.read()).toEqual([]);
    const { anchors } = await loggedEntries(12, [2, 12]);
    for (const one of anchors.toReversed()) await anchor.write(signCheckpoint(one, signer));
    expect((await anchor.read()).map((note) => openCheckpoint(note, verifier))).toEqual(anchors);
  });

  it('takes the same checkpoint twice and refuses another one of its size: the log was rewritten', async () => {
    const anchor = fileAnchor(join(folder, 'other'));
    const { anchors: first } = await loggedEntries(2, [2]);
    const { anchors: second } = await loggedEntries(2, [2]);
    await anchor.write(signCheckpoint(first[0]!, signer));
    await anchor.write(signCheckpoint(first[0]!, signer));
    await expect(anchor.write(signCheckpoint(second[0]!, signer))).rejects.toMatchObject({ code: 'audit-corrupt' });
  });

  it('never replaces a checkpoint that cannot be read', async () => {
    const place = join(folder, 'unreadable');
    const { anchors } = await loggedEntries(2, [2]);
    await fileAnchor(place).write(signCheckpoint(anchors[0]!, signer));
    const [name] = readdirSync(place);
    // More than any reading takes; nothing of it is on the disk.
    truncateSync(join(place, name!), 2 ** 32);
    await expect(fileAnchor(place).write(signCheckpoint(anchors[0]!, signer))).rejects.toThrow();
    expect(statSync(join(place, name!)).size).toBe(2 ** 32);
  });
});
