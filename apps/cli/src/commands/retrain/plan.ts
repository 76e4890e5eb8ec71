import { SYSTEM_CLOCK } from '@dqs/core';
import { decideRetraining, gatherFacts } from '@dqs/pipelines/retrain';
import { readInputs } from '@dqs/runtime/history';
import { openRetraining } from '@dqs/runtime/retraining';
import type { INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { decisionText } from './decision-text.js';

/** `dqs retrain plan`: the decision that would be made now, without recording it. */
export async function planRetraining({
  settings,
  hooks,
}: CommandContext<(typeof INPUT)[number] | 'retrainPolicy' | 'registry'>): Promise<CommandResult> {
  const { policy, registry, record } = await openRetraining(settings, hooks);
  const { panel } = await readInputs(settings, hooks);
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  const facts = await gatherFacts({ registry, policy, panel }, { now });
  const decision = decideRetraining(policy, await record.state(), facts);
  return { json: decision, text: () => decisionText(decision) };
}
