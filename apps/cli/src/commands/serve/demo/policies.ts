import { join } from 'node:path';

import { formatDay } from '@dqs/core';

import { SOURCES } from './company.js';
import type { Calendar } from './calendar.js';

/** Name of the model in the registry. */
export const MODEL = 'demo';
/** Where policies stand in the store. The first is where the API looks for the one that it may change. */
export const PLACES = {
  alerts: 'policies/alerts.yaml',
  catalog: 'policies/catalog.yaml',
  retraining: 'policies/retraining.yaml',
} as const;

/** The file of a policy in the folder of a store: what stands under a key of a store is a plain file. */
export function placeOf({ store }: { readonly store: string }, name: keyof typeof PLACES): string {
  return join(store, PLACES[name]);
}

/** A receiver that hears nothing: its address leads nowhere, by RFC 6761. */
export const FAILING_RECEIVER = 'wiki';
/** The company, which exists nowhere else. */
export const ORGANIZATION = 'Quillhaven';
/** The name of the alerting. */
export const ALERTING = 'quillhaven';

/** What the catalog sets by rule: the pass percentage that a day should reach. */
const TARGETS: Readonly<Record<string, number>> = {
  fresh: 95,
  'row count': 92,
  reconciles: 97,
  'not null': 97,
  unique: 98,
  references: 96,
  'accepted values': 94,
  'value range': 94,
  format: 92,
  distribution: 86,
};

/** What it sets of single data sets, before all else. */
const IMPORTANT = [
  ['orders', 5, ['gold']],
  ['order_lines', 4, ['gold']],
  ['payments', 5, ['gold', 'audit']],
  ['payouts', 5, ['audit']],
  ['journal', 4, ['audit']],
  ['revenue_daily', 4, ['board']],
  ['customers', 4, ['gold', 'personal']],
  ['addresses', 2, ['personal']],
  ['stock_levels', 3, []],
  ['card_events', 4, ['audit']],
  ['prices', 3, []],
] as const;

/** The target of `stock_levels · value range` before it was raised, and since. */
const RAISED = { before: 92, since: 95 };

/** The catalog; a target of it changed once. */
export function catalogText(isRaised = true): string {
  const entries = [
    `match: { dataset: stock_levels, rule: value range }, set: { target: ${isRaised ? RAISED.since : RAISED.before} }`,
    'match: { dataset: orders, rule: references }, set: { target: 97, runbook: "https://wiki.quillhaven.invalid/orders-references" }',
    'match: { dataset: payouts, rule: reconciles }, set: { target: 99, runbook: "https://wiki.quillhaven.invalid/payouts" }',
    ...IMPORTANT.map(([dataset, importance, tags]) => {
      const tagged = tags.length > 0 ? `, tags: [${tags.join(', ')}]` : '';
      return `match: { dataset: ${dataset} }, set: { importance: ${importance}${tagged} }`;
    }),
    // Nobody answers for time sheets: a list of such series is there for people to see.
    ...SOURCES.filter(({ name }) => name !== 'staff').map(
      ({ name, owner }) => `match: { source: ${name} }, set: { owner: ${owner} }`,
    ),
    'match: { source: staff, dataset: rosters }, set: { owner: team-fulfilment }',
    ...Object.entries(TARGETS).map(([rule, target]) => `match: { rule: ${rule} }, set: { target: ${target} }`),
    'match: {}, set: { importance: 2 }',
  ];
  return ['apiVersion: dqs/v1', 'kind: Catalog', 'entries:', ...entries.map((one) => `  - { ${one} }`), ''].join('\n');
}

/** The rules, and whom they tell. */
const WHOM_AND_WHEN = `rules:
  - id: slo_risk # before the day
    when: p_below_target >= 0.6
    clear: p_below_target < 0.4 # hysteresis
    requires: [earned, min_executions: 20/28d]
    severity: { critical: importance >= 5 and p_below_target >= 0.85, warning: true }
    keep_firing: 1 result
  - id: below_target # after the day, judged by the binomial bound and not by the bare share
    when: fails_beyond(target, alpha=0.01)
    keep_firing: 2 good results
    severity: { critical: importance >= 4 and burn(1d) >= 4, warning: burn(3d) >= 2.5, info: true }
  - id: source_silent
    level: source
    when: arrival_lag > quantile(0.99)
    inhibits: { rules: [slo_risk, below_target], equal: [source] }
  - id: degraded
    level: model
    when: e_value(live_vs_naive) >= 100
    severity: { warning: true }
  - id: channel_failing
    level: system
    when: kind == "channel" and (not ok or failures >= 3)
  - id: near_miss # on trial: what it would send is shown, and told to nobody
    when: p_below_target >= 0.45
    severity: { info: true }
    dry_run: true

incidents:
  group_by: [source, dataset]
  group_wait: 10m
  lead_lag: { q: 0.01, max_days: 1 }
  reopen_within: 3d
  resolution_reasons: [fixed-upstream, fixed-rule, expected, false-alarm, duplicate]

routes: # top down; \`continue: true\` goes on to the next
  - match: { severity: critical }
    to: [page, ${FAILING_RECEIVER}]
    continue: true
  - match: { severity: info }
    to: [digest]
  - match: { owner: team-orders }
    to: [slack-orders]
  - match: { owner: team-money }
    to: [slack-money]
  - to: [slack-data]

budgets:
  - { owner: '*', pages: 3 per 7d, overflow: digest }

receivers:
  page: { pagerduty: { routing_key: { env: DQS_SECRET_PAGER } } }
  slack-orders: { slack: { channel: C0ORDERS, token: { env: DQS_SECRET_SLACK } } }
  slack-money: { slack: { channel: C0MONEY, token: { env: DQS_SECRET_SLACK } } }
  slack-data: { slack: { channel: C0DATA, token: { env: DQS_SECRET_SLACK } } }
  digest: { email: { to: '{owner}@quillhaven.invalid' }, at: '07:45', even_if_quiet: true }
  ${FAILING_RECEIVER}: { webhook: { url: 'https://wiki.quillhaven.invalid/hooks/dqs', secret: { env: DQS_SECRET_WIKI } } }
`;

/** Whom the company tells what and when; with its catalog, as a policy that the API may change has to be. */
export function alertPolicyText({ zone, today }: Pick<Calendar, 'zone' | 'today'>): string {
  return `# Whom Quillhaven tells what and when. Nobody is reached: addresses lead nowhere, and secrets are not set.
apiVersion: dqs/v1
kind: AlertPolicy
metadata: { name: ${ALERTING}, description: 'Who is told what, and when' }

defaults: { timezone: ${zone}, target: 95, importance: 1 }

calendars:
  stocktaking: { dates: ['${formatDay(today + 20)}/${formatDay(today + 24)}'] }

${WHOM_AND_WHEN}
windows:
  - { match: { source: warehouse }, calendar: stocktaking, mode: mute, comment: Yearly stocktaking }
silences:
  - { match: { dataset: legacy_lists }, until: ${formatDay(today + 32)}, comment: Moves to audiences, by: Amara Osei }

tests: # run by dqs alerts test
  - name: three bad days are one incident, one page, one resolve
    series: { dataset: orders, rule: references, n: 96, pass: [95, 95, 70, 71, 72, 95, 95, 95] }
    expect:
      - { day: 2, incident: opened }
      - { day: 3, sent: [] }
---
${catalogText()}`;
}

/** When the model is trained anew, and how it is judged. */
export const RETRAINING_POLICY = `# When the model of Quillhaven is trained anew, and what a new one has to show.
apiVersion: dqs/v1
kind: RetrainingPolicy
metadata: { name: ${ALERTING} }
model: ${MODEL}
triggers: { schedule: { every: 120d } }
data: { minimum_days: 180 }
limits: { cool_down: 7d, per_week: 1, lease: 1h, threads: 0 }
gates:
  better: { level: 0.05, evidence: interval, minimum_days: 42 }
  naive_skill: { above: 0 }
  segments: { guard: [ATTRIBUTE, DATASET], margin: 0.1 }
  size: { most_mb: 40 }
shadow: { days: 14 }
approval: { veto: 24h }
watch: { days: 14 }
`;
