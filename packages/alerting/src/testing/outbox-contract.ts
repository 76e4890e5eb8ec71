import { deepStrictEqual, notStrictEqual, ok, rejects, strictEqual } from 'node:assert/strict';

import { OUTBOX_FAILURE_CASES } from './outbox-failure-cases.js';
import {
  AFTER_LEASE,
  claimAll,
  incident,
  LEASE_MS,
  note,
  NOW,
  queue,
  sendAll,
  type OpenOutbox,
  type OutboxCase,
} from './outbox-case.js';

/** What every outbox promises, wherever it keeps its messages. */
export const OUTBOX_CONTRACT: readonly OutboxCase[] = [
  { title: 'a message and the decision behind it are stored together', run: together },
  { title: 'a transaction that fails stores neither', run: neither },
  { title: 'an id that is queued again is left as it was', run: queuedTwice },
  { title: 'what comes out is what went in', run: unchanged },
  { title: 'of receiver and subject one message is claimed at a time, the oldest', run: inOrder },
  { title: 'different subjects and different receivers do not wait for each other', run: lanes },
  { title: 'of many workers at once exactly one gets a message', run: oneWorker },
  { title: 'a claim takes no more than it asks for, the oldest first', run: limited },
  { title: 'a message whose lease has ended is claimed again, under its id, as the next attempt', run: leaseEnds },
  { title: 'the handle of the last message goes with the next one, and not to other subjects', run: handles },
  { title: 'a message that is sent anew gets no handle', run: anew },
  { title: 'a newer message replaces those about its incident that nobody can have seen', run: replaces },
  { title: 'lines of threads and digests are never replaced', run: keepsNotes },
  { title: 'the message queued last is known, sent or not, and lines of threads are none', run: last },
  { title: 'lists by state, receiver and subject, in the order of queueing', run: lists },
  { title: 'knows each receiver that something was ever for, once', run: receivers },
  ...OUTBOX_FAILURE_CASES,
];

async function together<Tx>(open: OpenOutbox<Tx>) {
  const { outbox, transact, decide, decisions } = await open();
  await transact(async (tx) => {
    await decide(tx, 'opened');
    await outbox.enqueue(tx, [incident('m1'), note('n1')]);
    deepStrictEqual(await (await open()).outbox.list({}), []);
  });
  deepStrictEqual(await decisions(), ['opened']);
  strictEqual((await (await open()).outbox.list({})).length, 2);
}

async function neither<Tx>(open: OpenOutbox<Tx>) {
  const { outbox, transact, decide, decisions } = await open();
  const failing = transact(async (tx) => {
    await decide(tx, 'opened');
    await outbox.enqueue(tx, [incident('m1')]);
    throw new Error('killed');
  });
  await rejects(failing, /killed/);
  deepStrictEqual(await decisions(), []);
  deepStrictEqual(await outbox.list({}), []);
}

async function queuedTwice<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  const first = incident('m1');
  await queue(bench, first, { ...first, createdAt: NOW + 1 });
  await bench.transact((tx) => bench.outbox.enqueue(tx, [first, first]));
  const [entry, ...others] = await bench.outbox.list({});
  deepStrictEqual([entry!.message, others], [first, []]);
  deepStrictEqual(await sendAll(bench), ['m1']);
  await queue(bench, first);
  deepStrictEqual(await sendAll(bench), []);
}

async function unchanged<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  const odd = incident('m 1/ü', { receiver: 'r "1"', subject: "INC-'2'; \\" });
  await queue(bench, odd);
  const [claim] = await claimAll(bench);
  deepStrictEqual(claim!.message, odd);
}

async function inOrder<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, note('n1'), note('n2'), note('n3'));
  const [claim, ...others] = await claimAll(bench);
  deepStrictEqual([claim!.message.id, others], ['n1', []]);
  deepStrictEqual(await claimAll(bench), []);
  await bench.outbox.settle(claim!, { kind: 'sent' }, NOW);
  deepStrictEqual(await sendAll(bench), ['n2', 'n3']);
}

async function lanes<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, note('a'), note('b', { subject: 'INC-2' }), note('c', { receiver: 'page' }));
  const claims = await claimAll(bench);
  deepStrictEqual(claims.map(({ message }) => message.id).sort(), ['a', 'b', 'c']);
}

async function oneWorker<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  const ids = Array.from({ length: 20 }, (_, i) => `m${i}`);
  await queue(bench, ...ids.map((id) => incident(id, { subject: id })));
  const workers = await Promise.all(Array.from({ length: 8 }, () => open()));
  const claims = (await Promise.all(workers.map((worker) => claimAll(worker)))).flat();
  const later = await claimAll(bench);
  deepStrictEqual([...claims, ...later].map(({ message }) => message.id).sort(), [...ids].sort());
}

async function limited<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, ...[1, 2, 3].map((i) => incident(`m${i}`, { subject: `INC-${i}` })));
  const claims = await claimAll(bench, NOW, 2);
  deepStrictEqual(claims.map(({ message }) => message.id).sort(), ['m1', 'm2']);
}

async function leaseEnds<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  const [first] = await claimAll(bench);
  deepStrictEqual([first!.attempt, first!.firstAttemptAt, first!.leaseUntil], [1, NOW, NOW + LEASE_MS]);
  deepStrictEqual(await claimAll(bench, NOW + LEASE_MS - 1), []);
  const [second] = await claimAll(await open(), AFTER_LEASE);
  deepStrictEqual([second!.message, second!.attempt, second!.firstAttemptAt], [first!.message, 2, NOW]);
  notStrictEqual(second!.lease, first!.lease);
}

async function handles<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  strictEqual((await claimAll(bench))[0]!.handle, undefined);
  const [claim] = await claimAll(bench, AFTER_LEASE);
  await bench.outbox.settle(claim!, { kind: 'sent', handle: 'ts-1' }, NOW);
  await queue(bench, incident('m2'), incident('m3', { subject: 'INC-2' }), incident('m4', { receiver: 'page' }));
  const claims = await claimAll(bench);
  const found = new Map(claims.map(({ message, handle }) => [message.id, handle]));
  deepStrictEqual([found.get('m2'), found.get('m3'), found.get('m4')], ['ts-1', undefined, undefined]);
  // Nothing new from the channel: the handle stays.
  const [second] = claims.filter(({ message }) => message.id === 'm2');
  await bench.outbox.settle(second!, { kind: 'sent' }, NOW);
  await queue(bench, note('n1'));
  strictEqual((await claimAll(bench))[0]!.handle, 'ts-1');
}

async function anew<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  await sendAll(bench);
  await queue(bench, incident('m2', { anew: true }));
  const [claim] = await claimAll(bench);
  strictEqual(claim!.handle, undefined);
  await bench.outbox.settle(claim!, { kind: 'sent', handle: 'ts-2' }, NOW);
  await queue(bench, incident('m3'));
  strictEqual((await claimAll(bench))[0]!.handle, 'ts-2');
}

async function replaces<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  // From now on the peer may have it.
  const [claim] = await claimAll(bench);
  await queue(bench, incident('m2'), incident('other', { subject: 'INC-2' }), incident('m3'));
  const states = await bench.outbox.list({ subject: 'INC-1' });
  deepStrictEqual(
    states.map(({ state }) => state),
    ['waiting', 'replaced', 'waiting'],
  );
  await bench.outbox.settle(claim!, { kind: 'sent' }, NOW);
  deepStrictEqual((await sendAll(bench)).sort(), ['m3', 'other']);
}

async function keepsNotes<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'), note('n1'), incident('m2'), note('n2'), incident('m3'));
  deepStrictEqual(await sendAll(bench), ['n1', 'n2', 'm3']);
}

async function last<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  const lastId = async (receiver = 'slack-data', subject = 'INC-1') =>
    (await bench.transact((tx) => bench.outbox.last(tx, receiver, subject)))?.id;
  strictEqual(await lastId(), undefined);
  await queue(bench, incident('m1'), incident('m2'), note('n1'), incident('other', { subject: 'INC-2' }));
  strictEqual(await lastId(), 'm2');
  await sendAll(bench);
  strictEqual(await lastId(), 'm2');
  deepStrictEqual([await lastId('page'), await lastId('slack-data', 'INC-2')], [undefined, 'other']);
}

async function lists<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, note('a'), note('b', { subject: 'INC-2' }), note('c', { receiver: 'page' }));
  const [claim] = await claimAll(bench, NOW, 1);
  await bench.outbox.settle(claim!, { kind: 'sent' }, NOW);
  const ids = async (filter: Parameters<typeof bench.outbox.list>[0]) =>
    (await bench.outbox.list(filter)).map(({ message }) => message.id);
  deepStrictEqual(await ids({}), ['a', 'b', 'c']);
  deepStrictEqual(await ids({ state: 'waiting' }), ['b', 'c']);
  deepStrictEqual(await ids({ receiver: 'page' }), ['c']);
  deepStrictEqual(await ids({ subject: 'INC-2', state: 'waiting' }), ['b']);
  ok((await ids({ subject: 'INC-3' })).length === 0);
  deepStrictEqual(await ids({ newestFirst: true }), ['c', 'b', 'a']);
  deepStrictEqual(await ids({ newestFirst: true, state: 'waiting' }), ['c', 'b']);
}

async function receivers<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  deepStrictEqual(await bench.outbox.receivers(), []);
  await queue(
    bench,
    note('a'),
    note('b', { receiver: 'page' }),
    note('c', { receiver: 'page' }),
    note('d', { receiver: 'ü \0' }),
  );
  await sendAll(bench);
  deepStrictEqual(await (await open()).outbox.receivers(), ['page', 'slack-data', 'ü \0']);
}
