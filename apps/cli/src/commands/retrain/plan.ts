import { plannedRetraining, withRetrainingInputs } from '@dqs/runtime/retraining';
import type { INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { decisionText } from './decision-text.js';

/** `dqs retrain plan`: the decision that would be made now, without recording it. */
export async function planRetraining({
  settings,
  hooks,
}: CommandContext<(typeof INPUT)[number] | 'retrainPolicy' | 'registry' | 'databaseUrl'>): Promise<CommandResult> {
  const decision = await withRetrainingInputs(settings, hooks, plannedRetraining);
  return { json: decision, text: () => decisionText(decision) };
}
