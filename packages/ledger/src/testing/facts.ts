import { idText } from '../forecast-id.js';
import { SeriesTable } from '../series-table.js';
import type { LedgerQuery, LedgerStore } from '../store.js';

/** All that a ledger answers to a query, as a value to compare: series by their names instead of their numbers. */
export async function ledgerFacts(store: LedgerStore, query: LedgerQuery) {
  const table = new SeriesTable(await store.series(query.tenants));
  // In one order of keys, whichever a store has.
  const named = (numbers: Int32Array) =>
    Array.from(numbers, (number) => {
      const { tenantId, datasetUuid, datasetName, ruleCode, level, source } = table.of(number);
      return { tenantId, datasetUuid, datasetName, ruleCode, level, source };
    });
  const forecasts = await store.forecasts(query);
  const grades = await store.grades(query);
  const revisions = await store.revisions(query);
  const interventions = await store.interventions(query);
  const ids = Array.from(forecasts.issue, (_, row) => idText(forecasts.ids, row));
  return {
    forecasts: { ...forecasts, series: named(forecasts.series), ids },
    grades: { ...grades, ids: Array.from(grades.status, (_, row) => idText(grades.ids, row)) },
    revisions: { ...revisions, series: named(revisions.series) },
    interventions: interventions.map((one) => ({ ...one, series: table.of(one.series).datasetUuid })),
    aggregates: await store.aggregates(query),
  };
}
