import { MOST_NOTE_CHARACTERS, type Incident, type MarkRequest } from '@dqs/alerting';
import { DqsError, MS_PER_DAY } from '@dqs/core';
import type { JsonValue } from '@dqs/core/audit';
import { incidentTag } from '@dqs/runtime/pages';
import * as z from 'zod';

import { route, type Answer, type Call, type RouteDefinition } from '../routes/route.js';
import { listsTag } from '../server/send-answer.js';
import { INCIDENT_SHOWN, shownFields } from './alert-fields.js';
import { changedAlerting } from './alerting-of.js';
import type { ActedOn, AlertingView, AskedAct } from './alerting-view.js';
import { DATE, NAME, TIME } from './fields.js';
import { leavingOut, ownSeries, seriesOf } from './own-series.js';

const IDS = z.array(NAME.min(1)).min(1).max(1000);
const NOTE = z.string().trim().min(1).max(MOST_NOTE_CHARACTERS).optional().describe('What is said of it');
const SOMEBODY = z.string().trim().min(1).max(200).nullable();

const MOVED = INCIDENT_SHOWN.extend({ changed: z.array(z.string()).describe('Ids of all incidents that it changed') });

/** What is the same of all acts: one that is about what has changed since it was read is refused. */
const ACT = {
  method: 'POST',
  tag: 'alerts',
  action: 'silence',
  isOneChange: true,
  params: z.strictObject({ id: z.string().max(200) }),
  headers: z.object({
    'if-match': z.string().max(200).optional().describe('The ETag of the incident as it was read'),
  }),
} as const;

/** An act: what is asked with, and what it is. */
interface ActDefinition<B extends z.ZodRawShape> {
  /** The last part of its path, and of its name in the audit log: `incident.acknowledge`. */
  readonly name: string;
  readonly id: string;
  readonly summary: string;
  readonly description?: string;
  readonly body?: B;
  readonly isBodyOptional?: boolean;
  /** Whether it changes other incidents too, which its answer names. @default false */
  readonly isMove?: boolean;
  readonly example: { readonly incident?: string; readonly body?: unknown };
  readonly act: (body: z.output<z.ZodObject<B>>) => AskedAct;
}

function actRoute<B extends z.ZodRawShape = Record<never, never>>(definition: ActDefinition<B>): RouteDefinition {
  const { name, id, summary, description, body, isBodyOptional, isMove = false, example, act } = definition;
  return route({
    ...ACT,
    path: `/api/v1/incidents/{id}/${name}`,
    id,
    audit: `incident.${name}`,
    summary,
    ...(description !== undefined && { description }),
    ...(body && { body: z.strictObject(body) }),
    ...(isBodyOptional && { isBodyOptional }),
    answers: { 200: { description: 'The incident', schema: isMove ? MOVED : INCIDENT_SHOWN } },
    examples: [
      {
        summary: 'one',
        params: { id: example.incident ?? 'inc-1' },
        ...(example.body !== undefined && { body: example.body }),
      },
    ],
    handle: async (call) => {
      const given = call.body as z.output<z.ZodObject<B>>;
      const acted = await actedOn(call, act(given), asJson(given));
      return isMove ? movedAnswer(acted) : answerOfIncident(acted.incident);
    },
  });
}

/** What people do about incidents. */
export const INCIDENT_ACT_ROUTES: readonly RouteDefinition[] = [
  actRoute({
    name: 'acknowledge',
    id: 'acknowledgeIncident',
    summary: 'Take an incident over',
    body: { note: NOTE, fix_by: TIME.optional().describe('When it is expected to be fixed') },
    isBodyOptional: true,
    example: { body: { note: 'The export is slow', fix_by: '2026-05-03T09:00:00Z' } },
    act: ({ note, fix_by: fixBy }) => ({
      kind: 'acknowledge',
      ...said(note),
      ...(fixBy && { fixBy: Date.parse(fixBy) }),
    }),
  }),
  actRoute({
    name: 'assign',
    id: 'assignIncident',
    summary: 'Give an incident to somebody, or back to nobody',
    body: { to: SOMEBODY.describe('Their name; null for nobody'), note: NOTE },
    example: { body: { to: 'ann', note: 'You know the export' } },
    act: ({ to, note }) => ({ kind: 'assign', to, ...said(note) }),
  }),
  actRoute({
    name: 'comment',
    id: 'commentIncident',
    summary: 'Say something of an incident, which tells nobody',
    body: { note: NOTE.unwrap() },
    example: { body: { note: 'Looks like last week' } },
    act: ({ note }) => ({ kind: 'comment', note }),
  }),
  actRoute({
    name: 'name',
    id: 'nameIncident',
    summary: 'Call an incident by a title of its own',
    body: { title: SOMEBODY.describe('Null for what it is about') },
    example: { body: { title: 'References broken after half a load' } },
    act: ({ title }) => ({ kind: 'name', title }),
  }),
  actRoute({
    name: 'root',
    id: 'rootIncident',
    summary: 'Say in which of its members an incident began',
    body: { subject: NAME.nullable().describe('Null for the likeliest') },
    example: { body: { subject: 'acme/orders/101' } },
    act: ({ subject }) => ({ kind: 'root', subject }),
  }),
  fixedRoute(),
  actRoute({
    name: 'not-fixed',
    id: 'unfixIncident',
    summary: 'Take back that an incident is fixed',
    description: 'What was said of its series is withdrawn by itself; a day that was left out stays so.',
    example: {},
    act: () => ({ kind: 'not-fixed' }),
  }),
  actRoute({
    name: 'merge',
    id: 'mergeIncidents',
    summary: 'Take the members of other incidents over, which end',
    body: { from: IDS.describe('Ids of the others') },
    isMove: true,
    example: { body: { from: ['inc-2'] } },
    act: ({ from }) => ({ kind: 'merge', from }),
  }),
  actRoute({
    name: 'split',
    id: 'splitIncident',
    summary: 'Give some alerts of an incident one of their own',
    body: { alerts: IDS.describe('Keys of the alerts; some of the incident, not all') },
    isMove: true,
    example: { incident: 'inc-3', body: { alerts: ['below globex/orders/101'] } },
    act: ({ alerts }) => ({ kind: 'split', alerts }),
  }),
  actRoute({
    name: 'undo',
    id: 'undoIncident',
    summary: 'Take back the merge by which an incident ended, or the split by which it began',
    isMove: true,
    example: { incident: 'inc-2' },
    act: () => ({ kind: 'undo' }),
  }),
  actRoute({
    name: 'resolve',
    id: 'resolveIncident',
    summary: 'End an incident, for a reason of the policy',
    body: { reason: z.string().min(1).max(200), note: NOTE },
    example: { body: { reason: 'fixed' } },
    act: ({ reason, note }) => ({ kind: 'resolve', reason, ...said(note) }),
  }),
  actRoute({
    name: 'reopen',
    id: 'reopenIncident',
    summary: 'Open an incident again that was ended while alerts of it still fire',
    body: { note: NOTE },
    isBodyOptional: true,
    example: { body: { note: 'It goes on' } },
    act: ({ note }) => ({ kind: 'reopen', ...said(note) }),
  }),
];

/** What was broken is mended: the incident says so, and so do marks of its series. */
function fixedRoute(): RouteDefinition {
  return route({
    ...ACT,
    path: '/api/v1/incidents/{id}/fixed',
    id: 'fixIncident',
    audit: 'incident.fixed',
    summary: 'Say that what was broken is fixed',
    description:
      'The incident ends when its alerts do. Each series is marked as fixed on the day; with `leave_out`, the day, of which no result ' +
      'may have come, is neither hit nor miss, whatever comes: a person stepped in. That cannot be taken back.',
    body: z.strictObject({
      note: NOTE,
      series: IDS.optional().describe('Series of the incident; by default those of which something still fires'),
      day: DATE.optional().describe('The day on which it was fixed; today in UTC, by default'),
      leave_out: z.boolean().default(false).describe('Leave the day out of grading and training'),
    }),
    isBodyOptional: true,
    answers: { 200: { description: 'The incident', schema: INCIDENT_SHOWN } },
    examples: [{ summary: 'one', params: { id: 'inc-1' }, body: { note: 'Reloaded by hand' } }],
    handle: async (call) => {
      const { note, series, day, leave_out: isLeftOut } = call.body;
      const at = call.services.clock.now();
      const date = day ?? Math.floor(at / MS_PER_DAY);
      const own = await ownSeries(call);
      const { incident } = await actedOn(call, { kind: 'fixed', ...said(note) }, asJson(call.body), async (one) => {
        if (one.state === 'resolved') return { marks: [] };
        const mended = mendedSeries(one, series);
        const numbered = () => mended.map((id) => seriesOf(own, id));
        const leftOut = isLeftOut
          ? await leavingOut(call, numbered(), { day: date, at, reason: note ?? 'fixed' })
          : undefined;
        const common = { kind: 'fixed', day: date, at, by: call.principal.name } as const;
        const marks = mended.map((id) => ({ ...common, series: id, ...(note !== undefined && { comment: note }) }));
        return { marks, ...(leftOut && { also: leftOut }) };
      });
      return answerOfIncident(incident);
    },
  });
}

/** Series of an incident that are mended. @throws DqsError `series-unknown` for one of another. */
function mendedSeries({ id, members }: Incident, asked: readonly string[] | undefined): readonly string[] {
  const own = members.filter(({ level }) => level === 'series');
  if (asked === undefined) {
    return [...new Set(own.filter(({ resolvedAt }) => resolvedAt === null).map(({ subject }) => subject))];
  }
  const known = new Set(own.map(({ subject }) => subject));
  const strange = asked.find((one) => !known.has(one));
  if (strange === undefined) return [...new Set(asked)];
  throw new DqsError('series-unknown', `expected series of ${id}, got ${JSON.stringify(strange)}`);
}

/** What is said of the series of an incident, and what else is changed with it. */
interface SaidWith {
  readonly marks: readonly MarkRequest[];
  readonly also?: (within: unknown) => Promise<void>;
}

/**
 * Does what somebody wants done about an incident, unless it has changed since they saw it.
 *
 * @param saying what is said of its series with it.
 */
function actedOn(
  call: Call<{ id: string }>,
  act: AskedAct,
  after: JsonValue | undefined,
  saying?: (incident: Incident) => Promise<SaidWith>,
): Promise<ActedOn> {
  const { id } = call.params;
  const about = { targets: [{ kind: 'incident', id }], ...(after !== undefined && { after }) };
  let told: SaidWith | undefined;
  const work = async (view: AlertingView) => {
    await assertUnchanged(call, view);
    told = await saying?.(await view.incident(id));
    return view.act(id, act, call.services.clock.now(), told?.marks);
  };
  return changedAlerting(call, about, work, async (within) => told?.also?.(within));
}

async function assertUnchanged({ params, headers }: Call<{ id: string }>, view: AlertingView): Promise<void> {
  const seen = headers['if-match'];
  if (seen === undefined) return;
  const now = incidentTag(await view.incident(params.id));
  if (listsTag(seen, now)) return;
  throw new DqsError('precondition-failed', `expected If-Match to be the ETag of the incident as it is now, ${now}`);
}

/** The answer that shows an incident, with its mark. */
export function answerOfIncident(incident: Incident): Answer {
  return { headers: { etag: incidentTag(incident) }, body: shownFields(incident) };
}

function movedAnswer({ incident, changed }: ActedOn): Answer {
  const { headers, body } = answerOfIncident(incident);
  return { ...(headers && { headers }), body: { ...(body as object), changed: changed.map(({ id }) => id) } };
}

function said(note: string | undefined): { readonly note?: string } {
  return note === undefined ? {} : { note };
}

/** What the entry in the audit log says; undefined where nothing was said. */
function asJson(body: object | undefined): JsonValue | undefined {
  const said = JSON.parse(JSON.stringify(body ?? {})) as Record<string, JsonValue>;
  return Object.keys(said).length === 0 ? undefined : said;
}
