import { DqsError } from '@dqs/core';
import { parsePartRange, partsOfTask, type PartRange } from '@dqs/ingestion';
import { builtSetText } from '@dqs/reports/text';
import { buildPanelSet } from '@dqs/runtime/history';
import { required, type INPUT } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';
import { taskIndex } from '../task-index.js';

type Context = CommandContext<
  (typeof INPUT)[number] | 'partRange' | 'panelTasks' | 'taskIndex' | 'completeFrom' | 'completeTo' | 'threads'
>;

/** `dqs panel build`: puts results into a panel set, as one of any number of tasks. */
export async function buildSet({ settings, hooks }: Context): Promise<CommandResult> {
  const { panelSet: place, completeFrom: since, completeTo: until, ...inputs } = settings;
  const panelSet = required(place, 'panelSet');
  const built = await buildPanelSet(inputs, { panelSet, parts: partsOf(settings), since, until }, hooks);
  return { json: built, text: () => builtSetText(built) };
}

function partsOf({ partRange, panelTasks, taskIndex: index }: Context['settings']): PartRange {
  if (panelTasks !== undefined && partRange === undefined)
    return partsOfTask(taskIndex(index, process.env, '--index'), panelTasks);
  if (panelTasks === undefined && index === undefined) return parsePartRange(partRange ?? '00..ff');
  throw new DqsError(
    'config-invalid',
    `expected either --part or --tasks, and --index with --tasks alone, got ${panelTasks === undefined ? '--index' : '--part'} ` +
      `with ${panelTasks === undefined ? 'no --tasks' : '--tasks'}`,
  );
}
