import { collectRevisions, gradeDays } from '@dqs/pipelines';
import { collectedRevisionsText, gradedDaysText } from '@dqs/reports/text';
import { withLedger } from '@dqs/runtime';
import { openDeliveries } from '@dqs/runtime/history';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs ledger collect`: what has arrived, as revisions of actuals. */
export async function collectIntoLedger({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl'>): Promise<CommandResult> {
  const deliveries = await openDeliveries(settings);
  const { entries: known } = await deliveries.head();
  const collected = await withLedger(settings, (ledger) => collectRevisions(deliveries, ledger, hooks));
  return {
    json: { store: settings.store, ...collected },
    text: () => collectedRevisionsText(collected, { isEmpty: known === 0, store: settings.store! }),
  };
}

/** `dqs ledger grade`: grades of the days about which something new is known. */
export async function gradeLedger({
  settings,
  hooks,
}: CommandContext<'store' | 'databaseUrl' | 'graceHours'>): Promise<CommandResult> {
  const deliveries = await openDeliveries(settings);
  const { graceHours } = settings;
  const graded = await withLedger(settings, (ledger) => gradeDays(deliveries, ledger, { graceHours }, hooks));
  return { json: { store: settings.store, ...graded }, text: () => gradedDaysText(graded, settings.store!) };
}
