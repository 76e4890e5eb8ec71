import { deepStrictEqual, notStrictEqual, ok, strictEqual } from 'node:assert/strict';

import type { LedgerStoreCase, OpenLedger } from './ledger-case.js';
import { sampleBatch, sampleRevisions, sampleSeries, sampleSeriesList } from './samples.js';

/** What a ledger promises about series. */
export const SERIES_CASES: readonly LedgerStoreCase[] = [
  { title: 'a series has one number, however often and by whomever it is registered', run: oneNumber },
  { title: 'the describing fields of a series are those of its first registration', run: firstDescription },
  { title: 'series are listed by tenant, dataset and rule, in the order of code points', run: listsInOrder },
  { title: 'two tenants never share a series, and the list of one has none of the other', run: tenantsApart },
  {
    title: 'names are kept as they are: control characters, halves of characters, quotes, very long ones',
    run: oddNames,
  },
  { title: 'names of many sizes are never taken for each other', run: similarNames },
  { title: 'of many concurrent registrations every series gets one number', run: concurrentRegistration },
];

/** Names that programs stumble over. */
export const ODD_NAMES = [
  ...[
    'constructor',
    '__proto__',
    'toString',
    'null',
    'NaN',
    '',
    ' ',
    '\\N',
    '\\',
    "'; drop table series; --",
    '"',
    '$1',
  ],
  ...['a\0b', '\0', '\u0001\u001f\u007f', 'a\tb\nc\r', '\u2028', '\ud800', 'x\udfff', '😀', '\uffff', 'é', 'e\u0301'],
  ...['x'.repeat(5000), `${'y'.repeat(20_000)}1`, `${'y'.repeat(20_000)}2`],
];

async function oneNumber(open: OpenLedger) {
  const [store, other] = [await open(), await open()];
  const [a, b, again] = await store.register([sampleSeries(), sampleSeries({ ruleCode: '102' }), sampleSeries()]);
  notStrictEqual(a, b);
  strictEqual(again, a);
  ok(a! > 0 && b! > 0, 'expected numbers from 1');
  deepStrictEqual([...(await other.register([sampleSeries({ ruleCode: '102' }), sampleSeries()]))], [b, a]);
  deepStrictEqual([...(await store.register([]))], []);
  strictEqual((await other.series()).length, 2);
}

async function firstDescription(open: OpenLedger) {
  const store = await open();
  const [number] = await store.register([sampleSeries({ level: '', source: 'first' })]);
  await store.register([sampleSeries({ level: 'DATASET', source: 'second', datasetName: 'Renamed' })]);
  deepStrictEqual(await store.series(), [{ ...sampleSeries({ level: '', source: 'first' }), number }]);
}

async function listsInOrder(open: OpenLedger) {
  const store = await open();
  const names = ['b', 'B', 'ä', 'a', '', '\uffff', '😀', '10', '9'];
  await store.register(names.map((datasetUuid) => sampleSeries({ datasetUuid })));
  const listed = (await store.series()).map(({ datasetUuid }) => datasetUuid);
  deepStrictEqual(listed, ['', '10', '9', 'B', 'a', 'b', 'ä', '\uffff', '😀']);
}

async function tenantsApart(open: OpenLedger) {
  const store = await open();
  const [mine, theirs] = await store.register([sampleSeries(), sampleSeries({ tenantId: 'globex' })]);
  notStrictEqual(mine, theirs);
  await store.issue(sampleBatch([{ series: mine! }, { series: theirs! }]));
  await store.revise(
    sampleRevisions(0, [{ at: 1, results: [mine!, theirs!].map((series) => ({ series, passes: 1 })) }]),
  );
  const days = { from: -1e5, to: 1e5 };
  for (const [tenants, number] of [
    [['acme'], mine],
    [['globex'], theirs],
  ] as const) {
    deepStrictEqual((await store.series(tenants)).map((one) => one.number), [number]); // prettier-ignore
    // Asking for the number of another tenant's series finds nothing either.
    const query = { ...days, tenants, series: Int32Array.of(mine!, theirs!) };
    deepStrictEqual([...(await store.forecasts(query)).series], [number]);
    deepStrictEqual([...(await store.revisions(query)).series], [number]);
    strictEqual((await store.grades(query)).status.length, 1);
  }
  deepStrictEqual(await store.series(['acme', 'nobody']), await store.series(['acme']));
  for (const tenants of [['ACME'], [''], ['acme '], []]) {
    deepStrictEqual(await store.series(tenants), []);
    strictEqual((await store.forecasts({ ...days, tenants })).series.length, 0);
  }
}

async function oddNames(open: OpenLedger) {
  const store = await open();
  const series = ODD_NAMES.map((name) => {
    return { tenantId: name, datasetUuid: name, datasetName: name, ruleCode: name, level: name, source: name };
  });
  const numbers = await store.register(series);
  strictEqual(new Set(numbers).size, ODD_NAMES.length);
  const read = new Map((await (await open()).series()).map(({ number, ...rest }) => [number, rest]));
  series.forEach((one, i) => deepStrictEqual(read.get(numbers[i]!), one));
  for (const [i, tenant] of ODD_NAMES.entries()) {
    deepStrictEqual((await store.series([tenant])).map(({ number }) => number), [numbers[i]]); // prettier-ignore
  }
  const odd = ODD_NAMES.at(-1)!;
  await store.issue(sampleBatch([{ series: numbers[0]! }], { model: 'a\0b', version: odd, flagNames: ['\ud800'], catalogDigest: '\0' })); // prettier-ignore
  const { issues } = await store.forecasts({ from: -1e5, to: 1e5 });
  deepStrictEqual(issues.map(({ model, version, catalogDigest, flagNames }) => [model, version, catalogDigest, flagNames]), [['a\0b', odd, '\0', ['\ud800']]]); // prettier-ignore
}

async function similarNames(open: OpenLedger) {
  const store = await open();
  const parts = ['a', 'aa', 'a,', ',a', '1', '1:a', 'a\0'];
  const series = parts.flatMap((tenantId) =>
    parts.flatMap((datasetUuid) => parts.map((ruleCode) => sampleSeries({ tenantId, datasetUuid, ruleCode }))),
  );
  strictEqual(new Set(await store.register(series)).size, parts.length ** 3);
}

async function concurrentRegistration(open: OpenLedger) {
  const stores = await Promise.all([open(), open(), open()]);
  const series = sampleSeriesList(50);
  const orders = [series, [...series].reverse(), [...series.slice(25), ...series.slice(0, 25)]];
  const answers = await Promise.all(stores.map((store, i) => store.register(orders[i]!)));
  const byUuid = answers.map(
    (numbers, i) => new Map(orders[i]!.map(({ datasetUuid }, row) => [datasetUuid, numbers[row]])),
  );
  for (const { datasetUuid } of series) strictEqual(new Set(byUuid.map((one) => one.get(datasetUuid))).size, 1);
  strictEqual((await stores[0].series()).length, 50);
}
