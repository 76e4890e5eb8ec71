import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import {
  AFTER_LEASE,
  claimAll,
  incident,
  note,
  NOW,
  queue,
  sendAll,
  type OpenOutbox,
  type OutboxCase,
} from './outbox-case.js';

/** What an outbox promises about attempts that fail. */
export const OUTBOX_FAILURE_CASES: readonly OutboxCase[] = [
  { title: 'what is to be sent later is not claimed before, and holds up what follows it', run: waits },
  { title: 'a claim that was not tried counts as none', run: untried },
  { title: 'of a lease that another has taken over only success counts', run: staleLease },
  { title: 'what has been sent stays sent, whatever is said of it later', run: staysSent },
  { title: 'a dead letter is seen with its reason, and lets the rest pass', run: deadLetter },
  { title: 'a dead letter that is revived is sent', run: revived },
  { title: 'a dead letter that a newer message has overtaken is not sent any more', run: overtaken },
  { title: 'when a message was sent, replaced or given up is known, and not before it was', run: settled },
  { title: 'a receiver that is gone gets nothing until it is switched on, and then all', run: gone },
  { title: 'the age of the oldest message that waits is known, those of receivers that are off included', run: age },
];

async function waits<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, note('n1'), note('n2'));
  const [claim] = await claimAll(bench);
  await bench.outbox.settle(claim!, { kind: 'later', why: 'busy', dueAt: NOW + 5000 }, NOW);
  deepStrictEqual(await claimAll(bench, NOW + 4999), []);
  const [entry] = await bench.outbox.list({});
  deepStrictEqual([entry!.why, entry!.attempts, entry!.dueAt, entry!.firstAttemptAt], ['busy', 1, NOW + 5000, NOW]);
  const [again] = await claimAll(bench, NOW + 5000);
  deepStrictEqual([again!.message.id, again!.attempt], ['n1', 2]);
}

async function untried<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  const [claim] = await claimAll(bench);
  await bench.outbox.settle(claim!, { kind: 'untried', dueAt: NOW + 5000 }, NOW);
  deepStrictEqual(await claimAll(bench, NOW + 4999), []);
  const [entry] = await bench.outbox.list({});
  deepStrictEqual([entry!.attempts, entry!.firstAttemptAt], [0, null]);
  const [again] = await claimAll(bench, NOW + 5000);
  strictEqual(again!.attempt, 1);
}

async function staleLease<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  const [slow] = await claimAll(bench);
  const [quick] = await claimAll(bench, AFTER_LEASE);
  for (const verdict of [
    { kind: 'dead', why: 'from the slow one' },
    { kind: 'later', why: 'from the slow one', dueAt: 0 },
    { kind: 'gone', why: 'from the slow one' },
    { kind: 'untried', dueAt: 0 },
  ] as const) {
    await bench.outbox.settle(slow!, verdict, AFTER_LEASE);
  }
  const [entry] = await bench.outbox.list({});
  deepStrictEqual([entry!.state, entry!.why, entry!.attempts], ['waiting', null, 2]);
  deepStrictEqual((await bench.outbox.status()).off, []);
  deepStrictEqual(await claimAll(bench, AFTER_LEASE), []);
  await bench.outbox.settle(slow!, { kind: 'sent', handle: 'ts-slow' }, AFTER_LEASE);
  await bench.outbox.settle(quick!, { kind: 'later', why: 'busy', dueAt: 0 }, AFTER_LEASE);
  strictEqual((await bench.outbox.list({}))[0]!.state, 'sent');
}

async function staysSent<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  const [claim] = await claimAll(bench);
  await bench.outbox.settle(claim!, { kind: 'sent', handle: 'ts-1' }, NOW);
  await bench.outbox.settle(claim!, { kind: 'dead', why: 'late' }, NOW);
  await bench.outbox.settle(claim!, { kind: 'sent', handle: 'ts-2' }, NOW);
  strictEqual((await bench.outbox.list({}))[0]!.state, 'sent');
  await queue(bench, incident('m2'));
  // The first message is the one that people follow.
  strictEqual((await claimAll(bench))[0]!.handle, 'ts-1');
}

/** Queues m1 and makes it a dead letter. */
async function withDeadLetter<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'));
  const [claim] = await claimAll(bench);
  await bench.outbox.settle(claim!, { kind: 'dead', why: 'answered 400' }, NOW);
  return bench;
}

async function deadLetter<Tx>(open: OpenOutbox<Tx>) {
  const bench = await withDeadLetter(open);
  const [entry, ...others] = await bench.outbox.list({ state: 'dead' });
  deepStrictEqual([entry!.message.id, entry!.why, others], ['m1', 'answered 400', []]);
  strictEqual((await bench.outbox.status()).dead, 1);
  deepStrictEqual(await claimAll(bench, AFTER_LEASE), []);
  await queue(bench, incident('m2'));
  deepStrictEqual(await sendAll(bench), ['m2']);
  strictEqual((await bench.outbox.list({ state: 'dead' })).length, 1);
}

async function revived<Tx>(open: OpenOutbox<Tx>) {
  const bench = await withDeadLetter(open);
  strictEqual(await bench.outbox.revive('m1', NOW), 'waiting');
  const [claim] = await claimAll(bench);
  deepStrictEqual([claim!.message.id, claim!.attempt], ['m1', 2]);
  await bench.outbox.settle(claim!, { kind: 'sent' }, NOW);
  deepStrictEqual([await bench.outbox.revive('m1', NOW), await bench.outbox.revive('m9', NOW)], [undefined, undefined]);
}

async function overtaken<Tx>(open: OpenOutbox<Tx>) {
  const bench = await withDeadLetter(open);
  await queue(bench, incident('m2'));
  await sendAll(bench);
  strictEqual(await bench.outbox.revive('m1', NOW), 'replaced');
  deepStrictEqual(await sendAll(bench), []);
  strictEqual((await bench.outbox.status()).dead, 0);
}

async function settled<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  const times = async () => (await bench.outbox.list({})).map((one) => [one.message.id, one.state, one.settledAt]);
  await queue(bench, incident('m1', { createdAt: NOW }), incident('m2', { createdAt: NOW }));
  await queue(bench, incident('m3', { createdAt: NOW + 1 }), note('n1'));
  const [[claim], other] = [await claimAll(bench, NOW + 1), ['n1', 'waiting', null]];
  const replaced = [
    ['m1', 'replaced', NOW],
    ['m2', 'replaced', NOW + 1],
  ];
  deepStrictEqual(await times(), [...replaced, ['m3', 'waiting', null], other]);
  await bench.outbox.settle(claim!, { kind: 'dead', why: 'refused' }, NOW + 2);
  deepStrictEqual(await times(), [...replaced, ['m3', 'dead', NOW + 2], other]);
  await bench.outbox.revive('m3', NOW + 3);
  deepStrictEqual(await times(), [...replaced, ['m3', 'waiting', null], other]);
  await bench.outbox.settle(claim!, { kind: 'sent' }, NOW + 4);
  await bench.outbox.settle(claim!, { kind: 'sent' }, NOW + 5);
  deepStrictEqual(await times(), [...replaced, ['m3', 'sent', NOW + 4], other]);
}

async function gone<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  await queue(bench, incident('m1'), incident('m2', { subject: 'INC-2' }), incident('p1', { receiver: 'page' }));
  const [claim, ...others] = await claimAll(bench, NOW, 1);
  deepStrictEqual([claim!.message.id, others], ['m1', []]);
  await bench.outbox.settle(claim!, { kind: 'gone', why: 'answered 410' }, NOW);
  deepStrictEqual((await bench.outbox.status()).off, [{ receiver: 'slack-data', why: 'answered 410', at: NOW }]);
  deepStrictEqual(await sendAll(bench, AFTER_LEASE), ['p1']);
  await (await open()).outbox.switchOn('slack-data');
  deepStrictEqual((await bench.outbox.status()).off, []);
  deepStrictEqual((await sendAll(bench, AFTER_LEASE)).sort(), ['m1', 'm2']);
}

async function age<Tx>(open: OpenOutbox<Tx>) {
  const bench = await open();
  deepStrictEqual(await bench.outbox.status(), { waiting: 0, dead: 0, oldestWaitingAt: null, off: [] });
  await queue(bench, incident('m1', { createdAt: NOW - 7000 }), incident('m2', { subject: 'INC-2', receiver: 'page' }));
  const { waiting, oldestWaitingAt } = await bench.outbox.status();
  deepStrictEqual([waiting, oldestWaitingAt], [2, NOW - 7000]);
  const [claim] = await claimAll(bench, NOW, 1);
  await bench.outbox.settle(claim!, { kind: 'gone', why: 'answered 410' }, NOW);
  strictEqual((await bench.outbox.status()).oldestWaitingAt, NOW - 7000);
  await bench.outbox.switchOn('slack-data');
  await sendAll(bench);
  deepStrictEqual([(await bench.outbox.status()).waiting, (await bench.outbox.status()).oldestWaitingAt], [0, null]);
}
