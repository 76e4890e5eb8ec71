import type { Command } from '@commander-js/extra-typings';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

/** `dqs experiment create`: begins an A/B test. */
export function defineExperimentCreate(program: Command): void {
  defineCommand(program, {
    name: 'experiment create',
    summary: 'start an experiment between two or more versions',
    description:
      'Fixes everything the verdict will depend on. An alias such as orders@production is stored as the ' +
      'version it currently points at.',
    examples: [
      'dqs experiment create new-features --control orders@production --treatment orders@1.3.0',
      'dqs experiment create slow-rate --control model-a --treatment model-b --share 0.05 --max-latency-increase 0.2',
      'dqs experiment create elsewhere --control old --treatment new --external --mode split',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: create,
  });
}

async function create({ settings }: CommandContext<'experiment create'>): Promise<CommandResult> {
  const { openExperimentStore } = await import('../../experiments/open-experiment.js');
  const { ruleSettings } = await import('../../experiments/rule-settings.js');
  const { Experiment } = await import('@dqs/experiments');
  const name = required(settings.experimentName, 'experimentName');
  const references = [required(settings.control, 'control'), ...required(settings.treatment, 'treatment')];
  const [control, ...treatments] = await resolved(references, settings);
  const store = await openExperimentStore(settings);
  const input = { name, control: control!, treatments, mode: settings.mode, ...ruleSettings(settings) };
  const { definition, createdAt } = await Experiment.create(store, input);
  const json = { createdAt, ...definition };
  const text = () =>
    `Experiment ${name} has started: ${definition.treatments.join(', ')} against ${definition.control}, ` +
    `${definition.mode} mode, ${100 * definition.share} % of the units treated\n`;
  return { json, text };
}

/** The versions that references stand for, each opened once to see that it is whole. */
async function resolved(
  references: readonly string[],
  settings: CommandContext<'experiment create'>['settings'],
): Promise<readonly string[]> {
  if (settings.external === true) return references;
  const { withModels } = await import('../../open-model.js');
  return withModels(references, settings, (versions) => versions.map(({ name }) => name));
}
