import type { DailyPanel } from '@dqs/core';

import type { InputSettings } from './inputs.js';
import type { CommandContext } from './run.js';

/** The history that a command was given, read; undefined where it was given none. */
export async function givenPanel(
  settings: InputSettings,
  hooks: CommandContext<'train'>['hooks'],
): Promise<DailyPanel | undefined> {
  if (settings.input === undefined && settings.panel === undefined) return undefined;
  const { readInputs } = await import('./inputs.js');
  return (await readInputs(settings, hooks)).panel;
}
