import type { DailyPanel } from '@dqs/core';

import { withFresher } from './fresher-history.js';
import { readInputs, type InputSettings } from './inputs.js';
import type { CommandContext } from './run.js';

/** The history to forecast from: the one that is known, brought up to date by what a command was given. */
export async function freshHistory(
  settings: InputSettings,
  hooks: CommandContext<'train'>['hooks'],
  known: DailyPanel,
): Promise<DailyPanel> {
  if (settings.input === undefined && settings.panel === undefined) return known;
  return withFresher(known, (await readInputs(settings, hooks)).panel);
}
