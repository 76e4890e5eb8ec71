import type { Pausable } from '@dqs/runtime';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { timeText } from './fields.js';
import { JOBS_SHARED, jobsOf, PAUSE, TICKED_KIND, tickedFields } from './jobs.js';

const RESUMED = z.strictObject({ was_paused: z.boolean() });
const KIND = z.strictObject({ kind: z.string().max(50) });
const REASON = z.strictObject({ reason: z.string().trim().min(1).max(1000).describe('Told to everybody who asks') });

/** What operators do about kinds of jobs. */
export const JOB_ACT_ROUTES = [
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/jobs/{kind}/run',
    id: 'runJobs',
    audit: 'jobs.run',
    summary: 'Put what is due of one kind now, or have it done once more where nothing is; workers do it',
    description:
      'What is paused stays so, and the answer says who has paused it. A kind that follows what arrives does nothing anew.',
    action: 'operate',
    params: KIND,
    answers: { 200: { description: 'What was found', schema: TICKED_KIND } },
    examples: [{ summary: 'a check of the audit log and the other records', params: { kind: 'verify' } }],
    handle: async (call) => ({ body: tickedFields(await jobsOf(call).run(call.params.kind)) }),
  }),
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/jobs/{kind}/pause',
    id: 'pauseJobs',
    audit: 'jobs.pause',
    summary: 'Begin no more jobs of a kind, in any worker, until it is resumed',
    description: 'What runs goes on. What becomes due meanwhile is found by the first tick after it.',
    action: 'operate',
    params: KIND,
    body: REASON,
    answers: { 200: { description: 'The pause', schema: PAUSE } },
    examples: [
      { summary: 'for a time', params: { kind: 'forecast' }, body: { reason: 'the source is being rebuilt' } },
    ],
    handle: async (call) => ({ body: await paused(call, { kind: call.params.kind }) }),
  }),
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/jobs/{kind}/resume',
    id: 'resumeJobs',
    audit: 'jobs.resume',
    summary: 'End a pause of a kind of job',
    action: 'operate',
    params: KIND,
    answers: { 200: { description: 'Whether there was one', schema: RESUMED } },
    examples: [{ summary: 'of forecasts', params: { kind: 'forecast' } }],
    handle: async (call) => ({ body: { was_paused: await jobsOf(call).resume({ kind: call.params.kind }) } }),
  }),
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/automation/pause',
    id: 'pauseAutomation',
    audit: 'jobs.pause',
    summary: 'Train no model and move no alias, in any worker, until it is resumed',
    description: 'Forecasts, grades and alerts go on. A person may still promote and roll back.',
    action: 'operate',
    body: REASON,
    answers: { 200: { description: 'The pause', schema: PAUSE } },
    examples: [{ summary: 'for a time', body: { reason: 'year-end closing' } }],
    handle: async (call) => ({ body: await paused(call, 'automation') }),
  }),
  route({
    ...JOBS_SHARED,
    method: 'POST',
    path: '/api/v1/automation/resume',
    id: 'resumeAutomation',
    audit: 'jobs.resume',
    summary: 'End the pause of the automation',
    action: 'operate',
    answers: { 200: { description: 'Whether there was one', schema: RESUMED } },
    examples: [{ summary: 'now' }],
    handle: async (call) => ({ body: { was_paused: await jobsOf(call).resume('automation') } }),
  }),
];

async function paused(
  call: Pick<Call, 'services' | 'principal'> & { readonly body: { readonly reason: string } },
  what: Pausable,
): Promise<z.infer<typeof PAUSE>> {
  const pause = await jobsOf(call).pause(what, call.principal.name, call.body.reason.replaceAll('\0', ' '));
  return { ...pause, at: timeText(pause.at) };
}
