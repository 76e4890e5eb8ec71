import { MemoryAlertingStore, type AlertingStore, type MemoryTransaction } from '../../src/index.js';
import { ALERTING_STORE_CONTRACT } from '../../src/testing/index.js';

type Store = AlertingStore<MemoryTransaction>;
const { prototype } = MemoryAlertingStore;

/** Stores with one fault each. */
const FAULTY: Readonly<Record<string, () => MemoryAlertingStore>> = {
  'takes steps outside of the transaction': () =>
    faulty((store) => ({ save: (_tx, request) => store.transact((own) => prototype.save.call(store, own, request)) })),
  'lets the last of two steps win': () =>
    faulty((store) => ({
      save: async (tx, request) =>
        prototype.save.call(store, tx, { ...request, before: (await store.load(request.name)).version }),
    })),
  'looks at the version only when it saves': () =>
    faulty((store) => ({
      save: async (tx, request) => {
        if ((await store.load(request.name)).version !== request.before) throw new Error('too late');
        const lax = Object.assign(Object.create(tx) as MemoryTransaction, { require: () => undefined });
        lax.add = (step) => tx.add(step);
        return prototype.save.call(store, lax, request);
      },
    })),
  'refuses no version of the future': () =>
    faulty((store) => ({
      save: async (tx, request) => {
        const { version } = await store.load(request.name);
        return prototype.save.call(store, tx, { ...request, before: Math.min(version, request.before) });
      },
    })),
  'keeps all alertings under one name': () =>
    faulty((store) => ({
      load: () => prototype.load.call(store, 'one'),
      save: (tx, request) => prototype.save.call(store, tx, { ...request, name: 'one' }),
    })),
  'keeps the messages of all alertings in one outbox': () =>
    faulty((store) => ({ outboxOf: () => prototype.outboxOf.call(store, 'one') })),
  'knows incidents by their id alone': () =>
    faulty((store) => ({
      incident: (name, id) => prototype.incident.call(store, name === 'other' ? 'checks' : name, id),
    })),
  'knows no names': () => faulty(() => ({ names: () => Promise.resolve([]) })),
  'forgets the state': () =>
    faulty((store) => ({
      load: async (name) => ({ ...(await prototype.load.call(store, name)), state: { ...EMPTY } }),
    })),
  'takes what is now for what was': () => faulty((store) => ({ stateAt: (name) => prototype.load.call(store, name) })),
  'forgets the version of a past state': () =>
    faulty((store) => ({
      stateAt: async (name, at) => ({ ...(await prototype.stateAt.call(store, name, at)), version: 1 }),
    })),
  'keeps no record': () => faulty(() => ({ steps: () => Promise.resolve([]) })),
  'gives the steps of every time': () =>
    faulty((store) => ({
      steps: (name, { from: _, until: __, ...query } = {}) => prototype.steps.call(store, name, query),
    })),
  'reads the same steps again': () =>
    faulty((store) => ({
      steps: (name, query = {}) =>
        prototype.steps.call(store, name, { ...query, after: Math.max((query.after ?? 0) - 1, 0) }),
    })),
  'takes every step for an event': () =>
    faulty((store) => ({ steps: (name, query) => prototype.steps.call(store, name, { ...query, eventful: false }) })),
  'lists more steps than it is asked for': () =>
    faulty((store) => ({ steps: (name, query) => prototype.steps.call(store, name, { ...query, limit: 1000 }) })),
  'keeps incidents as they were first': () =>
    faulty((store) => ({
      save: async (tx, request) => {
        const known = new Set((await store.incidents(request.name)).map(({ id }) => id));
        const incidents = request.incidents.filter(({ id }) => !known.has(id));
        return prototype.save.call(store, tx, { ...request, incidents });
      },
    })),
  'lists incidents of every state': () =>
    faulty((store) => ({
      incidents: (name, { states: _, ...query } = {}) => prototype.incidents.call(store, name, query),
    })),
  'lists the incidents that opened first': () =>
    faulty((store) => ({
      incidents: async (name, query) => [...(await prototype.incidents.call(store, name, query))].reverse(),
    })),
  'makes a silence twice': () =>
    faulty((store) => {
      let count = 0;
      const addSilence: Store['addSilence'] = (name, request) =>
        prototype.addSilence.call(store, name, { ...request, at: request.at + (count += 1) });
      return { addSilence };
    }),
  'keeps a silence that it refuses': () =>
    faulty((store) => ({
      addSilence: async (name, request) => {
        const owner = Object.keys(request.match).length === 0 ? ['nobody'] : request.match.owner;
        return prototype.addSilence.call(store, name, {
          ...request,
          match: { ...request.match, ...(owner && { owner }) },
        });
      },
    })),
  'ends no silence': () =>
    faulty((store) => ({
      endSilence: async (name, id) => (await store.silences(name)).find((one) => one.id === id),
    })),
  'ends silences that are not there': () =>
    faulty((store) => ({
      endSilence: async (name, id, end) =>
        (await prototype.endSilence.call(store, name, id, end)) ?? (await store.addSilence(name, SOME_SILENCE)),
    })),
  'hides silences that have ended': () =>
    faulty((store) => ({
      silences: async (name) => (await prototype.silences.call(store, name)).filter(({ ended }) => ended === null),
    })),
  'drops what is said with a mark': () =>
    faulty((store) => ({
      addMark: (name, { comment: _, ...request }) => prototype.addMark.call(store, name, request),
    })),
  'removes marks that are taken back': () =>
    faulty((store) => ({
      marks: async (name, series) =>
        (await prototype.marks.call(store, name, series)).filter(({ withdrawn }) => withdrawn === null),
    })),
  'lists the marks of all series': () => faulty((store) => ({ marks: (name) => prototype.marks.call(store, name) })),
};

const EMPTY = { at: null, alerts: [], incidents: [], pages: [], digests: [] };
const SOME_SILENCE = { match: { owner: ['x'] }, from: 0, until: 1, by: 'x', comment: '', at: 0 };

describe('the contract of alerting stores', () => {
  it.each(Object.keys(FAULTY))('notices a store that %s', async (fault) => {
    const failures: string[] = [];
    for (const { title, run } of ALERTING_STORE_CONTRACT) {
      const store = FAULTY[fault]!();
      await run(() => Promise.resolve(store)).catch(() => failures.push(title));
    }
    expect(failures).not.toEqual([]);
  });
});

/** A store in memory with some of its methods replaced. */
function faulty(change: (store: MemoryAlertingStore) => Partial<Store>): MemoryAlertingStore {
  const store = new MemoryAlertingStore();
  return Object.assign(store, change(store));
}
