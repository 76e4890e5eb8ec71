import { markOf, type KeptMark } from '@dqs/alerting';
import { formatDay, MS_PER_DAY } from '@dqs/core';
import * as z from 'zod';

import { route } from '../routes/route.js';
import { alertingOf, changedAlerting } from './alerting-of.js';
import { pageBy } from './cursors.js';
import { DATE, NAME, PAGE, pageOf, timeText } from './fields.js';
import { invalidField, leavingOut, ownSeries, seriesOf } from './own-series.js';

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
        throw invalidField(
          'below',
          'expected the pass percentage below which it is told again, got nothing',
          'send below',
        );
      }
      if (isLeftOut && kind !== 'fixed') {
        const message = `expected it with the kind fixed alone, got it with ${kind}`;
        throw invalidField('leave_out', message, 'leave it out');
      }
      const said = { ...(below !== undefined && { below }), ...(comment !== undefined && { comment }) };
      const request = { series, kind, day: date, at, by: call.principal.name, ...said };
      const targets = [
        { kind: 'mark', id: markOf(request).id },
        { kind: 'series', id: series },
      ];
      const after = { series, kind, day: date, ...said };
      const leftOut = isLeftOut
        ? await leavingOut(call, [found], { day: date, at, reason: comment ?? kind })
        : undefined;
      const mark = await changedAlerting(call, { targets, after }, (view) => view.addMark(request), leftOut);
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

function markFields({ id, series, kind, day, below, comment, by, at, withdrawn }: KeptMark): z.infer<typeof MARK> {
  return {
    ...{ id, series, kind, day: formatDay(day), below: below ?? null, comment: comment ?? null, by, at: timeText(at) },
    ...{ withdrawn_at: withdrawn ? timeText(withdrawn.at) : null, withdrawn_by: withdrawn?.by ?? null },
  };
}
