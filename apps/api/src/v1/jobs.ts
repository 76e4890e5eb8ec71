import { sha256 } from '@dqs/core/journal';
import type { Ticked } from '@dqs/runtime';
import type { ServedJobs } from '@dqs/runtime/serving';
import * as z from 'zod';

import { route, type Answer, type Call } from '../routes/route.js';
import { served } from '../services.js';
import { pageBy } from './cursors.js';
import { PAGE, pageOf, timeText } from './fields.js';

type Job = Awaited<ReturnType<ServedJobs['find']>>;

const time = z.iso.datetime();
const STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

const JOB = z.strictObject({
  kind: z.string(),
  key: z.string().describe('What it is about, such as a day; work of the same kind and key is the same work'),
  state: z.enum(STATES),
  attempts: z.int().describe('Attempts that have begun'),
  created_at: time,
  due_at: time.describe('Not before then is it attempted'),
  started_at: time.nullable(),
  ended_at: time.nullable(),
  why: z.string().nullable().describe('What the last attempt met'),
});
/** That nothing of a kind is begun. */
export const PAUSE = z.strictObject({ by: z.string(), reason: z.string(), at: time });
/** What a tick found of a kind. */
export const TICKED_KIND = z.strictObject({
  kind: z.string(),
  due: z.int().describe('Found to be due'),
  put: z.int().describe('Of them, those that nobody had put before'),
  why: z.string().nullable().describe('Why it could not be said what is due'),
  paused: PAUSE.nullable().describe('Who has paused the kind'),
});
const TICKED = z.strictObject({ ticked: z.array(TICKED_KIND) });
const PARAMS = z.strictObject({ kind: z.string().max(50), key: z.string().max(500) });
/** Messages of failures may name files and series of anybody. */
export const JOBS_SHARED = { tag: 'jobs', everyTenant: true } as const;

/** What the workers do. */
export const JOB_ROUTES = [
  route({
    ...JOBS_SHARED,
    method: 'GET',
    path: '/api/v1/jobs',
    id: 'listJobs',
    summary: 'Jobs, the one that was put last first',
    action: 'read',
    query: z.strictObject({ ...PAGE, kind: z.string().max(50).optional(), state: z.enum(STATES).optional() }),
    row: JOB,
    answers: { 200: { description: 'A page of them', schema: pageOf(JOB) } },
    examples: [
      { summary: 'all', query: {} },
      { summary: 'those that failed', query: { state: 'failed' } },
    ],
    handle: async (call) => {
      const { kind, state, ...page } = call.query;
      const found = await jobsOf(call).list({ kind, state });
      return { list: pageBy(found, (one) => sha256(JSON.stringify([one.kind, one.key])), jobFields, page) };
    },
  }),
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/jobs/tick',
    id: 'tickJobs',
    audit: 'job.tick',
    summary: 'Put what is due now; workers do it',
    action: 'operate',
    answers: { 200: { description: 'What was found, by kind', schema: TICKED } },
    examples: [{ summary: 'now' }],
    handle: async (call) => {
      const ticked = await jobsOf(call).tick();
      return { body: { ticked: ticked.map(tickedFields) } };
    },
  }),
  route({
    ...JOBS_SHARED,
    method: 'GET',
    path: '/api/v1/jobs/{kind}/{key}',
    id: 'showJob',
    summary: 'A job and what has become of it',
    action: 'read',
    params: PARAMS,
    answers: { 200: { description: 'The job', schema: JOB } },
    examples: [{ summary: 'the forecasts of a day', params: { kind: 'forecast', key: '2026-05-02' } }],
    handle: async (call) => ({ body: jobFields(await jobsOf(call).find(call.params.kind, call.params.key)) }),
  }),
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/jobs/{kind}/{key}/retry',
    id: 'retryJob',
    audit: 'job.retry',
    summary: 'Have a job that has failed tried again, from its first attempt on',
    action: 'operate',
    params: PARAMS,
    answers: {
      200: { description: 'The job', schema: JOB },
    },
    examples: [{ summary: 'one that failed', params: { kind: 'collect', key: 'broken.csv 4 1' } }],
    handle: async (call) => ({ body: jobFields(await jobsOf(call).retry(call.params.kind, call.params.key)) }),
  }),
];

/** The answer of a route that leaves its work to a job. */
export const ACCEPTED = { 202: { description: 'The job that does it', schema: JOB } };

/** Says which job does the work. */
export function accepted(job: Job): Answer {
  const location = `/api/v1/jobs/${encodeURIComponent(job.kind)}/${encodeURIComponent(job.key)}`;
  return { status: 202, headers: { location }, body: jobFields(job) };
}

/** What a tick found, as it is answered. */
export function tickedFields({ paused, ...ticked }: Ticked): z.infer<typeof TICKED>['ticked'][number] {
  return { ...ticked, paused: paused && { ...paused, at: timeText(paused.at) } };
}

/** The jobs of a server. */
export function jobsOf({ services }: Pick<Call, 'services'>) {
  return served(services.jobs, 'a queue of jobs');
}

function jobFields(job: Job): z.infer<typeof JOB> {
  const { kind, key, state, attempts, createdAt, dueAt, startedAt, endedAt, why } = job;
  return {
    ...{ kind, key, state, attempts, created_at: timeText(createdAt), due_at: timeText(dueAt) },
    ...{ started_at: startedAt === null ? null : timeText(startedAt) },
    ...{ ended_at: endedAt === null ? null : timeText(endedAt), why },
  };
}
