import type { Command } from '@commander-js/extra-typings';
import { DqsError } from '@dqs/core';
import type { LossFigures, Outcome, PlannedTest } from '@dqs/experiments';

import type { CommandContext, CommandResult } from '../../run.js';
import { required } from '../../setting-names.js';
import { defineCommand } from '../define.js';

type Context = CommandContext<'experiment plan'>;

const DEFAULT_EFFECT = 0.03;
const DEFAULT_SHARE = 0.5;

/** `dqs experiment plan`: how many days an experiment needs. */
export function defineExperimentPlan(program: Command): void {
  defineCommand(program, {
    name: 'experiment plan',
    summary: 'estimate how many days an experiment needs to detect an effect',
    description:
      'Measures how much losses vary, from the records of an experiment or from past days of a history. It may also be ' +
      'passed with --baseline-loss and --daily-sd.',
    examples: [
      'dqs experiment plan --effect 0.03 --input history.csv.gz --control model-a --treatment model-b',
      'dqs experiment plan new-features --effect 0.02 --power 0.9',
      'dqs experiment plan --baseline-loss 2.5 --daily-sd 0.2 --effect 0.05',
    ],
    positionals: [{ setting: 'experimentName', syntax: '[name]' }],
    work: plan,
  });
}

async function plan(context: Context): Promise<CommandResult> {
  const { planExperiment } = await import('@dqs/experiments');
  const { effect = DEFAULT_EFFECT, alpha, power, maxDays } = context.settings;
  const figures = await figuresOf(context);
  const tests = planExperiment(figures, { effect, alpha, power, maxDays });
  const json = { effect, figures, tests };
  return { json, text: () => planText(effect, figures, tests) };
}

async function figuresOf(context: Context): Promise<LossFigures> {
  const { experimentName, baselineLoss, dailySd, input, panel, share = DEFAULT_SHARE } = context.settings;
  const sources = [experimentName, baselineLoss ?? dailySd, input ?? panel].filter((source) => source !== undefined);
  if (sources.length !== 1) {
    throw new DqsError(
      'config-invalid',
      'expected one of: the name of an experiment; a history with --control and --treatment; --baseline-loss with ' +
        `--daily-sd; got ${sources.length === 0 ? 'none' : 'several'}`,
    );
  }
  if (baselineLoss !== undefined || dailySd !== undefined) {
    return {
      baselineLoss: required(baselineLoss, 'baselineLoss'),
      dailyDifferenceSd: required(dailySd, 'dailySd'),
    };
  }
  const { lossFigures } = await import('@dqs/experiments');
  const { outcomes, arm } = await (experimentName === undefined ? replayed(context) : recorded(context));
  return lossFigures(outcomes, arm, share);
}

interface Measured {
  readonly outcomes: readonly Outcome[];
  /** The treatment that is planned for. */
  readonly arm: string;
}

async function recorded({ settings }: Context): Promise<Measured> {
  const { openExperiment } = await import('../../experiments/open-experiment.js');
  const { treatmentArms } = await import('@dqs/experiments');
  const { store, experiment } = await openExperiment(settings);
  const { records } = await store.read(experiment.definition.name, 'outcomes');
  return { outcomes: records, arm: treatmentArms(experiment.definition)[0]! };
}

async function replayed({ settings, hooks }: Context): Promise<Measured> {
  const { readInputs } = await import('../../inputs.js');
  const { withModels } = await import('../../open-model.js');
  const { replaySettings } = await import('../../experiments/rule-settings.js');
  const { replayForecasts, replayOutcomes } = await import('@dqs/pipelines');
  const references = [required(settings.control, 'control'), required(settings.treatment, 'treatment')[0]!];
  return withModels(references, settings, async (versions) => {
    const { panel } = await readInputs(settings, hooks);
    const replay = replayForecasts(panel, versions, replaySettings(settings), hooks);
    return { outcomes: replayOutcomes(replay, ['control', 'treatment'], 'level'), arm: 'treatment' };
  });
}

async function planText(effect: number, figures: LossFigures, tests: readonly PlannedTest[]): Promise<string> {
  const { fixed, textTable } = await import('@dqs/reports/text');
  const rows = tests.map(({ design, method, days, power }) => [
    design,
    method === 'fixed' ? 'one look, on the last day' : 'daily looks',
    days === null ? 'never' : String(days),
    `${fixed(100 * power, 0)} %`,
  ]);
  const right = 'right' as const;
  const columns = [{ title: 'design' }, { title: 'looks' }, { title: 'days', align: right }];
  const { baselineLoss, dailyDifferenceSd, split } = figures;
  const spread = dailyDifferenceSd === undefined ? '' : `, daily differences vary by ${fixed(dailyDifferenceSd, 3)}`;
  const units = split ? `, ${split.units} units that differ by ${fixed(split.unitSd, 3)}` : '';
  return (
    `To detect a change of ${fixed(100 * effect, 1)} % of a loss of ${fixed(baselineLoss, 3)}${spread}${units}:\n\n` +
    textTable([...columns, { title: 'power', align: right }], rows)
  );
}
