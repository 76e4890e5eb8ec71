import { compareText } from '@dqs/core';
import * as z from 'zod';

import { route, type Rows } from '../routes/route.js';
import { cursorKey, cursorText } from './cursors.js';
import { NAME, PAGE, pageOf } from './fields.js';

const ROW = z.strictObject({
  tenant_id: z.string(),
  dataset_uuid: z.string(),
  dataset_name: z.string(),
  rule_code: z.string(),
});

type Row = z.infer<typeof ROW>;

const QUERY = z.strictObject({
  ...PAGE,
  tenant_id: NAME.optional(),
  dataset_uuid: NAME.optional(),
  rule_code: NAME.optional(),
});

/** The series that the served model can forecast. */
export const SERIES_ROUTES = [
  route({
    method: 'GET',
    path: '/api/v1/series',
    id: 'listSeries',
    tag: 'series',
    summary: 'The series that can be forecast: rules on datasets, by tenant, dataset and rule',
    action: 'read',
    query: QUERY,
    row: ROW,
    answers: { 200: { description: 'A page of them', schema: pageOf(ROW) } },
    examples: [
      { summary: 'the first two', query: { limit: '2' } },
      { summary: 'all rules of a dataset', query: { tenant_id: 'acme', dataset_uuid: 'orders' } },
    ],
    handle: async ({ query, services, principal }) => {
      const { forecaster } = await services.models.get();
      const rows = forecaster.history.series
        .filter(({ tenantId }) => principal.tenants?.includes(tenantId) ?? true)
        .map((one) => ({
          tenant_id: one.tenantId,
          dataset_uuid: one.datasetUuid,
          dataset_name: one.datasetName,
          rule_code: one.ruleCode,
        }));
      return { list: pageAfter(rows.filter((row) => isAsked(row, query)).sort(bySeries), query) };
    },
  }),
];

function isAsked(row: Row, query: z.infer<typeof QUERY>): boolean {
  return (['tenant_id', 'dataset_uuid', 'rule_code'] as const).every(
    (name) => query[name] === undefined || query[name] === row[name],
  );
}

function pageAfter(rows: readonly Row[], { limit, cursor }: Pick<z.infer<typeof QUERY>, 'limit' | 'cursor'>): Rows {
  const [tenant_id, dataset_uuid, rule_code] =
    cursor === undefined ? [] : (cursorKey(cursor, ['string', 'string', 'string']) as string[]);
  const after = { tenant_id, dataset_uuid, rule_code } as Row;
  const from = cursor === undefined ? 0 : rows.findIndex((row) => bySeries(row, after) > 0);
  const page = from < 0 ? [] : rows.slice(from, from + limit);
  const last = page.at(-1);
  const isLast = from < 0 || from + limit >= rows.length || last === undefined;
  return { rows: page, next: isLast ? null : cursorText([last.tenant_id, last.dataset_uuid, last.rule_code]) };
}

function bySeries(a: Row, b: Row): number {
  return (
    compareText(a.tenant_id, b.tenant_id) ||
    compareText(a.dataset_uuid, b.dataset_uuid) ||
    compareText(a.rule_code, b.rule_code)
  );
}
