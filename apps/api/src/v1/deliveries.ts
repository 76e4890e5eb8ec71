import { DqsError } from '@dqs/core';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { served } from '../services.js';
import { cursorKey, firstPage } from './cursors.js';
import { DELIVERY, deliveryFields, isOfTenants } from './delivery-rows.js';
import { KNOWN_AT, PAGE, pageOf } from './fields.js';

/** What has arrived. */
export const DELIVERY_ROUTES = [
  route({
    method: 'GET',
    path: '/api/v1/deliveries',
    id: 'listDeliveries',
    tag: 'results',
    summary: 'The newest version of every delivery, as they arrived',
    action: 'read',
    query: z.strictObject({ ...PAGE, known_at: KNOWN_AT }),
    row: DELIVERY,
    answers: { 200: { description: 'A page of them', schema: pageOf(DELIVERY) } },
    examples: [
      { summary: 'all', query: {} },
      { summary: 'what had arrived at a time', query: { known_at: '2026-04-30T12:00:00Z', limit: '10' } },
    ],
    handle: async ({ query, services, principal }) => {
      const { limit, cursor, known_at: knownAt } = query;
      const deliveries = served(services.deliveries, 'a store of deliveries');
      const [after = 0] = cursorKey(cursor, ['number']);
      const all = (await deliveries.list({ knownAt }))
        .filter(({ number, body }) => number > after && isOfTenants(body.delivery, principal.tenants))
        .sort((a, b) => a.number - b.number);
      const { page, next } = firstPage(all, limit, ({ number }) => [number]);
      return { list: { rows: page.map(deliveryFields), next } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/deliveries/{id}',
    id: 'showDelivery',
    tag: 'results',
    summary: 'All versions of a delivery, newest first',
    action: 'read',
    params: z.strictObject({ id: z.string().max(1000) }),
    answers: { 200: { description: 'Its versions', schema: z.strictObject({ versions: z.array(DELIVERY) }) } },
    examples: [{ summary: 'one', params: { id: 'history' } }],
    handle: async ({ params: { id }, services, principal }) => {
      const deliveries = served(services.deliveries, 'a store of deliveries');
      if (!isOfTenants(id, principal.tenants)) {
        throw new DqsError('delivery-unknown', `expected the id of a delivery in the store, got ${JSON.stringify(id)}`);
      }
      return { body: { versions: (await deliveries.versions(id)).map(deliveryFields) } };
    },
  }),
];
