import { deliveryRecord, deliveryText } from '@dqs/reports/text';
import { openDeliveries } from '@dqs/runtime/history';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs deliveries show`: all versions of one. */
export async function showDelivery({ settings }: CommandContext<'store' | 'delivery'>): Promise<CommandResult> {
  const id = required(settings.delivery, 'delivery');
  const versions = await (await openDeliveries(settings)).versions(id);
  return { json: { id, versions: versions.map(deliveryRecord) }, text: () => deliveryText(versions) };
}
