import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../run.js';
import { required } from '../setting-names.js';
import { defineCommand } from './define.js';

/** `dqs batch status`: how far a run has come. */
export function defineBatchStatus(program: Command): void {
  defineCommand(program, {
    name: 'batch status',
    summary: 'show the progress of a batch prediction',
    description: 'Reads the journal of a run, whether or not it is in progress, and changes nothing.',
    examples: ['dqs batch status forecasts.csv.batch', 'dqs batch status forecasts.csv.batch --json'],
    positionals: [{ setting: 'batchFolder', syntax: '[dir]' }],
    work: batchStatus,
  });
}

async function batchStatus({ settings }: CommandContext<'batch status'>): Promise<CommandResult> {
  const { readBatchStatus } = await import('@dqs/batch');
  const { statusText } = await import('@dqs/reports/text');
  const status = await readBatchStatus(required(settings.batchFolder, 'batchFolder'));
  return { json: status, text: () => statusText(status) };
}
