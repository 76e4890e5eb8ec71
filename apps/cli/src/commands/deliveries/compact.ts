import { whole } from '@dqs/reports/text';
import { actorOf } from '@dqs/runtime';
import { openDeliveries } from '@dqs/runtime/history';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs deliveries compact`: merges deliveries into a snapshot. */
export async function compactDeliveries({ settings }: CommandContext<'store' | 'by'>): Promise<CommandResult> {
  const entry = await (await openDeliveries(settings)).compact(actorOf(settings));
  if (entry === undefined)
    return { json: { compacted: false }, text: () => 'nothing has arrived since the last snapshot\n' };
  const { deliveries, upTo, panel } = entry.body;
  return {
    json: { compacted: true, deliveries, upTo, snapshot: panel.sha256, bytes: panel.bytes },
    text: () => `merged ${whole(deliveries)} deliveries into a snapshot; all ids are kept\n`,
  };
}
