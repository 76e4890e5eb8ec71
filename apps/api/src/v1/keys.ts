import { DqsError, MS_PER_DAY } from '@dqs/core';
import { ACTIONS, isWithin, ROLES, type ApiKey, type Principal } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';
import { pageBy } from './cursors.js';
import { NAME, PAGE, pageOf } from './fields.js';

const KEY = z.strictObject({
  id: z.string(),
  name: z.string().describe('For people'),
  role: z.enum(ROLES),
  tenants: z.array(z.string()).nullable().describe('Series of others are not there for it; null for all'),
  scopes: z.array(z.enum(ACTIONS)).nullable().describe('What it may of that which its role may; null for all'),
  environment: z.string(),
  created_at: z.iso.datetime(),
  created_by: z.string(),
  expires_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
  revoked_by: z.string().nullable(),
  last_used_at: z.iso.datetime().nullable().describe('To some minutes; null if it never was'),
});
const MADE = KEY.extend({ key: z.string().describe('The key itself, shown this once') });
const ID = z.strictObject({ id: z.string().max(200) });

/** API keys: whoever is limited to tenants sees, makes and revokes keys of these alone. */
export const KEY_ROUTES = [
  route({
    method: 'GET',
    path: '/api/v1/keys',
    id: 'listKeys',
    tag: 'keys',
    summary: 'API keys, also those that are no longer good, by the time they were made',
    action: 'administer',
    query: z.strictObject(PAGE),
    row: KEY,
    answers: { 200: { description: 'A page of them', schema: pageOf(KEY) } },
    examples: [{ summary: 'all', query: {} }],
    handle: async (call) => {
      const keys = await keyringOf(call).list(call.principal.tenants);
      return { list: pageBy(keys, ({ id }) => id, keyFields, call.query) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/keys',
    id: 'createKey',
    audit: 'key.create',
    tag: 'keys',
    summary: 'Make an API key and show it, this once',
    description: 'It may do and see nothing that whoever makes it may not.',
    action: 'administer',
    body: z.strictObject({
      name: z.string().min(1).max(100),
      role: z.enum(ROLES),
      tenants: z.array(NAME.min(1)).min(1).max(1000).optional().describe('Those of whoever makes it, by default'),
      scopes: z.array(z.enum(ACTIONS)).min(1).max(ACTIONS.length).optional().describe('All of the role, by default'),
      days: z.int().min(1).max(3660).default(90).describe('Days that it is good for'),
      environment: z
        .string()
        .regex(/^[a-z0-9]{1,12}$/)
        .default('live'),
    }),
    answers: { 201: { description: 'The key', schema: MADE } },
    examples: [
      { summary: 'for a nightly run', body: { name: 'nightly', role: 'service', tenants: ['acme'], days: 365 } },
    ],
    handle: async (call) => {
      const { principal, body } = call;
      const { name, role, scopes, days, environment: env } = body;
      const tenants = body.tenants ?? principal.tenants;
      assertWithin({ role, ...(tenants && { tenants }), ...(scopes && { scopes }) }, principal);
      const made = { env, name, role, tenants, scopes, by: principal.name, lifetimeMs: days * MS_PER_DAY };
      const { key, text } = await keyringOf(call).create(made);
      return { status: 201, headers: { 'cache-control': 'no-store' }, body: { ...keyFields(key), key: text } };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/keys/{id}',
    id: 'revokeKey',
    audit: 'key.revoke',
    tag: 'keys',
    summary: 'End an API key; every server refuses it within seconds',
    action: 'administer',
    params: ID,
    answers: { 200: { description: 'The key, which stays in the list', schema: KEY } },
    examples: [{ summary: 'one', params: { id: '{key}' } }],
    handle: async (call) => {
      const { principal, params } = call;
      return { body: keyFields(await keyringOf(call).revoke(params.id, principal.name, principal.tenants)) };
    },
  }),
];

function assertWithin(key: Pick<Principal, 'role' | 'tenants' | 'scopes'>, principal: Principal): void {
  if (isWithin(key, principal)) return;
  const message =
    'expected a key with no more rights and tenants than whoever makes it has; narrow it down by tenants and scopes';
  throw new DqsError('access-denied', message);
}

function keyringOf({ services }: Pick<Call, 'services'>) {
  return served(services.keyring, 'a store of keys');
}

function keyFields(key: ApiKey): z.infer<typeof KEY> {
  const { id, name, role, tenants, scopes, env, createdAt, createdBy, expiresAt, revokedAt, revokedBy, lastUsedAt } =
    key;
  return {
    ...{ id, name, role, tenants: tenants ? [...tenants] : null, scopes: scopes ? [...scopes] : null },
    ...{ environment: env, created_at: createdAt, created_by: createdBy, expires_at: expiresAt },
    ...{ revoked_at: revokedAt ?? null, revoked_by: revokedBy ?? null, last_used_at: lastUsedAt ?? null },
  };
}
