import { formatDay, today } from '@dqs/core';
import { versionsByArm } from '@dqs/experiments';
import { textTable } from '@dqs/reports/text';
import { openExperiment } from '@dqs/runtime/experiments';
import { required } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

/** `dqs experiment assign`: which arm serves whom. */
export async function assign({
  settings,
}: CommandContext<'experimentName' | 'experiments' | 'units' | 'experimentDay' | 'dryAssign'>): Promise<CommandResult> {
  const { experiment } = await openExperiment(required(settings.experimentName, 'experimentName'), settings);
  const units = required(settings.units, 'units');
  const day = settings.experimentDay ?? today();
  const shown = settings.dryAssign
    ? units.map((unit) => ({ unit, day: formatDay(day), arm: experiment.arm(unit, day) }))
    : await experiment.assign(units, day);
  const versions = versionsByArm(experiment.definition);
  const assignments = shown.map((exposure) => ({ ...exposure, version: versions[exposure.arm]! }));
  const json = { experiment: experiment.definition.name, logged: settings.dryAssign !== true, assignments };
  return {
    json,
    text: async () => {
      const rows = assignments.map(({ unit, arm, version }) => [unit, arm, version]);
      return textTable([{ title: 'unit' }, { title: 'arm' }, { title: 'version' }], rows);
    },
  };
}
