import { DqsError } from '@dqs/core';
import type { WrittenPolicy } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';

const POLICY = z.strictObject({
  name: z.string().describe('Incidents, alerts and silences belong to this name'),
  digest: z.string().describe('sha256 of what it says; comments and blanks do not count'),
  text: z.string().describe('YAML, as it was written'),
});
/** Bytes of a policy of a million characters, escaped. */
const BODY_BYTES = 8 * 2 ** 20;
const MARK = /^"([\da-f]{64})"$/;

const shared = { tag: 'policies', path: '/api/v1/policies/alerts', everyTenant: true } as const;

const EXAMPLE = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: checks }
rules: [{ id: below, when: p_below_target >= 0.7 }]
incidents: { resolution_reasons: [fixed, wrong] }
routes: [{ to: [data] }]
receivers: { data: { webhook: { url: "https://example.org/hook", secret: { env: DQS_SECRET_HOOK } } } }
`;

/** Who is told what and when. */
export const POLICY_ROUTES = [
  route({
    ...shared,
    method: 'GET',
    id: 'showAlertPolicy',
    summary: 'The alert policy; its ETag is what a change of it asks for',
    action: 'read',
    answers: { 200: { description: 'The policy', schema: POLICY } },
    examples: [{ summary: 'read it' }],
    handle: async (call) => {
      const found = await policiesOf(call).get();
      return answerOf(served(found, 'an alert policy (--policy)'));
    },
  }),
  route({
    ...shared,
    method: 'PUT',
    id: 'putAlertPolicy',
    audit: 'policy.change',
    summary: 'Take another alert policy',
    description:
      'Only as long as the policy is as the caller has seen it: `If-Match` has its ETag; for the first, `If-None-Match` is `*`. ' +
      'What is no policy, or reaches files, private networks or other variables of the server than DQS_SECRET_…, is refused.',
    action: 'edit',
    headers: z.object({
      'if-match': z.string().max(200).optional().describe('The ETag of the policy as it was read'),
      'if-none-match': z.literal('*').optional().describe('Of the first policy'),
    }),
    bodyLimit: BODY_BYTES,
    body: z.strictObject({ text: z.string().min(1).max(1_000_000).describe('YAML') }),
    answers: { 200: { description: 'The policy as it is now', schema: POLICY } },
    examples: [{ summary: 'a higher threshold', headers: { 'if-match': '{policy}' }, body: { text: EXAMPLE } }],
    handle: async (call) => {
      const seen = seenBy(call);
      // A text that takes long to read is refused where reading it holds nobody up.
      await call.services.policyChecks?.assertQuick(call.body.text);
      return answerOf(await policiesOf(call).put(call.body.text, seen));
    },
  }),
];

/**
 * The mark of the policy that the caller has seen; undefined for the first one.
 *
 * @throws DqsError `precondition-failed` without a condition, or with one that no policy can meet.
 */
function seenBy({ headers }: Pick<Call, 'headers'>): string | undefined {
  const [match, none] = [headers['if-match'], headers['if-none-match']];
  if (match === undefined && none === '*') return undefined;
  const [, etag] = MARK.exec(match ?? '') ?? [];
  if (etag !== undefined) return etag;
  throw new DqsError(
    'precondition-failed',
    'expected If-Match with the ETag of the policy as it was read, or If-None-Match: * for the first, got none of it',
  );
}

function answerOf({ etag, text, policy: { name, digest } }: WrittenPolicy) {
  return { headers: { etag: `"${etag}"` }, body: { name, digest, text } };
}

function policiesOf({ services }: Pick<Call, 'services'>) {
  return served(services.policies, 'a store of policies');
}
