import { listPanelSet } from '@dqs/ingestion';
import { listedSetText } from '@dqs/reports/text';
import { openStorePlace } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs panel ls`: what a panel set holds. */
export async function listSet({ settings }: CommandContext<'panelSet'>): Promise<CommandResult> {
  const panelSet = required(settings.panelSet, 'panelSet');
  const listing = await listPanelSet(openStorePlace(panelSet));
  return { json: { panelSet, ...listing }, text: () => listedSetText(panelSet, listing) };
}
