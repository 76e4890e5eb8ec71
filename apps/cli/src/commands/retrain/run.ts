import { EXIT } from '@dqs/core';
import { gatesText } from '@dqs/reports/text';
import { actorOf, audited } from '@dqs/runtime';
import { runRetraining as run, withRetrainingInputs, type RanRetraining } from '@dqs/runtime/retraining';
import type { INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { decisionText } from './decision-text.js';

/** `dqs retrain run`: takes up what waits, then decides, trains, judges and records. */
export async function runRetraining({
  settings,
  hooks,
}: CommandContext<
  (typeof INPUT)[number] | 'retrainPolicy' | 'registry' | 'databaseUrl' | 'reason' | 'by'
>): Promise<CommandResult> {
  const { reason } = settings;
  const manual = reason === undefined ? undefined : { by: actorOf(settings), reason };
  const result = await withRetrainingInputs(settings, hooks, (inputs) => {
    const { model, alias } = inputs.place.policy;
    const targets = [{ kind: 'alias', id: `${model}@${alias}` }];
    const act = { actor: { id: actorOf(settings) }, action: 'retraining.run', targets, context: { reason } };
    return audited(settings, hooks, act, () => run(inputs, manual, hooks), stateOf);
  });
  const exitCode = result.judgement?.verdict === 'reject' ? EXIT.gateFailed : EXIT.ok;
  return { json: result, text: () => resultText(result), exitCode };
}

function stateOf({ decision: { job, start }, challenger, judgement, phase }: RanRetraining) {
  return { after: { job, start, challenger, verdict: judgement?.verdict ?? null, phase } };
}

function resultText({ decision, challenger, judgement, phase }: RanRetraining): string {
  if (judgement === null) return decisionText(decision);
  const { verdict, checks } = judgement;
  const passed = verdict !== 'reject';
  const goesOn = phase === null ? '' : `${decision.job} goes on: ${phase}\n`;
  return `${decisionText(decision)}${challenger}: ${verdict}\n${gatesText({ passed, checks })}${goesOn}`;
}
