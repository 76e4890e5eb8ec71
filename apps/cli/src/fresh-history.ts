import type { DailyPanel } from '@dqs/core';

import { withFresher } from './fresher-history.js';
import { givenPanel } from './given-panel.js';
import type { InputSettings } from './inputs.js';
import type { CommandContext } from './run.js';

/** The history to forecast from: the one that is known, brought up to date by what a command was given. */
export async function freshHistory(
  settings: InputSettings,
  hooks: CommandContext<'train'>['hooks'],
  known: DailyPanel,
): Promise<DailyPanel> {
  const given = await givenPanel(settings, hooks);
  return given === undefined ? known : withFresher(known, given);
}
