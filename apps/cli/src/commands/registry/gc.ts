import type { RetentionPlan } from '@dqs/registry';
import { actorOf, openRegistry } from '@dqs/runtime';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs registry gc`: retires versions that nothing needs. */
export async function gc({
  settings,
}: CommandContext<'modelName' | 'registry' | 'keepLast' | 'apply' | 'by'>): Promise<CommandResult> {
  const { modelName, keepLast, apply: isApplied = false } = settings;
  const registry = await openRegistry(settings);
  const request = { by: actorOf(settings), keepLast, dryRun: !isApplied };
  const plans =
    modelName === undefined
      ? await registry.retireAll(request)
      : [{ model: modelName, ...(await registry.retire(modelName, request)) }];
  return { json: { isApplied, models: plans }, text: () => plans.map(planText).join('') + hint(plans, isApplied) };
}

function planText({ model, keep, remove, uploads, isDryRun }: { readonly model: string } & RetentionPlan): string {
  const kept = keep.map(({ version, because }) => `  keep ${version}: ${because}\n`);
  const verb = isDryRun ? 'would retire' : 'retired';
  const gone = remove.length === 0 ? '' : `  ${verb} ${remove.join(', ')}\n`;
  const files = uploads.length === 1 ? 'the files of an upload' : `the files of ${uploads.length} uploads`;
  const left =
    uploads.length === 0 ? '' : `  ${isDryRun ? 'would remove' : 'removed'} ${files} that no version needs\n`;
  return `${model}\n${kept.join('')}${gone}${left}`;
}

function hint(plans: readonly RetentionPlan[], isApplied: boolean): string {
  const count = plans.reduce((sum, { remove, uploads }) => sum + remove.length + uploads.length, 0);
  if (count === 0) return 'nothing to remove\n';
  return isApplied ? '' : 'nothing was changed; --apply removes it\n';
}
