import { pageTable, type PageTable } from '../table.js';
import type { KeyRow, WebhookRow } from './access-rows.js';
import type { JobRow } from './job-rows.js';
import type { ChannelRow } from './outbox-part.js';
import type { SelfRow } from './self-rows.js';
import type { SourceRow } from './source-rows.js';
import type { SystemPage } from './system-page.js';

const list = (values: readonly string[] | null) => (values === null ? null : values.join(' '));
const time = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** The tables of the page, the first of which is its twin. Of what somebody may not see there are no rows. */
export function systemTables({ sources, whole, keys, webhooks }: SystemPage): readonly PageTable[] {
  return [
    sourcesTable(sources),
    jobsTable(whole?.jobs ?? []),
    selfTable(whole?.self.rows ?? []),
    channelsTable(whole?.outbox.channels ?? []),
    keysTable(keys ?? []),
    webhooksTable(webhooks ?? []),
  ];
}

function sourcesTable(rows: readonly SourceRow[]): PageTable {
  return pageTable('sources', rows, {
    source: ['source', (row) => row.source],
    series: ['its series', (row) => row.series],
    state: ['in, late, silent, due or unknown', (row) => row.state],
    arrived: ['minutes of the day', (row) => row.arrived],
    usual: ['minutes of the day', (row) => row.usual],
    by_95: ['on 95 of 100 days by then', (row) => row.by95],
    by_99: ['on 99 of 100 days by then', (row) => row.by99],
    corrections: ['deliveries of 30 days that replaced results', (row) => row.corrections],
    lags: [
      'minutes after the start of each of 30 days, the last one last',
      (row) => row.lags.map((lag) => lag ?? '').join(' '),
    ],
  });
}

function jobsTable(rows: readonly JobRow[]): PageTable {
  return pageTable('jobs', rows, {
    job: ['kind of job', (row) => row.kind],
    about: ['what it does', (row) => row.about],
    is_set_up: ['whether a worker does it', (row) => row.isSetUp],
    state: ['of the last one', (row) => row.last?.state ?? null],
    ended_at: ['of the last one, ISO 8601', (row) => time(row.last?.endedAt ?? null)],
    took_ms: ['the last one', (row) => row.took],
    lag_ms: ['how long the last one waited', (row) => row.lag],
    waiting: ['jobs that wait', (row) => row.waiting],
    next_at: ['ISO 8601; empty where that follows from what arrives', (row) => time(row.nextAt)],
    paused_by: ['who has paused it', (row) => row.paused?.by ?? null],
    done: ['jobs of the last 24 hours', (row) => row.hours.reduce((sum, { done }) => sum + done, 0)],
    failed: ['jobs of the last 24 hours', (row) => row.hours.reduce((sum, { failed }) => sum + failed, 0)],
  });
}

function selfTable(rows: readonly SelfRow[]): PageTable {
  return pageTable('self', rows, {
    rule: ['rule of the policy about the system', (row) => row.rule],
    state: ['ok, pending, firing or unknown', (row) => row.state],
    severity: ['info, warning or critical', (row) => row.severity],
    since: ['ISO 8601', (row) => time(row.since)],
    parts: ['what it fires for', (row) => list(row.parts.map(({ part }) => part))],
    incident: ['id', (row) => row.incident],
  });
}

function channelsTable(rows: readonly ChannelRow[]): PageTable {
  return pageTable('channels', rows, {
    alerting: ['name of its alerting', (row) => row.alerting],
    receiver: ['receiver of the policy', (row) => row.receiver],
    state: ['ok, failing or off', (row) => row.state],
    waiting: ['messages', (row) => row.waiting],
    dead: ['messages that it refused', (row) => row.dead],
    since: ['ISO 8601', (row) => time(row.since)],
    why: ['what the last attempt met', (row) => row.why],
  });
}

function keysTable(rows: readonly KeyRow[]): PageTable {
  return pageTable('keys', rows, {
    id: ['id', (row) => row.id],
    name: ['for people', (row) => row.name],
    role: ['role', (row) => row.role],
    tenants: ['empty for all', (row) => list(row.tenants)],
    state: ['good, expired or revoked', (row) => row.state],
    created_by: ['who made it', (row) => row.createdBy],
    created_at: ['ISO 8601', (row) => row.createdAt],
    expires_at: ['ISO 8601', (row) => row.expiresAt],
    last_used_at: ['ISO 8601', (row) => row.lastUsedAt],
  });
}

function webhooksTable(rows: readonly WebhookRow[]): PageTable {
  return pageTable('webhooks', rows, {
    id: ['id', (row) => row.id],
    url: ['its origin', (row) => row.url],
    types: ['of events; empty for all', (row) => list(row.types)],
    tenants: ['empty for all', (row) => list(row.tenants)],
    created_by: ['who made it', (row) => row.createdBy],
    created_at: ['ISO 8601', (row) => time(row.createdAt)],
    off: ['why it gets nothing', (row) => row.off],
  });
}
