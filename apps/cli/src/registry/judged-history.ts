import { panelDayRange, type DailyPanel } from '@dqs/core';
import type { LoadedBundle } from '@dqs/pipelines';

import { withFresher } from '../fresher-history.js';
import { readInputs, type InputSettings } from '../inputs.js';
import type { CommandContext } from '../run.js';

/**
 * The history to judge versions on: of those in the bundles the one that goes on for longest, brought up to date by what
 * the command was given.
 */
export async function judgedHistory(
  bundles: readonly LoadedBundle[],
  settings: InputSettings,
  hooks: CommandContext<'train'>['hooks'],
): Promise<DailyPanel> {
  const [known] = bundles.map((bundle) => bundle.history()).sort((a, b) => lastDay(b) - lastDay(a));
  if (settings.input === undefined && settings.panel === undefined) return known!;
  return withFresher(known!, (await readInputs(settings, hooks)).panel);
}

function lastDay(panel: DailyPanel): number {
  return panelDayRange(panel)?.last ?? Number.NEGATIVE_INFINITY;
}
