import { checkStore } from '@dqs/cloud';
import { openStore } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs store check`: whether a place for artifacts keeps its promises. */
export async function checkStorePlace({ settings, hooks }: CommandContext<'checkedStore'>): Promise<CommandResult> {
  const place = required(settings.checkedStore, 'checkedStore');
  const { facts, racers, rounds } = await checkStore(() => openStore(place), hooks);
  return {
    json: { place, racers, rounds, facts },
    text: () => `${facts.map((fact) => `ok  ${fact}\n`).join('')}${place} keeps what a registry relies on\n`,
  };
}
