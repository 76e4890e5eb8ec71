import type { OutboxEntry } from '@dqs/alerting';
import { DqsError } from '@dqs/core';
import { messageFacts } from '@dqs/runtime/pages';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { alertingOf, changedAlerting } from './alerting-of.js';
import { pageBy } from './cursors.js';
import { NAME, PAGE, pageOf, timeText } from './fields.js';

const time = z.iso.datetime();
const STATES = ['waiting', 'sent', 'replaced', 'dead'] as const;

const MESSAGE = z.strictObject({
  id: z.string(),
  receiver: z.string().describe('Of the policy'),
  kind: z.enum(['incident', 'digest', 'note', 'event']),
  incident: z.string().nullable(),
  title: z.string().describe('What it says, in a few words'),
  state: z
    .enum(STATES)
    .describe('`replaced` by a newer one about its incident before it was tried; `dead`: nothing more is tried'),
  attempts: z.int().describe('Attempts that have begun'),
  created_at: time,
  first_attempt_at: time.nullable(),
  due_at: time.describe('Not before then is it attempted again'),
  why: z.string().nullable().describe('What the last attempt met'),
});
const STATE = z.strictObject({ id: z.string(), state: z.enum(STATES) });
/** What is told concerns series of anybody. */
const shared = { tag: 'alerts', everyTenant: true } as const;

/** What receivers are told: on its way, sent, or stuck. */
export const MESSAGE_ROUTES = [
  route({
    ...shared,
    method: 'GET',
    path: '/api/v1/messages',
    id: 'listMessages',
    summary: 'Messages to receivers, the one that was queued last first',
    action: 'read',
    query: z.strictObject({ ...PAGE, state: z.enum(STATES).optional(), receiver: NAME.optional() }),
    row: MESSAGE,
    answers: { 200: { description: 'A page of them', schema: pageOf(MESSAGE) } },
    examples: [
      { summary: 'all', query: {} },
      { summary: 'those that nobody tries any more', query: { state: 'dead' } },
    ],
    handle: async (call) => {
      const { state, receiver } = call.query;
      const filter = { newestFirst: true, ...(state && { state }), ...(receiver !== undefined && { receiver }) };
      const found = await (await alertingOf(call)).outbox().list(filter);
      return { list: pageBy(found, ({ message }) => message.id, messageFields, call.query) };
    },
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/messages/{id}/resend',
    id: 'resendMessage',
    audit: 'message.resend',
    isOneChange: true,
    summary: 'Have a message sent after all that nobody tries any more',
    description: 'Where a newer one about its incident has been sent, it stays unsent and is `replaced`.',
    action: 'operate',
    params: z.strictObject({ id: z.string().max(200) }),
    answers: { 200: { description: 'Where it stands now', schema: STATE } },
    examples: [{ summary: 'one', params: { id: '{message}' } }],
    handle: async (call) => {
      const { id } = call.params;
      const now = call.services.clock.now();
      const about = { targets: [{ kind: 'message', id }] };
      return { body: { id, state: await changedAlerting(call, about, (view) => view.resend(id, now)) } };
    },
  }),
  route({
    ...shared,
    method: 'POST',
    path: '/api/v1/receivers/{receiver}/switch-on',
    id: 'switchOnReceiver',
    audit: 'receiver.switch-on',
    summary: 'Let a receiver get messages again that was switched off, those that waited included',
    action: 'operate',
    params: z.strictObject({ receiver: NAME }),
    answers: { 200: { description: 'It is on', schema: z.strictObject({ receiver: z.string() }) } },
    examples: [{ summary: 'one', params: { receiver: 'gone' } }],
    handle: async (call) => {
      const { receiver } = call.params;
      const outbox = (await alertingOf(call)).outbox();
      const { off } = await outbox.status();
      if (!off.some((one) => one.receiver === receiver)) {
        const names = off.map((one) => one.receiver).join(', ') || 'none is';
        const message = `expected a receiver that is switched off (${names}), got ${JSON.stringify(receiver)}`;
        throw new DqsError('receiver-unknown', message);
      }
      await outbox.switchOn(receiver);
      return { body: { receiver } };
    },
  }),
];

function messageFields(entry: OutboxEntry): z.infer<typeof MESSAGE> {
  const { message, state, attempts, firstAttemptAt, dueAt, why } = entry;
  return {
    ...{ id: message.id, receiver: message.receiver, ...messageFacts(message) },
    ...{ state, attempts, created_at: timeText(message.createdAt) },
    first_attempt_at: firstAttemptAt === null ? null : timeText(firstAttemptAt),
    ...{ due_at: timeText(dueAt), why },
  };
}
