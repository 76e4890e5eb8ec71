import { EXIT } from '@dqs/core';
import type { PromotionOutcome } from '@dqs/registry';
import { gatesText } from '@dqs/reports/text';
import { promote } from '@dqs/runtime';
import { required, type JUDGING } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry promote`: points an alias at a version if its gates allow it. */
export async function promoteVersion({
  settings,
  hooks,
}: CommandContext<
  (typeof JUDGING)[number] | 'reference' | 'aliasName' | 'registry' | 'dryRun' | 'override' | 'reason' | 'expect' | 'by'
>): Promise<CommandResult> {
  const reference = required(settings.reference, 'reference');
  const alias = required(settings.aliasName, 'aliasName');
  const { model, entry, ...found } = await promote(reference, alias, settings, hooks);
  const json = { model, ...found, entry: entry?.number ?? null };
  const exitCode = found.outcome === 'refused' ? EXIT.gateFailed : EXIT.ok;
  return { json, text: () => promotionText(model, found), exitCode };
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
