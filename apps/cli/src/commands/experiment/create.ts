import { Experiment } from '@dqs/experiments';
import { withModels } from '@dqs/runtime';
import { openExperimentStore, ruleSettings } from '@dqs/runtime/experiments';
import { required, type EXPERIMENT_RULES } from '@dqs/runtime/settings';

import type { CommandContext, CommandResult } from '../../run.js';

type Context = CommandContext<
  | (typeof EXPERIMENT_RULES)[number]
  | 'experimentName'
  | 'experiments'
  | 'control'
  | 'treatment'
  | 'mode'
  | 'registry'
  | 'external'
>;

/** `dqs experiment create`: begins an A/B test. */
export async function create({ settings }: Context): Promise<CommandResult> {
  const name = required(settings.experimentName, 'experimentName');
  const references = [required(settings.control, 'control'), ...required(settings.treatment, 'treatment')];
  const [control, ...treatments] = await resolved(references, settings);
  const store = openExperimentStore(settings);
  const input = { name, control: control!, treatments, mode: settings.mode, ...ruleSettings(settings) };
  const { definition, createdAt } = await Experiment.create(store, input);
  const json = { createdAt, ...definition };
  const text = () =>
    `Experiment ${name} has started: ${definition.treatments.join(', ')} against ${definition.control}, ` +
    `${definition.mode} mode, ${100 * definition.share} % of the units treated\n`;
  return { json, text };
}

/** The versions that references resolve to, each opened once to verify it. */
async function resolved(references: readonly string[], settings: Context['settings']): Promise<readonly string[]> {
  if (settings.external === true) return references;
  return withModels(references, settings, (versions) => versions.map(({ name }) => name));
}
