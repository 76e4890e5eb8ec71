import { EXIT } from '@dqs/core';
import { verifyDeliveries, type DeliveriesCheck } from '@dqs/ingestion';
import { byteSize, inLine, whole } from '@dqs/reports/text';
import { openStore } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs deliveries verify`: checks every byte and the history. */
export async function verifyStore({ settings, hooks }: CommandContext<'store' | 'expectHead'>): Promise<CommandResult> {
  const { expectHead } = settings;
  const check = await verifyDeliveries(openStore(required(settings.store, 'store')), { expectHead }, hooks);
  const isFine = check.problems.length === 0;
  return { json: { isFine, ...check }, text: () => verifyText(check), exitCode: isFine ? EXIT.ok : EXIT.failed };
}

function verifyText({ entries, deliveries, panels, bytes, head, problems }: DeliveriesCheck): string {
  const read = `${whole(entries)} entries, ${whole(deliveries)} deliveries, ${whole(panels)} panels, ${byteSize(bytes)}`;
  const verdict = problems.length === 0 ? `fine, head ${head.slice(0, 16)}` : `${problems.length} problems`;
  return `${read}; ${verdict}\n${problems.map(({ key, problem }) => `  ${inLine(key)}: ${inLine(problem)}\n`).join('')}`;
}
