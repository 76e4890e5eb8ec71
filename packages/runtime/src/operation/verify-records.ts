import { formatDay, MS_PER_DAY, SYSTEM_CLOCK, throwIfAborted } from '@dqs/core';
import { verifyDeliveries } from '@dqs/ingestion';
import { verifyLedgerDay } from '@dqs/ledger';

import type { AppHooks } from '../app-hooks.js';
import { openRegistry, type RegistrySettings } from '../models/open-model.js';
import { required } from '../settings/names.js';
import type { Settings } from '../settings/settings.js';
import type { OpenedOperation } from '../stores/open-alerting.js';
import { openStore } from '../stores/open-store.js';
import type { AuditLogReport } from '../audit/audit-reading.js';

/** Days of the ledger that are checked: the last ones, which everybody looks at. */
const LEDGER_DAYS = 28;

/** What a check of the records found. Survives JSON. */
export interface Verified {
  /** What was checked, and how much of it. */
  readonly parts: {
    readonly deliveries: number;
    readonly versions: number;
    readonly ledger: number;
    readonly audit: number;
  };
  /** Of each part what has changed since it was written. */
  readonly problems: readonly Found[];
}

interface Found {
  readonly part: keyof Verified['parts'];
  readonly what: string;
  readonly problem: string;
}

/**
 * Checks the records of a system against their hashes: every delivery, every version of the registry, the forecasts and
 * grades of the last days of the ledger, and the audit log with the journal that follows it. Nothing is changed, and a problem keeps nothing else from being checked.
 *
 * @throws DqsError `aborted`.
 */
export async function verifyRecords(
  settings: Settings<'store'> & RegistrySettings,
  { ledger, verifyAudit }: Pick<OpenedOperation, 'ledger' | 'verifyAudit'>,
  hooks: AppHooks,
): Promise<Verified> {
  const at = (hooks.clock ?? SYSTEM_CLOCK).now();
  const deliveries = await verifyDeliveries(openStore(required(settings.store, 'store')), {}, hooks);
  const problems: Found[] = [...found('deliveries', deliveries.problems)];
  const registry = await openRegistry(settings);
  let versions = 0;
  for (const model of await registry.models()) {
    throwIfAborted(hooks.signal);
    const report = await registry.verify(model, {}, hooks);
    versions += report.versions;
    problems.push(...found('versions', report.problems));
  }
  const last = Math.min(Math.floor(at / MS_PER_DAY), (await ledger.span())?.to ?? -1);
  for (let day = Math.max(0, last - LEDGER_DAYS + 1); day <= last; day += 1) {
    throwIfAborted(hooks.signal);
    const ofDay = await verifyLedgerDay(ledger, day);
    problems.push(
      ...found(
        'ledger',
        ofDay.map(({ problem }) => ({ key: formatDay(day), problem })),
      ),
    );
  }
  const days = last < 0 ? 0 : Math.min(LEDGER_DAYS, last + 1);
  const audit = await verifyAudit(settings, hooks);
  problems.push(...auditProblems(audit));
  return { parts: { deliveries: deliveries.deliveries, versions, ledger: days, audit: audit.entries }, problems };
}

function auditProblems({ problems, journal }: AuditLogReport): readonly Found[] {
  const ofEntries = [...problems, ...(journal?.problems ?? [])];
  const named = ofEntries.map(({ damage, problem }) => ({ key: damage, problem }));
  return found('audit', [...named, ...(journal?.damaged ?? [])]);
}

function found(part: Found['part'], problems: readonly { readonly key: string; readonly problem: string }[]): Found[] {
  return problems.map(({ key, problem }) => ({ part, what: key, problem }));
}
