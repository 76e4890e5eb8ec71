import { DqsError, MS_PER_HOUR } from '@dqs/core';
import { areWithin, type ServedWebhooks } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';
import { pageBy } from './cursors.js';
import { NAME, PAGE, pageOf, timeText } from './fields.js';

/** Deliveries that are looked through for a list. */
const MOST_DELIVERIES = 1000;

const time = z.iso.datetime();
const WEBHOOK = z.strictObject({
  id: z.string(),
  url: z.string().describe('Where events are posted to; its path and query, which may be a secret, are left out'),
  types: z.array(z.string()).nullable().describe('Types of events, or areas of them; null for all'),
  tenants: z.array(z.string()).nullable().describe('Only what concerns these; null for everything'),
  created_at: time,
  created_by: z.string(),
  off: z.string().nullable().describe('Why it gets nothing until it is pinged; null where it does'),
});
const SECRET = z.string().describe('`whsec_…`, by which Standard Webhooks are verified; shown this once');
const MADE = WEBHOOK.extend({ secret: SECRET });
const ROTATED = MADE.extend({
  old_secret_until: time.describe('Until then messages are signed with the old one, too'),
});
const DELIVERY = z.strictObject({
  id: z.string().describe('Header `webhook-id`'),
  type: z.string(),
  subject: z.string(),
  state: z.enum(['waiting', 'sent', 'replaced', 'dead']),
  attempts: z.int(),
  created_at: time,
  due_at: time.describe('Not before then is it attempted'),
  why: z.string().nullable().describe('What the last attempt met'),
});
const ID = z.strictObject({ id: z.string().max(200) });
const shared = { tag: 'webhooks', action: 'administer' } as const;
const ONE = { id: '{webhook}' };

/** Who is told of events: whoever is limited to tenants manages webhooks of these alone. */
export const WEBHOOK_ROUTES = [
  route({
    ...shared,
    method: 'GET',
    path: '/api/v1/webhooks',
    id: 'listWebhooks',
    summary: 'Webhooks, by the time they were made',
    query: z.strictObject(PAGE),
    row: WEBHOOK,
    answers: { 200: { description: 'A page of them', schema: pageOf(WEBHOOK) } },
    examples: [{ summary: 'all', query: {} }],
    handle: async (call) => {
      const webhooks = webhooksOf(call);
      const [all, offs] = [await webhooks.list(call.principal.tenants), await offOf(webhooks)];
      return {
        list: pageBy(
          all,
          ({ id }) => id,
          (one) => webhookFields(one, offs),
          call.query,
        ),
      };
    },
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/webhooks',
    id: 'createWebhook',
    audit: 'webhook.create',
    summary: 'Have events posted to an address from now on',
    description:
      'A worker posts each as a CloudEvent that is signed as a Standard Webhook, again and again until it is taken, always under ' +
      'its id. Only public addresses are reached, and `--webhook-networks`.',
    body: z.strictObject({
      url: z.string().min(1).max(2000),
      types: z
        .array(NAME.min(1))
        .min(1)
        .max(100)
        .optional()
        .describe('Types of events, such as `incident.opened`, or areas, such as `incident`; all by default'),
      tenants: z.array(NAME.min(1)).min(1).max(1000).optional().describe('Those of whoever makes it, by default'),
    }),
    answers: { 201: { description: 'The webhook and its secret', schema: MADE } },
    examples: [{ summary: 'of incidents', body: { url: 'https://example.org/hook', types: ['incident'] } }],
    handle: async (call) => {
      const { principal, body } = call;
      const { url, types, tenants = principal.tenants } = body;
      assertWithin(tenants, principal.tenants);
      const asked = { url, ...(types && { types }), ...(tenants && { tenants }), by: principal.name };
      const { webhook, secret } = await webhooksOf(call).create(asked);
      return { status: 201, ...once({ ...webhookFields(webhook, new Map()), secret }) };
    },
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/webhooks/{id}/rotate',
    id: 'rotateWebhookSecret',
    audit: 'webhook.rotate',
    summary: 'Sign with another secret, for a time beside the old one',
    params: ID,
    body: z.strictObject({
      grace_hours: z.number().min(0).max(720).default(24).describe('0 ends the old one at once'),
    }),
    answers: { 200: { description: 'The webhook and its new secret', schema: ROTATED } },
    examples: [{ summary: 'within a day', params: ONE, body: { grace_hours: 24 } }],
    handle: async (call) => {
      const { params, principal, body } = call;
      const webhooks = webhooksOf(call);
      const graceMs = Math.round(body.grace_hours * MS_PER_HOUR);
      const { webhook, secret, oldUntil } = await webhooks.rotate(params.id, principal.tenants, graceMs);
      const fields = webhookFields(webhook, await offOf(webhooks));
      return once({ ...fields, secret, old_secret_until: timeText(oldUntil) });
    },
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/webhooks/{id}/ping',
    id: 'pingWebhook',
    audit: 'webhook.ping',
    summary: 'Have an event webhook.ping posted; one that was switched off gets events again',
    params: ID,
    answers: {
      202: { description: 'The delivery that a worker sends', schema: z.strictObject({ delivery: z.string() }) },
    },
    examples: [{ summary: 'one', params: ONE }],
    handle: async (call) => {
      const { params, principal } = call;
      const delivery = await webhooksOf(call).ping(params.id, principal.tenants, principal.name);
      return { status: 202, body: { delivery } };
    },
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/api/v1/webhooks/{id}/deliveries',
    id: 'listWebhookDeliveries',
    summary: 'What was posted or waits, the newest first',
    params: ID,
    query: z.strictObject(PAGE),
    row: DELIVERY,
    answers: { 200: { description: 'A page of them', schema: pageOf(DELIVERY) } },
    examples: [{ summary: 'all', params: ONE, query: {} }],
    handle: async (call) => {
      const { params, principal, query } = call;
      const found = await webhooksOf(call).deliveries(params.id, principal.tenants, MOST_DELIVERIES);
      return { list: pageBy(found, ({ message }) => message.id, deliveryFields, query) };
    },
  }),
  route({
    ...shared,
    method: 'DELETE',
    path: '/api/v1/webhooks/{id}',
    id: 'removeWebhook',
    audit: 'webhook.remove',
    summary: 'Remove a webhook with all that waits for it',
    params: ID,
    answers: { 200: { description: 'The webhook as it was', schema: WEBHOOK } },
    examples: [{ summary: 'one', params: ONE }],
    handle: async (call) => {
      const { params, principal } = call;
      const removed = await webhooksOf(call).remove(params.id, principal.tenants);
      return { body: webhookFields(removed, new Map()) };
    },
  }),
];

type Webhook = Awaited<ReturnType<ServedWebhooks['get']>>;
type Delivery = Awaited<ReturnType<ServedWebhooks['deliveries']>>[number];

function assertWithin(tenants: readonly string[] | undefined, own: readonly string[] | undefined): void {
  if (areWithin(tenants, own)) return;
  throw new DqsError(
    'access-denied',
    'expected a webhook of no more tenants than whoever makes it has; narrow it down',
  );
}

async function offOf(webhooks: ServedWebhooks): Promise<ReadonlyMap<string, string>> {
  return new Map((await webhooks.off()).map(({ receiver, why }) => [receiver, why]));
}

/** What is shown once is kept by nobody in between. */
function once(body: object) {
  return { headers: { 'cache-control': 'no-store' }, body };
}

function webhookFields(webhook: Webhook, offs: ReadonlyMap<string, string>): z.infer<typeof WEBHOOK> {
  const { id, url, types, tenants, createdAt, createdBy } = webhook;
  return {
    ...{ id, url: new URL(url).origin, types: types ? [...types] : null, tenants: tenants ? [...tenants] : null },
    ...{ created_at: timeText(createdAt), created_by: createdBy, off: offs.get(id) ?? null },
  };
}

function deliveryFields({ message, state, attempts, dueAt, why }: Delivery): z.infer<typeof DELIVERY> {
  const { id, subject, content, createdAt } = message;
  const type = content.kind === 'event' ? content.type : content.kind;
  return { id, type, subject, state, attempts, created_at: timeText(createdAt), due_at: timeText(dueAt), why };
}

function webhooksOf({ services }: Pick<Call, 'services'>): ServedWebhooks {
  return served(services.webhooks, 'a database');
}
