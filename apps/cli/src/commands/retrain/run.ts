import { EXIT, SYSTEM_CLOCK } from '@dqs/core';
import { gatherFacts, retrain, stepRetraining, type RetrainingResult } from '@dqs/pipelines/retrain';
import { gatesText } from '@dqs/reports/text';
import { actorOf } from '@dqs/runtime';
import { readInputs } from '@dqs/runtime/history';
import { openRetraining } from '@dqs/runtime/retraining';
import type { INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { decisionText } from './decision-text.js';

/** `dqs retrain run`: takes up what waits, then decides, trains, judges and records. */
export async function runRetraining({
  settings,
  hooks,
}: CommandContext<(typeof INPUT)[number] | 'retrainPolicy' | 'registry' | 'reason' | 'by'>): Promise<CommandResult> {
  const place = await openRetraining(settings, hooks);
  const { panel } = await readInputs(settings, hooks);
  const now = (hooks.clock ?? SYSTEM_CLOCK).now();
  await stepRetraining(place, now, hooks);
  const manual = settings.reason === undefined ? {} : { manual: { by: actorOf(settings), reason: settings.reason } };
  const facts = await gatherFacts({ registry: place.registry, policy: place.policy, panel }, { now, ...manual });
  const result = await retrain(place, { facts, panel }, hooks);
  const { run } = await place.record.state();
  const exitCode = result.judgement?.verdict === 'reject' ? EXIT.gateFailed : EXIT.ok;
  return { json: { ...result, phase: run?.phase ?? null }, text: () => resultText(result, run?.phase), exitCode };
}

function resultText({ decision, challenger, judgement }: RetrainingResult, phase: string | undefined): string {
  if (judgement === null) return decisionText(decision);
  const { verdict, checks } = judgement;
  const passed = verdict !== 'reject';
  const goesOn = phase === undefined ? '' : `${decision.job} goes on: ${phase}\n`;
  return `${decisionText(decision)}${challenger}: ${verdict}\n${gatesText({ passed, checks })}${goesOn}`;
}
