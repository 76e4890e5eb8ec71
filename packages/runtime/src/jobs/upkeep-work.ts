import { SYSTEM_CLOCK } from '@dqs/core';

import { monitorAndKeepDrift } from '../operation/kept-drift.js';
import { verifyRecords } from '../operation/verify-records.js';
import { keepVerification } from '../operation/system-record.js';
import { required } from '../settings/names.js';
import { dailyOffer, nextDaily, offerByHand } from './daily.js';
import type { Work } from './work.js';

/** Finds what the graded forecasts tell, so that months that are over are frozen and cost nothing any more. */
export const MONITOR_WORK: Work = {
  kind: 'monitor',
  about: 'freeze the evidence of months that are over, look for drift, and tell how the model does',
  nextAt: nextDaily,
  async due({ settings, ledger }, now) {
    return (await ledger.span()) === undefined ? [] : dailyOffer('monitor', settings, now);
  },
  byHand: (now) => offerByHand('monitor', now),
  async run({ settings, ledger }, _job, hooks) {
    const knownAt = (hooks.clock ?? SYSTEM_CLOCK).now();
    const { lastDate, pools, degraded, windows, drift } = await monitorAndKeepDrift(settings, ledger, knownAt, hooks);
    const accuracy = windows.find(({ days }) => days === SHOWN_DAYS)?.accuracy;
    const skill = accuracy?.naive.skill ?? null;
    const drifted = drift.filter(({ verdict }) => verdict === 'fail').length;
    return { lastDate, pools: pools.length, degraded: degraded.length, drifted, mae: accuracy?.mae ?? null, skill };
  },
};

/** The window whose figures are logged. */
const SHOWN_DAYS = 28;

/** Removes what is older than it has to be, where it is set how old that is. */
export const RETENTION_WORK: Work = {
  kind: 'retention',
  about: 'remove from the database what is older than it has to be',
  isFor: ({ keepLedgerDays, keepRecordDays }) => keepLedgerDays !== undefined || keepRecordDays !== undefined,
  nextAt: nextDaily,
  due: async ({ settings }, now) => dailyOffer('retention', settings, now),
  byHand: (now) => offerByHand('retention', now),
  async run({ settings, prune }, _job, hooks) {
    const now = (hooks.clock ?? SYSTEM_CLOCK).now();
    const { keepLedgerDays: ledgerDays, keepRecordDays: recordDays } = settings;
    return { pruned: await prune({ ledgerDays, recordDays, now }, hooks) };
  },
};

/** Checks that nothing of the records has changed, and keeps what it found for those who ask how the system is. */
export const VERIFY_WORK: Work = {
  kind: 'verify',
  about: 'check deliveries, ledger, versions and the audit log against their hashes',
  nextAt: nextDaily,
  async due({ settings, deliveries }, now) {
    return (await deliveries.head()).entries === 0 ? [] : dailyOffer('verify', settings, now);
  },
  byHand: (now) => offerByHand('verify', now),
  async run(operation, _job, hooks) {
    const { settings } = operation;
    const at = (hooks.clock ?? SYSTEM_CLOCK).now();
    const { parts, problems } = await verifyRecords(settings, operation, hooks);
    const isIntact = problems.length === 0;
    await keepVerification(required(settings.store, 'store'), { isIntact, entries: parts.audit, problems }, at);
    const events = isIntact
      ? []
      : [{ type: 'records.changed', subject: 'records', data: { problems: problems.map((one) => ({ ...one })) } }];
    return { parts, problems, events };
  },
};
