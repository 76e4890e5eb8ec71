import { EXIT } from '@dqs/core';
import { replayedText } from '@dqs/reports/text';
import { keptForecast, readLedger, replayKept } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { noForecast } from './show.js';

/** `dqs ledger replay`: makes a forecast again and compares it. */
export async function replayForecast({
  settings,
}: CommandContext<'forecastId' | 'store' | 'databaseUrl' | 'replayedModel' | 'registry'>): Promise<CommandResult> {
  const id = required(settings.forecastId, 'forecastId');
  const differences = await readLedger(settings, async (ledger) => {
    const kept = await keptForecast(ledger, id);
    return kept && replayKept(kept, settings);
  });
  if (differences === undefined) throw noForecast(id, settings.store);
  const replayed = { forecastId: id, isEqual: differences.length === 0, differences };
  return {
    json: replayed,
    text: () => replayedText(replayed),
    exitCode: replayed.isEqual ? EXIT.ok : EXIT.failed,
  };
}
