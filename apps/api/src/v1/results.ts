import { Transform, type Readable } from 'node:stream';

import { DqsError, type DailyPanel } from '@dqs/core';
import { readPanelFromStream, type DeliveryOutcome, type IngestReport } from '@dqs/ingestion';
import { countIngest } from '@dqs/runtime/metrics';
import type { Principal } from '@dqs/runtime/serving';
import * as z from 'zod';

import { requestInvalid } from '../problems/problem.js';
import { route } from '../routes/route.js';
import { served } from '../services.js';
import { DELIVERY, deliveryFields, deliveryId } from './delivery-rows.js';

/** Bytes of one delivery; half a million results. */
const BODY_BYTES = 128 * 2 ** 20;
const MOST_KEY_LENGTH = 200;

const RECEIVED = z.strictObject({
  ...DELIVERY.shape,
  outcome: z.enum(['added', 'replaced', 'known']).describe('`known`: the same was there already, and nothing happened'),
  rows: z.int(),
  rows_used: z.int(),
  rows_rejected: z.int(),
  rejected: z.record(z.string(), z.int()).describe('Rejected rows by reason'),
});

const LINE = z.looseObject({
  source: z.string().optional(),
  tenant_id: z.string().optional(),
  dataset_uuid: z.string().optional(),
  dataset_name: z.string(),
  business_date: z.string(),
  rule_code: z.string(),
  results: z.unknown().describe('The outcome: PASSED, FAILED, or an object with a result'),
});

const LINES = [
  {
    tenant_id: 'acme',
    dataset_uuid: 'orders',
    dataset_name: 'Orders',
    business_date: '2026-04-30',
    rule_code: '101',
    results: 'PASSED',
  },
  {
    tenant_id: 'acme',
    dataset_uuid: 'orders',
    dataset_name: 'Orders',
    business_date: '2026-04-30',
    rule_code: '102',
    results: 'FAILED',
  },
]
  .map((line) => `${JSON.stringify(line)}\n`)
  .join('');

/** Results come in as deliveries. */
export const RESULT_ROUTES = [
  route({
    method: 'POST',
    path: '/api/v1/results',
    id: 'sendResults',
    audit: 'delivery.send',
    tag: 'results',
    summary: 'Send results: one delivery, a JSON object a line',
    description:
      'All of it is kept, or nothing. The same `Idempotency-Key` with the same content again changes nothing; with another ' +
      'content it is a correction, which takes the place of the first. Without a key the sha256 of the content stands for it. ' +
      'A key that is limited to tenants sends results of one of them at a time.',
    action: 'deliver',
    takesLines: true,
    bodyLimit: BODY_BYTES,
    headers: z.object({
      'idempotency-key': z.string().min(1).max(MOST_KEY_LENGTH).optional().describe('Names the delivery, for ever'),
    }),
    body: LINE,
    answers: {
      200: { description: 'It took the place of another, or was there already', schema: RECEIVED },
      201: { description: 'A new delivery', schema: RECEIVED },
    },
    examples: [
      { summary: 'two results', headers: { 'idempotency-key': 'nightly-2026-04-30' }, body: LINES },
      { summary: 'the same again', headers: { 'idempotency-key': 'nightly-2026-04-30' }, body: LINES },
    ],
    handle: async ({ body, headers, services, principal, signal }) => {
      const deliveries = served(services.deliveries, 'a store of deliveries');
      const { panel, report, facts } = await readPanelFromStream(limited(body), { format: 'jsonl' }, { signal });
      const tenant = onlyTenant(panel, principal);
      const content = report.files[0]!.sha256!;
      const key = headers['idempotency-key'];
      const id = deliveryId(typeof key === 'string' ? key : content, tenant);
      const added = await deliveries.add({ id, panel, facts, name: 'api', content, by: principal.name });
      const { rowsUsed, rowsRejected } = report;
      if (services.metrics) countIngest(services.metrics, added.outcome, rowsUsed, rowsRejected);
      return { status: added.outcome === 'added' ? 201 : 200, body: received(added, report) };
    },
  }),
];

/** Passes a body on up to its limit, whatever its sender has announced. */
function limited(body: Readable | undefined): Readable {
  if (body === undefined) {
    throw requestInvalid([{ pointer: '', message: 'expected lines of JSON, got no body', fix: 'send results' }]);
  }
  let bytes = 0;
  const counter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > BODY_BYTES ? tooLong() : null, chunk);
    },
  });
  // A sender that goes away ends the reading: what came so far is no delivery.
  body.once('error', (error) => counter.destroy(error));
  body.once('aborted', () => counter.destroy(new DqsError('aborted', 'whoever sent the results has gone')));
  return body.pipe(counter);
}

function tooLong(): DqsError {
  const message = `expected at most ${BODY_BYTES} bytes of results in one request, got more`;
  return requestInvalid([{ pointer: '', message, fix: 'send several deliveries' }], 413);
}

/**
 * The tenant whose results somebody sends who is limited to some; undefined for whoever is not.
 *
 * @throws DqsError `access-denied` for results of others, or of several at once.
 */
function onlyTenant({ keys }: DailyPanel, { tenants }: Principal): string | undefined {
  if (tenants === undefined) return undefined;
  const found = new Set(keys.map(({ tenantId }) => tenantId));
  const [tenant] = found;
  if (tenant !== undefined && found.size === 1 && tenants.includes(tenant)) return tenant;
  const message = 'expected results of one tenant that the key is limited to, got others; nothing was kept';
  throw new DqsError('access-denied', message);
}

function received({ outcome, entry }: DeliveryOutcome, report: IngestReport) {
  const { rows, rowsUsed, rowsRejected, rejected } = report;
  return { ...deliveryFields(entry), outcome, rows, rows_used: rowsUsed, rows_rejected: rowsRejected, rejected };
}
