import { EXIT } from '@dqs/core';
import { verifyPanelSet } from '@dqs/ingestion';
import { checkedSetText } from '@dqs/reports/text';
import { openStorePlace } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs panel verify`: checks every byte of a panel set. */
export async function verifySet({ settings, hooks }: CommandContext<'panelSet'>): Promise<CommandResult> {
  const panelSet = required(settings.panelSet, 'panelSet');
  const check = await verifyPanelSet(openStorePlace(panelSet), panelSet, hooks);
  const isFine = check.problems.length === 0;
  const json = { panelSet, isFine, ...check };
  return { json, text: () => checkedSetText(check), exitCode: isFine ? EXIT.ok : EXIT.failed };
}
