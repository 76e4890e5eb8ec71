import { throwIfAborted, type Hooks } from '@dqs/core';

import { SeriesTable } from '../series-table.js';
import type { LedgerQuery, LedgerStore } from '../store.js';
import { gradedRow, type GradedRow, type GradedSources } from './graded-row.js';

/** Up to so many series are read for many days at once, more day by day: a day of all series is as much as memory should hold. */
const FEW_SERIES = 20;
const DAYS_OF_FEW = 500;

/**
 * The forecasts of a query with their grades, a few thousand at a time, in the order of the ledger. A ledger of any size is read in
 * the memory of one day.
 *
 * @param query days outside {@link LedgerStore.span} are not looked for.
 * @throws DqsError `aborted`.
 */
export async function* gradedRows(
  store: LedgerStore,
  query: LedgerQuery,
  { signal }: Pick<Hooks, 'signal'> = {},
): AsyncGenerator<GradedRow[]> {
  const span = await store.span();
  if (span === undefined) return;
  const step = query.series && query.series.length <= FEW_SERIES ? DAYS_OF_FEW : 1;
  const last = Math.min(query.to, span.to);
  let table = new SeriesTable(await store.series(query.tenants));
  for (let from = Math.max(query.from, span.from); from <= last; from += step) {
    throwIfAborted(signal);
    const columns = await forecastsWithGrades(store, { ...query, from, to: Math.min(last, from + step - 1) });
    const { series } = columns.forecasts;
    // Another process may have registered series meanwhile.
    if (!series.every((number) => table.has(number))) table = new SeriesTable(await store.series(query.tenants));
    const sources = { ...columns, seriesOf: (number: number) => table.of(number) };
    if (series.length > 0) yield Array.from(series, (_, row) => gradedRow(sources, row));
  }
}

/** The forecasts of a query and their grades, row by row; read again where another process has issued some in between. */
export async function forecastsWithGrades(
  store: Pick<LedgerStore, 'forecasts' | 'grades'>,
  query: LedgerQuery,
): Promise<Pick<GradedSources, 'forecasts' | 'grades'>> {
  for (;;) {
    const [forecasts, grades] = [await store.forecasts(query), await store.grades(query)];
    if (Buffer.compare(forecasts.ids, grades.ids) === 0) return { forecasts, grades };
  }
}
