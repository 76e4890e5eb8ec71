import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import type { Alert } from '../alerts/alert.js';
import { NO_ALERTS, type AlertingState } from '../decide/state.js';
import { incidentsAt } from '../store/incidents-at.js';
import {
  incidentOf,
  NAME,
  ODD_TEXT,
  START,
  stateOf,
  take,
  tickOf,
  type AlertingStoreCase,
  type OpenAlertingStore,
} from './alerting-store-case.js';

const MINUTE = 60_000;

/** What a store promises of the states that an alerting had. */
export const PAST_CASES: readonly AlertingStoreCase[] = [
  { title: 'a state of the past is what it was, whatever came later', run: everyState },
  {
    title: 'before its first step an alerting stood at version 0, and those of others are none of its own',
    run: before,
  },
  { title: 'a step that is refused, or whose transaction fails, was never there', run: refused },
  {
    title: 'incidents are known as they were at a time, also those that the state had forgotten by then',
    run: incidents,
  },
];

/** States that grow, shrink, and change their order, by a rule that a reader can follow. */
function stateAfter(step: number): AlertingState {
  const alerts = Array.from({ length: (step * 7) % 23 }, (_, i) => {
    const key = `${(i * 5 + step) % 23} ${i === 3 ? ODD_TEXT : ''}`;
    return { key, observedDay: i % 4 === 0 ? step : 1 } as unknown as Alert;
  });
  const one = incidentOf(`inc-${step % 3}`, { reopened: step % 5 });
  return { ...stateOf(START + step * MINUTE, `owner-${step % 2}`, step % 4 === 0 ? [] : [one]), alerts };
}

async function everyState<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const steps = 60;
  for (let step = 0; step < steps; step += 1) {
    await take(store, tickOf(step), { before: step, state: stateAfter(step) });
  }
  const other = await open();
  for (let step = 0; step < steps; step += 1) {
    const kept = { version: step + 1, state: stateAfter(step) };
    deepStrictEqual(await other.stateAt(NAME, START + step * MINUTE), kept);
    deepStrictEqual(await other.stateAt(NAME, START + step * MINUTE + 59_999.5), kept);
  }
  deepStrictEqual(await other.stateAt(NAME, Number.MAX_SAFE_INTEGER), await other.load(NAME));
}

async function before<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const none = { version: 0, state: NO_ALERTS };
  deepStrictEqual(await store.stateAt(NAME, START), none);
  await take(store, tickOf(1), { before: 0 });
  await take(store, tickOf(0), { before: 0, name: ODD_TEXT, state: stateOf(START, ODD_TEXT) });
  deepStrictEqual(await store.stateAt(NAME, START), none);
  deepStrictEqual(await store.stateAt(ODD_TEXT, START), { version: 1, state: stateOf(START, ODD_TEXT) });
  strictEqual((await store.stateAt(NAME, START + MINUTE)).version, 1);
}

async function refused<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  await take(store, tickOf(0), { before: 0 });
  const late = { name: NAME, before: 0, state: stateOf(START, 'late'), incidents: [], step: tickOf(1) };
  await store.transact((tx) => store.save(tx, late)).catch(() => undefined);
  const failing = store.transact(async (tx) => {
    await store.save(tx, { ...late, before: 1 });
    throw new Error('killed');
  });
  await failing.catch(() => undefined);
  deepStrictEqual(await store.stateAt(NAME, START + MINUTE), { version: 1, state: stateOf(START) });
  await take(store, tickOf(2), { before: 1, state: stateOf(START, 'next') });
  deepStrictEqual(await store.stateAt(NAME, START + 2 * MINUTE), { version: 2, state: stateOf(START, 'next') });
}

async function incidents<Tx>(open: OpenAlertingStore<Tx>) {
  const store = await open();
  const opened = incidentOf('inc-1');
  const over = incidentOf('inc-1', {
    state: 'resolved',
    resolution: { reason: 'fixed', by: 'ann', at: START + MINUTE },
  });
  const second = incidentOf('inc-2', { openedAt: START + 2 * MINUTE });
  await take(store, tickOf(0), { before: 0, state: stateOf(START, 'a', [opened]), incidents: [opened] });
  await take(store, tickOf(1), { before: 1, state: stateOf(START, 'a', [over]), incidents: [over] });
  await take(store, tickOf(2), { before: 2, state: stateOf(START, 'a', [second]), incidents: [second] });
  const at = async (minute: number, query = {}) => incidentsAt(store, NAME, START + minute * MINUTE, query);
  deepStrictEqual(await at(-1), []);
  deepStrictEqual([await at(0), await at(1), await at(2)], [[opened], [over], [second, over]]);
  deepStrictEqual([await at(0, { states: ['resolved'] }), await at(1, { states: ['resolved'] })], [[], [over]]);
  deepStrictEqual(await at(2, { limit: 1 }), [second]);
}
