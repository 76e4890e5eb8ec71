import { randomUUID } from 'node:crypto';

import {
  championOf,
  nextStep,
  type RetrainingAct,
  type RetrainingDecision,
  type RetrainingEntry,
} from '@dqs/pipelines/retrain';
import type { Action } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';
import { cursorKey, firstPage } from './cursors.js';
import { PAGE, pageOf, timeText } from './fields.js';
import { ACCEPTED, accepted } from './jobs.js';

const ENTRY = z.strictObject({
  number: z.int(),
  at: z.iso.datetime(),
  by: z.string(),
  kind: z.string().describe('decided, judged, approved, vetoed, promoted, rolled-back, ended, paused, resumed, …'),
  job: z.string().nullable().describe('The retraining that it belongs to'),
  event: z.looseObject({}).describe('All that was recorded'),
});
const STATE = z.strictObject({
  model: z.string(),
  alias: z.string(),
  run: z
    .looseObject({ job: z.string(), phase: z.string(), challenger: z.string().nullable() })
    .nullable()
    .describe('What is under way'),
  paused: z.strictObject({ by: z.string(), reason: z.string(), at: z.iso.datetime() }).nullable(),
});
const ACTED = z.strictObject({ entry: ENTRY, state: STATE, waits_for: z.string() });
const PLAN = z.strictObject({
  start: z.boolean().describe('Whether a training would begin now'),
  reason: z.string(),
  champion: z.string().nullable().describe('The version that it would be held against'),
  triggers: z.array(z.strictObject({ name: z.string(), is_met: z.boolean(), reason: z.string() })),
  blocks: z.array(
    z.strictObject({
      name: z.string(),
      reason: z.string(),
      until: z.iso.datetime().nullable().describe('When it ends by itself; null if somebody has to do something'),
    }),
  ),
  next_allowed_at: z.iso.datetime().nullable(),
});
const REASON = z.string().min(1).max(1000);
const JOB = z.string().max(100).optional().describe('Only if this is the retraining under way');

/** Of acts that need nothing to be under way. */
const EXAMPLES = new Map([
  ['pause', [{ summary: 'for a reason', body: { reason: 'the source is being rebuilt' } }]],
  ['resume', [{ summary: 'go on', body: {} }]],
  ['hand-over', [{ summary: 'to the automation', body: {} }]],
]);

const shared = { tag: 'retrainings', everyTenant: true } as const;

/** When a model is trained anew, and what became of it. */
export const RETRAINING_ROUTES = [
  route({
    ...shared,
    method: 'GET',
    path: '/api/v1/retrainings',
    id: 'listRetrainings',
    summary: 'Decisions, verdicts, approvals and moves, also every no, the last first',
    action: 'read',
    query: z.strictObject(PAGE),
    row: ENTRY,
    answers: { 200: { description: 'A page of them', schema: pageOf(ENTRY) } },
    examples: [{ summary: 'all', query: {} }],
    handle: async (call) => {
      const { limit, cursor } = call.query;
      const [before] = cursorKey(cursor, ['number']);
      const found = await retrainingOf(call).record.entries(limit + 1, before);
      const { page, next } = firstPage(found.reverse(), limit, ({ number }) => [number]);
      return { list: { rows: page.map(entryFields), next } };
    },
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/retrainings',
    id: 'startRetraining',
    audit: 'retraining.ask',
    summary: 'Ask for a training by hand; a worker decides, trains and judges',
    action: 'operate',
    body: z.strictObject({ reason: REASON }),
    answers: ACCEPTED,
    examples: [{ summary: 'for a reason', body: { reason: 'new rules since Monday' } }],
    handle: async (call) => {
      const { policy } = retrainingOf(call);
      const { services, principal, body } = call;
      const data = { model: policy.model, by: principal.name, reason: body.reason.replaceAll('\0', ' ') };
      return accepted(await served(services.jobs, 'a queue of jobs').offer('retrain', `by hand ${randomUUID()}`, data));
    },
  }),
  route({
    ...shared,
    method: 'GET',
    path: '/api/v1/retrainings/current',
    id: 'showRetraining',
    summary: 'The retraining that is under way, and whether the automation is paused',
    action: 'read',
    answers: { 200: { description: 'Where it stands', schema: STATE } },
    examples: [{ summary: 'now' }],
    handle: async (call) => ({ body: await stateOf(call) }),
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/retrainings/plan',
    id: 'planRetraining',
    audit: 'retraining.plan',
    summary: 'What would be decided now if a person asked, from all that is known; nothing is recorded or trained',
    description: 'Reads the whole history, which takes its time on a long one.',
    action: 'operate',
    body: z.strictObject({ reason: REASON }),
    answers: { 200: { description: 'The decision', schema: PLAN } },
    examples: [{ summary: 'for a reason', body: { reason: 'new rules since Monday' } }],
    handle: async (call) => {
      const plan = served(call.services.planRetraining, 'a policy of retraining (--retrain-policy) and a store');
      const { name: by } = call.principal;
      return { body: planFields(await plan({ by, reason: call.body.reason })) };
    },
  }),
  act('approve', 'release', 'Let a challenger in that waits for it', { job: JOB, reason: REASON.optional() }),
  act('veto', 'release', 'End a retraining before its challenger is let in', { job: JOB, reason: REASON }),
  act('pause', 'operate', 'Stop trainings and moves of this model until they are resumed', { reason: REASON }),
  act('resume', 'operate', 'End a pause', { reason: REASON.optional() }),
  act('hand-over', 'release', 'Let the automation move an alias that a person moved last', {
    reason: REASON.optional(),
  }),
];

function act(kind: RetrainingAct['kind'], action: Action, summary: string, fields: z.ZodRawShape) {
  return route({
    ...shared,
    method: 'POST',
    path: `/api/v1/retrainings/${kind}`,
    id: `${kind.replace(/-(.)/, (_, letter: string) => letter.toUpperCase())}Retraining`,
    audit: `retraining.${kind}`,
    summary,
    action,
    body: z.strictObject(fields),
    answers: { 200: { description: 'What was recorded, and where it stands', schema: ACTED } },
    examples: EXAMPLES.get(kind) ?? [],
    handle: async (call) => {
      const place = retrainingOf(call);
      const given = { kind, reason: '', ...(call.body as object) } as RetrainingAct;
      const entry = await place.record.act(given, call.principal.name);
      return { body: { entry: entryFields(entry), state: await stateOf(call), waits_for: await waitsFor(call) } };
    },
  });
}

/** What is waited for. Only a worker goes on: it has what judges a shadow and watches a version. */
async function waitsFor(call: Pick<Call, 'services'>): Promise<string> {
  const { record, registry, policy } = retrainingOf(call);
  const champion = await championOf(registry, policy);
  const step = nextStep(policy, await record.state(), { now: call.services.clock.now(), champion });
  return step.kind === 'wait' ? step.reason : 'the next tick of a worker';
}

function retrainingOf({ services }: Pick<Call, 'services'>) {
  return served(services.retraining, 'a policy of retraining (--retrain-policy)');
}

async function stateOf(call: Pick<Call, 'services'>): Promise<z.infer<typeof STATE>> {
  const { record, policy } = retrainingOf(call);
  const { run, paused } = await record.state();
  const { model, alias } = policy;
  return {
    model,
    alias,
    run: run && { ...run },
    paused: paused && { ...paused, at: timeText(paused.at) },
  };
}

function planFields(decision: RetrainingDecision): z.infer<typeof PLAN> {
  const { start, reason, champion, triggers, blocks, nextAllowedAt } = decision;
  return {
    ...{ start, reason, champion },
    triggers: triggers.map(({ name, isMet, reason: why }) => ({ name, is_met: isMet, reason: why })),
    blocks: blocks.map(({ name, reason: why, until }) => ({
      name,
      reason: why,
      until: until === null ? null : timeText(until),
    })),
    next_allowed_at: nextAllowedAt === null ? null : timeText(nextAllowedAt),
  };
}

function entryFields({ number, at, by, event }: RetrainingEntry): z.infer<typeof ENTRY> {
  const job =
    event.kind === 'decided' ? (event.decision.start ? event.decision.job : null) : 'job' in event ? event.job : null;
  return { number, at, by, kind: event.kind, job, event: { ...event } };
}
