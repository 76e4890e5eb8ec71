import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

const DEFAULT_LAST = 50;

/** `dqs registry history`: what happened, when, by whom and why. */
export function defineRegistryHistory(program: Command): void {
  defineCommand(program, {
    name: 'registry history',
    summary: 'show the history of a model or of one of its aliases',
    examples: ['dqs registry history orders', 'dqs registry history orders@production --last 10 --json'],
    positionals: [{ setting: 'reference', syntax: '[model or model@alias]' }],
    work: history,
  });
}

async function history({ settings }: CommandContext<'registry history'>): Promise<CommandResult> {
  const { last = DEFAULT_LAST } = settings;
  const [model, alias] = required(settings.reference, 'reference').split('@') as [string, string | undefined];
  const { openRegistry } = await import('../../open-model.js');
  const registry = await openRegistry(settings);
  const entries =
    alias === undefined
      ? await registry.history(model, last)
      : (await registry.aliasHistory(model, alias)).slice(-last);
  return { json: { model, alias, entries }, text: () => historyText(entries) };
}

async function historyText(entries: Parameters<typeof import('@dqs/reports/text').entryText>[0][]) {
  const { entryText } = await import('@dqs/reports/text');
  return entries.length === 0 ? 'no history yet\n' : entries.map(entryText).join('');
}
