import { MemoryAuditStore, type AuditStore } from '../../src/audit/index.js';
import { AUDIT_STORE_CONTRACT } from '../../src/testing/index.js';

describe('MemoryAuditStore', () => {
  for (const { title, run } of AUDIT_STORE_CONTRACT) {
    const place = new MemoryAuditStore();
    it(title, () => run(() => place));
  }
});

const own = MemoryAuditStore.prototype;

/** Stores with one fault each. */
const FAULTY: Readonly<Record<string, (store: AuditStore) => Partial<AuditStore>>> = {
  'forgets what is appended': () => ({ append: async () => true }),
  'overwrites what is taken': (store) => ({
    append: async (number, bytes) => (await own.append.call(store, number, bytes)) || number > 0,
  }),
  'says that all numbers are taken': () => ({ append: async () => false }),
  'takes gaps': (store) => ({
    append: async (_, bytes) => own.append.call(store, (await own.size.call(store)) + 1, bytes),
  }),
  'counts one too many': (store) => ({ size: async () => (await own.size.call(store)) + 1 }),
  'reads at most a thousand': (store) => ({ read: (from, count) => own.read.call(store, from, Math.min(count, 1000)) }),
  'reads from the start': (store) => ({ read: (_, count) => own.read.call(store, 1, count) }),
  'reads backwards': (store) => ({
    read: async (from, count) => (await own.read.call(store, from, count)).toReversed(),
  }),
  'reads one more': (store) => ({ read: (from, count) => own.read.call(store, from, count + 1) }),
  'reads text': (store) => ({
    read: async (from, count) =>
      (await own.read.call(store, from, count)).map((bytes) => Buffer.from(Buffer.from(bytes).toString())),
  }),
  'hands out its own bytes': () => {
    const known = new Map<number, Uint8Array>();
    return {
      append: async (number, bytes) => {
        if (number < 1 || !Number.isInteger(number) || number > known.size + 1) throw wrongNumber();
        return known.has(number) ? false : known.set(number, bytes) !== undefined;
      },
      size: async () => known.size,
      read: async (from, count) => [...known.values()].slice(from - 1, from - 1 + count),
    };
  },
};

function wrongNumber(): Error {
  return Object.assign(new Error('gap'), { code: 'invalid-argument' });
}

describe('the contract of audit stores', () => {
  it.each(Object.keys(FAULTY))('notices a store that %s', async (fault) => {
    const failures: string[] = [];
    for (const { title, run } of AUDIT_STORE_CONTRACT) {
      const store = new MemoryAuditStore();
      Object.assign(store, FAULTY[fault]!(store));
      await run(() => store).catch(() => failures.push(title));
    }
    expect(failures).not.toEqual([]);
  });
});
