import type { Command } from '@commander-js/extra-typings';
import { formatDay } from '@dqs/core';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

const MS_PER_DAY = 86_400_000;

/** `dqs experiment assign`: which arm serves whom. */
export function defineExperimentAssign(program: Command): void {
  defineCommand(program, {
    name: 'experiment assign',
    summary: 'show which version serves a unit, and log the exposure',
    description:
      'The same unit always gets the same arm; a larger share keeps the units that were already treated. Exposures ' +
      'are on disk before the arms are printed.',
    examples: [
      'dqs experiment assign new-features 368a1020-8a4a-5607-a6fe-c6af310e5e5c/102',
      'dqs experiment assign new-features orders/102 orders/103 --date 2026-03-01 --json',
      'dqs experiment assign new-features orders/102 --dry-run',
    ],
    positionals: [
      { setting: 'experimentName', syntax: '[name]' },
      { setting: 'units', syntax: '[units...]' },
    ],
    work: assign,
  });
}

async function assign({ settings }: CommandContext<'experiment assign'>): Promise<CommandResult> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const { versionsByArm } = await import('@dqs/experiments');
  const { experiment } = await openExperiment(settings);
  const units = required(settings.units, 'units');
  const day = settings.experimentDay ?? Math.floor(Date.now() / MS_PER_DAY);
  const shown = settings.dryAssign
    ? units.map((unit) => ({ unit, day: formatDay(day), arm: experiment.arm(unit, day) }))
    : await experiment.assign(units, day);
  const versions = versionsByArm(experiment.definition);
  const assignments = shown.map((exposure) => ({ ...exposure, version: versions[exposure.arm]! }));
  const json = { experiment: experiment.definition.name, logged: settings.dryAssign !== true, assignments };
  return {
    json,
    text: async () => {
      const { textTable } = await import('@dqs/reports/text');
      const rows = assignments.map(({ unit, arm, version }) => [unit, arm, version]);
      return textTable([{ title: 'unit' }, { title: 'arm' }, { title: 'version' }], rows);
    },
  };
}
