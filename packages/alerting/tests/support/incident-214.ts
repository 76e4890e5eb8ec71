import { parseDay } from '@dqs/core';

import type { IncidentFacts, MemberFacts, ThreadEvent } from '../../src/index.js';

/** One incident from its first warning to its end, and one that a silence hides: every form that a message takes. */

const at = (text: string) => Date.parse(`${text}:00+01:00`);
const day = (text: string) => parseDay(text)!;

const COMMON = {
  incident: 'INC-214',
  owner: 'team-shop',
  openedAt: at('2026-11-24T05:22'),
  timeZone: 'Europe/Berlin',
} as const;

const LOAD = 'the load of Monday night was 17 % short';
const CUSTOMERS = { dataset: 'customers', rule: 'fresh', target: 95 } as const;
const ORDERS = { dataset: 'orders', rule: 'references', target: 97 } as const;
const TITLE = 'references of orders broken after partial customer loads';

const likely = (
  on: string,
  odds: number,
  expected: number,
  lower80: number,
  upper80: number,
  naive: number | null,
) => ({
  day: day(on),
  odds,
  expected,
  lower80,
  upper80,
  naive,
});

const result = (on: string, passes: number, executions: number, odds: number, isBelow = true) => ({
  day: day(on),
  passes,
  executions,
  isBelow,
  said: { odds, warned: odds >= 0.6 },
});

const FAILING_MEMBERS: readonly MemberFacts[] = [
  {
    ...ORDERS,
    state: 'failing',
    forecast: likely('2026-11-25', 0.91, 91.6, 86.5, 96.9, 97.9),
  },
  {
    dataset: 'order_items',
    rule: 'references',
    target: 96,
    state: 'likely',
    forecast: likely('2026-11-25', 0.83, 89, 80, 98, 97),
  },
  { ...CUSTOMERS, state: 'failing', forecast: likely('2026-11-25', 0.78, 86, 75, 100, 100) },
  {
    dataset: 'carts',
    rule: 'references',
    target: 95,
    state: 'likely',
    forecast: likely('2026-11-25', 0.66, 91, 85, 99, 98),
  },
];

/** A moment of the incident: its facts, what happened, and the name of its files. */
export interface Scene {
  readonly name: string;
  readonly facts: IncidentFacts;
  readonly event?: ThreadEvent;
}

export const SCENES: readonly Scene[] = [
  {
    name: '1-opened',
    facts: {
      ...COMMON,
      phase: 'open',
      severity: 'warning',
      rule: 'slo_risk',
      knownAt: at('2026-11-24T05:12'),
      subject: {
        kind: 'series',
        members: [{ ...CUSTOMERS, state: 'likely', forecast: likely('2026-11-24', 0.69, 87.1, 75, 100, 100) }],
      },
      reason: LOAD,
      record: { from: 0.6, to: 0.8, hits: 252, said: 333 },
    },
  },
  {
    name: '2-failed',
    facts: {
      ...COMMON,
      phase: 'open',
      severity: 'warning',
      rule: 'below_target',
      knownAt: at('2026-11-25T04:31'),
      subject: {
        kind: 'series',
        members: [
          { ...CUSTOMERS, state: 'failing', result: result('2026-11-24', 20, 24, 0.69) },
          { ...ORDERS, state: 'failing', result: result('2026-11-24', 92, 96, 0.41) },
        ],
      },
      reason: LOAD,
      record: { from: 0.6, to: 0.8, hits: 252, said: 333 },
    },
    event: {
      at: at('2026-11-25T04:31'),
      what: 'failed',
      warnedAt: at('2026-11-24T05:22'),
      joined: [{ name: 'orders', leader: 'customers', days: 1, q: 0.008 }],
    },
  },
  {
    name: '3-critical',
    facts: {
      ...COMMON,
      phase: 'open',
      severity: 'critical',
      rule: 'slo_risk',
      knownAt: at('2026-11-25T05:12'),
      subject: {
        kind: 'series',
        members: [
          { ...ORDERS, state: 'failing', forecast: likely('2026-11-25', 0.91, 91.6, 86.5, 96.9, 97.9) },
          { ...CUSTOMERS, state: 'failing' },
        ],
      },
      reason: 'customers · fresh fell on Tuesday; it leads orders by one day (q = 0.008)',
      record: { from: 0.8, to: 1, hits: 139, said: 173 },
      paged: { at: at('2026-11-25T05:14'), used: 1, allowed: 3, per: 'this week' },
    },
    event: {
      at: at('2026-11-25T05:14'),
      what: 'critical',
      odds: 0.91,
      limit: 0.85,
      importance: 5,
      paged: 'team-shop',
    },
  },
  {
    name: '4-acknowledged',
    facts: {
      ...COMMON,
      title: TITLE,
      phase: 'acknowledged',
      severity: 'critical',
      rule: 'slo_risk',
      knownAt: at('2026-11-25T06:51'),
      subject: { kind: 'series', members: FAILING_MEMBERS },
      holder: 'Ines Farr',
      note: 'CRM export runs out of memory since Monday. Reloading carts by hand, orders tomorrow after the fix.',
    },
    event: {
      at: at('2026-11-25T06:51'),
      what: 'acknowledged',
      by: 'Ines Farr',
      pagedAt: at('2026-11-25T05:14'),
    },
  },
  {
    name: '5-intervened',
    facts: {
      ...COMMON,
      title: TITLE,
      phase: 'acknowledged',
      severity: 'critical',
      rule: 'slo_risk',
      knownAt: at('2026-11-25T09:20'),
      subject: {
        kind: 'series',
        members: [
          ...FAILING_MEMBERS.slice(0, 3),
          {
            ...FAILING_MEMBERS[3]!,
            intervened: { day: day('2026-11-25'), what: 'reloaded by hand', odds: 0.66 },
          },
        ],
      },
      holder: 'Ines Farr',
      fixBy: at('2026-11-26T09:00'),
    },
    event: { at: at('2026-11-25T09:20'), what: 'intervened', by: 'Ines Farr', said: 'reloaded carts by hand' },
  },
  {
    name: '6-still-open',
    facts: {
      ...COMMON,
      title: TITLE,
      phase: 'acknowledged',
      severity: 'critical',
      rule: 'below_target',
      knownAt: at('2026-11-26T05:12'),
      subject: {
        kind: 'series',
        members: [
          {
            ...ORDERS,
            state: 'failing',
            result: result('2026-11-25', 86, 96, 0.91),
            forecast: likely('2026-11-26', 0.81, 92.5, 86.5, 99, 97.9),
          },
          ...FAILING_MEMBERS.slice(1),
        ],
      },
      holder: 'Ines Farr',
      fixBy: at('2026-11-26T09:00'),
      earliestEnd: { day: day('2026-11-28'), goodResults: 2 },
    },
    event: {
      at: at('2026-11-26T04:30'),
      what: 'results',
      day: day('2026-11-25'),
      results: [
        { name: 'orders', percentage: 89.6, verdict: 'as warned' },
        { name: 'order_items', percentage: 89.6, verdict: 'as warned' },
        { name: 'customers', percentage: 87.5, verdict: 'as warned' },
        { name: 'carts', percentage: 100, verdict: 'fixed by hand' },
      ],
    },
  },
  {
    name: '7-resolved',
    facts: {
      ...COMMON,
      title: TITLE,
      phase: 'resolved',
      severity: 'critical',
      rule: 'below_target',
      knownAt: at('2026-11-28T04:31'),
      resolvedAt: at('2026-11-28T04:31'),
      subject: { kind: 'series', members: FAILING_MEMBERS },
      resolution: {
        reason: 'fixed-upstream',
        by: 'Ines Farr',
        results: [
          { passes: 95, executions: 96 },
          { passes: 96, executions: 96 },
        ],
        target: 97,
        warnings: { right: 4, fixed: 4, wrong: 0, missed: 1 },
        reopensWithinDays: 3,
      },
    },
    event: { at: at('2026-11-28T04:31'), what: 'resolved', reason: 'fixed-upstream' },
  },
  {
    name: '8-suppressed',
    facts: {
      ...COMMON,
      incident: 'INC-219',
      title: 'legacy_crm, 2 series',
      phase: 'open',
      severity: 'warning',
      rule: 'slo_risk',
      knownAt: at('2026-11-26T05:12'),
      subject: {
        kind: 'series',
        members: [
          {
            dataset: 'legacy_crm',
            rule: 'format',
            target: 92,
            state: 'likely',
            forecast: likely('2026-11-26', 0.94, 80, 70, 90, 81),
          },
        ],
      },
      silence: { until: at('2026-12-31T23:59'), by: 'Ann Oduya', comment: 'Migration DATA-812' },
    },
  },
  {
    name: '9-silence-ended',
    facts: {
      ...COMMON,
      incident: 'INC-219',
      phase: 'open',
      severity: 'warning',
      rule: 'slo_risk',
      knownAt: at('2027-01-01T05:12'),
      openedAt: at('2026-11-24T05:22'),
      subject: {
        kind: 'series',
        members: [
          {
            dataset: 'legacy_crm',
            rule: 'format',
            target: 92,
            state: 'likely',
            forecast: likely('2027-01-01', 0.94, 80, 70, 90, 81),
          },
        ],
      },
      silenceEnded: { firingSince: day('2026-11-24') },
    },
  },
  {
    name: '10-source-silent',
    facts: {
      ...COMMON,
      incident: 'INC-218',
      owner: 'team-marketing',
      phase: 'open',
      severity: 'warning',
      rule: 'source_silent',
      openedAt: at('2026-11-26T07:21'),
      knownAt: at('2026-11-26T07:12'),
      subject: { kind: 'source', source: 'ads', usual: '05:42', latest: '07:11', series: 38 },
    },
  },
  {
    name: '11-worse-than-naive',
    facts: {
      incident: 'INC-220',
      timeZone: 'Europe/Berlin',
      phase: 'open',
      severity: 'warning',
      rule: 'degraded',
      openedAt: at('2026-11-26T07:21'),
      knownAt: at('2026-11-26T07:12'),
      subject: {
        kind: 'finding',
        what: 'production is worse than the naive forecast',
        state: 'watch',
        lines: ['Mean absolute error of 28 days 2.61, naive 2.48 (e = 131 of 100).'],
      },
      reason: 'payments have had two rules more since 12 Nov',
    },
  },
];
