import { FORECAST_COLUMNS } from '@dqs/core';

import {
  GRADED_COLUMNS,
  GradeSummaries,
  gradeChangedDays,
  gradedFields,
  gradedRecord,
  gradedRows,
  MemoryLedger,
  type GradedRow,
  type LedgerQuery,
} from '../src/index.js';
import { atHour, DAY, sampleBatch, sampleRevisions, sampleSeriesList } from '../src/testing/samples.js';

async function ledger(series: number, days: number): Promise<MemoryLedger> {
  const store = new MemoryLedger();
  const numbers = [...(await store.register(sampleSeriesList(series)))];
  const rows = numbers.flatMap((number) =>
    Array.from({ length: days }, (_, i) => ({ series: number, day: DAY + 10 * i })),
  );
  await store.issue(sampleBatch(rows.map((row, i) => (i === 0 ? { ...row, flags: 3, naive: Number.NaN } : row))));
  const results = rows.slice(0, -1).map((row) => ({ ...row, passes: 9, fails: 1 }));
  await store.revise(sampleRevisions(0, [{ at: atHour(300), results }]));
  await gradeChangedDays(store);
  return store;
}

async function rowsOf(store: MemoryLedger, query: LedgerQuery): Promise<GradedRow[]> {
  const rows: GradedRow[] = [];
  for await (const some of gradedRows(store, query)) rows.push(...some);
  return rows;
}

const ALL = { from: -1e6, to: 1e6 };

describe('rows of a ledger', () => {
  it('tell what was forecast, what came and how they compare', async () => {
    const rows = await rowsOf(await ledger(2, 2), ALL);
    expect(rows.map(({ datasetUuid, businessDate, status }) => [datasetUuid, businessDate, status])).toEqual([
      ['d0', '2026-01-05', 'graded'],
      ['d1', '2026-01-05', 'graded'],
      ['d0', '2026-01-15', 'graded'],
      ['d1', '2026-01-15', 'ungraded'],
    ]);
    expect(rows[0]).toMatchObject({
      arm: 'champion',
      model: 'orders',
      modelVersion: '1.0.0',
      issuedAt: '2026-01-04T18:00:00.000Z',
      asOfDate: '2026-01-04',
      horizon: 1,
      flags: ['cold_start', 'no_history'],
      naivePassPercentage: null,
      naiveError: null,
      standing: 'live',
      revision: 1,
      gradedFrom: '2026-01-17T12:00:00.000Z',
      actualExecutions: 10,
      actualPassPercentage: 90,
      belowTarget: true,
    });
    expect(rows[0]!.absoluteError).toBe(Math.abs(rows[0]!.error!));
    expect(rows[3]).toMatchObject({
      revision: null,
      error: null,
      absoluteError: null,
      covered80: null,
      belowTarget: null,
    });
  });

  it('have the columns of a forecast in their order, each name once', async () => {
    const names = GRADED_COLUMNS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => FORECAST_COLUMNS.some((column) => column.name === name))).toEqual(
      FORECAST_COLUMNS.map(({ name }) => name),
    );
    const [row] = await rowsOf(await ledger(1, 2), ALL);
    expect(Object.keys(row!).sort()).toEqual(GRADED_COLUMNS.map(({ key }) => key).sort());
    expect(Object.keys(gradedRecord(row!))).toEqual(names);
    const fields = new Map(gradedFields(row!).map((value, i) => [names[i], value]));
    expect([fields.get('flags'), fields.get('covered_95'), fields.get('naive_error')]).toEqual([
      'cold_start no_history',
      'true',
      null,
    ]);
  });

  it('are the same whether they are read day by day or many days at once', async () => {
    const store = await ledger(30, 3);
    const series = Int32Array.from(await store.series(), ({ number }) => number);
    const byDay = await rowsOf(store, { ...ALL, series });
    expect(byDay).toHaveLength(90);
    expect(await rowsOf(store, ALL)).toEqual(byDay);
    const few = await rowsOf(store, { ...ALL, series: series.slice(0, 20) });
    const known = new Set(few.map(({ forecastId }) => forecastId));
    expect(few).toEqual(byDay.filter(({ forecastId }) => known.has(forecastId)));
    expect(known.size).toBe(60);
  });

  it('are none of an empty ledger, of other days or of another tenant', async () => {
    expect(await rowsOf(new MemoryLedger(), ALL)).toEqual([]);
    const store = await ledger(1, 2);
    expect(await rowsOf(store, { from: DAY + 1, to: DAY + 2 })).toEqual([]);
    expect(await rowsOf(store, { ...ALL, tenants: ['globex'] })).toEqual([]);
  });

  it('stop when they are no longer wanted', async () => {
    const rows = gradedRows(await ledger(1, 2), ALL, { signal: AbortSignal.abort() });
    await expect(rows.next()).rejects.toMatchObject({ code: 'aborted' });
  });
});

describe('summaries of grades', () => {
  it('hold means over the graded, live and backfill apart', async () => {
    const store = await ledger(2, 2);
    const numbers = (await store.series()).map(({ number }) => number);
    const rows = numbers.map((series) => ({ series, naive: 50 }));
    await store.issue(sampleBatch(rows, { version: '2.0.0', issuedAt: atHour(400) }));
    await store.intervene([{ series: numbers[1]!, day: DAY, at: atHour(500), by: 'ann', reason: 'fixed' }]);
    await gradeChangedDays(store);
    const all = await rowsOf(store, ALL);
    const summaries = new GradeSummaries();
    summaries.add(all.slice(0, 2));
    summaries.add(all.slice(2));
    const [live, backfill] = summaries.list();
    expect(live).toMatchObject({
      standing: 'live',
      version: '1.0.0',
      forecasts: 4,
      graded: 2,
      ungraded: 1,
      intervened: 1,
    });
    expect(backfill).toMatchObject({
      standing: 'backfill',
      version: '2.0.0',
      graded: 1,
      ungraded: 0,
      intervened: 1,
      naiveMae: 40,
    });
    const graded = all.filter(({ status, standing }) => status === 'graded' && standing === 'live');
    expect(live!.mae).toBeCloseTo(graded.reduce((sum, { absoluteError }) => sum + absoluteError!, 0) / 2, 12);
    // One of the two has a naive forecast, of 95 %, which is 5 points off.
    expect(live!.naiveMae).toBe(5);
    const beside = graded.find(({ naiveError }) => naiveError !== null)!.absoluteError!;
    expect(live!.skill).toBeCloseTo(1 - beside / 5, 12);
  });

  it('of nothing graded have no means', async () => {
    const store = new MemoryLedger();
    const [series] = await store.register(sampleSeriesList(1));
    await store.issue(sampleBatch([{ series: series! }]));
    const summaries = new GradeSummaries();
    expect(summaries.list()).toEqual([]);
    summaries.add(await rowsOf(store, ALL));
    expect(summaries.list()).toMatchObject([{ forecasts: 1, graded: 0, mae: null, skill: null, coverage80: null }]);
  });
});
