import { EXIT } from '@dqs/core';
import { gatesText } from '@dqs/reports/text';
import { actorOf } from '@dqs/runtime';
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
  const result = await withRetrainingInputs(settings, hooks, (inputs) => run(inputs, manual, hooks));
  const exitCode = result.judgement?.verdict === 'reject' ? EXIT.gateFailed : EXIT.ok;
  return { json: result, text: () => resultText(result), exitCode };
}

function resultText({ decision, challenger, judgement, phase }: RanRetraining): string {
  if (judgement === null) return decisionText(decision);
  const { verdict, checks } = judgement;
  const passed = verdict !== 'reject';
  const goesOn = phase === null ? '' : `${decision.job} goes on: ${phase}\n`;
  return `${decisionText(decision)}${challenger}: ${verdict}\n${gatesText({ passed, checks })}${goesOn}`;
}
