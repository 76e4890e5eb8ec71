import { DqsError, type GateReport } from '@dqs/core';
import type { AliasState, Registry } from '@dqs/registry';
import { aliasTag } from '@dqs/runtime/pages';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { listsTag } from '../server/send-answer.js';
import { served } from '../services.js';
import { ALIAS, ALIAS_PARAMS, aliasFields, knownModel, moved } from './models.js';

const PROMOTED = z.strictObject({
  outcome: z.enum(['promoted', 'overridden', 'unchanged']),
  from: z.string().nullable(),
  to: z.string(),
  gates: z.looseObject({ passed: z.boolean() }).nullable().describe('What was asked; null if nothing was'),
  alias: ALIAS,
});

/** Which version is in use. */
export const PROMOTION_ROUTES = [
  route({
    method: 'POST',
    path: '/api/v1/models/{model}/aliases/{alias}/promote',
    id: 'promote',
    audit: 'model.promote',
    tag: 'models',
    everyTenant: true,
    summary: 'Point an alias at a version, if its gates allow it',
    description:
      'Only as long as it points where the caller has seen it: `If-Match` has the ETag of the alias; for a new alias ' +
      '`If-None-Match` is `*`. The gates are asked at once, those of one promotion after those of another, which takes its ' +
      'time on a long history; other requests are answered meanwhile.',
    action: 'release',
    params: ALIAS_PARAMS,
    headers: z.object({
      'if-match': z.string().max(200).optional().describe('The ETag of the alias as it was read'),
      'if-none-match': z.literal('*').optional().describe('Of a new alias'),
    }),
    body: z
      .strictObject({
        version: z.string().min(1).max(100).describe('A number, a range, latest or another alias'),
        reason: z.string().min(1).max(1000).optional().describe('For the history'),
        override: z.boolean().default(false).describe('Move it even if gates fail; asks for a reason'),
      })
      .refine(({ override, reason }) => !override || reason !== undefined, {
        path: ['reason'],
        error: 'expected a reason with override: it is recorded',
      }),
    answers: { 200: { description: 'Where it points now', schema: PROMOTED } },
    examples: [
      {
        summary: 'the version that is tried already',
        params: { model: 'checks', alias: 'production' },
        headers: { 'if-match': '{production}' },
        body: { version: '1.1.0', reason: 'two weeks without a surprise', override: true },
      },
    ],
    handle: async (call) => {
      const { params, body, principal, services } = call;
      const promote = served(services.promote, 'a registry');
      const expect = await seenVersion(call);
      const { model, alias } = params;
      const given = { alias, by: principal.name, reason: body.reason, override: body.override, expect };
      const { outcome, from, to, gates } = await promote({ ...given, reference: `${model}@${body.version}` });
      if (outcome === 'refused') throw refused(gates);
      const now = (await aliasOf(services.registry, params))!;
      const shown = { outcome, from, to, gates: gates && { ...gates }, alias: aliasFields(alias, now) };
      return { headers: { etag: aliasTag(now) }, body: shown };
    },
  }),
];

/** The version that the alias points at, as the caller has seen it; null for a new one. */
async function seenVersion({ params, headers, services }: Call<z.infer<typeof ALIAS_PARAMS>>): Promise<string | null> {
  const now = await aliasOf(services.registry, params);
  const seen = headers['if-match'];
  if (now === undefined) {
    if (seen === undefined && headers['if-none-match'] === '*') return null;
    throw failed(`expected If-None-Match: * for the new alias ${params.alias}`);
  }
  if (seen !== undefined && listsTag(seen, aliasTag(now))) return now.version;
  throw moved(now);
}

async function aliasOf(
  registry: Registry,
  { model, alias }: z.infer<typeof ALIAS_PARAMS>,
): Promise<AliasState | undefined> {
  const { aliases } = await knownModel(registry, model);
  return Object.hasOwn(aliases, alias) ? aliases[alias] : undefined;
}

function failed(message: string): DqsError {
  return new DqsError('precondition-failed', message);
}

function refused(gates: GateReport | null): DqsError {
  const names = (gates?.checks ?? []).filter(({ verdict }) => verdict === 'fail').map(({ name }) => name);
  return new DqsError(
    'gates-failed',
    `expected the gates to pass, these did not: ${names.join(', ')}; the alias stays`,
  );
}
