import { readBatchStatus } from '@dqs/batch';
import { statusText } from '@dqs/reports/text';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs batch status`: shows the progress of a run. */
export async function batchStatus({ settings }: CommandContext<'batchFolder'>): Promise<CommandResult> {
  const status = await readBatchStatus(required(settings.batchFolder, 'batchFolder'));
  return { json: status, text: () => statusText(status) };
}
