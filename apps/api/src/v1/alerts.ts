import { silenceOf, type SilenceMatch } from '@dqs/alerting';
import * as z from 'zod';

import { route } from '../routes/route.js';
import {
  ALERT,
  alertFields,
  INCIDENT,
  INCIDENT_SHOWN,
  incidentFields,
  MATCH,
  SILENCE,
  silenceFields,
} from './alert-fields.js';
import { alertingOf, changedAlerting } from './alerting-of.js';
import { silenceRequest } from './alerting-view.js';
import { pageBy } from './cursors.js';
import { PAGE, pageOf, TIME } from './fields.js';
import { answerOfIncident, INCIDENT_ACT_ROUTES } from './incident-acts.js';

const ID = z.strictObject({ id: z.string().max(200) });
const list = { method: 'GET', tag: 'alerts', action: 'read' } as const;
const change = { tag: 'alerts', action: 'silence', isOneChange: true } as const;
const shown = { 200: { description: 'The incident', schema: INCIDENT_SHOWN } };

/** Incidents, alerts and silences. */
export const ALERT_ROUTES = [
  route({
    ...list,
    path: '/api/v1/incidents',
    id: 'listIncidents',
    summary: 'Incidents, the one that opened last first',
    query: z.strictObject({ ...PAGE, state: z.enum(['open', 'acknowledged', 'resolved']).optional() }),
    row: INCIDENT,
    answers: { 200: { description: 'A page of them', schema: pageOf(INCIDENT) } },
    examples: [{ summary: 'those that are open', query: { state: 'open' } }],
    handle: async (call) => {
      const { state } = call.query;
      const found = await (await alertingOf(call)).incidents(state && [state]);
      return { list: pageBy(found, ({ id }) => id, incidentFields, call.query) };
    },
  }),
  route({
    ...list,
    path: '/api/v1/incidents/{id}',
    id: 'showIncident',
    summary: 'An incident, its alerts and what happened to it',
    params: ID,
    answers: shown,
    examples: [{ summary: 'one', params: { id: 'inc-1' } }],
    handle: async (call) => answerOfIncident(await (await alertingOf(call)).incident(call.params.id)),
  }),
  ...INCIDENT_ACT_ROUTES,
  route({
    ...list,
    path: '/api/v1/alerts',
    id: 'listAlerts',
    summary: 'Alerts that are on their way, fire or are about to recover',
    query: z.strictObject(PAGE),
    row: ALERT,
    answers: { 200: { description: 'A page of them', schema: pageOf(ALERT) } },
    examples: [{ summary: 'all', query: {} }],
    handle: async (call) => ({
      list: pageBy(await (await alertingOf(call)).alerts(), ({ key }) => key, alertFields, call.query),
    }),
  }),
  route({
    ...list,
    path: '/api/v1/silences',
    id: 'listSilences',
    summary: 'Silences, those that have ended included',
    query: z.strictObject(PAGE),
    row: SILENCE,
    answers: { 200: { description: 'A page of them', schema: pageOf(SILENCE) } },
    examples: [{ summary: 'all', query: {} }],
    handle: async (call) => ({
      list: pageBy(await (await alertingOf(call)).silences(), ({ id }) => id, silenceFields, call.query),
    }),
  }),
  route({
    ...change,
    method: 'POST',
    path: '/api/v1/silences',
    id: 'addSilence',
    audit: 'silence.add',
    summary: 'Make a silence',
    description: 'Of a key that is limited to tenants it is about these, whether it says so or not.',
    body: z.strictObject({
      match: MATCH,
      from: TIME.optional().describe('Now, by default'),
      until: TIME.describe('The end does not belong to it'),
      comment: z.string().min(1).max(1000),
    }),
    answers: { 201: { description: 'The silence', schema: SILENCE } },
    examples: [
      {
        summary: 'a dataset for a day',
        body: { match: { dataset: ['orders'] }, until: '2026-05-04T00:00:00Z', comment: 'Migration' },
      },
    ],
    handle: async (call) => {
      const { match, from, until, comment } = call.body;
      const now = call.services.clock.now();
      const times = { from: from ? Date.parse(from) : now, until: Date.parse(until) };
      const request = silenceRequest({ ...times, match: match as SilenceMatch, comment }, call.principal, now);
      const after = { match: { ...request.match }, ...times, comment };
      const about = { targets: [{ kind: 'silence', id: silenceOf(request).id }], after };
      const silence = await changedAlerting(call, about, (view) => view.addSilence(request));
      return { status: 201, body: silenceFields(silence) };
    },
  }),
  route({
    ...change,
    method: 'DELETE',
    path: '/api/v1/silences/{id}',
    id: 'endSilence',
    audit: 'silence.end',
    summary: 'End a silence before its time',
    params: ID,
    answers: { 200: { description: 'The silence', schema: SILENCE } },
    examples: [{ summary: 'one', params: { id: '{silence}' } }],
    handle: async (call) => {
      const { id } = call.params;
      const now = call.services.clock.now();
      const about = { targets: [{ kind: 'silence', id }] };
      return { body: silenceFields(await changedAlerting(call, about, (view) => view.endSilence(id, now))) };
    },
  }),
];
