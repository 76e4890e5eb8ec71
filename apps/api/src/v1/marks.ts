import { DqsError, formatDay, MS_PER_DAY } from '@dqs/core';
import { markOf, type KeptMark } from '@dqs/alerting';
import type { LedgerStore, NumberedSeries } from '@dqs/ledger';
import { factId } from '@dqs/pipelines';
import * as z from 'zod';

import { requestInvalid } from '../problems/problem.js';
import { pointerOf } from '../problems/request-problems.js';
import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';
import { alertingOf, changedAlerting } from './alerting-of.js';
import { pageBy } from './cursors.js';
import { DATE, NAME, PAGE, pageOf, timeText } from './fields.js';

/** What a person can say of a series. */
const KINDS = ['expected-once', 'expected-until', 'fixed', 'false-alarm'] as const;

const MARK = z.strictObject({
  id: z.string(),
  series: z.string().describe('`dataset/rule`, with the tenant in front where there is one'),
  kind: z.enum(KINDS),
  day: z.iso.date().describe('The day that it is about'),
  below: z.number().nullable().describe('Of `expected-until`: the pass percentage below which it is told again'),
  comment: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
  withdrawn_at: z.iso.datetime().nullable(),
  withdrawn_by: z.string().nullable(),
});

/** What people said of series: feedback on warnings and results. */
export const MARK_ROUTES = [
  route({
    method: 'GET',
    path: '/api/v1/marks',
    id: 'listMarks',
    tag: 'alerts',
    summary: 'What people said of series, taken back or not',
    action: 'read',
    query: z.strictObject({ ...PAGE, series: NAME.optional() }),
    row: MARK,
    answers: { 200: { description: 'A page of it', schema: pageOf(MARK) } },
    examples: [{ summary: 'of one series', query: { series: 'acme/orders/101' } }],
    handle: async (call) => {
      const own = [...(await ownSeries(call)).keys()];
      const asked = call.query.series === undefined ? own : own.filter((id) => id === call.query.series);
      const found = await (await alertingOf(call)).marks(asked);
      return { list: pageBy(found, ({ id }) => id, markFields, call.query) };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/marks',
    id: 'addMark',
    audit: 'mark.add',
    isOneChange: true,
    tag: 'alerts',
    summary: 'Say something of a series: expected, fixed, or a false alarm',
    description:
      'What is expected is not told; the other two are for the record. With `leave_out`, a day of which no result has come is ' +
      'neither hit nor miss, whatever comes: a person stepped in. That cannot be taken back.',
    action: 'silence',
    body: z.strictObject({
      series: NAME,
      kind: z.enum(KINDS),
      day: DATE.optional().describe('The day that is over, by default'),
      below: z.number().min(0).max(100).optional().describe('Of `expected-until`'),
      comment: z.string().min(1).max(1000).optional(),
      leave_out: z.boolean().default(false).describe('Of `fixed`: leave the day out of grading and training'),
    }),
    answers: { 201: { description: 'The mark', schema: MARK } },
    examples: [
      { summary: 'one is expected', body: { series: 'acme/orders/101', kind: 'expected-once', comment: 'Migration' } },
      {
        summary: 'one is expected until it falls further',
        body: { series: 'acme/orders/102', kind: 'expected-until', day: '2026-05-01', below: 80 },
      },
    ],
    handle: async (call) => {
      const { series, kind, below, comment, day, leave_out: isLeftOut } = call.body;
      const at = call.services.clock.now();
      const date = day ?? Math.floor(at / MS_PER_DAY) - 1;
      const found = seriesOf(await ownSeries(call), series);
      if (kind === 'expected-until' && below === undefined) {
        throw invalid('below', 'expected the pass percentage below which it is told again, got nothing', 'send below');
      }
      const said = { ...(below !== undefined && { below }), ...(comment !== undefined && { comment }) };
      const request = { series, kind, day: date, at, by: call.principal.name, ...said };
      const targets = [
        { kind: 'mark', id: markOf(request).id },
        { kind: 'series', id: series },
      ];
      const after = { series, kind, day: date, ...said };
      const mark = await changedAlerting(call, { targets, after }, async (view) => {
        if (isLeftOut) await leaveOut(call, kind, found, { day: date, at, reason: comment ?? kind });
        return view.addMark(request);
      });
      return { status: 201, body: markFields(mark) };
    },
  }),
  route({
    method: 'DELETE',
    path: '/api/v1/marks/{id}',
    id: 'withdrawMark',
    audit: 'mark.withdraw',
    isOneChange: true,
    tag: 'alerts',
    summary: 'Take back what was said of a series',
    action: 'silence',
    params: z.strictObject({ id: z.string().max(200) }),
    answers: { 200: { description: 'The mark', schema: MARK } },
    examples: [{ summary: 'one', params: { id: '{mark}' } }],
    handle: async (call) => {
      const own = [...(await ownSeries(call)).keys()];
      const { id } = call.params;
      const now = call.services.clock.now();
      const about = { targets: [{ kind: 'mark', id }] };
      return { body: markFields(await changedAlerting(call, about, (view) => view.withdrawMark(id, own, now))) };
    },
  }),
];

type Asked = Pick<Call, 'services' | 'principal'>;

/** The series that somebody may see, by their ids. */
async function ownSeries({ services, principal }: Asked): Promise<ReadonlyMap<string, NumberedSeries>> {
  const all = await served(services.ledger, 'a ledger').series(principal.tenants);
  return new Map(all.map((one) => [factId(one), one]));
}

/** A series of another tenant is not there. */
function seriesOf(own: ReadonlyMap<string, NumberedSeries>, id: string): NumberedSeries {
  const found = own.get(id);
  if (found) return found;
  throw new DqsError(
    'series-unknown',
    `expected the id of a series, such as acme/orders/101, got ${JSON.stringify(id)}`,
  );
}

interface LeftOut {
  readonly day: number;
  readonly at: number;
  readonly reason: string;
}

/** Leaves a day out before its result is known: afterwards somebody could choose which misses count. */
async function leaveOut({ services, principal }: Asked, kind: string, { number }: NumberedSeries, out: LeftOut) {
  if (kind !== 'fixed') {
    throw invalid('leave_out', `expected it with the kind fixed alone, got it with ${kind}`, 'leave it out');
  }
  const ledger: LedgerStore = served(services.ledger, 'a ledger');
  const { day, at, reason } = out;
  const known = await ledger.revisions({ from: day, to: day, series: Int32Array.of(number) });
  if (known.day.length > 0) {
    const message = `expected a day of which no result has come, got ${formatDay(day)}, which has one`;
    throw invalid('leave_out', message, 'send it before the result arrives, or leave it out');
  }
  await ledger.intervene([{ series: number, day, at, by: principal.name, reason }]);
}

function invalid(field: string, message: string, fix: string): DqsError {
  return requestInvalid([{ pointer: pointerOf('body', [field]), message, fix }]);
}

function markFields({ id, series, kind, day, below, comment, by, at, withdrawn }: KeptMark): z.infer<typeof MARK> {
  return {
    ...{ id, series, kind, day: formatDay(day), below: below ?? null, comment: comment ?? null, by, at: timeText(at) },
    ...{ withdrawn_at: withdrawn ? timeText(withdrawn.at) : null, withdrawn_by: withdrawn?.by ?? null },
  };
}
