import { thresholdsOf, type RuleThresholds } from '@dqs/alerting';

import { budgetRows, type BudgetRow } from './alerts/budgets.js';
import { liveRows, type LiveRow } from './alerts/live.js';
import { messageRows, waitingRows, type MessageRow, type WaitingRow } from './alerts/messages.js';
import { silenceRows, type SilenceRow } from './alerts/silences.js';
import { inForceSince } from './alerts/in-force.js';
import type { PageView } from './page-view.js';
import { pageTable, type PageTable } from './table.js';

/** Rows of a list that the page holds; the others are counted. */
const MOST_LIVE = 500;

/** Who is told what, and who is not and why. Survives JSON. */
export interface AlertsPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  readonly policy: {
    readonly name: string;
    readonly digest: string;
    readonly rules: number;
    readonly tests: number;
    /** Since when ticks decide by it, milliseconds; null before the first. */
    readonly since: number | null;
    readonly thresholds: readonly RuleThresholds[];
  };
  /** Those that are told come first. */
  readonly live: readonly LiveRow[];
  readonly told: number;
  readonly notTold: number;
  /** Pages of owners; null for whoever is limited to tenants: owners answer for series of others too. */
  readonly budgets: readonly BudgetRow[] | null;
  /** Those that hold, then those to come, then those that are over. */
  readonly silences: readonly SilenceRow[];
  /** What waits, by receiver, and what is not tried any more; null for a time that is past, and for whoever is limited to tenants. */
  readonly waiting: readonly WaitingRow[] | null;
  /** The messages that were queued last. */
  readonly messages: readonly MessageRow[] | null;
}

/** The page of alerts. */
export async function alertsPage(view: PageView): Promise<AlertsPage> {
  const { opened, state, scope, at, isNow, alerting } = view;
  const { policy } = opened;
  const live = liveRows(view);
  const told = live.filter((one) => one.isTold).length;
  // What becomes of messages is not remembered by time, and is about series of anybody.
  const outbox = isNow && scope.tenants === undefined ? alerting.outboxOf(policy.name) : undefined;
  return {
    ...{ knownAt: at, isNow, timeZone: policy.timezone },
    policy: {
      ...{ name: policy.name, digest: policy.digest, rules: policy.rules.length, tests: policy.tests.length },
      since: await inForceSince(alerting, policy, state.at, at),
      thresholds: thresholdsOf(policy),
    },
    live: live.slice(0, MOST_LIVE),
    ...{ told, notTold: live.length - told },
    budgets: scope.tenants === undefined ? budgetRows(view) : null,
    silences: await silenceRows(view),
    waiting: outbox ? await waitingRows(outbox, policy) : null,
    messages: outbox ? await messageRows(outbox, policy) : null,
  };
}

/** The tables of the page, the first of which is its twin. */
export function alertsTables(page: AlertsPage): readonly PageTable[] {
  return [
    pageTable('live', page.live, {
      alert: ['rule and subject', (row) => row.key],
      state: ['state of the visual language', (row) => row.state],
      what: ['data set and rule, or what else it is about', (row) => row.what],
      rule: ['id of the rule of the policy', (row) => row.rule],
      severity: ['info, warning or critical', (row) => row.severity],
      owner: ['who answers for it', (row) => row.owner],
      since: ['ISO 8601', (row) => new Date(row.since).toISOString()],
      observed: ['what was there', (row) => row.observed?.value ?? null],
      limit: ['what it was compared with', (row) => row.observed?.limit ?? null],
      incident: ['id', (row) => row.incident],
      is_told: ['whether somebody was told', (row) => row.isTold],
      told: ['receivers', (row) => row.told.map(({ receiver }) => receiver).join(', ')],
      why: ['why nobody was', (row) => row.why?.text ?? null],
    }),
    pageTable('budgets', page.budgets ?? [], {
      owner: ['who is paged', (row) => row.owner],
      used: ['pages in the span', (row) => row.used],
      limit: ['pages that it allows', (row) => row.limit],
      days: ['length of the span', (row) => row.days],
      overflow: ['what went to a digest', (row) => row.overflow],
    }),
    pageTable('silences', page.silences, {
      id: ['id; empty for those of the policy', (row) => row.id],
      kind: ['silence or window', (row) => row.kind],
      state: ['active, pending or over', (row) => row.state],
      what: ['what it is about', (row) => row.what],
      from: ['ISO 8601', (row) => (row.from === null ? null : new Date(row.from).toISOString())],
      until: ['ISO 8601', (row) => (row.until === null ? null : new Date(row.until).toISOString())],
      by: ['who made it', (row) => row.by],
      comment: ['why', (row) => row.comment],
      series: ['series that it matches', (row) => row.series],
      firing: ['alerts that fire under it', (row) => row.firing],
    }),
    pageTable('waiting', page.waiting ?? [], {
      receiver: ['of the policy', (row) => row.receiver],
      waiting: ['messages that wait', (row) => row.waiting],
      dead: ['messages that nobody tries any more', (row) => row.dead],
      why: ['what the last attempt met', (row) => row.why],
    }),
    pageTable('messages', page.messages ?? [], {
      id: ['id', (row) => row.id],
      receiver: ['of the policy', (row) => row.receiver],
      title: ['what it says', (row) => row.title],
      state: ['waiting, sent, replaced or dead', (row) => row.state],
      attempts: ['that have begun', (row) => row.attempts],
      queued_at: ['ISO 8601', (row) => new Date(row.createdAt).toISOString()],
      why: ['what the last attempt met', (row) => row.why],
    }),
  ];
}
