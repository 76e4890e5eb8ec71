import { silenceReach, type FeedbackMark, type MarkEffect, type SilenceMatch, type WarnedDay } from '@dqs/alerting';
import { formatDay, MS_PER_DAY } from '@dqs/core';
import { PREVIEWED_DAYS, previewMark } from '@dqs/runtime/alerting';
import * as z from 'zod';

import { requestInvalid } from '../problems/problem.js';
import { pointerOf } from '../problems/request-problems.js';
import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';
import { ALERT, alertFields, MATCH } from './alert-fields.js';
import { alertingOf } from './alerting-of.js';
import { silenceRequest } from './alerting-view.js';
import { DATE, NAME } from './fields.js';

/** Series and alerts that an answer names; the others are counted. */
const MOST_NAMED = 20;

const WARNED = z.strictObject({
  day: z.iso.date(),
  odds: z.number().describe('Probability of missing the target that was said, in [0, 1]'),
  came: z.number().nullable().describe('Pass percentage; null as long as there is none'),
  missed: z
    .boolean()
    .nullable()
    .describe('Whether it missed its target; null where nobody can say, or a person stepped in'),
});

/** What an act would do, before it is done. */
export const PREVIEW_ROUTES = [
  route({
    method: 'POST',
    path: '/api/v1/silences/preview',
    id: 'previewSilence',
    asks: true,
    tag: 'alerts',
    summary: 'What a silence would be about, before it is made',
    description: 'Of a key that is limited to tenants it is about these, whether it says so or not.',
    action: 'silence',
    body: z.strictObject({ match: MATCH }),
    answers: {
      200: {
        description: 'The series that it matches and the alerts that fire of them',
        schema: z.strictObject({
          series: z.int().describe('Series that it matches'),
          firing: z.int().describe('Alerts that fire now and would tell nobody'),
          named: z.array(z.string()).describe('The first of the series, by their ids'),
          alerts: z.array(ALERT).describe('The first of the alerts'),
        }),
      },
    },
    examples: [{ summary: 'of a dataset', body: { match: { dataset: ['orders'] } } }],
    handle: async (call) => {
      const view = await viewOf(call);
      const asked = { match: call.body.match as SilenceMatch, from: view.at, until: view.at, comment: '' };
      const { match } = silenceRequest(asked, call.principal, view.at);
      (await alertingOf(call)).assertOwn(match);
      // One about everything is refused when it is made; so is its preview.
      if (!Object.values(match).some((patterns) => patterns.length > 0)) throw matchesAll();
      const { series, firing } = silenceReach(match, view.opened.policy, view.tick.facts.series, view.state.alerts);
      return {
        body: {
          ...{ series: series.length, firing: firing.length },
          named: series.slice(0, MOST_NAMED).map(({ id }) => id),
          alerts: firing.slice(0, MOST_NAMED).map(alertFields),
        },
      };
    },
  }),
  route({
    method: 'POST',
    path: '/api/v1/marks/preview',
    id: 'previewMark',
    asks: true,
    tag: 'alerts',
    summary: 'What the warnings of the last 90 days would have been with a mark, before it is made',
    description:
      '`expected-until` is taken as said of each warning of the series, `expected-once` as said of the alert of that day; the other ' +
      'two are for the record and change no warning.',
    action: 'silence',
    body: z.strictObject({
      series: NAME,
      kind: z.enum(['expected-once', 'expected-until', 'fixed', 'false-alarm']),
      day: DATE.optional().describe('The day that is over, by default'),
      below: z.number().min(0).max(100).optional().describe('Of `expected-until`'),
    }),
    answers: {
      200: {
        description: 'The warnings, and those of them that would not have been',
        schema: z.strictObject({
          days: z.int(),
          warned: z.int().describe('Days that were warned of'),
          right: z.int().describe('Of those, how many missed their target'),
          fewer: z.strictObject({
            warned: z.int(),
            right: z.int(),
            days: z.array(WARNED).describe('Each of them'),
          }),
        }),
      },
    },
    examples: [
      {
        summary: 'expected until it falls further',
        body: { series: 'acme/orders/102', kind: 'expected-until', below: 80 },
      },
    ],
    handle: async (call) => {
      const { series, kind, day, below } = call.body;
      if (kind === 'expected-until' && below === undefined) {
        const message = 'expected the pass percentage below which it is told again, got nothing';
        throw requestInvalid([{ pointer: pointerOf('body', ['below']), message, fix: 'send below' }]);
      }
      const view = await viewOf(call);
      const about = day ?? Math.floor(view.at / MS_PER_DAY) - 1;
      const mark: FeedbackMark = { kind, day: about, by: call.principal.name, ...(below !== undefined && { below }) };
      return { body: effectFields(await previewMark(view, series, mark)) };
    },
  }),
];

function viewOf({ services, principal }: Pick<Call, 'services' | 'principal'>) {
  return served(services.pages, 'a store that has a database').of({ tenants: principal.tenants });
}

function matchesAll() {
  const message = 'expected a silence that names what it is about, got one about everything';
  return requestInvalid([{ pointer: pointerOf('body', ['match']), message, fix: 'name a dataset, source or owner' }]);
}

function effectFields({ warned, fewer }: MarkEffect) {
  const right = (days: readonly WarnedDay[]) => days.filter(({ missed }) => missed === true).length;
  return {
    ...{ days: PREVIEWED_DAYS, warned: warned.length, right: right(warned) },
    fewer: {
      ...{ warned: fewer.length, right: right(fewer) },
      days: fewer.map((one) => ({ ...one, day: formatDay(one.day) })),
    },
  };
}
