import { arrivalsBySource, isDelivered } from '@dqs/ingestion';
import { deliveriesText, deliveryRecord } from '@dqs/reports/text';
import { openDeliveries } from '@dqs/runtime/history';
import { orDefault } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs deliveries list`: what has arrived. */
export async function listDeliveries({
  settings,
}: CommandContext<'store' | 'knownAt' | 'last'>): Promise<CommandResult> {
  const deliveries = await openDeliveries(settings);
  const all = await deliveries.list(settings);
  const { entries, head } = await deliveries.head();
  const arrivals = arrivalsBySource((await deliveries.entries(settings)).filter(isDelivered));
  // For programs all of them, for people those that fit their screen.
  const json = { store: settings.store, entries, head, deliveries: all.map(deliveryRecord), arrivals };
  return { json, text: () => deliveriesText(all, orDefault(settings.last, 'last')) };
}
