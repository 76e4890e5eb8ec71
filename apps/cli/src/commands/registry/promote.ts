import { EXIT } from '@dqs/core';
import type { PromotionOutcome } from '@dqs/registry';
import { gatesText } from '@dqs/reports/text';
import { actorOf, audited, promote, type ActEnd, type Promoted } from '@dqs/runtime';
import { required, type JUDGING } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry promote`: points an alias at a version if its gates allow it. */
export async function promoteVersion({
  settings,
  hooks,
}: CommandContext<
  | (typeof JUDGING)[number]
  | 'reference'
  | 'aliasName'
  | 'registry'
  | 'databaseUrl'
  | 'dryRun'
  | 'override'
  | 'reason'
  | 'expect'
  | 'by'
>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const alias = required(settings.aliasName, 'aliasName');
  const work = () => promote(reference, alias, settings, hooks);
  const { model, entry, ...found } = await (settings.dryRun === true
    ? work()
    : audited(settings, hooks, actOf(settings, reference, alias), work, endOf));
  const json = { model, ...found, entry: entry?.number ?? null };
  const exitCode = found.outcome === 'refused' ? EXIT.gateFailed : EXIT.ok;
  return { json, text: () => promotionText(model, found), exitCode };
}

function actOf(
  settings: Parameters<typeof actorOf>[0] & { reason?: string | undefined },
  reference: string,
  alias: string,
) {
  const targets = [
    { kind: 'version', id: reference },
    { kind: 'alias', id: alias },
  ];
  return { actor: { id: actorOf(settings) }, action: 'model.promote', targets, context: { reason: settings.reason } };
}

/** A refusal by a gate is one, too. */
function endOf({ alias, from, to, outcome }: Promoted): ActEnd {
  return {
    outcome: outcome === 'refused' ? 'denied' : 'done',
    before: { alias, version: from },
    after: { alias, version: to, outcome },
  };
}

function promotionText(model: string, found: Omit<PromotionOutcome, 'entry'>): string {
  const { alias, from, to, outcome, isDryRun, gates } = found;
  const would = isDryRun ? 'would be ' : '';
  const step = from === null ? `to ${to}` : `from ${from} to ${to}`;
  const lines = {
    promoted: `${model}@${alias} ${would}promoted ${step}`,
    overridden: `${model}@${alias} ${would}promoted ${step} by override`,
    refused: `${model}@${alias} ${would}refused ${to}: a gate failed`,
    unchanged: `${model}@${alias} already points at ${to}`,
  };
  return `${lines[outcome]}\n${gates ? gatesText(gates) : ''}`;
}
