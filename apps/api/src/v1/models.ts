import { DqsError } from '@dqs/core';
import type { AliasState, ModelState, Registry } from '@dqs/registry';
import { aliasTag } from '@dqs/runtime/pages';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { listsTag } from '../server/send-answer.js';
import { cursorKey, firstPage } from './cursors.js';
import { PAGE, pageOf } from './fields.js';

/** Where an alias points. */
export const ALIAS = z.strictObject({
  alias: z.string(),
  version: z.string(),
  since: z.iso.datetime(),
  by: z.string(),
  how: z.string().describe('How it came to point there: promoted, overridden, rolled-back'),
});
const MODEL = z.strictObject({
  model: z.string(),
  latest: z.string().nullable().describe('The version registered last'),
  aliases: z.array(ALIAS),
});
const SHOWN = z.strictObject({
  ...MODEL.shape,
  versions: z.array(
    z.strictObject({
      version: z.string(),
      registered_at: z.iso.datetime(),
      by: z.string(),
      parent: z.string().nullable(),
      backend: z.string().nullable(),
      error: z.number().nullable().describe('Mean absolute error on days it was not trained on, percentage points'),
      tags: z.record(z.string(), z.string()),
    }),
  ),
});

const PARAMS = z.strictObject({ model: z.string().max(200) });
/** Names an alias. */
export const ALIAS_PARAMS = PARAMS.extend({ alias: z.string().max(64) });

/** Models, their versions, and which of them is in use. */
export const MODEL_ROUTES = [
  route({
    method: 'GET',
    path: '/api/v1/models',
    id: 'listModels',
    tag: 'models',
    summary: 'The models of the registry, by name',
    action: 'read',
    query: z.strictObject(PAGE),
    row: MODEL,
    answers: { 200: { description: 'A page of them', schema: pageOf(MODEL) } },
    examples: [{ summary: 'all', query: {} }],
    handle: async ({ query: { limit, cursor }, services: { registry } }) => {
      const [after] = cursorKey(cursor, ['string']);
      const names = (await registry.models()).filter((name) => after === undefined || name > after).sort();
      const { page, next } = firstPage(names, limit, (name) => [name]);
      const rows = await Promise.all(page.map(async (name) => modelFields(await registry.state(name))));
      return { list: { rows, next } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/models/{model}',
    id: 'showModel',
    tag: 'models',
    summary: 'A model and its versions',
    action: 'read',
    params: PARAMS,
    answers: { 200: { description: 'The model', schema: SHOWN } },
    examples: [{ summary: 'one', params: { model: 'checks' } }],
    handle: async ({ params: { model }, services: { registry } }) => {
      const state = await knownModel(registry, model);
      return { body: { ...modelFields(state), versions: versionsOf(state) } };
    },
  }),
  route({
    method: 'GET',
    path: '/api/v1/models/{model}/aliases/{alias}',
    id: 'showAlias',
    tag: 'models',
    summary: 'Where an alias points; its ETag is what a change of it asks for',
    action: 'read',
    params: ALIAS_PARAMS,
    answers: { 200: { description: 'The alias', schema: ALIAS } },
    examples: [{ summary: 'the version in use', params: { model: 'checks', alias: 'production' } }],
    handle: async ({ params, services: { registry } }) => {
      const alias = await knownAlias(registry, params);
      return { headers: { etag: aliasTag(alias) }, body: aliasFields(params.alias, alias) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/models/{model}/aliases/{alias}/rollback',
    id: 'rollBack',
    audit: 'model.roll-back',
    tag: 'models',
    everyTenant: true,
    summary: 'Point an alias back at the version before',
    description: 'Only as long as it points where the caller has seen it: `If-Match` has the ETag of the alias.',
    action: 'release',
    params: ALIAS_PARAMS,
    headers: z.object({ 'if-match': z.string({ error: 'expected the ETag of the alias, got none' }).max(200) }),
    body: z.strictObject({
      reason: z.string().min(1).max(1000),
      to: z.string().max(100).optional().describe('An earlier version; the one before, by default'),
    }),
    answers: { 200: { description: 'Where it points now', schema: ALIAS } },
    examples: [
      {
        summary: 'back to the version before',
        params: { model: 'checks', alias: 'staging' },
        headers: { 'if-match': '{staging}' },
        body: { reason: 'errors since Monday' },
      },
    ],
    handle: async ({ params, headers, body, principal, services: { registry } }) => {
      const now = await knownAlias(registry, params);
      if (!listsTag(headers['if-match']!, aliasTag(now))) throw moved(now);
      const { alias, model } = params;
      // A second caller with the same tag finds the promotion undone.
      const undoes = now.how === 'rolled-back' ? undefined : now.entry;
      const entry = await registry.rollback(model, { alias, by: principal.name, ...body, undoes });
      const next = await knownAlias(registry, params);
      if (entry === undefined) throw moved(next);
      return { headers: { etag: aliasTag(next) }, body: aliasFields(alias, next) };
    },
  }),
];

/** @throws DqsError `version-unknown` for a model that is not there. */
export async function knownModel(registry: Registry, model: string): Promise<ModelState> {
  const state = await registry.state(model);
  if (state.versions.length > 0 && state.deleted === null) return state;
  throw new DqsError('version-unknown', `expected a model of the registry, got ${JSON.stringify(model)}`);
}

async function knownAlias(registry: Registry, { model, alias }: z.infer<typeof ALIAS_PARAMS>): Promise<AliasState> {
  const { aliases } = await knownModel(registry, model);
  if (Object.hasOwn(aliases, alias)) return aliases[alias]!;
  const known = Object.keys(aliases).join(', ') || 'none';
  throw new DqsError('version-unknown', `expected an alias of ${model} (${known}), got ${JSON.stringify(alias)}`);
}

/** The error of a change of an alias that has moved meanwhile. */
export function moved(now: AliasState): DqsError {
  const message = `expected If-Match to be the ETag of the alias as it is now, ${aliasTag(now)}, at ${now.version} since ${now.since}`;
  return new DqsError('precondition-failed', message);
}

/** The fields of {@link ALIAS}. */
export function aliasFields(alias: string, { version, since, by, how }: AliasState) {
  return { alias, version, since, by, how };
}

function modelFields({ model, versions, aliases }: ModelState) {
  const latest = versions.findLast(({ isRemoved }) => !isRemoved)?.version ?? null;
  return { model, latest, aliases: Object.entries(aliases).map(([alias, state]) => aliasFields(alias, state)) };
}

function versionsOf({ versions }: ModelState) {
  return versions
    .filter(({ isRemoved }) => !isRemoved)
    .map(({ version, at, by, parent, backend, error, tags }) => {
      return { version, registered_at: at, by, parent, backend, error, tags: { ...tags } };
    });
}
