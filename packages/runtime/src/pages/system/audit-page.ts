import type { AuditOutcome } from '@dqs/core/audit';

import { readAudit } from '../../audit/audit-reading.js';
import type { Audit } from '../../audit/audit.js';
import type { PageView } from '../page-view.js';
import { pageTable, type PageTable } from '../table.js';

/** Entries of the page. */
const MOST_ENTRIES = 50;

/** An entry of the audit log. Survives JSON. */
export interface AuditRow {
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly actor: string;
  readonly onBehalfOf: string | null;
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** What it was done to. */
  readonly targets: readonly { readonly kind: string; readonly id: string }[];
  readonly reason: string | null;
}

/** The latest entries of the audit log. */
export interface AuditPage {
  readonly knownAt: number;
  readonly isNow: boolean;
  readonly timeZone: string;
  /** The last first. */
  readonly entries: readonly AuditRow[];
}

/**
 * The latest entries that there were at the time of a view. The reading leaves an entry itself, which it does not reach.
 *
 * @param reader who reads, as entries name them.
 * @throws DqsError `audit-corrupt` for an entry that cannot be read any more.
 */
export async function auditPage(
  { at, isNow, opened }: PageView,
  audit: Audit,
  reader: Parameters<typeof readAudit>[1],
): Promise<AuditPage> {
  const filter = { last: MOST_ENTRIES, ...(!isNow && { until: at + 1 }) };
  const found = await readAudit(audit, reader, filter);
  const entries = [...found].reverse().map(({ entry }): AuditRow => {
    const { number, actor, action, outcome, targets, context } = entry;
    const { reason } = (context ?? {}) as { readonly reason?: unknown };
    return {
      ...{ number, at: Date.parse(entry.at), actor: actor.id, onBehalfOf: actor.onBehalfOf ?? null, action, outcome },
      ...{ targets: targets.map(({ kind, id }) => ({ kind, id })), reason: typeof reason === 'string' ? reason : null },
    };
  });
  return { knownAt: at, isNow, timeZone: opened.policy.timezone, entries };
}

/** The table of the page. */
export function auditTables({ entries }: AuditPage): readonly PageTable[] {
  return [
    pageTable('audit', entries, {
      number: ['of the entry', (row) => row.number],
      at: ['ISO 8601', (row) => new Date(row.at).toISOString()],
      actor: ['who did it', (row) => row.actor],
      on_behalf_of: ['for whom', (row) => row.onBehalfOf],
      action: ['what', (row) => row.action],
      outcome: ['begun, done, denied or failed', (row) => row.outcome],
      targets: ['what it was done to', (row) => row.targets.map(({ kind, id }) => `${kind} ${id}`).join(', ')],
      reason: ['why', (row) => row.reason],
    }),
  ];
}
