import { readArrayStatus, readBatchStatus } from '@dqs/batch';
import { arrayStatusText, statusText } from '@dqs/reports/text';
import { openStorePlace } from '@dqs/runtime';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../run.js';

/** `dqs batch status`: shows the progress of a run, of one machine or of many. */
export async function batchStatus({ settings }: CommandContext<'batchFolder' | 'run'>): Promise<CommandResult> {
  const { run, batchFolder } = settings;
  if (run !== undefined && batchFolder === undefined) {
    const status = await readArrayStatus(openStorePlace(run));
    return { json: { run, ...status }, text: () => arrayStatusText(status) };
  }
  const status = await readBatchStatus(required(batchFolder, 'batchFolder'));
  return { json: status, text: () => statusText(status) };
}
