import { compareText } from '@dqs/core';
import { areWithin } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { cursorKey, firstPage } from './cursors.js';
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
        .filter(({ tenantId }) => areWithin([tenantId], principal.tenants))
        .map((one) => ({
          tenant_id: one.tenantId,
          dataset_uuid: one.datasetUuid,
          dataset_name: one.datasetName,
          rule_code: one.ruleCode,
        }));
      const after = keyAfter(query.cursor);
      const rest = rows.filter((row) => isAsked(row, query) && (after === undefined || bySeries(row, after) > 0));
      const { page, next } = firstPage(rest.sort(bySeries), query.limit, keyOf);
      return { list: { rows: page, next } };
    },
  }),
];

function isAsked(row: Row, query: z.infer<typeof QUERY>): boolean {
  return (['tenant_id', 'dataset_uuid', 'rule_code'] as const).every(
    (name) => query[name] === undefined || query[name] === row[name],
  );
}

type Key = Pick<Row, 'tenant_id' | 'dataset_uuid' | 'rule_code'>;

function keyAfter(cursor: string | undefined): Key | undefined {
  const [tenant_id, dataset_uuid, rule_code] = cursorKey(cursor, ['string', 'string', 'string']);
  return cursor === undefined ? undefined : ({ tenant_id, dataset_uuid, rule_code } as Key);
}

function keyOf({ tenant_id, dataset_uuid, rule_code }: Key): readonly string[] {
  return [tenant_id, dataset_uuid, rule_code];
}

function bySeries(a: Key, b: Key): number {
  return (
    compareText(a.tenant_id, b.tenant_id) ||
    compareText(a.dataset_uuid, b.dataset_uuid) ||
    compareText(a.rule_code, b.rule_code)
  );
}
