import { MemoryStore } from '../../src/index.js';
import { AuditJournal, auditBatches, MemoryAuditStore, verifyAudit, type AuditStore } from '../../src/audit/index.js';
import { seal, unseal } from '../../src/journal/index.js';
import { event, loggedEntries, openLog } from '../support/audit-logs.js';

let entries: Uint8Array[];
beforeAll(async () => ({ entries } = await loggedEntries(12)));

const changed = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString().replace('ann', 'eve'));

async function storeOf(all: readonly Uint8Array[]): Promise<AuditStore> {
  const store = new MemoryAuditStore();
  for (const [i, bytes] of all.entries()) await store.append(i + 1, bytes);
  return store;
}

/** What a log is beside a journal that has followed all twelve entries. */
async function compared(log: readonly Uint8Array[], artifacts = new MemoryStore()) {
  const journal = new AuditJournal(artifacts);
  await journal.follow(await storeOf(entries));
  const check = await journal.check();
  const report = await verifyAudit([log], [], (number, hash) => check.compare(number, hash));
  return { ...check.report(), isIntact: report.isIntact };
}

describe('AuditJournal', () => {
  it('follows a log: each entry is copied once, whoever follows', async () => {
    const [artifacts, store] = [new MemoryStore(), new MemoryAuditStore()];
    const log = openLog(store);
    await log.append(event(1));
    expect(await new AuditJournal(artifacts).follow(store)).toBe(1);
    for (const number of [2, 3, 4]) await log.append(event(number));
    const copied = await Promise.all([1, 2, 3].map(() => new AuditJournal(artifacts).follow(store)));
    expect(copied.reduce((sum, one) => sum + one)).toBe(3);
    const check = await new AuditJournal(artifacts).check();
    await verifyAudit(auditBatches(store), [], (number, hash) => check.compare(number, hash));
    expect(check.report()).toEqual({ copied: 4, notYetCopied: 0, problems: [], damaged: [] });
  });

  it('copies more than fit into one entry of it, in order', async () => {
    const [artifacts, store] = [new MemoryStore(), new MemoryAuditStore()];
    const log = openLog(store);
    for (let number = 1; number <= 40; number += 1) {
      await log.append({ ...event(number), context: { reason: 'x'.repeat(60_000) } });
    }
    expect(await new AuditJournal(artifacts).follow(store)).toBe(40);
    expect((await artifacts.list('audit/journal/entries/')).length).toBe(3);
  });

  it('tells entries that were lost from the log, and the end that was cut off', async () => {
    const { problems } = await compared(entries.toSpliced(3, 2).slice(0, 7));
    expect(problems).toEqual([
      expect.objectContaining({ damage: 'lost', from: 4, to: 5 }),
      expect.objectContaining({ damage: 'lost', from: 10, to: 12 }),
    ]);
    expect((await compared([])).problems).toEqual([expect.objectContaining({ damage: 'lost', from: 1, to: 12 })]);
  });

  it('tells entries that were tampered with, also in a chain that was made anew', async () => {
    const flipped = await compared(entries.with(4, changed(entries[4]!)));
    expect(flipped).toMatchObject({ isIntact: false, problems: [{ damage: 'tampered', from: 5, to: 5 }] });
    const other = await loggedEntries(12);
    expect(await compared(other.entries)).toMatchObject({
      isIntact: true,
      problems: [{ damage: 'tampered', from: 1, to: 12 }],
    });
  });

  it('counts what it does not hold yet, which is no damage', async () => {
    const store = await storeOf(entries);
    await openLog(store).append(event(13));
    expect(await compared(await store.read(1, 100))).toMatchObject({ copied: 12, notYetCopied: 1, problems: [] });
  });

  it('does not copy what lies behind a gap', async () => {
    const store = await storeOf(entries.toSpliced(3, 1));
    expect(await new AuditJournal(new MemoryStore()).follow(store)).toBe(3);
  });

  it('names its own artifacts that were changed, sealed anew or not', async () => {
    const key = 'audit/journal/entries/0000000001';
    const artifacts = new MemoryStore();
    await compared(entries, artifacts);
    const { content } = await artifacts.get(key);
    const { document } = unseal(content, key, (_, problem) => {
      throw new Error(problem);
    });
    const forge = async (bytes: Uint8Array) => {
      await artifacts.put(key, bytes);
      return (await new AuditJournal(artifacts).check()).report().damaged;
    };
    expect(await forge(changed(content))).toEqual([expect.objectContaining({ key })]);
    for (const fields of [{ from: 1e12 }, { entries: [1] }, { number: 2 }]) {
      expect(await forge(seal({ ...(document as object), ...fields }).bytes)).toEqual([
        expect.objectContaining({ key }),
      ]);
    }
  });
});
