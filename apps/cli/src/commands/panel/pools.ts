import { poolPanelSet } from '@dqs/ingestion';
import { pooledSetText } from '@dqs/reports/text';
import { openStorePlace } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs panel pools`: counts each rule and everything by day, over all parts of a panel set. */
export async function poolSet({ settings, hooks }: CommandContext<'panelSet'>): Promise<CommandResult> {
  const panelSet = required(settings.panelSet, 'panelSet');
  const pooled = await poolPanelSet(openStorePlace(panelSet), panelSet, hooks);
  return { json: { panelSet, ...pooled }, text: () => pooledSetText(panelSet, pooled) };
}
