import { deepStrictEqual, rejects, strictEqual } from 'node:assert/strict';

import { ARMS } from '../arms.js';
import { LEDGER_NUMBERS } from '../columns/forecast-columns.js';
import { dayOfId, forecastIds, idText } from '../forecast-id.js';
import type { ForecastColumns, Issue, IssueBatch } from '../records/forecasts.js';
import { SeriesTable } from '../series-table.js';
import type { LedgerStore } from '../store.js';
import { hasCode, type LedgerStoreCase, type OpenLedger } from './ledger-case.js';
import {
  atHour,
  DAY,
  drawnForecasts,
  sampleBatch,
  sampleForecasts,
  sampleIssue,
  sampleRevisions,
  sampleSeriesList,
} from './samples.js';

/** What a ledger promises about forecasts. */
export const ISSUE_CASES: readonly LedgerStoreCase[] = [
  { title: 'forecasts are read back bit for bit, with their issue and their id', run: readsBack },
  { title: 'a naive forecast may be missing, a distribution too', run: mayBeMissing },
  { title: 'the same forecasts again add nothing, and the first under an id stays', run: putIfAbsent },
  { title: 'a forecast that a batch holds twice is kept once', run: twiceInABatch },
  { title: 'of many concurrent issues every forecast is kept once', run: concurrentIssues },
  { title: 'a batch with a fault is refused whole', run: refusesFaults },
  {
    title: 'forecasts come by day, series, arm, model, version, as-of day and time, whatever the order of their issue',
    run: comeInOrder,
  },
  { title: 'a query finds what was issued by a time, of some series, arms and days', run: finds },
  { title: 'the span of a ledger goes from the first to the last day that is forecast', run: spans },
  { title: 'the ledger keeps a copy: changing columns after issuing or reading changes nothing', run: keepsCopy },
  { title: 'keeps ten thousand forecasts in one batch, and days before 1970', run: limits },
];

const ALL = { from: -1e5, to: 1e5 };

async function withSeries(open: OpenLedger, count: number): Promise<[LedgerStore, number[]]> {
  const store = await open();
  return [store, [...(await store.register(sampleSeriesList(count)))]];
}

async function readsBack(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 40);
  const rows = numbers.map((series, i) => ({ series, mean: i / 40, executions: 1 + i * 3, flags: i % 4 }));
  const [issue, forecasts] = [sampleIssue(), drawnForecasts(rows, 7)];
  strictEqual(await store.issue({ issue, forecasts }), 40);
  const read = await (await open()).forecasts(ALL);
  const table = new SeriesTable(await store.series());
  const order = [...numbers.keys()].sort((a, b) => table.rank(numbers[a]!) - table.rank(numbers[b]!));
  deepStrictEqual(read.issues, [issue]);
  deepStrictEqual(
    [...read.series],
    order.map((row) => numbers[row]),
  );
  for (const key of LEDGER_NUMBERS) deepStrictEqual([...read.numbers[key]], order.map((row) => forecasts.numbers[key][row])); // prettier-ignore
  deepStrictEqual([...read.flags], order.map((row) => forecasts.flags[row])); // prettier-ignore
  deepStrictEqual(rowBytes(read), order.map((row) => rowBytes(forecasts)[row])); // prettier-ignore
  deepStrictEqual(Buffer.from(read.ids), Buffer.from(forecastIds(issue, read, (number) => table.of(number))));
  deepStrictEqual(read.asOfDay, new Int32Array(40).fill(DAY - 1));
}

const rowBytes = ({ distributions: { offsets, bytes } }: ForecastColumns) =>
  Array.from(offsets.subarray(1), (end, row) => Buffer.from(bytes.subarray(offsets[row], end)).toString('hex'));

async function mayBeMissing(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  const forecasts = sampleForecasts([{ series: series!, naive: Number.NaN }]);
  const distributions = { offsets: new Int32Array(2), bytes: new Uint8Array(0) };
  await store.issue({ issue: sampleIssue({ flagNames: [] }), forecasts: { ...forecasts, distributions } });
  const read = await store.forecasts(ALL);
  deepStrictEqual([...read.numbers.naivePassPercentage], [Number.NaN]);
  deepStrictEqual([...read.distributions.offsets, read.distributions.bytes.length], [0, 0, 0]);
}

async function putIfAbsent(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 3);
  const rows = numbers.map((series) => ({ series, mean: 0.5 }));
  strictEqual(await store.issue(sampleBatch(rows.slice(0, 2))), 2);
  const first = await store.forecasts(ALL);
  const later = sampleBatch(rows.map((row) => ({ ...row, mean: 0.9 })), { issuedAt: atHour(1), arm: 'challenger' }); // prettier-ignore
  strictEqual(await store.issue(later), 1);
  strictEqual(await (await open()).issue(later), 0);
  deepStrictEqual(await store.forecasts({ ...ALL, series: Int32Array.from(numbers.slice(0, 2)) }), first);
  strictEqual((await store.forecasts(ALL)).series.length, 3);
}

async function twiceInABatch(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  strictEqual(
    await store.issue(
      sampleBatch([
        { series: series!, mean: 0.2 },
        { series: series!, mean: 0.7 },
      ]),
    ),
    1,
  );
  deepStrictEqual(
    (await store.forecasts(ALL)).numbers.predictedPassPercentage,
    sampleForecasts([{ series: series!, mean: 0.2 }]).numbers.predictedPassPercentage,
  );
}

async function concurrentIssues(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 60);
  const rows = numbers.map((series) => ({ series }));
  const stores = [store, await open(), await open()];
  const parts = [rows.slice(0, 40), [...rows].reverse(), rows.slice(20)];
  const added = await Promise.all(stores.map((one, i) => one.issue(sampleBatch(parts[i]!))));
  strictEqual(
    added.reduce((sum, count) => sum + count, 0),
    60,
  );
  strictEqual((await store.forecasts(ALL)).series.length, 60);
}

/** What is wrong with a batch. */
type Fault = (batch: IssueBatch) => {
  issue?: Partial<Record<keyof Issue, unknown>>;
  forecasts?: Partial<ForecastColumns>;
};

const withNumber =
  (key: (typeof LEDGER_NUMBERS)[number], value: number): Fault =>
  ({ forecasts: { numbers } }) => {
    return { forecasts: { numbers: { ...numbers, [key]: Float64Array.of(50, value) } } };
  };

const FAULTS: readonly Fault[] = [
  () => ({ issue: { arm: 'constructor' } }),
  () => ({ issue: { issuedAt: Number.NaN } }),
  () => ({ issue: { knownAt: 0.5 } }),
  () => ({ issue: { flagNames: Array.from({ length: 17 }, (_, i) => `flag ${i}`) } }),
  () => ({ issue: { flagNames: [] }, forecasts: { flags: Uint16Array.of(0, 1) } }),
  ({ forecasts: { series } }) => ({ forecasts: { series: Int32Array.of(series[0]!, 999_999) } }),
  () => ({ forecasts: { targetDay: Int32Array.of(DAY) } }),
  () => ({ forecasts: { asOfDay: Int32Array.of(DAY - 1, DAY) } }),
  () => ({ forecasts: { targetDay: Int32Array.of(DAY, 2_000_000_000) } }),
  () => ({ forecasts: { distributions: { offsets: Int32Array.of(0, 1, 2), bytes: new Uint8Array(3) } } }),
  ...LEDGER_NUMBERS.filter((key) => key !== 'naivePassPercentage').map((key) => withNumber(key, Number.NaN)),
  withNumber('naivePassPercentage', Number.POSITIVE_INFINITY),
  withNumber('predictedPassPercentage', 100.1),
  withNumber('pBelowTarget', 1.1),
  withNumber('lower80', -1),
];

async function refusesFaults(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 2);
  const good = sampleBatch(numbers.map((series) => ({ series })));
  for (const fault of FAULTS) {
    const { issue, forecasts } = fault(good);
    const batch = { issue: { ...good.issue, ...issue } as Issue, forecasts: { ...good.forecasts, ...forecasts } };
    await rejects(store.issue(batch), hasCode('invalid-argument'));
  }
  strictEqual((await store.forecasts(ALL)).series.length, 0);
  deepStrictEqual(await store.changedDays(), []);
}

async function comeInOrder(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 3);
  // An id does not name the arm, so no version is in two.
  const issues = ARMS.flatMap((arm, i) =>
    ['b', 'B', '😀', '\uffff'].flatMap((model) =>
      [`${9 - i}`, `${9 - i}0`].map((version) => ({ arm, model, version })),
    ),
  ).map((issue): Partial<Issue> => issue);
  issues.push({ arm: 'naive', model: 'b', version: '6', knownAt: 5 });
  const rows = [DAY + 1, DAY].flatMap((day) =>
    [...numbers].reverse().flatMap((series) => [DAY - 1, DAY - 3].map((asOfDay) => ({ day, series, asOfDay }))),
  );
  for (const issue of [...issues].reverse()) await store.issue(sampleBatch(rows, issue));
  const read = await store.forecasts(ALL);
  const table = new SeriesTable(await store.series());
  const keys = Array.from(read.series, (number, row) => {
    const issue = read.issues[read.issue[row]!]!;
    const armModel = [ARMS.indexOf(issue.arm), Buffer.from(issue.model).toString('hex'), issue.version];
    return [
      read.targetDay[row]!,
      table.rank(number),
      ...armModel,
      read.asOfDay[row]!,
      String(issue.knownAt).padStart(15),
    ].join(' ');
  });
  strictEqual(keys.length, rows.length * issues.length);
  deepStrictEqual(keys, [...keys].sort());
}

async function finds(open: OpenLedger) {
  const [store, [a, b]] = await withSeries(open, 2);
  await store.issue(sampleBatch([{ series: a! }, { series: b! }, { series: a!, day: DAY + 1 }]));
  await store.issue(sampleBatch([{ series: a! }], { arm: 'naive', model: 'naive', issuedAt: atHour(-5) }));
  const count = async (query: object) => (await store.forecasts({ ...ALL, ...query })).series.length;
  deepStrictEqual(
    [
      await count({}),
      await count({ knownAt: atHour(-6) - 1 }),
      await count({ knownAt: atHour(-6) }),
      await count({ knownAt: atHour(-5) }),
      await count({ from: DAY + 1 }),
      await count({ to: DAY }),
      await count({ from: DAY + 1, to: DAY }),
      await count({ series: Int32Array.of(b!) }),
      await count({ series: new Int32Array(0) }),
      await count({ arms: ['naive'] }),
      await count({ arms: ['challenger', 'champion'], series: Int32Array.of(a!) }),
      await count({ arms: [] }),
    ],
    [4, 0, 3, 4, 1, 3, 0, 1, 0, 1, 2, 0],
  );
}

async function spans(open: OpenLedger) {
  const [store, numbers] = await withSeries(open, 1);
  strictEqual(await store.span(), undefined);
  await store.revise(
    sampleRevisions(0, [{ at: atHour(30), results: [{ series: numbers[0]!, day: DAY - 9, passes: 1 }] }]),
  );
  strictEqual(await store.span(), undefined);
  await store.issue(sampleBatch([DAY + 3, DAY - 2, DAY].map((day) => ({ series: numbers[0]!, day }))));
  deepStrictEqual(await (await open()).span(), { from: DAY - 2, to: DAY + 3 });
}

async function keepsCopy(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  const batch = sampleBatch([{ series: series! }]);
  await store.issue(batch);
  const before = await store.forecasts(ALL);
  const flagNames = batch.issue.flagNames as string[];
  flagNames[0] = 'changed';
  batch.forecasts.numbers.lower80[0] = 1;
  batch.forecasts.distributions.bytes[0] = 1;
  const read = await store.forecasts(ALL);
  read.numbers.upper80[0] = 1;
  read.ids[5] = read.ids[5]! ^ 1;
  deepStrictEqual(await store.forecasts(ALL), {
    ...before,
    issues: [{ ...before.issues[0]!, flagNames: ['cold_start', 'no_history'] }],
  });
}

async function limits(open: OpenLedger) {
  const [store, [series]] = await withSeries(open, 1);
  const days = Array.from({ length: 10_000 }, (_, i) => 3 * (i - 5000));
  strictEqual(await store.issue(sampleBatch(days.map((day) => ({ series: series!, day })))), days.length);
  const read = await store.forecasts(ALL);
  deepStrictEqual([...read.targetDay], days);
  strictEqual(dayOfId(read.ids), days[0]);
  strictEqual(new Set(days.map((_, row) => idText(read.ids, row))).size, days.length);
}
