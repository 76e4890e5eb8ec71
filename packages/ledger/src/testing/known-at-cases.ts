import { deepStrictEqual, strictEqual } from 'node:assert/strict';

import { Random } from '@dqs/core';

import { gradeChangedDays } from '../grade/grade-changed-days.js';
import { MemoryLedger } from '../memory/memory-ledger.js';
import type { LedgerStore } from '../store.js';
import { ledgerFacts } from './facts.js';
import type { LedgerStoreCase, OpenLedger } from './ledger-case.js';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from './samples.js';
import { drawWorld, gradesText, playPlainly, playSchedule } from './schedules.js';

/** What a ledger promises about time and order. */
export const KNOWN_AT_CASES: readonly LedgerStoreCase[] = [
  { title: 'what was known at a time is the same in every bit after thirty more days', run: sameAfterThirtyDays },
  { title: 'what was known at a time does not depend on how late it was collected and graded', run: collectedLate },
  {
    title: 'late, duplicate, corrected and reordered deliveries give grades and sums that are equal in every bit',
    run: schedules,
  },
];

const ALL = { from: -1e5, to: 1e5 };
const SERIES = 5;

/** One day of an operation: forecasts, results of the day before, late ones and corrections of older days. */
async function playDay(store: LedgerStore, numbers: readonly number[], day: number, random: Random) {
  const hours = 24 * (day - DAY);
  const rows = numbers.map((series) => ({ series, day, mean: random.next() }));
  for (const arm of ['champion', 'naive'] as const) {
    await store.issue(sampleBatch(rows, { arm, model: arm, issuedAt: atHour(hours - 6), knownAt: atHour(hours - 7) }));
  }
  const after = await store.collectedUpTo();
  const arrivals = Array.from({ length: 1 + random.integer(3) }, (_, i) => {
    const results = numbers.map((series) => {
      return {
        series,
        day: day - 1 - (random.next() < 0.3 ? random.integer(20) : 0),
        passes: random.integer(20),
        fails: random.integer(3),
      };
    });
    return { at: atHour(hours + i), results };
  });
  await store.revise(sampleRevisions(after, arrivals));
  if (random.next() < 0.3) {
    const series = numbers[random.integer(numbers.length)]!;
    await store.intervene([{ series, day: day - 1, at: atHour(hours + 4), by: 'ann', reason: 'fixed' }]);
  }
}

async function sameAfterThirtyDays(open: OpenLedger) {
  const store = await open();
  const numbers = [...(await store.register(sampleSeriesList(SERIES)))];
  const random = new Random(3);
  const kept: { query: { from: number; to: number; knownAt: number }; facts: unknown }[] = [];
  for (let day = DAY; day < DAY + 40; day += 1) {
    await playDay(store, numbers, day, random);
    await gradeChangedDays(store);
    const query = { ...ALL, knownAt: atHour(24 * (day - DAY) + 5) };
    if (day < DAY + 10) kept.push({ query, facts: await ledgerFacts(store, query) });
  }
  for (const { query, facts } of kept) deepStrictEqual(await ledgerFacts(store, query), facts);
  // A backtest that is loaded afterwards was not known then either.
  const rows = numbers.map((series) => ({ series, day: DAY + 2 }));
  await store.issue(sampleBatch(rows, { version: '2.0.0', issuedAt: atHour(5000) }));
  await gradeChangedDays(store);
  for (const { query, facts } of kept) deepStrictEqual(await ledgerFacts(store, query), facts);
}

async function collectedLate(open: OpenLedger) {
  const store = await open();
  const numbers = [...(await store.register(sampleSeriesList(SERIES)))];
  await store.issue(sampleBatch(numbers.map((series) => ({ series }))));
  const arrivals = [30, 31, 32].map((hour, i) => {
    return { at: atHour(hour), results: numbers.slice(i).map((series) => ({ series, passes: 18 + i, fails: i })) };
  });
  await store.revise(sampleRevisions(0, arrivals.slice(0, 1)));
  await gradeChangedDays(store);
  const query = { ...ALL, knownAt: atHour(30) };
  const early = await ledgerFacts(store, query);
  await store.revise(sampleRevisions(1, arrivals.slice(1)));
  await gradeChangedDays(store);
  deepStrictEqual(await ledgerFacts(store, query), early);
  // The time between two entries that were collected together has its own answer.
  const { grades } = await ledgerFacts(store, { ...ALL, knownAt: atHour(31) });
  deepStrictEqual([...grades.revision], [1, 2, 2, 2, 2]);
  strictEqual((await store.aggregates({ ...ALL, knownAt: atHour(31), knownAfter: atHour(30) })).day.length, 3);
}

async function schedules(open: OpenLedger) {
  const seed = 11;
  const world = drawWorld(new Random(seed));
  const store = await open();
  await playSchedule(store, world, new Random(seed + 1));
  const plain = new MemoryLedger();
  await playPlainly(plain, world);
  strictEqual(await gradesText(store), await gradesText(plain));
}
