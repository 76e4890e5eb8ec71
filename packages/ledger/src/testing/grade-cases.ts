import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

import { gradeChangedDays } from '../grade/grade-changed-days.js';
import { gradeDay } from '../grade/grade-day.js';
import { AGGREGATE_STATISTICS, statisticIndex, type DailyAggregates } from '../records/aggregates.js';
import { GRADE_STATUS } from '../records/grades.js';
import { ID_BYTES, idText } from '../forecast-id.js';
import { SeriesTable } from '../series-table.js';
import type { LedgerStore } from '../store.js';
import { ledgerFacts } from './facts.js';
import type { LedgerStoreCase, OpenLedger } from './ledger-case.js';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from './samples.js';

/** What a ledger promises about grades and aggregates. */
export const GRADE_CASES: readonly LedgerStoreCase[] = [
  { title: 'a day has changed until it is settled, and is read with all that is known of it', run: changedDays },
  { title: 'settling again adds nothing', run: settlesOnce },
  { title: 'what changes between reading and settling leaves the day changed', run: changesMeanwhile },
  { title: 'what was made from fewer changes never replaces what was made from more', run: olderSettlement },
  { title: 'of many concurrent gradings every grade is kept once', run: concurrentGrading },
  {
    title: 'a forecast has the grade of the last revision; one without is ungraded, one left out is intervened',
    run: statuses,
  },
  { title: 'forecasts are found by their ids, with their grades and what is known of their days', run: byIds },
  { title: 'the version of a day changes with all that is added to it, and with nothing else', run: dayVersions },
  { title: 'a correction to no executions makes a day ungraded again', run: correctedToNothing },
  {
    title: 'forecasts made before the first result are live for good, later ones backfill, and their sums stay apart',
    run: liveAndBackfill,
  },
  {
    title: 'aggregates are read in the last version of a time, and those that changed since another',
    run: aggregateVersions,
  },
  { title: 'sums of one tenant hold nothing of another, those of one arm nothing of another', run: aggregatesApart },
  { title: 'the checkpoint of a name is the last one up to a time, bytes and all', run: checkpoints },
];

const ALL = { from: -1e5, to: 1e5 };
const [UNGRADED, GRADED, INTERVENED] = [GRADE_STATUS.ungraded, GRADE_STATUS.graded, GRADE_STATUS.intervened];

/** A ledger of some series, all of which are forecast for {@link DAY}. */
async function forecastLedger(open: OpenLedger, count: number): Promise<[LedgerStore, number[]]> {
  const store = await open();
  const numbers = [...(await store.register(sampleSeriesList(count)))];
  await store.issue(sampleBatch(numbers.map((series, i) => ({ series, mean: 0.5 + i / (2 * count) })))); // prettier-ignore
  return [store, numbers];
}

const results = (numbers: readonly number[], passes: number, fails = 0) =>
  numbers.map((series) => ({ series, passes, fails }));

/** Sums of an aggregate statistic over the rows. */
const sumOf = ({ values }: DailyAggregates, name: Parameters<typeof statisticIndex>[0]) =>
  values.reduce((sum, value, i) => sum + (i % AGGREGATE_STATISTICS.length === statisticIndex(name) ? value : 0), 0);

async function changedDays(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 3);
  await store.issue(sampleBatch([{ series: numbers[0]!, day: DAY + 2 }]));
  const changed = await store.changedDays();
  deepStrictEqual(changed.map(({ day }) => day), [DAY, DAY + 2]); // prettier-ignore
  deepStrictEqual(await store.changedDays({ from: DAY + 1, to: DAY + 9 }), changed.slice(1));
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results: results(numbers, 19, 1) }]));
  await store.intervene([{ series: numbers[1]!, day: DAY, at: atHour(31), by: 'ann', reason: 'fixed' }]);
  const { changes } = (await store.changedDays())[0]!;
  ok(changes > changed[0]!.changes, 'expected more changes');
  const day = await store.day(DAY);
  strictEqual(day.changes, changes);
  deepStrictEqual(day.forecasts, await store.forecasts({ from: DAY, to: DAY }));
  deepStrictEqual(day.revisions, await store.revisions({ from: DAY, to: DAY }));
  deepStrictEqual(day.interventions, await store.interventions({ from: DAY, to: DAY }));
  deepStrictEqual([...day.graded], [0, 0, 0]);
  deepStrictEqual((await gradeChangedDays(store)).days, [DAY, DAY + 2]);
  deepStrictEqual(await (await open()).changedDays(), []);
  deepStrictEqual([...(await store.day(DAY)).graded], [1, 1, 1]);
}

async function settlesOnce(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 3);
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results: results(numbers, 19, 1) }]));
  const graded = gradeDay(await store.day(DAY), new SeriesTable(await store.series()));
  strictEqual(await store.settle(graded), 3);
  const before = await ledgerFacts(store, ALL);
  strictEqual(await (await open()).settle(graded), 0);
  strictEqual((await gradeChangedDays(store)).grades, 0);
  deepStrictEqual(await ledgerFacts(store, ALL), before);
  await store.revise(sampleRevisions(1, [{ at: atHour(32), results: results(numbers.slice(1), 18, 2) }]));
  deepStrictEqual(await gradeChangedDays(store), { days: [DAY], grades: 2 });
}

async function changesMeanwhile(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 2);
  const graded = gradeDay(await store.day(DAY), new SeriesTable(await store.series()));
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results: results(numbers, 1) }]));
  await store.settle(graded);
  deepStrictEqual((await store.changedDays()).map(({ day }) => day), [DAY]); // prettier-ignore
  deepStrictEqual(await gradeChangedDays(store), { days: [DAY], grades: 2 });
  deepStrictEqual(await store.changedDays(), []);
}

async function olderSettlement(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 2);
  const older = gradeDay(await store.day(DAY), new SeriesTable(await store.series()));
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results: results(numbers, 1) }]));
  await gradeChangedDays(store);
  const before = await ledgerFacts(store, ALL);
  await store.settle(older);
  deepStrictEqual(await ledgerFacts(store, ALL), before);
  deepStrictEqual(await store.changedDays(), []);
}

async function concurrentGrading(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 20);
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results: results(numbers, 19, 1) }]));
  const reports = await Promise.all([store, await open(), await open()].map((one) => gradeChangedDays(one)));
  strictEqual(reports.reduce((sum, { grades }) => sum + grades, 0), 20); // prettier-ignore
  deepStrictEqual(await store.changedDays(), []);
  strictEqual(sumOf(await store.aggregates({ ...ALL, knownAfter: atHour(0) }), 'graded'), 20);
}

async function byIds(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 4);
  for (const day of [DAY + 1, DAY + 90]) {
    await store.issue(sampleBatch(numbers.map((series) => ({ series, day })))); // prettier-ignore
    await store.revise(sampleRevisions(await store.collectedUpTo(), [{ at: atHour(30), results: numbers.map((series) => ({ series, day, passes: 9 })) }])); // prettier-ignore
    await store.intervene([{ series: numbers[1]!, day, at: atHour(31), by: 'ann', reason: 'fixed' }]);
  }
  await gradeChangedDays(store);
  const { ids: all, targetDay } = await store.forecasts(ALL);
  const rows = [10, 1, 8];
  const nothing = Uint8Array.from(all.subarray(0, ID_BYTES), (byte, i) => (i < 4 ? byte : byte ^ 1));
  const ids = new Uint8Array(Buffer.concat([...rows.map((row) => all.subarray(row * ID_BYTES, (row + 1) * ID_BYTES)), nothing])); // prettier-ignore
  const found = await store.forecasts({ ...ALL, ids });
  const texts = (of: Uint8Array) => Array.from({ length: of.length / ID_BYTES }, (_, row) => idText(of, row));
  deepStrictEqual(texts(found.ids), rows.sort((a, b) => a - b).map((row) => idText(all, row))); // prettier-ignore
  const grades = await store.grades({ ...ALL, ids });
  deepStrictEqual(texts(grades.ids), texts(found.ids));
  const everything = await store.grades(ALL);
  deepStrictEqual([...grades.status], rows.map((row) => everything.status[row])); // prettier-ignore
  const days = new Set(rows.map((row) => targetDay[row]!));
  const isThere = ({ day }: { readonly day: number }) => days.has(day);
  deepStrictEqual(await store.interventions({ ...ALL, ids }), (await store.interventions(ALL)).filter(isThere));
  deepStrictEqual(new Set((await store.revisions({ ...ALL, ids })).day), new Set([DAY + 90]));
  deepStrictEqual((await store.forecasts({ from: DAY, to: DAY, ids })).series.length, 1);
  const [tenants, earlier] = [['nobody'], atHour(-7)];
  deepStrictEqual((await store.forecasts({ ...ALL, ids, tenants })).series.length, 0);
  deepStrictEqual((await store.forecasts({ ...ALL, ids, knownAt: earlier })).series.length, 0);
  deepStrictEqual((await store.forecasts({ ...ALL, ids: nothing })).series.length, 0);
  deepStrictEqual((await store.forecasts({ ...ALL, ids: new Uint8Array(0) })).series.length, 0);
}

async function dayVersions(open: OpenLedger) {
  const [store, [a, b]] = (await forecastLedger(open, 2)) as [LedgerStore, [number, number]];
  const days = Int32Array.of(DAY + 1, DAY, DAY + 1);
  const seen = new Set<string | undefined>();
  const other = [{ series: a, day: DAY + 1 }];
  const acts = [
    () => store.issue(sampleBatch([{ series: a }], { version: '2.0.0' })),
    () => store.revise(sampleRevisions(0, [{ at: atHour(30), results: results([a, b], 19, 1) }])),
    () => gradeChangedDays(store),
    () => store.intervene([{ series: b, day: DAY, at: atHour(31), by: 'ann', reason: 'fixed' }]),
    () => gradeChangedDays(store),
  ];
  deepStrictEqual((await store.versions(days))[0], undefined);
  for (const act of acts) {
    seen.add((await store.versions(days))[1]);
    await act();
    await store.issue(sampleBatch(other, { version: `${seen.size}` }));
  }
  const [first, last, again] = await store.versions(days);
  strictEqual(seen.add(last).size, acts.length + 1);
  strictEqual(again, first);
  // What is there already changes nothing.
  await store.issue(sampleBatch([{ series: a }], { version: '2.0.0' }));
  strictEqual((await store.versions(days))[1], last);
}

async function statuses(open: OpenLedger) {
  const [store, numbers] = await forecastLedger(open, 4);
  const [a, b, c] = numbers as [number, number, number];
  await store.revise(
    sampleRevisions(0, [
      { at: atHour(30), results: results([a, b], 20) },
      { at: atHour(31), results: [...results([a], 10, 10), { series: c, passes: 0, errors: 3 }] },
    ]),
  );
  await store.intervene([{ series: b, day: DAY, at: atHour(32), by: 'ann', reason: 'fixed' }]);
  await gradeChangedDays(store);
  const grades = await store.grades(ALL);
  const { ids } = await store.forecasts(ALL);
  deepStrictEqual(grades.ids, ids);
  deepStrictEqual([...grades.status], [GRADED, INTERVENED, UNGRADED, UNGRADED]);
  deepStrictEqual([...grades.revision], [2, 1, 2, 0]);
  deepStrictEqual([...grades.numbers.actual], [50, 100, Number.NaN, Number.NaN]);
  deepStrictEqual([...grades.executions], [20, 20, 0, 0]);
  deepStrictEqual([...grades.knownFrom], [atHour(31), atHour(30), atHour(31), Number.NaN]);
  const sums = await store.aggregates(ALL);
  const counts = (['forecasts', 'graded', 'intervened', 'arrived', 'errors', 'corrections'] as const).map((name) =>
    sumOf(sums, name),
  );
  deepStrictEqual(counts, [4, 1, 1, 3, 3, 1]);
}

async function correctedToNothing(open: OpenLedger) {
  const [store, [series]] = await forecastLedger(open, 1);
  await store.revise(
    sampleRevisions(0, [
      { at: atHour(30), results: results([series!], 20) },
      { at: atHour(31), results: results([series!], 0) },
    ]),
  );
  await gradeChangedDays(store);
  deepStrictEqual([...(await store.grades({ ...ALL, knownAt: atHour(30) })).status], [GRADED]);
  const { status, revision, numbers } = await store.grades(ALL);
  deepStrictEqual([[...status], [...revision], [...numbers.crps]], [[UNGRADED], [2], [Number.NaN]]);
  const sums = await store.aggregates(ALL);
  deepStrictEqual([sumOf(sums, 'forecasts'), sumOf(sums, 'graded')], [1, 0]);
}

async function liveAndBackfill(open: OpenLedger) {
  const [store, [series]] = await forecastLedger(open, 1);
  const entry = (at: number, passes: number) => ({ at, results: results([series!], passes, 1) });
  await store.revise(sampleRevisions(0, [entry(atHour(30), 9)]));
  const issue = (issuedAt: number, version: string) => store.issue(sampleBatch([{ series: series! }], { issuedAt, version })); // prettier-ignore
  await issue(atHour(30) - 1, 'just before');
  await issue(atHour(30), 'just then');
  await issue(atHour(90), 'long after');
  await gradeChangedDays(store);
  const live = async () => {
    const { issue: of, issues } = await store.forecasts(ALL);
    const grades = await store.grades(ALL);
    return new Map(Array.from(of, (at, row) => [issues[at]!.version, grades.live[row]]));
  };
  const expected = new Map([['1.0.0', 1], ['just before', 1], ['just then', 0], ['long after', 0]]); // prettier-ignore
  deepStrictEqual(await live(), expected);
  await store.revise(sampleRevisions(1, [entry(atHour(95), 8)]));
  await gradeChangedDays(store);
  deepStrictEqual(await live(), expected);
  const { groups, group } = await store.aggregates(ALL);
  deepStrictEqual(
    Array.from(group, (at) => [groups[at]!.version, groups[at]!.live]),
    [['1.0.0', true], ['just before', true], ['just then', false], ['long after', false]], // prettier-ignore
  );
  deepStrictEqual([...(await store.grades({ ...ALL, knownAt: atHour(89) })).live], [1, 1, 0]);
}

async function aggregateVersions(open: OpenLedger) {
  const [store, [a, b]] = await forecastLedger(open, 4);
  // The first and the fourth series are of one rule, and so of one pool.
  const d = (await store.series()).find(({ datasetUuid }) => datasetUuid === 'd3')!.number;
  await store.revise(sampleRevisions(0, [{ at: atHour(30), results: results([a!], 20) }, { at: atHour(31), results: results([b!, d], 20) }])); // prettier-ignore
  await gradeChangedDays(store);
  const at = async (query: object) => {
    const found = await store.aggregates({ ...ALL, ...query });
    return [found.day.length, sumOf(found, 'forecasts'), sumOf(found, 'graded')];
  };
  deepStrictEqual(await at({ knownAt: atHour(-6) - 1 }), [0, 0, 0]);
  deepStrictEqual(await at({ knownAt: atHour(-6) }), [3, 4, 0]);
  deepStrictEqual(await at({ knownAt: atHour(30) }), [3, 4, 1]);
  deepStrictEqual(await at({}), [3, 4, 3]);
  deepStrictEqual(await at({ knownAfter: atHour(30) }), [2, 3, 3]);
  deepStrictEqual(await at({ knownAfter: atHour(30) - 1, knownAt: atHour(30) }), [1, 2, 1]);
  deepStrictEqual(await at({ knownAfter: atHour(31) }), [0, 0, 0]);
  deepStrictEqual(await at({ from: DAY + 1 }), [0, 0, 0]);
  const { groups } = await store.aggregates({ ...ALL, knownAfter: atHour(30) });
  deepStrictEqual(groups.map(({ ruleCode }) => ruleCode), ['100', '101']); // prettier-ignore
}

async function aggregatesApart(open: OpenLedger) {
  const store = await open();
  const series = sampleSeriesList(2).flatMap((one) =>
    ['acme', 'globex', '__proto__'].map((tenantId) => ({ ...one, tenantId })),
  );
  const numbers = [...(await store.register(series))];
  const rows = numbers.map((number) => ({ series: number }));
  await store.issue(sampleBatch(rows));
  await store.issue(sampleBatch(rows.slice(1), { arm: 'naive', model: 'naive' }));
  await gradeChangedDays(store);
  const count = async (query: object) => sumOf(await store.aggregates({ ...ALL, ...query }), 'forecasts');
  deepStrictEqual(
    [
      await count({}),
      await count({ tenants: ['acme'] }),
      await count({ tenants: ['__proto__', 'acme'], arms: ['champion'] }),
      await count({ arms: ['naive'] }),
      await count({ tenants: ['constructor'] }),
      await count({ tenants: [] }),
      await count({ arms: [] }),
    ],
    [11, 3, 4, 5, 0, 0, 0],
  );
}

async function checkpoints(open: OpenLedger) {
  const [store, other] = [await open(), await open()];
  const bytes = Uint8Array.from({ length: 256 }, (_, i) => i);
  const kept = { day: DAY, knownAt: atHour(30), content: bytes };
  strictEqual(await store.checkpoint('__proto__'), undefined);
  await store.keepCheckpoint('__proto__', kept);
  await other.keepCheckpoint('__proto__', { ...kept, day: DAY + 1, knownAt: atHour(40), content: new Uint8Array(0) });
  await other.keepCheckpoint('a\0b', { ...kept, day: -5 });
  const read = async (name: string, knownAt?: number) => {
    const found = await store.checkpoint(name, knownAt);
    return found && { ...found, content: Uint8Array.from(found.content) };
  };
  deepStrictEqual(await read('__proto__', atHour(39)), kept);
  deepStrictEqual((await read('__proto__'))?.day, DAY + 1);
  deepStrictEqual(await read('__proto__', atHour(30) - 1), undefined);
  deepStrictEqual((await read('a\0b'))?.day, -5);
  await store.keepCheckpoint('__proto__', { ...kept, content: Uint8Array.of(1) });
  deepStrictEqual((await read('__proto__', atHour(30)))?.content, Uint8Array.of(1));
}
