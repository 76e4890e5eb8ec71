import { arrivalsBySource, isDelivered } from '@dqs/ingestion';
import { arrivalsText } from '@dqs/reports/text';
import { openDeliveries } from '@dqs/runtime/history';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs deliveries arrivals`: when each source is usually complete. */
export async function showArrivals({ settings }: CommandContext<'store' | 'knownAt'>): Promise<CommandResult> {
  const entries = await (await openDeliveries(settings)).entries(settings);
  const sources = arrivalsBySource(entries.filter(isDelivered));
  return { json: { store: settings.store, sources }, text: () => arrivalsText(sources) };
}
