import { DqsError, formatDay, MS_PER_DAY } from '@dqs/core';
import type { ChangeSimulation } from '@dqs/pipelines';
import { inForce, MOST_PROPOSED, type PolicyCheck } from '@dqs/runtime/alerting';
import * as z from 'zod';

import { route, type Call } from '../routes/route.js';
import { served } from '../services.js';
import type { AskedTask } from '../simulation/policy-tasks.js';
import type { PolicyTask } from '../simulation/task.js';
import { timeText } from './fields.js';

/** Bytes of a policy that is proposed, escaped. */
const BODY_BYTES = 8 * MOST_PROPOSED;
const TEXT = z.string().min(1).max(MOST_PROPOSED).describe('YAML');

const PROBLEM = z.strictObject({
  line: z.int().describe('From 1'),
  column: z.int().nullable(),
  problem: z.string().describe('What was expected and what is there'),
  fix: z.string().nullable().describe('What to do about it'),
});
const THRESHOLD = z.strictObject({
  value: z.number().describe('In [0, 1]'),
  text: z.string().describe('As it is written'),
  ...{ line: z.int(), column: z.int() },
});
const RUNNING = z.strictObject({
  state: z.literal('running'),
  done: z.int().describe('Of the work, what is done'),
  total: z.int().describe('0 as long as nobody knows'),
});
const TESTED = z.strictObject({
  passed: z.int(),
  failed: z.int(),
  tests: z.array(
    z.strictObject({
      name: z.string(),
      line: z.int(),
      passed: z.boolean(),
      failures: z.array(z.strictObject({ line: z.int(), problem: z.string() })),
    }),
  ),
});

const share = z.number().nullable();
const FIGURES = z.strictObject({
  warnings: z.int().describe('Days of series that were warned of'),
  graded: z.int().describe('Of those, the ones with a result that nobody stepped in on'),
  right: z.int().describe('Of the graded, how many missed their target'),
  missed: z.int().describe('Days that missed their target, warned of or not'),
  intervened: z.int(),
  ungraded: z.int(),
  precision: share.describe('right / graded'),
  recall: share.describe('right / missed'),
  lead_time_ms: share.describe('Median time from the first warning to the result'),
  incidents: z.int(),
  messages: z.int(),
  pages: z.int(),
  pages_wanted: z.int().describe('Pages, and what budgets kept from being one'),
  pages_a_week: share,
  worst_owner: z.strictObject({ owner: z.string(), pages_a_week: z.number() }).nullable(),
});
const SENDS = z.strictObject({
  count: z.int(),
  first: z.array(
    z.strictObject({
      at: z.iso.datetime(),
      receiver: z.string(),
      kind: z.string(),
      subject: z.string().nullable(),
      severity: z.string(),
    }),
  ),
});
const SIMULATED = z.strictObject({
  from: z.iso.date().nullable().describe('First day with a tick'),
  to: z.iso.date().nullable(),
  ticks: z.int(),
  are_made: z.boolean().describe('Whether ticks are those that were made; otherwise one a day'),
  now: FIGURES,
  proposed: FIGURES,
  weeks: z.array(z.strictObject({ day: z.iso.date().describe('Its first'), now: z.int(), proposed: z.int() })),
  odds: z
    .array(z.strictObject({ from: z.number(), warned: z.int(), right: z.int(), missed: z.int() }))
    .describe('What would have come of warning from some odds, whatever the rules make of them'),
  both: z.int().describe('Messages that both would have sent'),
  only_now: SENDS,
  only_proposed: SENDS,
});

const shared = {
  method: 'POST',
  tag: 'policies',
  asks: true,
  everyTenant: true,
  action: 'read',
  bodyLimit: BODY_BYTES,
} as const;
const EXAMPLE = `apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: checks }
rules: [{ id: below, when: p_below_target >= 0.8 }]
routes: [{ to: [data] }]
receivers: { data: { webhook: { url: "https://example.org/hook", secret: { env: DQS_SECRET_HOOK } } } }
tests:
  - name: odds of 90 % are told
    series: { dataset: orders, rule: '104', pass: [100], p_below_target: [0.9] }
    expect: [{ day: 0, sent: [data] }]
`;
const AGAIN =
  ' Answered with 202 and how far it is as long as it runs: the same request again asks for it, and what nobody asks for any ' +
  'longer ends.';

/** What there is to know of an alert policy before it is put in force. */
export const PROPOSAL_ROUTES = [
  route({
    ...shared,
    path: '/api/v1/policies/alerts/check',
    id: 'checkAlertPolicy',
    summary: 'What is wrong with an alert policy that somebody writes, line by line, and what it cannot mean',
    body: z.strictObject({ text: TEXT }),
    answers: {
      200: {
        description: 'Its problems; without any it can decide',
        schema: z.strictObject({
          policy: z
            .strictObject({
              ...{ name: z.string(), digest: z.string(), rules: z.int(), tests: z.int() },
              thresholds: z
                .array(
                  z.strictObject({
                    ...{ rule: z.string(), fact: z.string() },
                    warn: THRESHOLD,
                    clear: THRESHOLD.nullable(),
                  }),
                )
                .describe('From which odds its rules warn, and under which all is well again'),
            })
            .nullable()
            .describe('null where it has problems'),
          problems: z.array(PROBLEM),
          doubts: z.array(PROBLEM),
        }),
      },
    },
    examples: [
      { summary: 'one that can decide', body: { text: EXAMPLE } },
      { summary: 'one that cannot', body: { text: EXAMPLE.replace('p_below_target', 'p_below') } },
    ],
    handle: async (call) => {
      return { body: await checked(call, call.body.text, await inForceNow(call)) };
    },
  }),
  route({
    ...shared,
    path: '/api/v1/policies/alerts/test',
    id: 'testAlertPolicy',
    summary: 'Run the tests that an alert policy holds',
    description: `Through the function that decides live.${AGAIN}`,
    body: z.strictObject({ text: TEXT }),
    answers: {
      200: { description: 'How each went', schema: TESTED },
      202: { description: 'How far it is', schema: RUNNING },
    },
    examples: [{ summary: 'one test', body: { text: EXAMPLE } }],
    handle: async (call) => {
      const now = await inForceNow(call);
      await assertReadable(call, call.body.text, now);
      const { at, scope } = now;
      const asked = await tasksOf(call).ask({ kind: 'test', text: call.body.text, at }, scope, call.signal);
      if (asked.state === 'running') return running(asked);
      const passed = asked.result.filter((one) => one.passed).length;
      return { body: { passed, failed: asked.result.length - passed, tests: asked.result } };
    },
  }),
  route({
    ...shared,
    path: '/api/v1/policies/alerts/simulate',
    id: 'simulateAlertPolicy',
    summary: 'What an alert policy would have changed in the last days',
    description: `Both policies replayed on what was known at each tick; nothing is sent.${AGAIN}`,
    body: z.strictObject({
      text: TEXT,
      days: z.union([z.literal(28), z.literal(90)]).default(90),
    }),
    answers: {
      200: { description: 'Both policies in figures, and what only one of them would have sent', schema: SIMULATED },
      202: { description: 'How far it is', schema: RUNNING },
    },
    examples: [{ summary: 'a higher threshold', body: { text: EXAMPLE, days: 28 } }],
    handle: async (call) => {
      const now = await inForceNow(call);
      const { text, days } = call.body;
      await assertReadable(call, text, now);
      const { at, scope } = now;
      const asked = await tasksOf(call).ask({ kind: 'simulate', text, days, at }, scope, call.signal);
      return asked.state === 'running' ? running(asked) : { body: simulatedFields(asked.result) };
    },
  }),
];

/** The policy in force, and what names it. */
async function inForceNow({ services }: Pick<Call, 'services'>) {
  const { opened, at } = await served(services.pages, 'a store that has a database').of({});
  return { opened, at, scope: JSON.stringify([opened.policy.digest, opened.catalog.digest]) };
}

type InForceNow = Awaited<ReturnType<typeof inForceNow>>;

function checked({ services }: Pick<Call, 'services'>, text: string, { opened, at }: InForceNow): Promise<PolicyCheck> {
  const checks = served(services.policyChecks, 'a store that has a database');
  return checks.check(text, inForce(opened), Math.floor(at / MS_PER_DAY));
}

/** What cannot be read is told at once, without waiting for others. @throws DqsError `policy-invalid`. */
async function assertReadable(call: Pick<Call, 'services'>, text: string, now: InForceNow): Promise<void> {
  const { problems } = await checked(call, text, now);
  if (problems.length > 0) throw invalid(problems);
}

function tasksOf({ services }: Pick<Call, 'services'>) {
  return served(services.policyTasks, 'a store that has a database');
}

function running({ progress }: Extract<AskedTask<PolicyTask>, { state: 'running' }>) {
  return { status: 202, headers: { 'retry-after': '1' }, body: { state: 'running', ...progress } };
}

function invalid(problems: readonly { readonly line: number; readonly problem: string }[]): DqsError {
  const texts = problems.slice(0, 10).map(({ line, problem }) => `line ${line}: ${problem}`);
  return new DqsError('policy-invalid', texts.join('\n'));
}

function simulatedFields(found: ChangeSimulation): z.infer<typeof SIMULATED> {
  const { from, to, ticks, areMade, now, proposed, weeks, odds, both, onlyNow, onlyProposed } = found;
  return {
    ...{ from: dateOf(from), to: dateOf(to), ticks, are_made: areMade },
    ...{ now: figureFields(now), proposed: figureFields(proposed) },
    weeks: weeks.map(({ day, ...counts }) => ({ day: formatDay(day), ...counts })),
    odds: odds.map((one) => ({ ...one })),
    ...{ both, only_now: sendFields(onlyNow), only_proposed: sendFields(onlyProposed) },
  };
}

function dateOf(day: number | null): string | null {
  return day === null ? null : formatDay(day);
}

function figureFields(figures: ChangeSimulation['now']): z.infer<typeof FIGURES> {
  const { leadTimeMs, pagesWanted, pagesPerWeek, worstOwner, ...counts } = figures;
  return {
    ...counts,
    ...{ lead_time_ms: leadTimeMs, pages_wanted: pagesWanted, pages_a_week: pagesPerWeek },
    worst_owner: worstOwner && { owner: worstOwner.owner, pages_a_week: worstOwner.pagesPerWeek },
  };
}

function sendFields({ count, first }: ChangeSimulation['onlyNow']): z.infer<typeof SENDS> {
  return { count, first: first.map((one) => ({ ...one, at: timeText(one.at) })) };
}
