import { MS_PER_DAY } from '@dqs/core';
import { localTime } from '@dqs/core/wording';
import type { DatabaseAbout, JobHistory } from '@dqs/store';

import { freeBytes, systemFacts } from '../../alerting/system-facts.js';
import { automationPause, type KindPause } from '../../jobs/pauses.js';
import { lastVerification, type KeptVerification } from '../../operation/system-record.js';
import type { ApiKeys } from '../../serving/api-keys.js';
import type { ServedWebhooks } from '../../webhooks/served-webhooks.js';
import type { PageView } from '../page-view.js';
import type { PageReader } from '../sources.js';
import { keyRows, webhookRows, type KeyRow, type WebhookRow } from './access-rows.js';
import { jobRows, type JobRow } from './job-rows.js';
import { outboxPart, type OutboxPart } from './outbox-part.js';
import { selfPart, type SelfPart } from './self-rows.js';
import { sourceRows, type SourceRow } from './source-rows.js';

/**
 * The page of the system itself. What somebody may not see, and of a past time what is known of now alone, is null and counted
 * nowhere. Times are milliseconds since 1970. Survives JSON.
 */
export interface SystemPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** When it is now, in minutes of the reader's day. */
  readonly nowMinute: number;
  /** Series that have a forecast of a day that is not over, of all of the scope. */
  readonly forecasts: { readonly issued: number; readonly of: number };
  readonly sources: readonly SourceRow[];
  /** What concerns every tenant. */
  readonly whole: WholePart | null;
  /** For those who administer. */
  readonly keys: readonly KeyRow[] | null;
  readonly webhooks: readonly WebhookRow[] | null;
  /** Whether the audit log may be read, which leaves an entry and so is asked for by itself. */
  readonly mayAudit: boolean;
}

/** What of the system concerns every tenant. */
export interface WholePart {
  readonly outbox: OutboxPart;
  /** When forecasts were last issued, and what it took. */
  readonly issuing: { readonly at: number; readonly took: number } | null;
  /** Time from being found to being in the ledger and graded: the last time, and 95 of 100 times of a week; milliseconds. */
  readonly ingest: { readonly last: number; readonly by95: number } | null;
  /** What the last verification of the audit log found. */
  readonly audit: KeptVerification | null;
  readonly store: DatabaseAbout & { readonly bytes: number; readonly freeBytes: number | null };
  /** Whether models are trained and moved by workers; null where no worker does it. */
  readonly automation: { readonly paused: KindPause | null } | null;
  readonly jobs: readonly JobRow[] | null;
  readonly self: SelfPart;
}

/** Who looks at it, and what of it a server has. */
export interface SystemReading {
  readonly reader: PageReader;
  readonly keyring?: Pick<ApiKeys, 'list'> | undefined;
  readonly webhooks?: Pick<ServedWebhooks, 'list' | 'off'> | undefined;
}

/** The page of the system. */
export async function systemPage(view: PageView, reading: SystemReading): Promise<SystemPage> {
  const { tick, at, isNow, opened, scope } = view;
  const { timezone: timeZone } = opened.policy;
  const { actions, isUnlimited } = reading.reader;
  const { keyring, webhooks } = reading;
  const today = Math.floor(at / MS_PER_DAY);
  const issued = tick.facts.series.filter(({ forecast }) => forecast !== undefined && forecast.day >= today);
  const isAdmin = isNow && actions.includes('administer');
  return {
    ...{ knownAt: at, isNow, timeZone, nowMinute: localTime(at, timeZone).minute },
    forecasts: { issued: issued.length, of: tick.facts.series.length },
    sources: await sourceRows(view),
    whole: isNow && isUnlimited ? await wholePart(view) : null,
    keys: isAdmin && keyring ? await keyRows(keyring, scope.tenants, at) : null,
    webhooks: isAdmin && webhooks ? await webhookRows(webhooks, scope.tenants) : null,
    mayAudit: isUnlimited && actions.includes('audit'),
  };
}

async function wholePart({ sources, ...known }: PageView): Promise<WholePart> {
  // A view of now serves for a minute; jobs and messages are looked at as they are.
  const at = sources.clock.now();
  const view = { ...known, sources, at };
  const { operation, settings } = sources;
  const history = await operation.jobs.history(at);
  const [outbox, jobs, system, about, size, free] = await Promise.all([
    outboxPart(view),
    jobRows(view, history),
    systemFacts(settings, operation, at),
    operation.about(),
    operation.size(),
    freeBytes(settings),
  ]);
  const isAutomated = jobs?.some(({ kind, isSetUp }) => kind === 'retrain' && isSetUp) ?? false;
  return {
    ...{ outbox, jobs, issuing: issuingOf(history), ingest: throughOf(history, 'grade') },
    audit: (settings.store === undefined ? undefined : await lastVerification(settings.store)) ?? null,
    store: { ...about, bytes: size.bytes, freeBytes: free ?? null },
    automation: isAutomated ? { paused: (await automationPause(operation.notices)) ?? null } : null,
    self: await selfPart(view, system),
  };
}

function issuingOf(history: readonly JobHistory[]): WholePart['issuing'] {
  const last = history.find(({ kind }) => kind === 'forecast')?.last;
  if (!last || last.state !== 'done' || last.startedAt === null || last.endedAt === null) return null;
  return { at: last.endedAt, took: last.endedAt - last.startedAt };
}

function throughOf(history: readonly JobHistory[], kind: string): WholePart['ingest'] {
  return history.find((one) => one.kind === kind)?.through ?? null;
}
