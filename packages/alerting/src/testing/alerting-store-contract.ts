import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import { NO_ALERTS } from '../decide/state.js';
import { allSteps } from '../store/all-steps.js';
import {
  actOf,
  hasCode,
  incidentOf,
  NAME,
  ODD_TEXT,
  sendOf,
  START,
  stateOf,
  take,
  tickOf,
  transitionOf,
  type AlertingStoreCase,
  type OpenAlertingStore,
} from './alerting-store-case.js';
import { PAST_CASES } from './past-cases.js';
import { SAYING_CASES } from './saying-cases.js';
import { incident as messageOf } from './outbox-case.js';

/** What every store of alerting promises, wherever it keeps things; its outbox promises `OUTBOX_CONTRACT`. */
export const ALERTING_STORE_CONTRACT: readonly AlertingStoreCase[] = [
  { title: 'an alerting begins at version 0 without alerts', run: beginning },
  { title: 'a step, the state it leads to, its incidents and its messages are stored together', run: together },
  { title: 'what is said of series with a step is there with it, once, or not at all', run: saidWith },
  { title: 'a transaction that fails stores nothing of a step', run: neither },
  { title: 'of two steps from one version the second is refused, and nothing of it is there', run: outdated },
  { title: 'of many steps at once exactly one is taken', run: oneTaken },
  { title: 'a step from a version that nobody has reached is refused', run: ahead },
  { title: 'alertings of different names know nothing of each other', run: apart },
  { title: 'messages of one alerting are none of another, whatever their names', run: outboxesApart },
  { title: 'what comes out is what went in', run: unchanged },
  { title: 'steps are read in their order, by time and after a version', run: ordered },
  { title: 'ticks that changed nothing are left out where only events are asked for', run: eventful },
  { title: 'steps are read on, however many there are', run: readOn },
  { title: 'an incident is known as it was last, although the state has forgotten it', run: lastIncident },
  { title: 'incidents are listed by state and by when they opened, the latest first', run: listed },
  ...PAST_CASES,
  ...SAYING_CASES,
];

async function beginning<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  deepStrictEqual(await store.load(NAME), { version: 0, state: NO_ALERTS });
  deepStrictEqual([await store.version(NAME), await store.steps(NAME), await store.incidents(NAME)], [0, [], []]);
  deepStrictEqual([await store.silences(NAME), await store.marks(NAME), await store.names()], [[], [], []]);
  strictEqual(await store.incident(NAME, 'inc-1'), undefined);
}

async function together<Tx>(open: OpenAlertingStore<Tx>) {
  const [store, other] = [await open(), await open()];
  const [state, incidents, step] = [stateOf(START), [incidentOf('inc-1')], tickOf(0, { sends: [sendOf('m1')] })];
  await store.transact(async (tx) => {
    strictEqual(await store.save(tx, { name: NAME, before: 0, state, incidents, step }), 1);
    await store.outboxOf(NAME).enqueue(tx, [messageOf('m1')]);
    deepStrictEqual([await other.version(NAME), await other.steps(NAME)], [0, []]);
    deepStrictEqual([await other.incidents(NAME), await other.outboxOf(NAME).list({})], [[], []]);
  });
  deepStrictEqual([await other.version(NAME), await other.load(NAME)], [1, { version: 1, state }]);
  deepStrictEqual(await other.steps(NAME), [{ ...step, version: 1, incidents: ['inc-1'] }]);
  deepStrictEqual(await other.incidents(NAME), incidents);
  strictEqual((await other.outboxOf(NAME).list({})).length, 1);
}

async function saidWith<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const mark = { series: ODD_TEXT, kind: 'fixed', day: 20_781, by: 'ann', at: START } as const;
  await take(store, actOf(0), { before: 0, marks: [mark, { ...mark, series: 'b' }, mark] });
  const said = async () => (await store.marks(NAME)).map(({ series }) => series);
  deepStrictEqual(await said(), [ODD_TEXT, 'b']);
  await rejects(
    take(store, actOf(1), { before: 0, marks: [{ ...mark, at: START + 1 }] }),
    hasCode('alerting-conflict'),
  );
  const endless = { ...mark, kind: 'expected-until', at: START + 1 } as const;
  await rejects(take(store, actOf(1), { before: 1, marks: [endless] }), hasCode('invalid-argument'));
  deepStrictEqual([await said(), (await store.load(NAME)).version], [[ODD_TEXT, 'b'], 1]);
}

async function neither<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const failing = store.transact(async (tx) => {
    const request = { name: NAME, before: 0, state: stateOf(START), incidents: [incidentOf('inc-1')], step: tickOf(0) };
    await store.save(tx, request);
    await store.outboxOf(NAME).enqueue(tx, [messageOf('m1')]);
    throw new Error('killed');
  });
  await rejects(failing, /killed/);
  deepStrictEqual(await store.load(NAME), { version: 0, state: NO_ALERTS });
  deepStrictEqual(
    [await store.steps(NAME), await store.incidents(NAME), await store.outboxOf(NAME).list({})],
    [[], [], []],
  );
}

async function outdated<Tx>(open: OpenAlertingStore<Tx>) {
  const [store, other] = [await open(), await open()];
  await take(store, tickOf(0), { before: 0, incidents: [incidentOf('inc-1')] });
  const late = other.transact(async (tx) => {
    await other.outboxOf(NAME).enqueue(tx, [messageOf('late')]);
    const [state, incidents] = [stateOf(START, 'late'), [incidentOf('inc-1', { state: 'acknowledged' })]];
    await other.save(tx, { name: NAME, before: 0, state, incidents, step: tickOf(1) });
  });
  await rejects(late, hasCode('alerting-conflict'));
  deepStrictEqual(await store.load(NAME), { version: 1, state: stateOf(START) });
  strictEqual((await store.steps(NAME)).length, 1);
  strictEqual((await store.incident(NAME, 'inc-1'))?.state, 'open');
  deepStrictEqual(await store.outboxOf(NAME).list({}), []);
  // Whoever was refused reads again and goes on.
  strictEqual(await take(other, tickOf(1), { before: 1 }), 2);
}

async function oneTaken<Tx>(open: OpenAlertingStore<Tx>) {
  const workers = await Promise.all(Array.from({ length: 6 }, () => open()));
  for (let before = 0; before < 3; before += 1) {
    const results = await Promise.allSettled(
      workers.map((store, i) =>
        store.transact(async (tx) => {
          const request = { name: NAME, before, incidents: [], step: tickOf(before) };
          await store.save(tx, { ...request, state: stateOf(START, `worker-${i}`) });
          await store.outboxOf(NAME).enqueue(tx, [messageOf(`m-${before}-${i}`, { subject: `${i}` })]);
          return i;
        }),
      ),
    );
    const taken = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    deepStrictEqual([taken.length, refused.filter(hasCode('alerting-conflict')).length], [1, 5]);
    const kept = await workers[0]!.load(NAME);
    deepStrictEqual(kept, { version: before + 1, state: stateOf(START, `worker-${taken[0]}`) });
    const queued = (await workers[0]!.outboxOf(NAME).list({})).map(({ message }) => message.id);
    deepStrictEqual([queued.length, queued.at(-1)], [before + 1, `m-${before}-${taken[0]}`]);
  }
}

async function ahead<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  await rejects(take(store, tickOf(0), { before: 1 }), hasCode('alerting-conflict'));
  await take(store, tickOf(0), { before: 0 });
  await rejects(take(store, tickOf(1), { before: 2 }), hasCode('alerting-conflict'));
  strictEqual((await store.load(NAME)).version, 1);
}

async function apart<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  await take(store, tickOf(0), { before: 0, incidents: [incidentOf('inc-1')] });
  await take(store, tickOf(1), {
    before: 0,
    name: 'other',
    incidents: [incidentOf('inc-1', { severity: 'critical' })],
  });
  deepStrictEqual(await store.names(), [NAME, 'other']);
  deepStrictEqual([(await store.load(NAME)).state.at, (await store.load('other')).state.at], [START, START + 60_000]);
  deepStrictEqual([(await store.steps(NAME)).length, (await store.steps('other')).length], [1, 1]);
  strictEqual((await store.incident(NAME, 'inc-1'))?.severity, 'warning');
  strictEqual((await store.incident('other', 'inc-1'))?.severity, 'critical');
  strictEqual(await store.incident('neither', 'inc-1'), undefined);
}

/** The same ids, receivers and subjects, and a receiver that is gone in one of them. */
async function outboxesApart<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const [one, other] = [store.outboxOf(NAME), store.outboxOf('other')];
  await store.transact((tx) => one.enqueue(tx, [messageOf('m1')]));
  deepStrictEqual([await other.list({}), (await other.status()).waiting], [[], 0]);
  strictEqual(await store.transact((tx) => other.last(tx, 'slack-data', 'INC-1')), undefined);
  await store.transact((tx) => other.enqueue(tx, [messageOf('m1'), messageOf('m2')]));
  const [claim, ...more] = await one.claim({ now: START, leaseMs: 1000, limit: 100 });
  deepStrictEqual([claim!.message.id, more], ['m1', []]);
  await one.settle(claim!, { kind: 'gone', why: 'answered 410' }, START);
  deepStrictEqual([(await one.status()).off.length, (await other.status()).off], [1, []]);
  const [theirs] = await other.claim({ now: START, leaseMs: 1000, limit: 100 });
  strictEqual(theirs!.message.id, 'm2');
  await other.settle(theirs!, { kind: 'sent', handle: 'ts-1' }, START);
  strictEqual((await one.list({}))[0]!.state, 'waiting');
}

async function unchanged<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const incident = incidentOf(ODD_TEXT, { group: ODD_TEXT, settled: [ODD_TEXT] });
  const held = { incident: ODD_TEXT, receiver: '', at: START, kind: 'opened', why: 'no-route' } as const;
  const step = tickOf(0, {
    transitions: [transitionOf(ODD_TEXT)],
    sends: [sendOf('m1', ODD_TEXT)],
    held: [{ ...held, digest: null, reasons: [] }],
    nextAt: START + 1,
    system: [{ part: ODD_TEXT, kind: 'store', labels: {}, ok: false, age: 1 }],
  });
  const state = stateOf(START, ODD_TEXT, [incident]);
  await take(store, step, { name: ODD_TEXT, before: 0, state, incidents: [incident] });
  const other = await open();
  deepStrictEqual(await other.load(ODD_TEXT), { version: 1, state });
  deepStrictEqual(await other.steps(ODD_TEXT), [{ ...step, version: 1, incidents: [ODD_TEXT] }]);
  deepStrictEqual([await other.incident(ODD_TEXT, ODD_TEXT), await other.incidents(ODD_TEXT)], [incident, [incident]]);
}

async function ordered<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  for (let before = 0; before < 5; before += 1) {
    await take(store, before === 3 ? actOf(before) : tickOf(before), { before });
  }
  const versions = async (query: Parameters<typeof store.steps>[1]) =>
    (await store.steps(NAME, query)).map(({ version }) => version);
  deepStrictEqual(await versions({}), [1, 2, 3, 4, 5]);
  deepStrictEqual(await versions({ from: START + 60_000, until: START + 180_000 }), [2, 3]);
  deepStrictEqual(await versions({ after: 2, limit: 2 }), [3, 4]);
  deepStrictEqual(await versions({ after: 5 }), []);
  deepStrictEqual((await store.steps(NAME, { after: 3, limit: 1 }))[0], { ...actOf(3), version: 4, incidents: [] });
}

async function eventful<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const steps = [
    tickOf(0),
    tickOf(1, { transitions: [transitionOf('a')] }),
    tickOf(2, { sends: [sendOf('m1')] }),
    actOf(3),
    tickOf(4),
    tickOf(5),
  ];
  for (const [before, step] of steps.entries()) {
    await take(store, step, { before, incidents: before === 4 ? [incidentOf('inc-1')] : [] });
  }
  const found = await store.steps(NAME, { eventful: true });
  deepStrictEqual(
    found.map(({ version }) => version),
    [2, 3, 4, 5],
  );
}

async function readOn<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  for (let before = 0; before < 7; before += 1) await take(store, tickOf(before), { before });
  const found: number[] = [];
  for await (const { version } of allSteps(store, NAME, { limit: 3 })) found.push(version);
  deepStrictEqual(found, [1, 2, 3, 4, 5, 6, 7]);
}

async function lastIncident<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  await take(store, tickOf(0), { before: 0, incidents: [incidentOf('inc-1'), incidentOf('inc-2')] });
  const over = incidentOf('inc-1', { state: 'resolved', resolution: { reason: 'fixed', by: 'ann', at: START } });
  await take(store, tickOf(1), { before: 1, incidents: [over] });
  deepStrictEqual(await (await open()).incident(NAME, 'inc-1'), over);
  deepStrictEqual(await store.incident(NAME, 'inc-2'), incidentOf('inc-2'));
}

async function listed<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const incidents = [
    incidentOf('a', { openedAt: START, state: 'resolved' }),
    incidentOf('b', { openedAt: START + 2 }),
    incidentOf('c', { openedAt: START + 1, state: 'acknowledged' }),
    incidentOf('d', { openedAt: START + 1 }),
  ];
  await take(store, tickOf(0), { before: 0, incidents });
  const ids = async (query: Parameters<typeof store.incidents>[1]) =>
    (await store.incidents(NAME, query)).map(({ id }) => id);
  deepStrictEqual(await ids({}), ['b', 'c', 'd', 'a']);
  deepStrictEqual(await ids({ states: ['open', 'acknowledged'] }), ['b', 'c', 'd']);
  deepStrictEqual(await ids({ from: START + 1, until: START + 2 }), ['c', 'd']);
  deepStrictEqual(await ids({ limit: 1 }), ['b']);
  deepStrictEqual(await ids({ states: [] }), []);
}
