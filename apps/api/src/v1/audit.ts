import { AUDIT_OUTCOMES, type AuditEntry } from '@dqs/core/audit';
import { readAudit } from '@dqs/runtime';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { served } from '../services.js';
import { cursorKey, firstPage } from './cursors.js';
import { PAGE, pageOf } from './fields.js';

const NAME = z.string().min(1).max(1000).optional();
const ENTRY = z.strictObject({
  number: z.int(),
  at: z.iso.datetime(),
  actor: z.string(),
  on_behalf_of: z.string().nullable(),
  action: z.string(),
  outcome: z.string().describe('begun, done, denied or failed'),
  targets: z.array(z.strictObject({ kind: z.string(), id: z.string() })),
  after: z.unknown().describe('What may be told of the state after it'),
  context: z.looseObject({}).nullable().describe('Request, address, reason'),
  previous: z.string().describe('Hash of the entry before'),
});

/** Who did what. */
export const AUDIT_ROUTES = [
  route({
    method: 'GET',
    path: '/api/v1/audit',
    id: 'listAudit',
    tag: 'audit',
    everyTenant: true,
    summary: 'Entries of the audit log, the last first',
    description: 'Whoever reads leaves an entry that says so.',
    action: 'audit',
    query: z.strictObject({
      ...PAGE,
      actor: NAME,
      action: NAME.describe('An action, such as model.promote, or an area of them, such as model'),
      target: NAME.describe('Id of something that it was done to'),
      outcome: z.enum(AUDIT_OUTCOMES).optional(),
    }),
    row: ENTRY,
    answers: { 200: { description: 'A page of them', schema: pageOf(ENTRY) } },
    examples: [{ summary: 'what was done about retrainings', query: { action: 'retraining', outcome: 'done' } }],
    handle: async ({ query, principal, services }) => {
      const { limit, cursor, ...filter } = query;
      const audit = served(services.audit, 'an audit log');
      const [before] = cursorKey(cursor, ['number']);
      const reader = { actor: { id: principal.name }, context: { agent: `api ${principal.id}` } };
      const found = [...(await readAudit(audit, reader, { ...filter, before, last: limit + 1 }))].reverse();
      const { page, next } = firstPage(found, limit, ({ entry }) => [entry.number]);
      return { list: { rows: page.map(({ entry }) => entryFields(entry)), next } };
    },
  }),
];

function entryFields(entry: AuditEntry): z.infer<typeof ENTRY> {
  const { number, at, actor, action, outcome, targets, after = null, context, previous } = entry;
  return {
    ...{ number, at, actor: actor.id, on_behalf_of: actor.onBehalfOf ?? null, action, outcome },
    ...{
      targets: targets.map(({ kind, id }) => ({ kind, id })),
      after,
      context: context ? { ...context } : null,
      previous,
    },
  };
}
