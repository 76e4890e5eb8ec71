import { MemoryOutbox, type Claim, type MemoryTransaction, type OutboxStore } from '../../src/index.js';
import { OUTBOX_CONTRACT } from '../../src/testing/index.js';
import { memoryPlace } from '../support/memory-bench.js';

type Store = OutboxStore<MemoryTransaction>;

/** Outboxes with one fault each. */
const FAULTY: Readonly<Record<string, () => MemoryOutbox>> = {
  'queues outside of the transaction': () =>
    faulty((store) => ({
      enqueue: (_tx, messages) => store.transact((own) => MemoryOutbox.prototype.enqueue.call(store, own, messages)),
    })),
  'forgets what a transaction queues': () => faulty(() => ({ enqueue: () => Promise.resolve() })),
  'queues only the first of several messages': () =>
    faulty((store) => ({
      enqueue: (tx, messages) => MemoryOutbox.prototype.enqueue.call(store, tx, messages.slice(0, 1)),
    })),
  'takes an id that it knows for a new message': () =>
    faulty((store) => {
      let count = 0;
      return {
        enqueue: (tx, messages) => {
          const renamed = messages.map((one) => ({ ...one, id: `${one.id}-${(count += 1)}` }));
          return MemoryOutbox.prototype.enqueue.call(store, tx, renamed);
        },
      };
    }),
  'claims again what is claimed': () =>
    faulty((store) => ({
      claim: (request) => MemoryOutbox.prototype.claim.call(store, { ...request, leaseMs: 0 }),
    })),
  'never claims again what was claimed once': () =>
    faulty((store) => ({
      claim: (request) => MemoryOutbox.prototype.claim.call(store, { ...request, leaseMs: 1e15 }),
    })),
  'takes more than it is asked for': () =>
    faulty((store) => ({
      claim: (request) => MemoryOutbox.prototype.claim.call(store, { ...request, limit: 1000 }),
    })),
  'counts every attempt as the first': () => withClaims((claim) => ({ ...claim, attempt: 1 })),
  'loses handles': () => withClaims(({ handle: _, ...claim }) => claim),
  'makes up handles': () => withClaims((claim) => ({ ...claim, handle: claim.handle ?? 'ts-0' })),
  'sends later at once': () =>
    withVerdicts((verdict) => (verdict.kind === 'later' ? { ...verdict, dueAt: 0 } : verdict)),
  'buries what is to be sent later': () =>
    withVerdicts((verdict) => (verdict.kind === 'later' ? { kind: 'dead', why: verdict.why } : verdict)),
  'sends dead letters again': () =>
    withVerdicts((verdict) => (verdict.kind === 'dead' ? { ...verdict, kind: 'later', dueAt: 0 } : verdict)),
  'goes on sending to a receiver that is gone': () =>
    withVerdicts((verdict) => (verdict.kind === 'gone' ? { ...verdict, kind: 'later', dueAt: 0 } : verdict)),
  'buries what waits for a receiver that is gone': () =>
    withVerdicts((verdict) => (verdict.kind === 'gone' ? { ...verdict, kind: 'dead' } : verdict)),
  'forgets the reason': () => withVerdicts((verdict) => ('why' in verdict ? { ...verdict, why: '' } : verdict)),
  'counts what was not tried': () =>
    withVerdicts((verdict) =>
      verdict.kind === 'untried' ? { kind: 'later', why: 'untried', dueAt: verdict.dueAt } : verdict,
    ),
  'believes a worker whose lease is over': () => {
    const leases = new Map<string, string>();
    return faulty((store) => ({
      claim: async (request) => {
        const claims = await MemoryOutbox.prototype.claim.call(store, request);
        for (const { message, lease } of claims) leases.set(message.id, lease);
        return claims;
      },
      settle: ({ message }, verdict, now) => {
        const lease = leases.get(message.id) ?? '';
        return MemoryOutbox.prototype.settle.call(store, { message, lease }, verdict, now);
      },
    }));
  },
  'believes nobody whose lease is over': () => {
    const leases = new Map<string, string>();
    return faulty((store) => ({
      claim: async (request) => {
        const claims = await MemoryOutbox.prototype.claim.call(store, request);
        for (const { message, lease } of claims) leases.set(message.id, lease);
        return claims;
      },
      settle: (claim, verdict, now) =>
        leases.get(claim.message.id) === claim.lease
          ? MemoryOutbox.prototype.settle.call(store, claim, verdict, now)
          : Promise.resolve(),
    }));
  },
  'knows no last message': () => faulty(() => ({ last: () => Promise.resolve(undefined) })),
  'hides dead letters': () =>
    faulty((store) => ({
      list: async (filter) =>
        (await MemoryOutbox.prototype.list.call(store, filter)).filter(({ state }) => state !== 'dead'),
    })),
  'revives nothing': () => faulty(() => ({ revive: () => Promise.resolve('waiting') })),
  'knows receivers only while something waits for them': () =>
    faulty((store) => ({
      receivers: async () => [
        ...new Set((await store.list({ state: 'waiting' })).map(({ message }) => message.receiver)),
      ],
    })),
  'switches nothing on': () => faulty(() => ({ switchOn: () => Promise.resolve() })),
  'says that nothing waits': () =>
    faulty(() => ({ status: () => Promise.resolve({ waiting: 0, dead: 0, oldestWaitingAt: null, off: [] }) })),
};

describe('the contract of outboxes', () => {
  it.each(Object.keys(FAULTY))('notices a store that %s', async (fault) => {
    const failures: string[] = [];
    for (const { title, run } of OUTBOX_CONTRACT) {
      await run(memoryPlace(FAULTY[fault]!())).catch(() => failures.push(title));
    }
    expect(failures).not.toEqual([]);
  });
});

/** An outbox in memory with some of its methods replaced. */
function faulty(change: (store: MemoryOutbox) => Partial<Store>): MemoryOutbox {
  const store = new MemoryOutbox();
  return Object.assign(store, change(store));
}

function withClaims(change: (claim: Claim) => Claim): MemoryOutbox {
  return faulty((store) => ({
    claim: async (request) => (await MemoryOutbox.prototype.claim.call(store, request)).map(change),
  }));
}

function withVerdicts(change: (verdict: Parameters<Store['settle']>[1]) => Parameters<Store['settle']>[1]) {
  return faulty((store) => ({
    settle: (claim, verdict, now) => MemoryOutbox.prototype.settle.call(store, claim, change(verdict), now),
  }));
}
