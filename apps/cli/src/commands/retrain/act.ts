import { SYSTEM_CLOCK } from '@dqs/core';
import { stepRetraining, type RetrainingAct } from '@dqs/pipelines/retrain';
import { inLine } from '@dqs/reports/text';
import { actorOf, audited } from '@dqs/runtime';
import { openRetraining } from '@dqs/runtime/retraining';
import type { Settings } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs retrain approve | veto | pause | resume | hand-over`: records what a person does, and goes on with what that allows. */
export async function act(
  kind: RetrainingAct['kind'],
  {
    settings,
    hooks,
  }: CommandContext<'retrainPolicy' | 'registry' | 'reason' | 'by' | 'store' | 'databaseUrl'> & {
    readonly settings: Settings<'job'>;
  },
): Promise<CommandResult> {
  const place = await openRetraining(settings, hooks);
  const { job, reason } = settings;
  // The record refuses an act without the reason that it needs.
  const given = { kind, ...(job !== undefined && { job }), reason: reason ?? '' } as RetrainingAct;
  const actor = actorOf(settings);
  const { model, alias } = place.policy;
  const targets = [{ kind: 'alias', id: `${model}@${alias}` }];
  const recorded = { actor: { id: actor }, action: `retraining.${kind}`, targets, context: { reason } };
  const { number, at, by, event } = await audited(settings, hooks, recorded, () => place.record.act(given, actor));
  const waiting = await stepRetraining(place, (hooks.clock ?? SYSTEM_CLOCK).now(), hooks);
  const { run } = await place.record.state();
  const json = { number, at, by, event, phase: run?.phase ?? null, waitsFor: waiting.reason };
  return { json, text: () => `${event.kind} by ${inLine(by)}\n${inLine(waiting.reason)}\n` };
}
